"""The same lists give the same results.csv: however many threads, however often, whatever the order of the master."""

import csv
import hashlib
import random
from pathlib import Path

import pytest

from listmatch.settings import Settings
from listmatch.workflows.match_lists import MatchRequest, match_lists
from listmatch.workflows.services import open_own_services
from tests.homes import LOOP
from tools.make_golden import ROOT

NUMBERED = "_lmg_master_row_id"
"""what tells where a row stands in the master, and must change with it; which row it is, its Contact ID says as well"""


def matched(source: Path, master: Path, *, home: Path, threads: int) -> Path:
    """The results.csv of a match in an empty home."""
    services = open_own_services(Settings(home=home, runner=LOOP, threads=threads))
    match_lists(services, MatchRequest(source=source, master=master, results_only=True), into=home / "out")
    return home / "out" / "results.csv"


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The sample lists, the master with copies of every fifth record under an identifier of their own."""
    folder = tmp_path_factory.mktemp("lists")
    header, *rows = read(ROOT / "sample_data" / "crm_master.csv")
    copies = [[f"C-9{number:05}", *row[1:]] for number, row in enumerate(rows[::5])]
    write(folder / "crm.csv", [header, *rows, *copies])
    return ROOT / "sample_data" / "leads.csv", folder / "crm.csv"


@pytest.fixture(scope="module")
def once(lists: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return matched(*lists, home=tmp_path_factory.mktemp("once"), threads=2)


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("threads", [1, 4])
def test_any_number_of_threads_gives_the_same_bytes(
    lists: tuple[Path, Path], once: Path, tmp_path: Path, threads: int
) -> None:
    assert sha256(matched(*lists, home=tmp_path, threads=threads)) == sha256(once)


@pytest.mark.slow
def test_ten_runs_give_the_same_bytes(lists: tuple[Path, Path], once: Path, tmp_path: Path) -> None:
    found = {sha256(matched(*lists, home=tmp_path / str(run), threads=2)) for run in range(10)}
    assert found == {sha256(once)}


def test_the_order_of_the_master_changes_nothing_but_its_row_numbers(
    lists: tuple[Path, Path], once: Path, tmp_path: Path
) -> None:
    header, *rows = read(lists[1])
    random.Random(4).shuffle(rows)
    write(tmp_path / "crm.csv", [header, *rows])
    now = matched(lists[0], tmp_path / "crm.csv", home=tmp_path / "home", threads=2)
    assert sum(line["_lmg_match_reason"].endswith("more in the master") for line in told(once)) > 100
    assert told(now) == told(once)


def told(results: Path) -> list[dict[str, str]]:
    """The lines without the numbers of master rows."""
    header, *rows = read(results)
    lines = [dict(zip(header, row, strict=True)) for row in rows]
    return [{name: value for name, value in line.items() if name != NUMBERED} for line in lines]
