"""Decisions: found again in later lists by what rows say, and applied to scored pairs."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from listmatch.domain.artifacts import DECIDED
from listmatch.duck import Compute
from listmatch.matching.marks import MOST_BEARERS, MarkedList, marks_of_rows
from listmatch.matching.rulings import find_decided, rule
from tests.unit.matching.decided_lists import Person, Told, a_list, decisions_on
from tests.unit.matching.standard_lists import read

ANN = {"first": "ann", "last": "lee", "email": "ann@lee.org"}
BOB = {"first": "bob", "last": "ray", "phone": "+15550100"}
ZOE = {"first": "zoe", "last": "fox", "email": "zoe@fox.org"}


@pytest.fixture
def compute(tmp_path: Path) -> Compute:
    return Compute(scratch=tmp_path / "scratch", threads=2)


def scored(folder: Path, pairs: list[tuple[int, int, float]]) -> Path:
    table = {
        "source_row_id": pa.array([left for left, _, _ in pairs], pa.int64()),
        "master_row_id": pa.array([right for _, right, _ in pairs], pa.int64()),
        "score": pa.array([score for _, _, score in pairs], pa.float64()),
        "relationship": pa.array(["namesake"] * len(pairs), pa.string()),
        "pass": pa.array(["email_exact"] * len(pairs), pa.string()),
        "reason": pa.array(["email"] * len(pairs), pa.string()),
        "match_weight": pa.array([1.0] * len(pairs), pa.float64()),
    }
    pq.write_table(pa.table(table), folder / "scored.parquet")
    return folder / "scored.parquet"


def found_again(
    folder: Path,
    told: list[Told],
    *,
    then: tuple[MarkedList, MarkedList],
    now: tuple[MarkedList, MarkedList | None],
    pairs: list[tuple[int, int, float]],
) -> list[tuple[object, ...]]:
    compute = Compute(scratch=folder / "scratch", threads=2)
    decisions = decisions_on(*then, told, path=folder / "decisions.parquet", compute=compute)
    find_decided(now[0], now[1], decisions=decisions, scored=scored(folder, pairs), into=folder, compute=compute)
    return [tuple(line.values())[:3] for line in read(folder / DECIDED)]


def test_a_decision_is_found_again_whatever_the_numbers_of_its_rows_are_now(tmp_path: Path) -> None:
    then = (a_list(tmp_path, "s", [ANN, BOB]), a_list(tmp_path, "m", [ANN, ZOE]))
    now = (a_list(tmp_path, "s2", [ZOE, BOB, ANN]), a_list(tmp_path, "m2", [BOB, BOB, ZOE, ANN]))
    told: list[Told] = [(1, 1, True), (2, 2, False)]
    assert found_again(tmp_path, told, then=then, now=now, pairs=[(2, 3, 70.0), (3, 4, 70.0)]) == [
        (2, 3, False),
        (3, 4, True),
    ]


def test_columns_that_do_not_identify_may_change(tmp_path: Path) -> None:
    exported = [Person({"mail": "Ann@lee.org", "exported": "Monday"}, ANN)]
    later = [Person({"exported": "Tuesday", "mail": "ann@lee.org"}, ANN)]
    master = a_list(tmp_path, "m", [ANN])
    then, now = (a_list(tmp_path, "s", exported), master), (a_list(tmp_path, "s2", later), master)
    assert found_again(tmp_path, [(1, 1, True)], then=then, now=now, pairs=[]) == [(1, 1, True)]


@pytest.mark.parametrize(
    ("later", "is_known"),
    [
        ({**ANN, "phone": "+15550199", "id": "7"}, True),
        ({**ANN, "email": "new@lee.org", "id": "7"}, True),
        ({**BOB, "id": "7"}, False),
        ({**ANN, "email": "new@lee.org", "id": "8"}, False),
    ],
    ids=["phone added", "email changed", "another person under the number", "name alone"],
)
def test_an_identifier_tells_a_row_with_one_thing_more(tmp_path: Path, later: dict[str, str], is_known: bool) -> None:
    def numbered(name: str, row: dict[str, str]) -> MarkedList:
        standard = {key: value for key, value in row.items() if key != "id"}
        return a_list(tmp_path, name, [Person(row, standard)], id_columns=("id",))

    master = a_list(tmp_path, "m", [ZOE])
    then, now = (numbered("s", {**ANN, "id": "7"}), master), (numbered("s2", later), master)
    assert bool(found_again(tmp_path, [(1, 1, True)], then=then, now=now, pairs=[])) is is_known


def test_an_accepted_row_is_found_in_the_whole_master_a_rejected_one_among_its_candidates(tmp_path: Path) -> None:
    lists = (a_list(tmp_path, "s", [ANN, BOB]), a_list(tmp_path, "m", [ZOE, ANN]))
    told: list[Told] = [(1, 2, True), (2, 1, False)]
    assert found_again(tmp_path, told, then=lists, now=lists, pairs=[]) == [(1, 2, True)]


def test_the_last_word_on_a_pair_holds_and_the_surer_mark_goes_first(tmp_path: Path) -> None:
    master = a_list(tmp_path, "m", [Person({**ANN, "x": "1"}, ANN), Person({**ANN, "x": "2"}, ANN)])
    lists = (a_list(tmp_path, "s", [ANN]), master)
    pairs = [(1, 1, 70.0), (1, 2, 70.0)]
    contrary: list[Told] = [(1, 1, True), (1, 1, False)]
    assert found_again(tmp_path, contrary, then=lists, now=lists, pairs=pairs) == [(1, 1, False), (1, 2, False)]
    chosen: list[Told] = [(1, 1, True), (1, 2, False)]
    assert found_again(tmp_path, chosen, then=lists, now=lists, pairs=pairs) == [(1, 1, True), (1, 2, False)]


def test_in_one_list_both_orders_are_the_same_pair(tmp_path: Path) -> None:
    then = a_list(tmp_path, "then", [ANN, BOB])
    now = a_list(tmp_path, "now", [BOB, ZOE, ANN])
    assert found_again(tmp_path, [(1, 2, False)], then=(then, then), now=(now, None), pairs=[]) == [(1, 3, False)]


def test_what_many_rows_say_tells_none_of_them(tmp_path: Path) -> None:
    then = (a_list(tmp_path, "s", [ANN]), a_list(tmp_path, "m", [ZOE]))
    many = a_list(tmp_path, "s2", [ANN] * (MOST_BEARERS + 1))
    assert found_again(tmp_path, [(1, 1, True)], then=then, now=(many, then[1]), pairs=[]) == []


def test_a_row_that_says_nothing_bears_no_mark(tmp_path: Path, compute: Compute) -> None:
    marked = a_list(tmp_path, "s", [Person({"x": "", "name": ""}), Person({"name": "Ann"}, {"first": "ann"})])
    table = pq.read_table(marked.rows).to_pydict()
    pq.write_table(pa.table({**table, "x": pa.nulls(2, pa.string()), "name": [None, "Ann"]}), marked.rows)
    assert {row: len(marks) for row, marks in marks_of_rows(marked, [1, 2, 3], compute=compute).items()} == {2: 1}


def test_rejected_pairs_go_and_accepted_ones_stay_with_their_scores(tmp_path: Path, compute: Compute) -> None:
    lists = (a_list(tmp_path, "s", [ANN, BOB]), a_list(tmp_path, "m", [ZOE, ANN, BOB]))
    told: list[Told] = [(1, 1, False), (1, 2, True), (2, 3, True)]
    found_again(tmp_path, told, then=lists, now=lists, pairs=[(1, 1, 90.0), (1, 2, 40.0), (1, 3, 30.0)])
    ruled = read(rule(tmp_path / "scored.parquet", decided=tmp_path / DECIDED, into=tmp_path, compute=compute))
    shown = [(line["source_row_id"], line["master_row_id"], line["score"], line["is_accepted"]) for line in ruled]
    assert shown == [(1, 2, 40.0, True), (1, 3, 30.0, False), (2, 3, 0.0, True)]
    assert [line["reason"] for line in ruled] == [
        "email; accepted by Ann on 2026-11-21",
        "email",
        "no shared key; accepted by Ann on 2026-11-21",
    ]
    assert [(line["pass"], line["relationship"]) for line in ruled] == [
        ("decision", "accepted"),
        ("email_exact", "namesake"),
        ("decision", "accepted"),
    ]


@pytest.mark.parametrize("threads", [1, 4])
def test_the_bytes_do_not_depend_on_the_threads(tmp_path: Path, threads: int) -> None:
    people = [{"first": f"name{i}", "last": "lee", "email": f"a{i}@lee.org"} for i in range(500)]
    lists = (a_list(tmp_path, "s", people), a_list(tmp_path, "m", people[::-1]))
    told: list[Told] = [(i + 1, 500 - i, i % 3 > 0) for i in range(0, 500, 5)]
    written = []
    for count in (2, threads):
        compute = Compute(scratch=tmp_path / "scratch", threads=count)
        decisions = decisions_on(*lists, told[:20], path=tmp_path / "decisions.parquet", compute=compute)
        pairs = scored(tmp_path, [(i + 1, 500 - i, 70.0) for i in range(500)])
        find_decided(*lists, decisions=decisions, scored=pairs, into=tmp_path, compute=compute)
        ruled = rule(pairs, decided=tmp_path / DECIDED, into=tmp_path, compute=compute)
        written.append((tmp_path / DECIDED).read_bytes() + ruled.read_bytes())
    assert written[0] == written[1]
