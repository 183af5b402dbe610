"""Small generated lists, standardised, and a match of them on one engine."""

from dataclasses import dataclass
from pathlib import Path

from benchmarks.evaluate import prepare
from benchmarks.generators.__main__ import generate_dedupe, generate_pair
from listmatch.domain.engines import EngineName, SparkPlace
from listmatch.domain.summaries import CandidateSummary, ScoreSummary
from listmatch.duck import Compute
from listmatch.matching.blocking.candidates import find_candidates
from listmatch.matching.lists import ListPaths
from listmatch.matching.profile import MatchProfile
from listmatch.matching.proposal.suggest import suggest_profile
from listmatch.matching.scoring.score import score_candidates
from listmatch.matching.verdicts.assignment import VerdictInputs, decide

SPARK = SparkPlace(
    master="local[2]",
    conf={
        "spark.sql.shuffle.partitions": "2",
        "spark.default.parallelism": "2",
        "spark.driver.memory": "8g",
        "spark.sql.ui.retainedExecutions": "5",  # plans of a whole suite are gigabytes
        # For a few hundred rows, compiling a query takes longer than running it; submitted jobs have defaults
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.adaptive.enabled": "false",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    },
)


@dataclass(frozen=True, slots=True)
class Lists:
    """Two standardised lists (or one), and the profile that was proposed for them."""

    source: Path
    master: Path | None
    profile: MatchProfile


def compute_in(folder: Path, place: SparkPlace = SPARK) -> Compute:
    """A part of this machine, with the tests' Spark."""
    return Compute(scratch=folder / "scratch", threads=2, spark=place)


def pair_of(population: str, folder: Path, *, source: int = 150, master: int = 600, seed: int = 3) -> Lists:
    """A source and a master of that population."""
    generate_pair(population, source=source, master=master, seed=seed, out=folder)
    compute = compute_in(folder)
    left, right = (prepare(folder / f"{side}.csv", folder / side, compute) for side in ("source", "master"))
    standards = [folder / side / "standard.parquet" for side in ("source", "master")]
    return Lists(standards[0], standards[1], suggest_profile(left, right))


def records_of(population: str, folder: Path, *, rows: int = 500, seed: int = 3) -> Lists:
    """One list with duplicates of that population."""
    generate_dedupe(population, rows=rows, seed=seed, out=folder)
    prepared = prepare(folder / "records.csv", folder / "records", compute_in(folder))
    return Lists(folder / "records" / "standard.parquet", None, suggest_profile(prepared, None))


def match(
    lists: Lists, *, engine: EngineName, into: Path, place: SparkPlace = SPARK
) -> tuple[CandidateSummary, ScoreSummary]:
    """Candidate pairs, scored matches and (with a master) verdicts of *lists* on one engine."""
    into.mkdir()
    compute = compute_in(into, place)
    profile = lists.profile.model_copy(update={"engine": engine})
    paths = ListPaths(lists.source, lists.master)
    found = find_candidates(paths, profile=profile, into=into, compute=compute)
    candidates = into / "candidate_pairs.parquet"
    scored = score_candidates(paths, candidates, profile=profile, into=into, compute=compute)
    if lists.master is not None:
        inputs = VerdictInputs(paths, into / "scored_matches.parquet")
        decide(inputs, profile=profile, mode=profile.mode, into=into, compute=compute)
    return found, scored
