"""Made-up report contents: small lists with verdicts, and rollups that agree with them or come from the golden ones."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from listmatch.domain.verdicts import MatchMode, Verdict
from listmatch.duck import Compute
from listmatch.exports import ReportContent
from listmatch.exports.results import ResultInputs, write_results

GOLDEN = Path(__file__).resolve().parents[2] / "golden"

GENERATED_AT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)

NARRATIVE = {
    "executive": "Most of the list is known. Look at the rows in review first.",
    "dataQuality": "The list is in good order.",
    "keyFindings": "Most matches came through the e-mail address.\nNew records are worth a mail.",
}

Cells = Sequence[Sequence[str | None]]


def golden(name: str = "rollups_example") -> dict[str, Any]:
    """The frozen rollups of the reporting package."""
    rollups: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    return rollups


def write_rows(path: Path, header: Sequence[str], rows: Cells) -> Path:
    """A rows.parquet with the given header and cells."""
    numbers = pa.array(range(1, len(rows) + 1), pa.int64())
    cells = [pa.array([row[i] for row in rows], pa.string()) for i in range(len(header))]
    names = ["_lmg_row_id", "_lmg_line", *header]
    pq.write_table(pa.Table.from_arrays([numbers, pa.compute.add(numbers, 1), *cells], names=names), path)
    return path


def write_verdicts(path: Path, verdicts: Sequence[tuple[int, str, float, int | None]]) -> Path:
    """A verdicts.parquet from (row id, status, score, master row id)."""
    has_master = [verdict[3] is not None for verdict in verdicts]
    table = pa.table(
        {
            "_lmg_row_id": pa.array([v[0] for v in verdicts], pa.int64()),
            "_lmg_match_status": pa.array([v[1] for v in verdicts], pa.string()),
            "_lmg_match_score": pa.array([v[2] for v in verdicts], pa.float64()),
            "_lmg_match_reason": pa.array(["email + zip" if known else None for known in has_master], pa.string()),
            "_lmg_master_row_id": pa.array([v[3] for v in verdicts], pa.int64()),
            "_lmg_relationship": pa.array(["same person" if known else "" for known in has_master], pa.string()),
            "_lmg_master_duplicates": pa.array(["" for _ in verdicts], pa.string()),
            "pass": pa.array(["email_exact" if known else None for known in has_master], pa.string()),
            "nearest_master_row_id": pa.array([v[3] for v in verdicts], pa.int64()),
            "source_duplicate_of": pa.array([None] * len(verdicts), pa.int64()),
        }
    )
    pq.write_table(table, path)
    return path


def match_content(
    folder: Path,
    *,
    header: Sequence[str] = ("name", "email", "zip"),
    source: Cells = (("Ann", "ann@example.com", "01234"), ("Bo", "bo@example.com", None), ("Cy", None, "2")),
    master: Cells = (("Anne", "ann@example.com", "01234"), ("Boris", "bo@example.com", "9")),
    verdicts: Sequence[Verdict] = (Verdict.MATCHED, Verdict.REVIEW, Verdict.UNMATCHED),
    rollups: Mapping[str, Any] | None = None,
    **changes: Any,
) -> ReportContent:
    """A report about a match; row n belongs to master row n unless it is unmatched. Rollups default to its own."""
    scores = {Verdict.MATCHED: 97.5, Verdict.REVIEW: 70.0, Verdict.UNMATCHED: 0.0}
    judged = [
        (row, str(verdict), scores[verdict], None if verdict is Verdict.UNMATCHED else row)
        for row, verdict in enumerate(verdicts, start=1)
    ]
    inputs = ResultInputs(
        write_rows(folder / "source.parquet", header, source),
        write_rows(folder / "master.parquet", header, master),
        write_verdicts(folder / "verdicts.parquet", judged),
    )
    results = write_results(inputs, into=folder, compute=Compute(folder / "scratch")).parquet
    return _content(results, rollups or match_rollups(header[0], source, verdicts), master_name="crm.csv", **changes)


def dedupe_content(folder: Path, *, rollups: Mapping[str, Any] | None = None, **changes: Any) -> ReportContent:
    """A report about four rows of which two are the same."""
    records = write_rows(folder / "records.parquet", ["name"], [["Ann"], ["Bo"], ["Anne"], ["Cy"]])
    clusters = folder / "clusters.parquet"
    pq.write_table(
        pa.table(
            {
                "_lmg_row_id": [1, 2, 3, 4],
                "_lmg_cluster_id": [1, 2, 1, 4],
                "_lmg_is_representative": [True, True, False, True],
                "_lmg_match_score": [None, None, 93.0, None],
                "_lmg_match_reason": [None, None, "email", None],
            }
        ),
        clusters,
    )
    inputs = ResultInputs(records, None, clusters, MatchMode.DEDUPE)
    results = write_results(inputs, into=folder, compute=Compute(folder / "scratch")).parquet
    given = dict(rollups or golden("rollups_dedupe_example"))
    given["weakestLinks"] = [{"clusterId": 1, "size": 2, "weakestLink": 93.0, "rows": [1, 3]}]
    return _content(results, given, master_name="", **changes)


def match_rollups(column: str, source: Cells, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """The rollups of a small match; one pivot by the first column."""
    counts = {str(verdict): sum(v is verdict for v in verdicts) for verdict in Verdict}
    rows = len(source)
    return {
        "mode": "best_match",
        "threshold": 85.0,
        "reviewFrom": 65.0,
        "totals": {
            "sourceRows": rows,
            **counts,
            "matchRatePct": round(100 * counts["matched"] / rows, 2) if rows else 0.0,
        },
        "pivots": [
            {
                "column": column,
                "label": column,
                "values": [
                    {"value": str(row[0])[:60], "rows": 1, "matched": 1, "matchRatePct": 100.0} for row in source
                ],
            }
        ]
        if rows <= 20
        else [],
    }


def _content(results: Path, rollups: Mapping[str, Any], **changes: Any) -> ReportContent:
    given: dict[str, Any] = {
        "title": "Match report",
        "source_name": "leads.csv",
        "generated_at": GENERATED_AT,
        "narrative": NARRATIVE,
        "owner_name": "Example Ltd",
        **changes,
    }
    return ReportContent(results=results, rollups=rollups, **given)
