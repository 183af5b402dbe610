"""Rollups of two small jobs whose every figure can be counted by hand."""

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from listmatch.domain.columns import ColumnType, Field
from listmatch.domain.rollups import Rollups
from listmatch.domain.summaries import Interval, Promises
from listmatch.domain.verdicts import MatchMode
from listmatch.duck import Compute
from listmatch.errors import ContractBroken, ProfileInvalid
from listmatch.reporting import RollupInputs, compute_rollups
from listmatch.settings import CHECKOUT
from tests.unit.reporting.made_up import (
    SQL_ROOT,
    VERDICT_SCHEMA,
    column,
    file_profile,
    verdict,
    write_list,
    write_table,
)

GOLDEN = CHECKOUT / "tests" / "golden"


def test_totals_of_a_match_count_each_row_once(match_rollups: Rollups) -> None:
    assert match_rollups["totals"] == {
        "sourceRows": 10,
        "masterRows": 40,
        "matched": 6,
        "review": 1,
        "unmatched": 3,
        "matchRatePct": 60.0,
        "reviewSharePct": 10.0,
        "unmatchedPct": 30.0,
        "newRecords": 2,
        "newRecordsWithEmail": 1,
        "newRecordsWithPhone": 2,
        "withoutCandidate": 1,
        "avgScore": 90.3,
        "medianScore": 90.0,
        "sourceDuplicates": 2,
        "masterRowsMatched": 5,
        "masterDuplicates": 1,
        "excludedRows": None,
        "excludedMatched": None,
        "resultLines": 10,
    }


def test_scores_are_counted_in_steps_of_ten_without_gaps(match_rollups: Rollups) -> None:
    counts = {line["bucket"]: (line["matched"], line["review"]) for line in match_rollups["scoreDistribution"]}
    assert list(counts) == ["90-100", "80-89", "70-79", "60-69"]
    assert counts == {"90-100": (4, 0), "80-89": (2, 0), "70-79": (0, 1), "60-69": (0, 0)}


def test_passes_count_matched_rows_and_share_of_all_rows(match_rollups: Rollups) -> None:
    assert match_rollups["passBreakdown"] == [
        {"pass": "email_exact", "label": "the same email address", "count": 3, "pct": 30.0},
        {"pass": "name_zip", "label": "name zip", "count": 3, "pct": 30.0},
    ]


def test_data_quality_counts_rows_in_which_every_column_of_a_field_is_empty(match_rollups: Rollups) -> None:
    quality = match_rollups["dataQuality"]
    assert {key: quality[key] for key in ("missingEmail", "missingPhone", "invalidEmail")} == {
        "missingEmail": 1,
        "missingPhone": 1,
        "invalidEmail": 1,
    }
    assert quality["missing"][1] == {
        "field": "phone",
        "label": "Phone",
        "columns": ["mobile", "work_phone"],
        "count": 1,
        "pct": 10.0,
    }
    assert (quality["quarantinedLines"], quality["paddedRows"], quality["blankLines"]) == (2, 1, 3)
    assert quality["source"]["lines"] == quality["source"]["rows"] + quality["source"]["quarantined"]


def test_rows_in_which_every_comparable_field_is_empty_are_counted(match_job: RollupInputs, compute: Compute) -> None:
    fields = {Field.PHONE: ("mobile", "work_phone")}
    phones_only = replace(match_job, source=replace(match_job.source, fields=fields))
    quality = compute_rollups(phones_only, compute=compute, sql_root=SQL_ROOT)["dataQuality"]
    assert quality["rowsWithNothingToCompare"] == 1
    assert quality["missingEmail"] is None


def test_a_row_with_a_value_in_any_field_can_be_compared(match_rollups: Rollups) -> None:
    assert match_rollups["dataQuality"]["rowsWithNothingToCompare"] == 0


def test_cleansing_rules_of_both_lists_stand_side_by_side(match_rollups: Rollups) -> None:
    assert match_rollups["dataQuality"]["rules"] == [
        {"rule": "invalidEmails", "label": "cells without a valid email address", "source": 1, "master": 5},
        {"rule": "normalizedPhones", "label": "phone numbers put into standard form", "source": 8, "master": 0},
    ]


def test_a_field_that_the_list_lacks_is_null_and_not_zero(dedupe_rollups: Rollups) -> None:
    assert dedupe_rollups["dataQuality"]["missingPhone"] is None
    assert dedupe_rollups["dataQuality"]["missingEmail"] == 0


def test_pivots_join_spellings_and_keep_empty_values_apart(match_rollups: Rollups) -> None:
    [tier] = match_rollups["pivots"]
    assert [(line["value"], line["kind"], line["rows"], line["matched"]) for line in tier["values"]] == [
        ("gold", "value", 4, 3),
        ("silver", "value", 3, 3),
        ("bronze", "value", 2, 0),
        ("(empty)", "empty", 1, 0),
    ]
    assert (tier["filledPct"], tier["distinct"], tier["label"], tier["source"]) == (90.0, 3, "Tier", "column")
    assert tier["values"][2]["newRecords"] == 2


def test_relationships_list_near_misses_first(match_rollups: Rollups) -> None:
    found = [(line["relationship"], line["rows"], line["nearMisses"]) for line in match_rollups["relationships"]]
    assert found == [
        ("namesake", 2, 2),
        ("same household", 1, 1),
        ("same person", 5, 0),
        ("same person, new employer", 1, 0),
    ]


def test_relationships_say_which_are_those_of_one_entity(match_job: RollupInputs, compute: Compute) -> None:
    same = ("same person", "same person, new employer")
    told = compute_rollups(replace(match_job, same_entity=same), compute=compute, sql_root=SQL_ROOT)["relationships"]
    assert {line["relationship"] for line in told if line["isSame"]} == set(same)


def test_totals_of_a_dedupe(dedupe_rollups: Rollups) -> None:
    assert dedupe_rollups["totals"] == {
        "sourceRows": 8,
        "entities": 5,
        "clusters": 2,
        "duplicates": 3,
        "duplicateRatePct": 37.5,
        "uniqueRows": 3,
        "largestCluster": 3,
        "reviewPairs": 1,
        "avgScore": 84.6,
        "medianScore": 86.0,
        "excludedRows": None,
    }


def test_clusters_are_counted_by_size_and_the_weakest_are_listed_but_not_the_certain(dedupe_rollups: Rollups) -> None:
    assert {line["size"]: line["clusters"] for line in dedupe_rollups["clusterSizes"]} == {
        "1": 3,
        "2": 1,
        "3": 1,
        "4": 0,
        "5-9": 0,
        "10+": 0,
    }
    assert dedupe_rollups["weakestLinks"] == [{"clusterId": 1, "size": 3, "weakestLink": 86.0, "rows": [1, 2, 3]}]


def test_a_duplicate_is_counted_under_the_pass_of_its_best_link(dedupe_rollups: Rollups) -> None:
    assert {line["pass"]: line["count"] for line in dedupe_rollups["passBreakdown"]} == {
        "email_exact": 2,
        "name_zip": 1,
    }


def test_pivots_of_a_dedupe_count_duplicates(dedupe_rollups: Rollups) -> None:
    [tier] = dedupe_rollups["pivots"]
    assert {line["value"]: (line["rows"], line["duplicates"]) for line in tier["values"]} == {"b": (5, 1), "a": (3, 2)}


def _shape(part: Any, path: str = "") -> set[str]:
    """Every key path in *part*; lists count as one."""
    if isinstance(part, Mapping):
        return {f"{path}.{key}" for key in part} | {
            p for key, value in part.items() for p in _shape(value, f"{path}.{key}")
        }
    if isinstance(part, list):
        return {p for value in part for p in _shape(value, f"{path}[]")}
    return set()


VARYING = (
    ".dataQuality.source.parts.",
    ".dataQuality.master.parts.",
    ".promises.",
    ".comparison.",
    ".dataQuality.rules[]",
)
"""Parts whose keys depend on the job; they have tests of their own."""


@pytest.mark.parametrize(
    ("fixture", "example"),
    [("match_rollups", "rollups_example.json"), ("dedupe_rollups", "rollups_dedupe_example.json")],
)
def test_the_frozen_example_has_the_shape_that_is_computed(
    request: pytest.FixtureRequest, fixture: str, example: str
) -> None:
    frozen = json.loads((GOLDEN / example).read_text(encoding="utf-8"))
    shapes = [
        {path for path in _shape(rollups) if not path.startswith(VARYING)}
        for rollups in (frozen, request.getfixturevalue(fixture))
    ]
    assert shapes[0] == shapes[1]


def test_rollups_are_the_same_bytes_for_any_number_of_threads_and_order_of_lines(
    match_job: RollupInputs, tmp_path: Path
) -> None:
    texts = set()
    for threads in (1, 2, 4):
        verdicts = pl.read_parquet(match_job.verdicts).sample(fraction=1.0, shuffle=True, seed=threads)  # type: ignore[arg-type]
        verdicts.write_parquet(tmp_path / "shuffled.parquet")
        inputs = replace(match_job, verdicts=tmp_path / "shuffled.parquet")
        compute = Compute(scratch=tmp_path / "scratch", threads=threads)
        texts.add(json.dumps(compute_rollups(inputs, compute=compute, sql_root=SQL_ROOT)))
    assert len(texts) == 1


def test_with_all_candidates_a_row_counts_once_by_its_best_line(
    match_job: RollupInputs, tmp_path: Path, compute: Compute, match_rollups: Rollups
) -> None:
    lines = pl.read_parquet(match_job.verdicts)  # type: ignore[arg-type]
    second = pl.DataFrame([verdict(1, "review", 70.0, 20)], schema_overrides=VERDICT_SCHEMA)
    more = pl.concat([lines, second.select(pl.col(name) for name in second.columns)], how="diagonal")
    more.write_parquet(tmp_path / "all.parquet")
    inputs = replace(match_job, verdicts=tmp_path / "all.parquet", mode=MatchMode.ALL_CANDIDATES)
    totals = compute_rollups(inputs, compute=compute, sql_root=SQL_ROOT)["totals"]
    assert totals == {**match_rollups["totals"], "resultLines": 11}


def test_promises_are_told_in_per_cent_with_a_reliability_per_bucket(match_job: RollupInputs, compute: Compute) -> None:
    given = Promises(85.0, precision=Interval(0.98765, low=0.95, high=1.0), recall=Interval(0.9, low=0.8, high=0.95))
    promised = compute_rollups(replace(match_job, promises=given), compute=compute, sql_root=SQL_ROOT)["promises"]
    assert promised["expectedPrecisionPct"] == 98.77
    assert (promised["recallLowPct"], promised["recallHighPct"]) == (80.0, 95.0)
    assert promised["reliability"] == [
        {"bucket": "90-100", "rows": 4, "expectedPct": 96.63},
        {"bucket": "80-89", "rows": 2, "expectedPct": 87.45},
        {"bucket": "70-79", "rows": 1, "expectedPct": 70.4},
    ]


def test_the_promises_of_a_dedupe_speak_of_duplicates(dedupe_job: RollupInputs, compute: Compute) -> None:
    given = Promises(85.0, precision=None, recall=Interval(0.9, low=0.8, high=0.95))
    promised = compute_rollups(replace(dedupe_job, promises=given), compute=compute, sql_root=SQL_ROOT)["promises"]
    assert promised["expectedRecallPct"] == 90.0
    assert "expectedPrecisionPct" not in promised
    assert "master" not in promised["notes"][0]


def test_a_comparison_tells_what_changed_since_the_previous_run(match_job: RollupInputs, compute: Compute) -> None:
    previous = {
        "mode": "best_match",
        "threshold": 85.0,
        "totals": {"sourceRows": 8, "matched": 6, "matchRatePct": 75.0, "avgScore": None},
    }
    job = replace(match_job, previous=previous, previous_on=date(2026, 5, 4))
    comparison = compute_rollups(job, compute=compute, sql_root=SQL_ROOT)["comparison"]
    assert comparison == {
        "previousOn": "2026-05-04",
        "isSameShape": True,
        "changes": [
            {"figure": "sourceRows", "label": "Source rows", "previous": 8, "current": 10, "change": 2},
            {"figure": "matched", "label": "Matched", "previous": 6, "current": 6, "change": 0},
            {"figure": "matchRatePct", "label": "Match rate", "previous": 75.0, "current": 60.0, "change": -15.0},
        ],
    }


def test_runs_with_another_threshold_are_not_of_the_same_shape(match_job: RollupInputs, compute: Compute) -> None:
    previous = {"mode": "best_match", "threshold": 90.0, "totals": {"matched": 1}}
    rollups = compute_rollups(replace(match_job, previous=previous), compute=compute, sql_root=SQL_ROOT)
    assert rollups["comparison"]["isSameShape"] is False


def test_a_job_without_rows_has_rollups(tmp_path: Path, compute: Compute, match_job: RollupInputs) -> None:
    for path in (match_job.rows, match_job.standard, match_job.scored, match_job.verdicts):
        pl.read_parquet(path).clear().write_parquet(path)  # type: ignore[arg-type, union-attr]
    empty = replace(match_job, source=file_profile(0), pivot_columns=None)
    rollups = compute_rollups(empty, compute=compute, sql_root=SQL_ROOT)
    assert rollups["totals"]["matchRatePct"] == 0.0
    assert rollups["totals"]["avgScore"] is None
    assert rollups["pivots"] == rollups["passBreakdown"] == rollups["relationships"] == []


def test_column_names_and_values_that_are_sql_stay_text(
    tmp_path: Path, compute: Compute, match_job: RollupInputs
) -> None:
    nasty = "x\") or 1=1; drop table input.rows; --'{{ 7 * 7 }}"
    cells = [{nasty: f"'; drop table input.rows; -- {number % 2}\x00\u202e"} for number in range(10)]
    write_list(tmp_path, cells, standard={"email": nasty})
    source = file_profile(10, [column(nasty, ColumnType.TEXT, distinct=2)], fields={Field.EMAIL: (nasty,)})
    inputs = replace(match_job, source=source, pivot_columns=(nasty,))
    [pivot] = compute_rollups(inputs, compute=compute, sql_root=SQL_ROOT)["pivots"]
    assert pivot["column"] == nasty
    assert [line["value"] for line in pivot["values"]] == [
        "'; drop table input.rows; -- 0",
        "'; drop table input.rows; -- 1",
    ]


def test_rare_values_are_one_line_together(tmp_path: Path, compute: Compute, match_job: RollupInputs) -> None:
    names = [f"value {number:02}" for number in range(14)]
    shuffled = [name for number, name in enumerate(names) for _ in range(20 - number)]
    random.Random(1).shuffle(shuffled)
    cells = [{"group": name} for name in shuffled]
    write_list(tmp_path, cells, standard={})
    verdicts = [verdict(number, "unmatched", 0.0) for number in range(1, len(cells) + 1)]
    inputs = replace(
        match_job,
        verdicts=write_table(tmp_path / "many.parquet", verdicts, VERDICT_SCHEMA),
        source=file_profile(len(cells), [column("group", ColumnType.TEXT, distinct=14)]),
        pivot_columns=None,
    )
    [pivot] = compute_rollups(inputs, compute=compute, sql_root=SQL_ROOT)["pivots"]
    assert [line["value"] for line in pivot["values"]] == [*names[:10], "4 other values"]
    assert pivot["values"][-1] | {"rows": 34, "kind": "other", "distinct": 4} == pivot["values"][-1]
    assert pivot["distinct"] == 14


def _lose_a_row(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("_lmg_row_id") != 7)


def _invent_a_status(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(_lmg_match_status=pl.lit("perhaps"))


def _forget_the_master(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(_lmg_master_row_id=pl.lit(None, dtype=pl.Int64))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_lose_a_row, r"tests\.every_source_row_has_one_outcome: .*row_id=7, outcome_count=0"),
        (_invent_a_status, r"tests\.outcomes_are_possible: .*status=perhaps"),
        (_forget_the_master, r"tests\.matched_rows_name_a_master_row: .*row_id=1, status=matched"),
        (lambda frame: frame.drop("pass"), r"staging\.verdicts: the SQL model cannot be run: .*pass"),
    ],
)
def test_verdicts_that_do_not_add_up_stop_the_report(
    match_job: RollupInputs, compute: Compute, change: Callable[[pl.DataFrame], pl.DataFrame], message: str
) -> None:
    path = match_job.verdicts
    assert path is not None
    change(pl.read_parquet(path)).write_parquet(path)
    with pytest.raises(ContractBroken, match=message):
        compute_rollups(match_job, compute=compute, sql_root=SQL_ROOT)


def test_a_column_to_pivot_by_that_does_not_exist_is_the_users_error(match_job: RollupInputs, compute: Compute) -> None:
    with pytest.raises(
        ProfileInvalid, match=r"pivots: the list has no column 'tears' .*\. Use one of: mail, mobile, .*email_class"
    ):
        compute_rollups(replace(match_job, pivot_columns=("tears",)), compute=compute, sql_root=SQL_ROOT)


def test_a_match_without_verdicts_is_refused(match_job: RollupInputs) -> None:
    with pytest.raises(ContractBroken, match="need verdicts and the master's profile"):
        replace(match_job, verdicts=None)


def test_a_table_that_is_missing_is_named(match_job: RollupInputs, compute: Compute) -> None:
    match_job.scored.unlink()
    with pytest.raises(ContractBroken, match=r"^scored_matches\.parquet: "):
        compute_rollups(match_job, compute=compute, sql_root=SQL_ROOT)
