"""Whom an exclusion list names, which rows of another list that forbids to contact, and how they are counted."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from listmatch.duck import Compute
from listmatch.errors import ContractBroken
from listmatch.reporting import RollupInputs, compute_rollups, write_narrative
from listmatch.reporting.exclusions import exclusions_of, find_excluded
from tests.unit.reporting.made_up import SQL_ROOT, write_table

SCHEMA = {
    "_lmg_row_id": pl.Int64,
    **dict.fromkeys(("email", "email_2", "phone", "phone_2", "domain"), pl.String),
}


def standard(folder: Path, *rows: dict[str, str]) -> Path:
    numbered = [{"_lmg_row_id": number, **row} for number, row in enumerate(rows, start=1)]
    return write_table(folder / "standard.parquet", numbered, SCHEMA)


@pytest.mark.parametrize(
    ("row", "known"),
    [
        (
            {"email": "a@x.example", "email_2": "b@x.example", "phone": "+1", "domain": "x.example"},
            [("email", "a@x.example"), ("email", "b@x.example")],
        ),
        ({"phone": "+1", "phone_2": "+2", "domain": "x.example"}, [("phone", "+1"), ("phone", "+2")]),
        ({"domain": "x.example"}, [("domain", "x.example")]),
        ({}, []),
    ],
)
def test_a_row_is_known_by_the_surest_thing_it_says(
    tmp_path: Path, compute: Compute, row: dict[str, str], known: list[tuple[str, str]]
) -> None:
    assert exclusions_of(standard(tmp_path, row, row), compute=compute) == known


@pytest.mark.parametrize(
    ("row", "is_excluded"),
    [
        ({"email": "a@x.example"}, True),
        ({"email": "b@x.example", "email_2": "a@x.example"}, True),
        ({"email": "b@x.example", "phone": "+1"}, True),
        ({"phone_2": "+1"}, True),
        ({"domain": "gone.example"}, True),
        ({"email": "c@gone.example", "domain": "other.example"}, True),
        ({"email": "b@x.example", "phone": "+2", "domain": "x.example"}, False),
        ({"email": "+1", "domain": "a@x.example"}, False),
        ({}, False),
    ],
)
def test_a_row_is_excluded_by_any_way_to_reach_it(
    tmp_path: Path, compute: Compute, row: dict[str, str], is_excluded: bool
) -> None:
    exclusions = {"email": ["a@x.example"], "phone": ["+1"], "domain": ["gone.example"]}
    found = find_excluded(standard(tmp_path, {}, row), exclusions=exclusions, into=tmp_path, compute=compute)
    assert pl.read_parquet(found).to_dict(as_series=False) == {"_lmg_row_id": [2] if is_excluded else []}


@pytest.mark.parametrize(
    ("excluded", "count", "matched"), [(None, None, None), ([], 0, 0), ([2, 8], 2, 1), ([8], 1, 0)]
)
def test_excluded_rows_are_null_where_there_is_no_exclusion_list(
    match_job: RollupInputs,
    compute: Compute,
    tmp_path: Path,
    excluded: list[int] | None,
    count: int | None,
    matched: int | None,
) -> None:
    path = None if excluded is None else excluded_table(tmp_path, excluded)
    rollups = compute_rollups(replace(match_job, excluded=path), compute=compute, sql_root=SQL_ROOT)
    assert rollups["totals"]["excludedRows"] == rollups["dataQuality"]["excludedRows"] == count
    assert rollups["totals"]["excludedMatched"] == matched
    finding = "on an exclusion list: mark this record in the master list as not to be contacted"
    assert (finding in write_narrative(rollups).key_findings) == bool(matched)


def test_an_excluded_row_is_new_but_cannot_be_contacted(
    match_job: RollupInputs, compute: Compute, tmp_path: Path
) -> None:
    excluded = excluded_table(tmp_path, [8])
    before, after = (
        compute_rollups(replace(match_job, excluded=path), compute=compute, sql_root=SQL_ROOT)["totals"]
        for path in (None, excluded)
    )
    assert (before["newRecords"], before["newRecordsWithEmail"], before["newRecordsWithPhone"]) == (2, 1, 2)
    assert (after["newRecords"], after["newRecordsWithEmail"], after["newRecordsWithPhone"]) == (2, 0, 1)


def test_an_excluded_row_that_the_list_does_not_have_stops_the_report(
    match_job: RollupInputs, compute: Compute, tmp_path: Path
) -> None:
    inputs = replace(match_job, excluded=excluded_table(tmp_path, [11]))
    with pytest.raises(ContractBroken, match="excluded_rows_are_rows_of_the_list"):
        compute_rollups(inputs, compute=compute, sql_root=SQL_ROOT)


def excluded_table(folder: Path, rows: list[int]) -> Path:
    return write_table(folder / "excluded.parquet", [{"_lmg_row_id": row} for row in rows], {"_lmg_row_id": pl.Int64})
