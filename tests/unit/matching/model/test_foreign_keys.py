"""Identifiers that two lists share, and those that only look alike."""

from pathlib import Path

import pytest

from listmatch.domain.verdicts import ProfileType
from listmatch.matching.profile import MatchProfile
from tests.unit.matching.standard_lists import Row, profile_of, score

GIVEN = ["olivia", "noah", "amelia", "mason", "wyatt", "hazel", "owen", "chloe", "luke", "sophia"]
FAMILY = ["whitfield", "okafor", "lindqvist", "brannigan", "delacroix", "vasquez", "nakamura", "strickland"]
PEOPLE: list[Row] = [
    {
        "first": GIVEN[i % 10],
        "last": FAMILY[i // 10],
        "email": f"{GIVEN[i % 10]}.{i}@mail{i}.org",
        "city": f"town {i % 7}",
    }
    for i in range(80)
]
PROFILE: MatchProfile = profile_of()


def numbered(people: list[Row], *, first: int, step: int = 1) -> list[Row]:
    return [{**row, "key": str(first + step * place)} for place, row in enumerate(people)]


def best(folder: Path, source: list[Row], master: list[Row]) -> list[tuple[int, float, object]]:
    """Per source row the best candidate, its score, and what was seen of the identifiers."""
    lines = score(folder, source, master, profile=PROFILE)
    found = {}
    for line in sorted(lines, key=lambda line: float(str(line["score"]))):
        found[line["source_row_id"]] = (line["master_row_id"], line["score"], line.get("evidence_key"))
    return [found[row] for row in sorted(found, key=lambda row: int(str(row)))]


@pytest.mark.parametrize("first", [1040, 9_000_000])
def test_numbers_of_another_system_neither_join_strangers_nor_part_people(tmp_path: Path, first: int) -> None:
    """They meet by chance at 1040, where the one list's begin within the other's, and nowhere at nine million."""
    found = best(tmp_path, numbered(PEOPLE[:40], first=first), numbered(PEOPLE, first=1000))
    assert [row for row, _, _ in found] == list(range(1, 41))
    assert min(score for _, score, _ in found) > 95
    assert {seen for _, _, seen in found} == {None}


def test_a_number_that_both_lists_share_joins_whoever_changed_all_else(tmp_path: Path) -> None:
    master = numbered(PEOPLE, first=1000)
    married: Row = {"first": "olivia", "last": "thorne", "email": "liv@thorne.org", "city": "elsewhere", "key": "1000"}
    found = best(tmp_path, [married, *master[1:40]], master)
    assert found[0][0] == 1
    assert found[0][1] > 50
    assert found[0][2] is not None


def test_where_the_lists_say_little_else_the_numbers_are_believed(tmp_path: Path) -> None:
    few = [{"city": row["city"]} for row in PEOPLE]
    found = best(tmp_path, numbered(few[:40], first=1000), numbered(few, first=1000))
    assert {seen for _, _, seen in found} == {2}


def test_numbers_that_never_meet_are_foreign_where_nothing_else_makes_sure(tmp_path: Path) -> None:
    """Of two catalogues nothing but titles can be compared, and no title is as good as a name with an e-mail."""
    titles: list[Row] = [{"title": f"{given} and the {family}"} for given in GIVEN for family in FAMILY]
    profile = profile_of(ProfileType.PRODUCT)
    source, master = (numbered(titles, first=first, step=7919) for first in (4_000_000, 9_000_001))
    lines = score(tmp_path, source, master, profile=profile)
    assert all("evidence_key" not in line for line in lines)


def test_one_number_of_all_branches_is_no_number_of_another_system(tmp_path: Path) -> None:
    shops: list[Row] = [
        {
            "company": f"{name} bakery",
            "company_full": f"{name} bakery ltd",
            "street": f"{10 * chain + town} high st",
            "city": f"town {town}",
            "zip": f"Z{town}{chain}",
            "key": f"GB{572906700 + chain}",
        }
        for chain, name in enumerate(FAMILY)
        for town in range(8)
    ]
    lines = score(tmp_path, shops[::3], shops, profile=profile_of(ProfileType.COMPANY))
    best_of = {line["source_row_id"]: line for line in sorted(lines, key=lambda line: float(str(line["score"])))}
    assert [best_of[row + 1]["master_row_id"] for row in range(len(shops[::3]))] == list(range(1, len(shops) + 1, 3))
    assert all("evidence_key" in line for line in lines)
    others = [line for line in lines if line is not best_of[line["source_row_id"]]]
    assert max(float(str(line["score"])) for line in others) < 20
