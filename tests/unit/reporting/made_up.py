"""Builders of small tables as the stages before the report write them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from listmatch.domain.columns import ColumnType
from listmatch.domain.files import ColumnProfile, FileFormat, FileProfile
from listmatch.settings import CHECKOUT

SQL_ROOT = CHECKOUT / "dbt_like_sql"

VERDICT_SCHEMA = {
    "_lmg_row_id": pl.Int64,
    "_lmg_match_status": pl.String,
    "_lmg_match_score": pl.Float64,
    "_lmg_match_reason": pl.String,
    "_lmg_master_row_id": pl.Int64,
    "_lmg_relationship": pl.String,
    "_lmg_master_duplicates": pl.Int64,
    "pass": pl.String,
    "nearest_master_row_id": pl.Int64,
    "source_duplicate_of": pl.Int64,
}
CLUSTER_SCHEMA = {
    "_lmg_row_id": pl.Int64,
    "_lmg_cluster_id": pl.Int64,
    "_lmg_is_representative": pl.Boolean,
    "_lmg_match_score": pl.Float64,
    "_lmg_match_reason": pl.String,
    "cluster_size": pl.Int64,
    "weakest_link": pl.Float64,
}
PAIR_SCHEMA = {
    "source_row_id": pl.Int64,
    "master_row_id": pl.Int64,
    "score": pl.Float64,
    "relationship": pl.String,
    "pass": pl.String,
    "reason": pl.String,
}


def column(name: str, kind: ColumnType, *, distinct: int, nulls: int = 0) -> ColumnProfile:
    """A column profile with only what the report looks at."""
    return ColumnProfile(
        name=name,
        original_name=name,
        type=kind,
        confidence=1.0,
        valid_share=1.0,
        null_count=nulls,
        distinct_count=distinct,
    )


def file_profile(rows: int, columns: Sequence[ColumnProfile] = (), **more: Any) -> FileProfile:
    """A file profile of *rows* rows."""
    return FileProfile(
        format=FileFormat(kind="csv"),
        lines=rows + more.get("quarantined", 0),
        rows=rows,
        quarantined=more.pop("quarantined", 0),
        columns=tuple(columns),
        fields=more.pop("fields", {}),
        **more,
    )


def write_table(path: Path, rows: Sequence[Mapping[str, Any]], schema: Mapping[str, Any]) -> Path:
    """*rows* as Parquet; keys that a row lacks are null."""
    pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=dict(schema)).write_parquet(path)
    return path


def verdict(row: int, status: str, score: float, master: int | None = None, **more: Any) -> dict[str, Any]:
    """One line of verdicts.parquet; the nearest master row is the matched one unless told otherwise."""
    return {
        "_lmg_row_id": row,
        "_lmg_match_status": status,
        "_lmg_match_score": score,
        "_lmg_master_row_id": master,
        "nearest_master_row_id": master,
        "_lmg_master_duplicates": 0,
        **more,
    }


def pair(source: int, master: int, score: float, relationship: str, found_by: str = "email_exact") -> dict[str, Any]:
    """One line of scored_matches.parquet."""
    return {
        "source_row_id": source,
        "master_row_id": master,
        "score": score,
        "relationship": relationship,
        "pass": found_by,
        "reason": "made up",
    }


STANDARD = ("email", "email_class", "phone", "state", "country")


def write_list(folder: Path, cells: Sequence[Mapping[str, str | None]], *, standard: Mapping[str, str]) -> None:
    """rows.parquet with *cells*, and standard.parquet with the *standard* columns copied from the named ones."""
    names = list(cells[0])
    rows = [{"_lmg_row_id": number, "_lmg_line": number + 1, **row} for number, row in enumerate(cells, start=1)]
    kinds = {"_lmg_row_id": pl.Int64, "_lmg_line": pl.Int64, **dict.fromkeys(names, pl.String)}
    write_table(folder / "rows.parquet", rows, kinds)
    cleansed = [
        {"_lmg_row_id": row["_lmg_row_id"], **{name: row.get(standard.get(name, "")) for name in STANDARD}}
        for row in rows
    ]
    write_table(folder / "standard.parquet", cleansed, {"_lmg_row_id": pl.Int64, **dict.fromkeys(STANDARD, pl.String)})
