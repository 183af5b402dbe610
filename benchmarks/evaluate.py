"""listmatch on labelled sets, with no profile given, beside a cleaned VLOOKUP on the same standardised input.

    python -m benchmarks.evaluate DIR [DIR ...]          DIR: a labelled set (``labelled``), FOLDER#febrl3 or #febrl4
    python -m benchmarks.evaluate DIR --without email    a field taken from both lists, to see what carries

One line per set: P, R, F1 of `matched` (a dedupe: of the pairs in clusters), row accuracy, review share and how much of
it is true, calibration error, share of the matches that are candidates at all, wrong rows, seconds of blocking +
scoring + verdicts, and the VLOOKUP's P, F1, accuracy.
"""

import argparse
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from benchmarks.labelled import LabelledSet, open_set
from benchmarks.metrics import Quality, cluster_pairs, pair_quality, rates, row_quality
from listmatch.cleansing import standardise
from listmatch.domain.columns import Field
from listmatch.domain.files import FileProfile, distinct_counts
from listmatch.domain.verdicts import ProfileType
from listmatch.duck import Compute, literal
from listmatch.intake import ROWS_FILE, read_list
from listmatch.matching.blocking.candidates import find_candidates
from listmatch.matching.clustering.clusters import ClusterInputs, cluster
from listmatch.matching.lists import ListPaths
from listmatch.matching.profile import MatchProfile
from listmatch.matching.proposal.suggest import suggest_profile
from listmatch.matching.scoring.score import score_candidates
from listmatch.matching.verdicts.assignment import VerdictInputs, decide
from listmatch.profiling import profile_rows, propose_fields

STANDARD = "standard.parquet"

LOOKUPS = {
    ProfileType.COMPANY: ("domain", "company, city", "company, phone"),
    ProfileType.ACCOUNT: ("domain", "company, city"),
    ProfileType.PRODUCT: ("title",),
    ProfileType.PERSON: ("email", "first, last, phone"),
    ProfileType.HOUSEHOLD: ("last, street, zip", "last, phone"),
}
"""keys of a careful VLOOKUP, tried in this order; where none of them applies: first, last, city or birth"""


def prepare(path: Path, into: Path, compute: Compute, *, without: Sequence[str] = ()) -> FileProfile:
    """Read, profile and standardise one list into *into*; fields in *without* are left out."""
    into.mkdir(parents=True)
    read = read_list(path, name=path.name, into=into, compute=compute)
    seen = profile_rows(into / ROWS_FILE, header=read.header, compute=compute)
    fields = {field: names for field, names in propose_fields(seen.columns).items() if field not in without}
    distinct = distinct_counts(seen.columns)
    standard = standardise(into / ROWS_FILE, fields=fields, into=into, compute=compute, distinct=distinct)
    return FileProfile(
        read.format, read.lines, read.rows, read.quarantined, seen.columns, fields, country=standard.country
    )


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How a set was judged. ``lookup`` is None for a dedupe; ``fields`` are those that both lists were read by."""

    type: ProfileType
    fields: tuple[Field, ...]
    ours: Quality
    lookup: Quality | None
    seconds: float


def evaluate(labelled: LabelledSet, *, compute: Compute, without: Sequence[str] = ()) -> Evaluation:
    """Match a set as shipped, and by VLOOKUP. Raises NothingToCompare when too few fields are left to match by."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        profile, source, master = standardised(labelled, work, compute, without=without)
        started = time.perf_counter()
        ours = _match(labelled, source, master, profile=profile, into=work, compute=compute)
        seconds = time.perf_counter() - started
        lookup = _vlookup(labelled, source, master, profile=profile) if master else None
        shared = set(profile.source_fields) & set(profile.master_fields or profile.source_fields)
        return Evaluation(profile.type, tuple(field for field in Field if field in shared), ours, lookup, seconds)


def line(name: str, found: Evaluation) -> str:
    """One line of the table."""
    lookup = _shown(found.lookup, short=True) if found.lookup else ""
    return f"{name:<14}{found.type:<9}{_shown(found.ours)}{found.seconds:8.2f}   {lookup}"


def standardised(
    labelled: LabelledSet, work: Path, compute: Compute, *, without: Sequence[str] = ()
) -> tuple[MatchProfile, Path, Path | None]:
    """The proposed profile, and the standard tables of both lists in the folder *work*.

    They go by the profile's own map of columns, which may read a column otherwise than profiling did.
    """
    source = prepare(labelled.source, work / "source", compute, without=without)
    master = prepare(labelled.master, work / "master", compute, without=without) if labelled.master else None
    profile = suggest_profile(source, master)
    paths: list[Path | None] = []
    for side, fields in (("source", profile.source_fields), ("master", profile.master_fields)):
        if not fields:
            paths.append(None)
            continue
        standardise(work / side / ROWS_FILE, fields=fields, into=work / side / "final", compute=compute)
        paths.append(work / side / "final" / STANDARD)
    assert paths[0] is not None
    return profile, paths[0], paths[1]


def _match(
    labelled: LabelledSet, source: Path, master: Path | None, *, profile: MatchProfile, into: Path, compute: Compute
) -> Quality:
    lists = ListPaths(source, master)
    find_candidates(lists, profile=profile, into=into, compute=compute)
    score_candidates(lists, into / "candidate_pairs.parquet", profile=profile, into=into, compute=compute)
    scored = into / "scored_matches.parquet"
    rows = duckdb.execute(f"select source_row_id, master_row_id, score from {_file(scored)}").fetchall()
    scores = {(source_row, master_row): score for source_row, master_row, score in rows}
    if master is None:
        return _clustered(
            pair_quality(scores, labelled, line=profile.threshold), labelled, source, profile, into, compute
        )
    decide(VerdictInputs(lists, scored), profile=profile, mode=profile.mode, into=into, compute=compute)
    verdicts = duckdb.execute(
        f"select _lmg_row_id, nearest_master_row_id, _lmg_match_score from {_file(into / 'verdicts.parquet')}"
    ).fetchall()
    best = {row: (nearest, score) for row, nearest, score in verdicts if nearest is not None}
    return row_quality(best, labelled, frozenset(scores), line=profile.threshold)


def _clustered(
    pairs: Quality, labelled: LabelledSet, source: Path, profile: MatchProfile, into: Path, compute: Compute
) -> Quality:
    """Quality of the clusters where clusters decide (P, R, F1, wrong), that of the scored pairs elsewhere."""
    cluster(ClusterInputs(source, into / "scored_matches.parquet"), profile=profile, into=into, compute=compute)
    groups = duckdb.execute(f"select _lmg_cluster_id from {_file(into / 'clusters.parquet')}").fetchall()
    found = cluster_pairs(group for (group,) in groups)
    right = len(found & labelled.truth)
    precision, recall, f1 = rates(right, len(found), len(labelled.truth))
    return replace(pairs, precision=precision, recall=recall, f1=f1, wrong=len(found) - right)


def _vlookup(labelled: LabelledSet, source: Path, master: Path, *, profile: MatchProfile) -> Quality:
    """The first master row under the first key that finds one."""
    best: dict[int, tuple[int, float]] = {}
    keys = LOOKUPS[profile.type]
    for columns in (*keys, *(() if _applies(source, master, keys) else ("first, last, birth", "first, last, city"))):
        found = duckdb.execute(
            f"""select s._lmg_row_id, min(m._lmg_row_id) from {_file(source)} s join {_file(master)} m
            using ({columns}) group by 1"""
        ).fetchall()
        for row, place in found:
            best.setdefault(row, (place, 100.0))
    return row_quality(best, labelled, frozenset(), line=100.0)


def _applies(source: Path, master: Path, keys: Sequence[str]) -> bool:
    for columns in keys:
        filled = " and ".join(f"count({column.strip()}) > 0" for column in columns.split(","))
        if all(duckdb.execute(f"select {filled} from {_file(path)}").fetchall()[0][0] for path in (source, master)):
            return True
    return False


def _file(path: Path) -> str:
    return f"read_parquet({literal(path)})"


def _shown(quality: Quality, *, short: bool = False) -> str:
    if short:
        return f"{quality.precision:6.3f}{quality.f1:6.3f}{quality.accuracy:6.3f}"
    return (
        f"{quality.precision:6.3f}{quality.recall:6.3f}{quality.f1:6.3f}{quality.accuracy:6.3f}"
        f"{100 * quality.review:6.1f}{quality.review_true:6.2f}{quality.ece:6.3f}{quality.reach:6.3f}{quality.wrong:5d}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--without", action="append", default=[], help="a field to leave out of both lists")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    print("set           type          P     R    F1   acc  rev%  true   ECE reach wrong seconds     VLOOKUP P F1 acc")
    with tempfile.TemporaryDirectory() as scratch:
        compute = Compute(scratch=Path(scratch), threads=arguments.threads)
        for folder in arguments.folders:
            labelled = open_set(folder)
            print(line(labelled.name, evaluate(labelled, compute=compute, without=arguments.without)), flush=True)


if __name__ == "__main__":
    main()
