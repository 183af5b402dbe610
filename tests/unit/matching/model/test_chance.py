"""What chance brings together: of places as often as the lists show, of rare names hardly ever."""

from math import inf

import numpy as np
import pytest

from listmatch.domain.verdicts import ProfileType
from listmatch.matching.evidence.kinds import EvidenceTables
from listmatch.matching.evidence.tables import evidence_tables
from listmatch.matching.model.chance import KIN, MOST, Commonness, with_chance, with_others_of_a_name
from listmatch.matching.model.class_fit import TableFit, fit_tables
from listmatch.matching.model.leash import Leash
from listmatch.matching.model.relationships import Floats, pair_posteriors, shipped_model

PEOPLE = evidence_tables(ProfileType.PERSON)
NAME_AND_TOWN = ["name", "town"]


def of_class(table: Floats, name: str, tables: EvidenceTables = PEOPLE) -> Floats:
    return table[[each.name for each in tables.classes].index(name)]


def value(kind: str, level: str) -> int:
    found = next(each for each in PEOPLE.kinds if each.name == kind)
    return found.value_of(next(each for each in found.levels if each.name == level))


def fitted(found: dict[tuple[str, str], int], *, n_rows: int, city: float) -> tuple[TableFit, Floats]:
    """Learned from the number of pairs per levels of name and town, and P(right) of each of these."""
    patterns = np.array([[value("name", name), value("town", town)] for name, town in found], np.int8)
    counts = np.array(list(found.values()), float)
    fit = fit_tables(
        PEOPLE, patterns, counts, kinds=NAME_AND_TOWN, n_rows=n_rows, leash=Leash(), counted=Commonness({"city": city})
    )
    return fit, pair_posteriors(fit.model, patterns, odds=fit.pair_odds)


@pytest.mark.parametrize("chance", [0.0, 0.01, 0.5, 1.0])
@pytest.mark.parametrize("profile_type", [ProfileType.PERSON, ProfileType.COMPANY, ProfileType.HOUSEHOLD])
def test_rows_agree_on_a_place_at_least_as_often_as_by_chance(profile_type: ProfileType, chance: float) -> None:
    tables = evidence_tables(profile_type)
    shipped = shipped_model(tables, ["place", "town", "address"])
    mixed = with_chance(shipped, tables, {"city": chance, "zip": chance / 10})
    for table, before in zip(mixed.tables, shipped.tables, strict=True):
        assert np.allclose(table.sum(axis=1), 1.0)
        assert (table > 0).all()
        assert (1 - table[:, 0] >= min(chance, MOST) - 1e-9).all()
        assert (table[tables.classes.index(tables.same[0]), 0] <= before[0, 0] + 1e-9).all()


def test_a_namesake_lives_in_the_same_city_by_chance_or_as_kin() -> None:
    shipped = shipped_model(PEOPLE, ["town"])
    [table] = with_chance(shipped, PEOPLE, {"city": 0.008}).tables
    expected = KIN * of_class(shipped.tables[0], "namesake")[1]
    assert of_class(table, "namesake")[1] == pytest.approx(expected + (1 - expected) * 0.008)


def test_in_lists_of_one_town_the_town_tells_nothing() -> None:
    [table] = with_chance(shipped_model(PEOPLE, ["town"]), PEOPLE, {"city": 1.0}).tables
    assert table[:, 1].min() / table[:, 1].max() > MOST


def test_what_the_lists_do_not_fill_is_as_shipped() -> None:
    shipped = shipped_model(PEOPLE, NAME_AND_TOWN)
    for table, before in zip(with_chance(shipped, PEOPLE, {}).tables, shipped.tables, strict=True):
        assert (table == before).all()


# What 6,300 names and towns found in a master of 150,000, of whom 80 are in it (pairs of the commonest levels).
FEW_ARE_RIGHT = {
    ("last name only", "same city"): 5074,
    ("first name only", "same city"): 1233,
    ("same, very common name", "different"): 1207,
    ("same, common name", "different"): 266,
    ("same", "same city"): 42,
    ("same", "different"): 25,
}


def test_rare_names_in_one_city_are_right_where_chance_brings_none_of_them_together() -> None:
    _, p = fitted(FEW_ARE_RIGHT, n_rows=6300, city=0.008)
    assert p[4] > 0.7
    assert np.delete(p, 4).max() < 0.1


def test_where_hardly_anything_is_right_kin_and_strangers_are_no_matches() -> None:
    one_town = {
        ("last name only", "same city"): 74_000,
        ("first name only", "same city"): 78_000,
        ("same, very common name", "same city"): 1360,
        ("same, common name", "same city"): 325,
        ("nickname", "same city"): 890,
        ("last name close", "same city"): 980,
        ("same", "same city"): 70,
    }
    _, p = fitted(one_town, n_rows=6300, city=1.0)
    assert p.max() < 0.5


def test_rare_names_are_right_where_chance_does_not_explain_how_many_are_found() -> None:
    one_town = {
        ("last name only", "same city"): 10_147,
        ("first name only", "same city"): 5844,
        ("same", "same city"): 792,
        ("same, common name", "same city"): 130,
    }
    fit, p = fitted(one_town, n_rows=1800, city=1.0)
    assert p[2] > 0.75
    assert np.delete(p, 2).max() < 0.2
    assert fit.model.kinds == tuple(NAME_AND_TOWN)


def test_where_no_rare_name_is_found_none_is_impossible() -> None:
    fit, _ = fitted({("last name only", "same city"): 50, ("nickname", "different"): 20}, n_rows=100, city=0.0)
    assert min(table.min() for table in fit.model.tables) > 0


@pytest.mark.parametrize(("agreeing", "is_less"), [(0.0, True), (9_000.0, False)])
def test_branches_share_a_town_no_more_often_than_a_master_shows(agreeing: float, is_less: bool) -> None:
    """A master that has companies twice shows copies, not branches: what is expected stays."""
    tables = evidence_tables(ProfileType.COMPANY)
    shipped = shipped_model(tables, ["firm", "address", "town"])
    seen = with_others_of_a_name(shipped, tables, {"city": (agreeing, 10_000.0)})
    for name, before, after in zip(seen.kinds, shipped.tables, seen.tables, strict=True):
        assert np.allclose(after.sum(axis=1), 1.0)
        branch, no_branch = (of_class(each, "other branch of the company", tables) for each in (after, before))
        assert (branch[1] < 0.2 * no_branch[1]) == (is_less and name != "firm")
        assert np.allclose(of_class(after, "namesake", tables), of_class(before, "namesake", tables))


NAME_AND_PHONE = ["name", "phone"]


def of_name_and_phone(found: dict[tuple[str, str], int]) -> dict[tuple[str, str], float]:
    """P(right) per levels of name and phone, learned from the number of pairs that have them."""
    patterns = np.array([[value("name", name), value("phone", phone)] for name, phone in found], np.int8)
    counts = np.array(list(found.values()), float)
    fit = fit_tables(PEOPLE, patterns, counts, kinds=NAME_AND_PHONE, n_rows=6_000, leash=Leash())
    return dict(zip(found, pair_posteriors(fit.model, patterns, odds=fit.pair_odds), strict=True))


def test_namesakes_of_a_large_list_share_a_telephone_no_more_often_than_kin_can() -> None:
    crowd = {("same, very common name", "different"): 13_800, ("same, common name", "different"): 1_100}
    p = of_name_and_phone({**crowd, ("same", "same"): 3, ("same, common name", "same"): 40})
    assert p["same, common name", "same"] > 0.95
    assert p["same, common name", "different"] < 0.01


@pytest.mark.parametrize(("per_row", "odds"), [(Leash().right_per_row, (0.1, 0.2)), (inf, (3.0, 5.0))])
def test_only_a_dedupe_believes_that_rows_have_twenty_right_candidates(
    per_row: float, odds: tuple[float, float]
) -> None:
    patterns = np.array([[value("name", "same"), value("phone", "same")], [value("name", "different")] * 2], np.int8)
    fit = fit_tables(
        PEOPLE,
        patterns,
        np.array([20_000.0, 5_000.0]),
        kinds=NAME_AND_PHONE,
        n_rows=1_000,
        leash=Leash(right_per_row=per_row),
    )
    assert odds[0] < fit.pair_odds < odds[1]
