"""Verdicts: the rules of choice, one by one, on scored pairs written by hand."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from listmatch.domain.verdicts import MatchMode
from listmatch.matching.verdicts.ties import OwnRows
from tests.unit.matching.decided_verdicts import Scored, verdicts
from tests.unit.matching.standard_lists import Row


def test_each_source_row_has_one_line_in_order_whatever_was_found(tmp_path: Path) -> None:
    lines, summary = verdicts(tmp_path, [(3, 1, 99.0, 9.0), (1, 2, 70.0, 5.0), (1, 3, 20.0, 1.0)])
    assert [line["_lmg_row_id"] for line in lines] == [1, 2, 3]
    assert [line["_lmg_match_status"] for line in lines] == ["review", "unmatched", "matched"]
    assert [line["_lmg_match_score"] for line in lines] == [70.0, 0.0, 99.0]
    assert [line["_lmg_master_row_id"] for line in lines] == [2, None, 1]
    assert (summary.matched, summary.review, summary.unmatched, summary.lines) == (1, 1, 1, 3)


def test_an_unmatched_row_names_its_nearest_candidate_but_no_master_row(tmp_path: Path) -> None:
    lines, _ = verdicts(tmp_path, [(1, 4, 12.0, 1.0)])
    assert (lines[0]["_lmg_master_row_id"], lines[0]["nearest_master_row_id"]) == (None, 4)
    assert (lines[0]["_lmg_relationship"], lines[0]["_lmg_match_reason"]) == ("same person", "email")
    assert (lines[1]["nearest_master_row_id"], lines[1]["_lmg_relationship"]) == (None, None)
    assert lines[1]["_lmg_match_reason"] == "no similar row in the master"


@pytest.mark.parametrize(
    ("score", "expected"),
    [(85.0, "matched"), (84.96, "matched"), (84.9, "review"), (65.0, "review"), (64.9, "unmatched")],
)
def test_the_verdict_is_that_of_the_score_that_is_shown(tmp_path: Path, score: float, expected: str) -> None:
    lines, _ = verdicts(tmp_path, [(1, 1, score, 1.0)])
    assert lines[0]["_lmg_match_status"] == expected


def test_ties_go_to_evidence_then_to_the_fuller_row_then_to_content(tmp_path: Path) -> None:
    full, empty = {"first": "ann", "city": "rome"}, {"first": "ann"}
    assert verdicts(tmp_path, [(1, 1, 90.0, 2.0), (1, 2, 90.0, 3.0)])[0][0]["_lmg_master_row_id"] == 2
    tied: list[Scored] = [(1, 1, 90.0, 2.0), (1, 2, 90.0, 2.0)]
    assert verdicts(tmp_path, tied, master=[empty, full])[0][0]["_lmg_master_row_id"] == 2
    assert verdicts(tmp_path, tied, master=[full, empty])[0][0]["_lmg_master_row_id"] == 1
    by_content = [{"first": "zoe"}, {"first": "ann"}]
    assert verdicts(tmp_path, tied, master=by_content)[0][0]["_lmg_master_row_id"] == 2
    assert verdicts(tmp_path, tied, master=by_content[::-1])[0][0]["_lmg_master_row_id"] == 1


def test_of_certain_copies_the_evidence_chooses_and_not_the_last_digits_of_their_scores(tmp_path: Path) -> None:
    certain: list[Scored] = [(1, 1, 99.6, 9.0), (1, 2, 100.0, 8.0), (2, 1, 99.4, 9.0), (2, 2, 100.0, 8.0)]
    lines, _ = verdicts(tmp_path, certain)
    assert [(line["_lmg_master_row_id"], line["_lmg_match_score"]) for line in lines[:2]] == [(1, 99.6), (2, 100.0)]


def test_further_rows_of_the_same_person_are_named(tmp_path: Path) -> None:
    lines, summary = verdicts(tmp_path, [(1, 2, 99.0, 9.0), (1, 4, 98.0, 8.0), (1, 5, 40.0, 1.0), (2, 1, 99.0, 9.0)])
    assert [line["_lmg_master_duplicates"] for line in lines] == ["4", None, None]
    assert lines[0]["_lmg_match_reason"] == "email; 1 more in the master"
    assert summary.rows_with_master_duplicates == 1


def test_further_rows_are_called_by_the_identifier_that_their_owner_knows(tmp_path: Path) -> None:
    table = {"_lmg_row_id": [1, 2, 3, 4], "id": ["C-7", "C-10", "C-9", "C-8"]}
    pq.write_table(pa.table(table), tmp_path / "rows.parquet")
    scored: list[Scored] = [(1, 1, 99.0, 9.0), (1, 2, 98.0, 8.0), (1, 3, 98.0, 8.0), (2, 4, 99.0, 9.0)]
    lines, summary = verdicts(tmp_path, scored, own=OwnRows(tmp_path / "rows.parquet", key="id"))
    assert [line["_lmg_master_duplicates"] for line in lines] == ["C-9; C-10", None, None]
    assert summary.rows_with_master_duplicates == 1


@pytest.mark.parametrize(
    ("rows", "answer"),
    [
        ([("7", "2024-01-01"), ("9", "2024-06-01")], 2),
        ([("10", "2024-01-01"), ("9", "2024-01-01")], 2),
        ([("B2", None), ("A7", None)], 2),
        ([("7", "2024-01-01"), ("9", "once")], 1),
    ],
)
def test_equal_rows_are_told_apart_by_the_last_change_then_by_their_own_identifier(
    tmp_path: Path, rows: list[tuple[str, str | None]], answer: int
) -> None:
    tied: list[Scored] = [(1, 1, 90.0, 2.0), (1, 2, 90.0, 2.0)]
    for turned in (False, True):
        ids, changed = zip(*(rows[::-1] if turned else rows), strict=True)
        table = {"_lmg_row_id": [1, 2], "id": pa.array(ids, pa.string()), "changed": pa.array(changed, pa.string())}
        pq.write_table(pa.table(table), tmp_path / "rows.parquet")
        own = OwnRows(tmp_path / "rows.parquet", recency="changed", key="id")
        lines, _ = verdicts(tmp_path, tied, master=[{"first": "ann"}, {"first": "ann"}], own=own)
        assert lines[0]["_lmg_master_row_id"] == (3 - answer if turned else answer)


def test_later_source_rows_of_the_same_master_row_or_content_are_marked(tmp_path: Path) -> None:
    same = {"first": "ann", "last": "lee"}
    source = [{"first": "a"}, same, {"first": "b"}, same, {"first": "c"}]
    lines, summary = verdicts(tmp_path, [(1, 1, 99.0, 9.0), (3, 1, 95.0, 9.0), (5, 1, 80.0, 1.0)], source=source)
    assert [line["source_duplicate_of"] for line in lines] == [None, None, 1, 2, None]
    assert summary.source_duplicates == 2


def test_one_to_one_gives_a_master_row_to_the_better_source_row_only(tmp_path: Path) -> None:
    scored: list[Scored] = [(1, 1, 90.0, 5.0), (1, 2, 88.0, 4.0), (2, 1, 99.0, 9.0), (3, 1, 97.0, 8.0)]
    lines, _ = verdicts(tmp_path, scored, one_to_one=True)
    assert [line["_lmg_master_row_id"] for line in lines] == [2, 1, None]
    assert [line["_lmg_match_reason"] for line in lines] == [
        "email; 1 more in the master; master row 1 (90.0) answers row 2",
        "email",
        "no other similar row in the master; master row 1 (97.0) answers row 2",
    ]


def test_one_to_one_lists_no_candidate_that_is_the_answer_of_another_row(tmp_path: Path) -> None:
    scored: list[Scored] = [(1, 1, 90.0, 5.0), (1, 2, 20.0, 4.0), (2, 1, 99.0, 9.0), (2, 3, 95.0, 8.0)]
    lines, summary = verdicts(tmp_path, scored, mode=MatchMode.ALL_CANDIDATES, one_to_one=True)
    statuses = [(line["_lmg_row_id"], line["nearest_master_row_id"], line["_lmg_match_status"]) for line in lines]
    assert statuses == [(1, 2, "unmatched"), (2, 1, "matched"), (2, 3, "matched"), (3, None, "unmatched")]
    assert (summary.matched, summary.unmatched) == (1, 2)


def test_all_candidates_lists_every_candidate_above_the_review_floor(tmp_path: Path) -> None:
    scored: list[Scored] = [(1, 1, 90.0, 5.0), (1, 2, 70.0, 4.0), (1, 3, 30.0, 4.0), (2, 1, 10.0, 1.0)]
    lines, summary = verdicts(tmp_path, scored, mode=MatchMode.ALL_CANDIDATES)
    assert [(line["_lmg_row_id"], line["_lmg_master_row_id"]) for line in lines] == [
        (1, 1),
        (1, 2),
        (2, None),
        (3, None),
    ]
    assert (summary.lines, summary.matched, summary.review, summary.unmatched) == (4, 1, 0, 2)


def test_max_wrong_chooses_the_line(tmp_path: Path) -> None:
    scored: list[Scored] = [(1, 1, 99.99, 5.0), (2, 2, 90.0, 4.0), (3, 3, 50.0, 4.0)]
    _, summary = verdicts(tmp_path, scored, max_wrong=0.01)
    assert summary.threshold > 90
    assert summary.matched == 1


def test_no_candidates_at_all_leaves_every_row_unmatched(tmp_path: Path) -> None:
    lines, summary = verdicts(tmp_path, [])
    assert {line["_lmg_match_status"] for line in lines} == {"unmatched"}
    assert summary.promises.precision is None
    assert summary.promises.recall is None


def test_a_threshold_of_zero_does_not_match_rows_without_candidate(tmp_path: Path) -> None:
    lines, summary = verdicts(tmp_path, [(1, 1, 3.0, 1.0)], threshold=0)
    assert [line["_lmg_match_status"] for line in lines] == ["matched", "unmatched", "unmatched"]
    assert (summary.matched, summary.unmatched) == (1, 2)


def test_an_accepted_pair_is_matched_whatever_its_score(tmp_path: Path) -> None:
    scored: list[Scored] = [(1, 1, 70.0, 5.0), (1, 2, 99.0, 9.0)]
    lines, summary = verdicts(tmp_path, scored, decided=[(1, 1, True), (2, 4, True)])
    shown = [(line["_lmg_match_status"], line["_lmg_match_score"], line["_lmg_master_row_id"]) for line in lines]
    assert shown == [("matched", 70.0, 1), ("matched", 0.0, 4), ("unmatched", 0.0, None)]
    assert lines[0]["_lmg_match_reason"] == "email; accepted by Ann on 2026-11-21; 1 more in the master"
    assert lines[1]["_lmg_match_reason"] == "no shared key; accepted by Ann on 2026-11-21"
    assert (summary.matched, summary.review, summary.accepted, summary.rejected) == (2, 0, 2, 0)


def test_what_a_person_accepted_is_as_sure_as_it_gets(tmp_path: Path) -> None:
    rows: list[Row] = [{"first": f"r{i}"} for i in range(10)]
    accepted = [(row, row, True) for row in range(1, 11)]
    _, summary = verdicts(tmp_path, [], source=rows, master=rows, decided=accepted)
    assert summary.promises.precision is not None
    assert summary.promises.precision.expected > 0.999


def test_a_rejected_pair_gives_way_to_the_next_best_candidate(tmp_path: Path) -> None:
    scored: list[Scored] = [(1, 1, 99.0, 9.0), (1, 2, 70.0, 5.0), (2, 1, 90.0, 5.0)]
    lines, summary = verdicts(tmp_path, scored, decided=[(1, 1, False), (2, 1, False)])
    shown = [(line["_lmg_match_status"], line["_lmg_match_score"], line["nearest_master_row_id"]) for line in lines]
    assert shown == [("review", 70.0, 2), ("unmatched", 0.0, None), ("unmatched", 0.0, None)]
    assert lines[0]["_lmg_match_reason"] == "email; row 1 rejected by Ann on 2026-11-21"
    assert lines[1]["_lmg_match_reason"] == "no similar row in the master; row 1 rejected by Ann on 2026-11-21"
    assert (summary.matched, summary.review, summary.unmatched, summary.rejected) == (0, 1, 2, 2)


def test_all_candidates_leaves_rejected_pairs_out_and_lists_accepted_ones_first(tmp_path: Path) -> None:
    scored: list[Scored] = [(1, 1, 90.0, 5.0), (1, 2, 88.0, 5.0), (1, 3, 30.0, 1.0)]
    lines, summary = verdicts(tmp_path, scored, mode=MatchMode.ALL_CANDIDATES, decided=[(1, 1, False), (1, 3, True)])
    shown = [(line["_lmg_row_id"], line["_lmg_master_row_id"], line["_lmg_match_status"]) for line in lines]
    assert shown == [(1, 3, "matched"), (1, 2, "matched"), (2, None, "unmatched"), (3, None, "unmatched")]
    assert (summary.lines, summary.matched) == (4, 1)


def test_where_no_line_keeps_the_promise_nothing_is_matched_however_good_its_score_looks(tmp_path: Path) -> None:
    rows = [{"first": f"n{i}"} for i in range(60)]
    scored: list[Scored] = [(i, i, 99.98, 9.0) for i in range(1, 61)]
    lines, summary = verdicts(tmp_path, scored, source=rows, master=rows, max_wrong=0.0005)
    assert {line["_lmg_match_status"] for line in lines} == {"review"}
    assert (summary.matched, summary.review, summary.threshold, summary.review_from) == (0, 60, 100.0, 80.0)


def test_a_score_that_is_shown_as_the_threshold_counts_as_matched_everywhere(tmp_path: Path) -> None:
    rows = [{"first": f"n{i}"} for i in range(60)]
    lines, summary = verdicts(tmp_path, [(i, 1, 84.96, 9.0) for i in range(1, 61)], source=rows, master=rows)
    assert {line["_lmg_match_status"] for line in lines} == {"matched"}
    assert (summary.matched, summary.source_duplicates) == (60, 59)
    assert summary.promises.precision is not None
    assert summary.promises.precision.expected == pytest.approx(0.8496)


def test_what_a_person_accepted_outranks_one_to_one(tmp_path: Path) -> None:
    scored: list[Scored] = [(1, 1, 99.0, 9.0), (2, 1, 70.0, 5.0), (3, 1, 60.0, 5.0)]
    lines, _ = verdicts(tmp_path, scored, one_to_one=True, decided=[(2, 1, True), (3, 1, True)])
    assert [line["_lmg_master_row_id"] for line in lines] == [None, 1, 1]
    assert [line["source_duplicate_of"] for line in lines] == [None, None, 2]


def test_decided_pairs_do_not_move_the_line_that_max_wrong_chooses(tmp_path: Path) -> None:
    scored: list[Scored] = [(1, 1, 99.99, 5.0), (2, 2, 90.0, 4.0), (3, 3, 50.0, 4.0)]
    _, undecided = verdicts(tmp_path, scored[:1], max_wrong=0.01)
    _, summary = verdicts(tmp_path, scored, max_wrong=0.01, decided=[(2, 2, True), (3, 3, True)])
    assert (summary.threshold, summary.matched) == (undecided.threshold, 3)


def test_of_texts_that_score_alike_the_more_similar_title_wins(tmp_path: Path) -> None:
    scored: list[Scored] = [(1, 1, 99.0, 9.0), (1, 2, 99.0, 8.0)]
    lines, _ = verdicts(tmp_path, scored, likeness=[0.91, 0.98])
    assert lines[0]["_lmg_master_row_id"] == 2
