"""How many candidate pairs a match would have, from a sample of the source against the whole master.

Blocking is cheap, comparing is not: so a sample of rows is really blocked, by the very code of the match, and what it
finds is scaled up. Every key brings a row at most ``cap`` pairs, so few rows say enough.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from listmatch.domain.artifacts import CANDIDATES
from listmatch.domain.columns import ROW_ID
from listmatch.domain.progress import Progress, silent
from listmatch.domain.summaries import CandidateSummary, PassReach
from listmatch.duck import Compute, literal
from listmatch.matching.blocking.candidates import find_candidates
from listmatch.matching.lists import ListPaths
from listmatch.matching.passes import pass_plan
from listmatch.matching.profile import MatchProfile

SAMPLE_ROWS = 2_000
"""rows of the source that are blocked; a list of up to twice as many is blocked whole"""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What blocking will find. ``seen`` is what it found for the sample, pass by pass, with the values that are hot
    in it and the passes that cannot run."""

    source_rows: int
    master_rows: int
    pairs: int
    sampled_rows: int
    seen: CandidateSummary

    @property
    def is_exact(self) -> bool:
        """Whether every row was blocked."""
        return self.sampled_rows == self.source_rows


def forecast(lists: ListPaths, *, profile: MatchProfile, compute: Compute, progress: Progress = silent) -> Forecast:
    """Predict the candidate pairs of two lists, or of one with itself.

    A sample is blocked here whatever engine the profile names: it finds the same pairs.
    Raises ProfileInvalid for unknown passes.
    """
    profile = profile.model_copy(update={"engine": "duckdb"})
    with compute.folder() as folder:
        sample = folder / "sample.parquet"
        rows, sampled = _write_sample(lists.source, sample, compute=compute)
        sampled_lists = ListPaths(sample, lists.master or lists.source)
        seen = find_candidates(sampled_lists, profile=profile, into=folder, compute=compute, progress=progress)
        if lists.master is None:
            seen = _met_once(seen, folder / CANDIDATES, profile=profile, compute=compute)
        predicted = round(seen.pairs * rows / max(sampled, 1))
        return Forecast(rows, seen.master_rows, predicted, sampled, replace(seen, source_rows=sampled))


def _write_sample(source: Path, sample: Path, *, compute: Compute) -> tuple[int, int]:
    """Rows of the list, and rows written: those whose hashed number falls into one class, in any order."""
    with compute.connect() as connection:
        table = f"read_parquet({literal(source)})"
        [(rows,)] = connection.execute(f"select count(*) from {table}").fetchall()
        classes = max(rows // SAMPLE_ROWS, 1)
        connection.execute(
            f"""copy (from {table} where hash({ROW_ID}) % {classes} = 0 order by {ROW_ID})
            to {literal(sample)} (format parquet)"""
        ).fetchall()
        [(sampled,)] = connection.execute(f"select count(*) from read_parquet({literal(sample)})").fetchall()
    return rows, sampled


def _met_once(seen: CandidateSummary, pairs: Path, *, profile: MatchProfile, compute: Compute) -> CandidateSummary:
    """What a dedupe finds: of the pairs of the sample not those of a row with itself, and each other one once."""
    plan = pass_plan(profile.type, names=profile.passes, lists=profile.fields_of_lists)
    bits = {one.name: 1 << place for place, one in enumerate(plan.passes)}
    with compute.connect() as connection:
        query = f"""select count(*), count(distinct source_row_id), count(*) filter (passes = $bits)
            from read_parquet({literal(pairs)})
            where source_row_id <> master_row_id and passes & $bits >= least($bits, 1)"""

        def counted(bits: int) -> tuple[int, int, int]:
            [(met, rows, alone)] = connection.execute(query, {"bits": bits}).fetchall()
            return round(met / 2), rows, round(alone / 2)

        passes = tuple(PassReach(one.name, *counted(bits[one.name])) for one in seen.passes)
        met, reached, _ = counted(0)
    return replace(seen, pairs=met, source_rows_reached=reached, passes=passes)
