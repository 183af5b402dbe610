"""Two lists of people who share names, mailboxes and a switchboard, matched up to their verdicts."""

import random
from dataclasses import dataclass
from pathlib import Path

from listmatch.domain.summaries import CandidateSummary
from listmatch.domain.verdicts import MatchMode
from listmatch.duck import Compute
from listmatch.matching.blocking.candidates import find_candidates
from listmatch.matching.index.build import build_index
from listmatch.matching.index.plan import plan_index
from listmatch.matching.lists import ListPaths
from listmatch.matching.profile import MatchProfile
from listmatch.matching.scoring.score import score_candidates
from listmatch.matching.verdicts.assignment import VerdictInputs, decide
from tests.unit.matching.standard_lists import Row, write_list

FIRST = ("ann", "bob", "cleo", "dan", "eve", "finn")
LAST = ("lee", "ray", "ortiz", "smith", "young")
CITIES = ("springfield", "salem", "dover")
SWITCHBOARD = "5550000000"


def people(count: int, *, seed: int) -> list[Row]:
    """Rows in which names repeat, some mailboxes are shared and a switchboard is behind half of the phones."""
    dice = random.Random(seed)
    rows = []
    for number in range(count):
        first, last = dice.choice(FIRST), dice.choice(LAST)
        row = {"first": first, "last": last, "city": dice.choice(CITIES), "company": "acme", "domain": "acme.com"}
        row["phone"] = SWITCHBOARD if dice.random() < 0.5 else f"555{dice.randrange(300):07}"
        if dice.random() < 0.8:
            row["email"] = f"{first}.{last}{number % 40}@acme.com"
        rows.append(row)
    return rows


@dataclass(frozen=True)
class Lists:
    source: Path
    master: Path
    compute: Compute

    def index(self, profile: MatchProfile, into: Path) -> Path:
        into.mkdir()
        plan = plan_index(profile, self.source)
        assert plan is not None
        build_index(self.master, plan=plan, into=into, compute=self.compute)
        return into

    def match(self, profile: MatchProfile, into: Path, *, index: Path | None) -> CandidateSummary:
        into.mkdir()
        lists = ListPaths(self.source, self.master, index)
        found = find_candidates(lists, profile=profile, into=into, compute=self.compute)
        pairs = into / "candidate_pairs.parquet"
        score_candidates(lists, pairs, profile=profile, into=into, compute=self.compute)
        inputs = VerdictInputs(lists, into / "scored_matches.parquet")
        decide(inputs, profile=profile, mode=MatchMode.BEST_MATCH, into=into, compute=self.compute)
        return found


def made(folder: Path, source: list[Row], master: list[Row]) -> Lists:
    left, right = write_list(folder / "source.parquet", source), write_list(folder / "master.parquet", master)
    return Lists(left, right, Compute(scratch=folder / "scratch", threads=2))


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}
