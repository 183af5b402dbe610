"""The PDF drawn in a second process: the same bytes, the same errors, and another process when it dies."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from listmatch.errors import SystemFault
from listmatch.exports.pdf import write_pdf
from listmatch.exports.press import Press

from .contents import match_content


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    press = Press()
    yield press
    press.close()


def test_the_press_draws_what_the_exporter_draws(press: Press, tmp_path: Path) -> None:
    content = match_content(tmp_path)
    drawn = press.draw(content, tmp_path).result().read_bytes()
    assert drawn == write_pdf(content, tmp_path).read_bytes()


def test_an_error_of_the_exporter_comes_back_as_it_was(press: Press, tmp_path: Path) -> None:
    content = match_content(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"report\.pdf"):
        press.draw(content, tmp_path / "nowhere").result()


def test_a_press_that_died_is_told_and_the_next_report_has_another(tmp_path: Path) -> None:
    content = match_content(tmp_path)
    press = Press()
    dies_when_asked = [sys.executable, "-c", "import sys; sys.stdin.buffer.read(1)"]
    press._process = subprocess.Popen(dies_when_asked, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with pytest.raises(SystemFault, match="ended before its time"):
        press.draw(content, tmp_path).result()
    assert press.draw(content, tmp_path).result().stat().st_size > 1000
    press.close()


def test_closing_twice_leaves_no_process_behind() -> None:
    press = Press()
    press.start()
    press.close()
    press.close()
    assert press._process is None
