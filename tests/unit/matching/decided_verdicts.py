"""The verdicts on scored pairs that are written by hand."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from listmatch.domain.summaries import VerdictSummary
from listmatch.domain.verdicts import MatchMode
from listmatch.duck import Compute
from listmatch.matching.lists import ListPaths
from listmatch.matching.verdicts.assignment import VerdictInputs, decide
from listmatch.matching.verdicts.ties import OwnRows
from tests.unit.matching.decided_lists import write_decided
from tests.unit.matching.standard_lists import Row, profile_of, read, write_list

Scored = tuple[int, int, float, float]
"""source row, master row, score, match weight"""


def verdicts(
    folder: Path,
    scored: list[Scored],
    *,
    source: list[Row] | None = None,
    master: list[Row] | None = None,
    mode: MatchMode = MatchMode.BEST_MATCH,
    decided: list[tuple[int, int, bool]] | None = None,
    own: OwnRows | None = None,
    likeness: list[float] | None = None,
    **profile: object,
) -> tuple[list[dict[str, object]], VerdictSummary]:
    left = write_list(folder / "source.parquet", source or [{"first": f"s{i}"} for i in range(3)])
    right = write_list(folder / "master.parquet", master or [{"first": f"m{i}"} for i in range(5)])
    columns = list(zip(*scored, strict=True)) if scored else [(), (), (), ()]
    table = {
        "source_row_id": pa.array(columns[0], pa.int64()),
        "master_row_id": pa.array(columns[1], pa.int64()),
        "score": pa.array(columns[2], pa.float64()),
        "relationship": pa.array(["same person"] * len(scored), pa.string()),
        "pass": pa.array(["email_exact"] * len(scored), pa.string()),
        "reason": pa.array(["email"] * len(scored), pa.string()),
        "match_weight": pa.array(columns[3], pa.float64()),
        "fit": pa.array(columns[2], pa.float64()),
        "entity": pa.array([0] * len(scored), pa.int8()),
        "likeness": pa.array(likeness or [0.0] * len(scored), pa.float64()),
    }
    pq.write_table(pa.table(table), folder / "scored.parquet")
    summary = decide(
        VerdictInputs(
            ListPaths(left, right),
            folder / "scored.parquet",
            decided=write_decided(folder / "decided.parquet", decided) if decided else None,
            own=own,
        ),
        profile=profile_of(**profile),
        mode=mode,
        into=folder,
        compute=Compute(scratch=folder / "scratch"),
    )
    return read(folder / "verdicts.parquet"), summary
