"""Mutated lists: each is read with a ledger that adds up, or refused with a clear error, in bounded time.

``LISTMATCH_FUZZ_FILES`` sets the number of files of the long run (marker ``slow``).
"""

import csv
import os
import random
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from listmatch.domain.reading import DETECT_ALL, ReadOptions
from listmatch.duck import Compute
from listmatch.errors import InputError
from listmatch.intake import IntakeResult, read_list

from .mutations import mutated
from .seeds import seeds

SECONDS_PER_FILE = 60
FILES = int(os.environ.get("LISTMATCH_FUZZ_FILES", "10000"))


class TooSlow(AssertionError):
    """A file took longer than it may."""


@contextmanager
def bounded(seconds: int) -> Iterator[None]:
    def stop(number: int, frame: object) -> None:
        raise TooSlow(f"more than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


Chooser = Callable[[random.Random], ReadOptions]


def outcome_of(
    path: Path, *, name: str, into: Path, compute: Compute, options: ReadOptions = DETECT_ALL
) -> IntakeResult | InputError:
    try:
        return read_list(path, name=name, into=into, compute=compute, options=options)
    except InputError as error:
        return error


def detected(_: random.Random) -> ReadOptions:
    return DETECT_ALL


def any_options(rng: random.Random) -> ReadOptions:
    row = rng.choice([None, None, 0, 1, 2, 7, 400])
    return ReadOptions(
        encoding=rng.choice(["", "", "utf-8", "cp1250", "utf-16", "shift_jis", "base64"]),
        delimiter=rng.choice(["", "", ",", "tab", ";", "a", " ", "::"]),
        quote=rng.choice([None, None, "", "'", '"']),
        sheet=rng.choice(["", "", "Sheet1"]),
        has_header=None if row is None else bool(row),
        header_line=row or 0,
    )


def check(outcome: IntakeResult | InputError, *, name: str, into: Path) -> None:
    if isinstance(outcome, IntakeResult):
        check_ledger(outcome, into)
        return
    assert outcome.cure
    assert outcome.place.startswith(name)
    assert not (into / "rows.parquet").exists()


def check_ledger(result: IntakeResult, into: Path) -> None:
    rows = pq.read_table(into / "rows.parquet", columns=["_lmg_row_id", "_lmg_line"]).to_pydict()
    with (into / "quarantine.csv").open(encoding="utf-8", newline="") as file:
        quarantined = [int(line["line"]) for line in csv.DictReader(file)]
    assert result.lines == result.rows + result.quarantined
    assert rows["_lmg_row_id"] == list(range(1, result.rows + 1))
    assert len(quarantined) == result.quarantined
    began = [*rows["_lmg_line"], *quarantined]
    assert len(set(began)) == len(began), "two rows or quarantined lines begin on the same line"
    assert rows["_lmg_line"] == sorted(rows["_lmg_line"])
    assert quarantined == sorted(quarantined)
    assert all(1 <= line <= result.physical_lines for line in began)


def run(count: int, folder: Path, *, seed: int, choose: Chooser = detected) -> Counter[str]:
    rng = random.Random(seed)
    lists = list(seeds())
    outcomes: Counter[str] = Counter()
    compute = Compute(folder / "scratch", threads=2)
    for number in range(count):
        name, healthy = lists[number % len(lists)]
        data, story = mutated(healthy, rng)
        path = folder / "upload"
        path.write_bytes(data)
        try:
            with bounded(SECONDS_PER_FILE):
                outcome = outcome_of(path, name=name, into=folder / "out", compute=compute, options=choose(rng))
            check(outcome, name=name, into=folder / "out")
            outcomes[type(outcome).__name__] += 1
        except BaseException as error:
            kept = folder / f"broken-{number}"
            kept.write_bytes(data)
            error.add_note(f"file {number} ({name}: {story}), kept as {kept}")
            raise
    return outcomes


def test_two_hundred_mutated_lists_are_read_without_loss_or_refused_clearly(tmp_path: Path) -> None:
    outcomes = run(200, tmp_path, seed=1)
    assert outcomes["IntakeResult"] > 100
    assert outcomes["FileUnreadable"] > 5


def test_options_for_reading_lose_no_line_either(tmp_path: Path) -> None:
    outcomes = run(150, tmp_path, seed=3, choose=any_options)
    assert outcomes["IntakeResult"] > 20
    assert outcomes["InputError"] > 20


@pytest.mark.slow
def test_ten_thousand_mutated_lists_are_read_without_loss_or_refused_clearly(tmp_path: Path) -> None:
    outcomes = run(FILES, tmp_path, seed=2)
    assert outcomes.total() == FILES
