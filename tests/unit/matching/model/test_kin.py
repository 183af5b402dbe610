"""Kin come with the people who are found: they bound what two of one name, or of one home, share beyond chance."""

import numpy as np
import pytest

from listmatch.domain.verdicts import ProfileType
from listmatch.matching.evidence.kinds import Level
from listmatch.matching.evidence.tables import evidence_tables
from listmatch.matching.model.chance import Commonness, as_common_as_rows
from listmatch.matching.model.class_fit import fit_tables
from listmatch.matching.model.kin import held_by_kin
from listmatch.matching.model.leash import Leash
from listmatch.matching.model.relationships import Floats, pair_posteriors, shipped_model

PEOPLE = evidence_tables(ProfileType.PERSON)
CLASSES = [each.name for each in PEOPLE.classes]
NAMESAKE, HOUSEHOLD = CLASSES.index("namesake"), CLASSES.index("same household")
NAME_AND_TOWN = ["name", "town"]


def value(kind: str, level: str) -> int:
    found = next(each for each in PEOPLE.kinds if each.name == kind)
    return found.value_of(next(each for each in found.levels if each.name == level))


def patterns_of(pairs: list[tuple[str, str]]) -> np.ndarray:
    return np.array([[value("name", name), value("town", town)] for name, town in pairs], np.int8)


def mass_of(*pairs: float, place: int) -> Floats:
    mass = np.zeros((len(pairs), len(CLASSES)))
    mass[:, place] = pairs
    return mass


def test_where_hardly_a_telephone_is_shared_one_that_is_may_be_kin() -> None:
    shipped = shipped_model(PEOPLE, ["phone"])
    unknown, mass = np.full((1, 1), -1, np.int8), mass_of(10_000.0, place=NAMESAKE)
    few, many = (held_by_kin(shipped, PEOPLE, unknown, mass, right=right).tables[0] for right in (10.0, 10_000.0))
    assert few[NAMESAKE, value("phone", "same")] == pytest.approx(0.005 * 10 / 10_000, rel=0.3)
    assert np.allclose(few.sum(axis=1), 1.0)
    assert np.allclose(many, shipped.tables[0])
    assert np.allclose(np.delete(few, NAMESAKE, 0), np.delete(many, NAMESAKE, 0))


@pytest.mark.parametrize("few", [None, Commonness({"city": 0.01})])
def test_a_home_of_hundreds_holds_one_name_twice_as_seldom_as_kin_do(few: Commonness | None) -> None:
    """However many kinds lists are of: 300 relatives explained 13 telephones of one name, all of them right."""
    shipped, patterns = shipped_model(PEOPLE, NAME_AND_TOWN), patterns_of([("last name only", "same city")])
    mass, same = mass_of(1_000.0, place=HOUSEHOLD), value("name", "same")
    table = held_by_kin(shipped, PEOPLE, patterns, mass, right=40.0, few=few).tables[0]
    assert table[HOUSEHOLD, same] == pytest.approx(0.015 * 40 / 1_000, rel=0.05)
    assert table[NAMESAKE, same] == pytest.approx(shipped.tables[0][NAMESAKE, same])


def test_a_list_with_seniors_and_juniors_shows_that_its_homes_give_one_name_twice() -> None:
    shipped = shipped_model(PEOPLE, NAME_AND_TOWN)
    patterns = patterns_of([("last name only", "same city"), ("other generation", "same city")])
    table = held_by_kin(shipped, PEOPLE, patterns, mass_of(990.0, 10.0, place=HOUSEHOLD), right=40.0).tables[0]
    assert table[HOUSEHOLD, value("name", "same")] == pytest.approx((0.015 * 40 + 10) / 1_000, rel=0.05)


@pytest.mark.parametrize(("in_one_city", "chance"), [(0.0, 0.0102), (70.0, 0.0647)])
def test_names_are_at_home_somewhere_as_those_show_whose_name_others_have_too(
    in_one_city: float, chance: float
) -> None:
    """Of 1,000 pairs of common names 70 in one city are chance seven times as frequent as that of any two rows."""
    shipped, common = shipped_model(PEOPLE, NAME_AND_TOWN), "same, very common name"
    patterns = patterns_of([(common, "same city"), (common, "different")])
    mass = mass_of(in_one_city, 1_000.0 - in_one_city, place=NAMESAKE)
    few = held_by_kin(shipped, PEOPLE, patterns, mass, right=10.0, few=Commonness({"city": 0.01})).tables[1]
    assert few[NAMESAKE, value("town", "same city")] == pytest.approx(chance, rel=0.06)


@pytest.mark.parametrize(("agreeing", "chance"), [(20.0, 0.0118), (600.0, 0.234)])
def test_where_most_rows_have_a_match_those_of_one_name_in_the_master_show_how_often_they_share_a_town(
    agreeing: float, chance: float
) -> None:
    """Of 1,000 pairs of one name 400 are in one city: namesakes, if master rows of one name are, else those found."""
    shipped, common = shipped_model(PEOPLE, NAME_AND_TOWN), "same, very common name"
    patterns = patterns_of([(common, "same city"), (common, "different")])
    seen = held_by_kin(
        shipped, PEOPLE, patterns, mass_of(400.0, 600.0, place=NAMESAKE), right=10.0,
        few=Commonness({"city": 0.01}, one_name={"city": (agreeing, 2_000.0)}),
    ).tables[1]  # fmt: skip
    assert seen[NAMESAKE, value("town", "same city")] == pytest.approx(chance, rel=0.1)


def test_a_place_that_was_not_counted_is_as_shipped() -> None:
    shipped, patterns = shipped_model(PEOPLE, NAME_AND_TOWN), patterns_of([("same", "different")])
    mass = mass_of(1_000.0, place=NAMESAKE)
    assert np.allclose(
        held_by_kin(shipped, PEOPLE, patterns, mass, right=1.0, few=Commonness()).tables[1], shipped.tables[1]
    )


def levels_of_rows() -> list[Level]:
    name = PEOPLE.kind("name")
    return [level for level in name.levels if level.of_rows]


@pytest.mark.parametrize("rows", [(4_000.0, 5_000.0, 1_000.0), (0.0, 0.0, 10_000.0)])
def test_right_pairs_have_names_as_common_as_the_rows_and_no_rarer_ones_than_shipped(
    rows: tuple[float, ...],
) -> None:
    shipped = shipped_model(PEOPLE, ["name"])
    [before], [table] = shipped.tables, as_common_as_rows(shipped, PEOPLE, {"name": rows}).tables
    values = [value("name", level.name) for level in levels_of_rows()]
    assert values == [value("name", each) for each in ("same, very common name", "same, common name", "same")]
    assert np.allclose(table.sum(axis=1), 1.0)
    if rows[0]:
        shares = table[0, values] / table[0, values].sum()
        assert shares == pytest.approx([0.4, 0.5, 0.1], abs=0.02)
    else:
        assert np.allclose(table, before)
    assert np.allclose(table[shipped.n_same :], before[shipped.n_same :])


def test_a_common_name_at_one_address_is_right_where_nearly_all_names_are_common() -> None:
    """6,000 names and addresses against 60,000, of which 60 are in it: 42 meet by a common name and their address."""
    common, very = "same, common name", "same, very common name"
    found = {(common, "same"): 24, (very, "same"): 18, (very, "different"): 13_633, (common, "different"): 1_142,
             ("first name only", "same ZIP"): 3_550, ("last name only", "same ZIP"): 1_528}  # fmt: skip
    patterns = np.array([[value("name", name), value("address", place)] for name, place in found], np.int8)
    counts = np.array(list(found.values()), float)

    def fitted(**of_rows: tuple[float, ...]) -> Floats:
        fit = fit_tables(
            PEOPLE, patterns, counts, kinds=["name", "address"], n_rows=6_000, leash=Leash(),
            counted=Commonness({"zip": 0.0006}, of_rows=of_rows),
        )  # fmt: skip
        return pair_posteriors(fit.model, patterns, odds=fit.pair_odds)

    shipped, p = fitted(), fitted(name=(2_800.0, 3_000.0, 200.0))
    assert shipped[1] < 0.85 < 0.9 < p[1]
    assert p[0] > shipped[0]
    assert p[2:].max() < 0.01
