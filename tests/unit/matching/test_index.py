"""The master index: the same pairs, scores and verdicts with it as without, and no other use of it."""

import random
from dataclasses import dataclass
from pathlib import Path

import pytest

from listmatch.domain.verdicts import MatchMode, ProfileType
from listmatch.duck import Compute
from listmatch.errors import ContractBroken
from listmatch.matching.assignment import decide
from listmatch.matching.candidate_summary import CandidateSummary
from listmatch.matching.candidates import find_candidates
from listmatch.matching.index import FILES, open_index, plan_index
from listmatch.matching.index_build import build_index
from listmatch.matching.profile import MatchProfile
from listmatch.matching.scoring import score_candidates
from tests.unit.matching.standard_lists import Row, profile_of, write_list

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
        found = find_candidates(self.source, self.master, profile=profile, into=into, compute=self.compute, index=index)
        pairs = into / "candidate_pairs.parquet"
        score_candidates(
            self.source, self.master, candidates=pairs, profile=profile, into=into, compute=self.compute, index=index
        )
        scored = into / "scored_matches.parquet"
        mode = MatchMode.BEST_MATCH
        decide(
            self.source,
            self.master,
            scored=scored,
            profile=profile,
            mode=mode,
            into=into,
            compute=self.compute,
            index=index,
        )
        return found


@pytest.fixture
def lists(tmp_path: Path) -> Lists:
    return made(tmp_path, people(60, seed=1), people(900, seed=2))


def made(folder: Path, source: list[Row], master: list[Row]) -> Lists:
    left, right = write_list(folder / "source.parquet", source), write_list(folder / "master.parquet", master)
    return Lists(left, right, Compute(scratch=folder / "scratch", threads=2))


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("profile_type", [ProfileType.PERSON, ProfileType.COMPANY, ProfileType.HOUSEHOLD])
def test_pairs_scores_and_verdicts_are_the_same_to_the_byte(
    lists: Lists, tmp_path: Path, profile_type: ProfileType
) -> None:
    profile = profile_of(profile_type)
    plain = lists.match(profile, tmp_path / "plain", index=None)
    indexed = lists.match(profile, tmp_path / "indexed", index=lists.index(profile, tmp_path / "index"))
    assert plain.hot, "the switchboard must be among what is narrowed"
    assert indexed == plain
    assert bytes_of(tmp_path / "indexed") == bytes_of(tmp_path / "plain")


def test_a_list_of_mailboxes_has_an_index_of_its_own(tmp_path: Path) -> None:
    named = [row for row in people(300, seed=3) if "email" in row]
    mailboxes = [{"email": f"{row['first']}{row['last']}@acme.com", "domain": "acme.com"} for row in named[:30]]
    lists, profile = made(tmp_path, mailboxes, named), profile_of()
    usual = made(tmp_path / "usual", named[:30], named)
    plans = [plan_index(profile, each.source) for each in (lists, usual)]
    assert plans[0]
    assert plans[1]
    assert plans[0].fingerprint != plans[1].fingerprint
    plain = lists.match(profile, tmp_path / "plain", index=None)
    assert plain.pairs > 0
    assert lists.match(profile, tmp_path / "indexed", index=lists.index(profile, tmp_path / "index")) == plain
    with pytest.raises(ContractBroken, match="other passes"):
        lists.match(profile, tmp_path / "wrong", index=usual.index(profile, tmp_path / "of_others"))


def test_an_index_is_built_the_same_by_any_number_of_threads(lists: Lists, tmp_path: Path) -> None:
    built = lists.index(profile_of(), tmp_path / "two")
    one = Lists(lists.source, lists.master, Compute(scratch=tmp_path / "scratch", threads=1))
    assert bytes_of(one.index(profile_of(), tmp_path / "one")) == bytes_of(built)
    assert set(bytes_of(built)) == set(FILES)


def test_the_plan_of_an_index_changes_with_type_and_passes_and_nothing_else(lists: Lists) -> None:
    def fingerprint(**changes: object) -> str:
        plan = plan_index(profile_of(**changes), lists.source)
        assert plan is not None
        return plan.fingerprint

    usual = fingerprint()
    assert fingerprint(threshold=70, one_to_one=True, model="shipped") == usual
    others = {
        fingerprint(profile_type=ProfileType.COMPANY),
        fingerprint(profile_type=ProfileType.HOUSEHOLD),
        fingerprint(passes=["email_exact"]),
    }
    assert len(others - {usual}) == 3


def test_texts_have_no_index(lists: Lists) -> None:
    assert plan_index(profile_of(ProfileType.PRODUCT), lists.source) is None


def test_an_index_of_another_type_is_refused(lists: Lists, tmp_path: Path) -> None:
    folder = lists.index(profile_of(ProfileType.COMPANY), tmp_path / "index")
    with pytest.raises(ContractBroken, match="another version or type"):
        open_index(folder, profile_type=ProfileType.PERSON)


def test_a_master_without_any_value_has_an_empty_index(tmp_path: Path) -> None:
    lists, profile = made(tmp_path, people(5, seed=1), [{}, {}]), profile_of()
    found = lists.match(profile, tmp_path / "indexed", index=lists.index(profile, tmp_path / "index"))
    assert (found.pairs, found.master_rows) == (0, 2)
    assert found.note
