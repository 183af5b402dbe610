"""The master index: the same pairs, scores and verdicts with it as without, and no other use of it."""

from pathlib import Path

import pytest

from listmatch.domain.verdicts import ProfileType
from listmatch.duck import Compute
from listmatch.errors import ContractBroken
from listmatch.matching.index.plan import FILES, open_index, plan_index
from tests.unit.matching.crowded_lists import Lists, bytes_of, made, people
from tests.unit.matching.standard_lists import profile_of


@pytest.fixture
def lists(tmp_path: Path) -> Lists:
    return made(tmp_path, people(60, seed=1), people(900, seed=2))


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


def test_a_list_of_customers_has_an_index_of_its_own(tmp_path: Path) -> None:
    contacts = [{**row, "company": f"acme {number % 90}"} for number, row in enumerate(people(300, seed=3))]
    customers = [{"last": "tools", "party": f"acme {number}"} for number in range(30)]
    lists, profile = made(tmp_path, customers, contacts), profile_of()
    usual = plan_index(profile, made(tmp_path / "usual", contacts[:30], contacts).source)
    own = plan_index(profile, lists.source)
    assert own is not None
    assert usual is not None
    assert (own.source_has, usual.source_has) == ({"party"}, frozenset())
    filled = frozenset({"company", "last"})
    assert len(own.keys(filled)) == len(usual.keys(filled)) + 1
    plain = lists.match(profile, tmp_path / "plain", index=None)
    assert plain.pairs > 0
    assert lists.match(profile, tmp_path / "indexed", index=lists.index(profile, tmp_path / "index")) == plain


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
