"""Standardised lists in a few words: only the columns that matter to a test are given, the others are empty."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from listmatch.domain.columns import ROW_ID
from listmatch.domain.verdicts import MatchMode, ProfileType
from listmatch.duck import Compute
from listmatch.matching.blocking.candidates import find_candidates
from listmatch.matching.lists import ListPaths
from listmatch.matching.profile import MatchProfile
from listmatch.matching.scoring.score import score_candidates
from listmatch.tables import STANDARD_COLUMNS

Row = dict[str, str]


def write_list(path: Path, rows: list[Row]) -> Path:
    """A standard.parquet with *rows*, numbered from 1."""
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in STANDARD_COLUMNS}
    assert not {name for row in rows for name in row} - set(STANDARD_COLUMNS)
    numbers = pa.array(range(1, len(rows) + 1), pa.int64())
    pq.write_table(pa.table({ROW_ID: numbers, **columns}), path)
    return path


def profile_of(
    profile_type: ProfileType = ProfileType.PERSON, *, dedupe: bool = False, **changes: object
) -> MatchProfile:
    """A profile; its columns matter to the words of reasons only, since lists are already standardised."""
    fields = {"email": "email", "company": "company"}
    sides = {"mode": MatchMode.DEDUPE} if dedupe else {"master_fields": fields}
    return MatchProfile.from_dict({"type": profile_type, "source_fields": fields, **sides, **changes})


def read(path: Path) -> list[dict[str, object]]:
    """All lines of a parquet file."""
    return pq.read_table(path).to_pylist()


def score(
    folder: Path, source: list[Row], master: list[Row] | None, *, profile: MatchProfile, threads: int = 2
) -> list[dict[str, object]]:
    """The scored matches of two lists (or of one with itself)."""
    compute = Compute(scratch=folder / "scratch", threads=threads)
    left = write_list(folder / "source.parquet", source)
    right = write_list(folder / "master.parquet", master) if master is not None else None
    find_candidates(ListPaths(left, right), profile=profile, into=folder, compute=compute)
    score_candidates(
        ListPaths(left, right), folder / "candidate_pairs.parquet", profile=profile, into=folder, compute=compute
    )
    return read(folder / "scored_matches.parquet")
