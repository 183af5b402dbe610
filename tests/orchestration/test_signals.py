"""A process that has run assets can still be ended."""

import signal

import pytest
from dagster._utils.interrupts import capture_interrupts

from pipelines.signals import preserve_sigterm


@pytest.fixture
def in_background():
    """SIGINT as a shell leaves it to what runs behind its ``&``."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN), signal.signal(signal.SIGTERM, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGINT, before[0])
    signal.signal(signal.SIGTERM, before[1])


@pytest.mark.usefixtures("in_background")
def test_a_run_in_the_background_leaves_sigterm_as_it_was():
    with preserve_sigterm(), capture_interrupts():
        pass
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


@pytest.mark.usefixtures("in_background")
def test_dagster_alone_would_have_it_ignored():
    with capture_interrupts():
        pass
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
