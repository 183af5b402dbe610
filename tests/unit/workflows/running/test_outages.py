"""Outages are waited out and told; everything else is not."""

from collections.abc import Callable
from itertools import count

import duckdb
import pytest

from listmatch.errors import CatalogUnavailable, InputError, StorageUnavailable
from listmatch.workflows.running.outages import PAUSES_S, wait_out_outages

OUTAGES = [
    StorageUnavailable("the object store cannot be reached."),
    CatalogUnavailable("the catalog database cannot be used."),
    duckdb.IOException('Could not write file "spill": No space left on device'),
    OSError(28, "No space left on device"),
]


def failing(times: int, error: Exception) -> Callable[[], str]:
    attempts = count(1)

    def work() -> str:
        if next(attempts) <= times:
            raise error
        return "done"

    return work


@pytest.mark.parametrize("error", OUTAGES, ids=lambda error: type(error).__name__)
def test_what_passes_is_waited_for_and_told(error: Exception) -> None:
    told, slept = list[str](), list[float]()
    assert wait_out_outages(failing(3, error), waiting=told.append, sleep=slept.append) == "done"
    assert slept == list(PAUSES_S[:3])
    assert len(told) == 3
    assert all(reason.startswith("Waiting: ") for reason in told)


@pytest.mark.parametrize("error", OUTAGES, ids=lambda error: type(error).__name__)
def test_after_a_minute_patience_is_over(error: Exception) -> None:
    slept = list[float]()
    with pytest.raises((StorageUnavailable, CatalogUnavailable)):
        wait_out_outages(failing(100, error), waiting=lambda _: None, sleep=slept.append)
    assert sum(slept) == 60


@pytest.mark.parametrize("error", [InputError("the list is empty."), OSError(2, "No such file"), ValueError("ours")])
def test_what_does_not_pass_is_raised_at_once(error: Exception) -> None:
    with pytest.raises(type(error)):
        wait_out_outages(failing(1, error), waiting=lambda _: None, sleep=lambda _: pytest.fail("it must not wait"))
