"""What lists can and cannot teach about companies: names, trades, streets and keys."""

from dataclasses import replace

import numpy as np
import pytest

from listmatch.domain.verdicts import ProfileType
from listmatch.matching.evidence.tables import evidence_tables
from listmatch.matching.model.class_fit import fit_tables
from listmatch.matching.model.leash import Leash
from listmatch.matching.model.relationships import (
    pair_posteriors,
    shipped_model,
)
from listmatch.matching.scoring.reasons import relationships
from tests.unit.matching.model.test_relationships import names, pattern


def test_a_first_word_in_one_city_is_no_company_however_many_pairs_share_it() -> None:
    tables = evidence_tables(ProfileType.COMPANY)
    chosen = ["firm", "phone", "town"]
    one = [
        pattern(tables, firm=firm, phone="same", town="same city")
        for firm in ("same", "close", "most words in common", "same first word")
    ]
    cafes = pattern(tables, firm="same first word", town="same city")
    columns = [[kind.name for kind in tables.kinds].index(name) for name in chosen]
    patterns = np.stack([*one, cafes])[:, columns]
    counts = np.array([79.0, 10.0, 3.0, 5.0, 64.0])
    fit = fit_tables(tables, patterns, counts, kinds=chosen, n_rows=112, leash=Leash())
    p = pair_posteriors(fit.model, patterns, odds=fit.pair_odds)
    assert p[0] > 0.99
    assert p[-1] < 0.5


@pytest.mark.parametrize("other", ["namesake", "other branch of the company", "no relation"])
def test_the_worse_a_company_name_agrees_the_less_it_speaks_for_the_company(other: str) -> None:
    tables = evidence_tables(ProfileType.COMPANY)
    column = [each.name for each in tables.classes].index(other)
    firm = tables.kind("firm")
    ratios = [level.p[0] / level.p[column] for level in firm.levels[: firm.in_order]]
    assert ratios == sorted(ratios, reverse=True)


def test_no_list_teaches_that_a_company_has_another_key() -> None:
    """Where nearly all pairs of one name, phone and address have two keys, the keys are of two systems."""
    tables = evidence_tables(ProfileType.COMPANY)
    kinds = names(tables)
    patterns = pattern(tables, firm="same", phone="same", address="same", key="different")[None]
    fit = fit_tables(tables, patterns, np.array([2000.0]), kinds=kinds, n_rows=2000, leash=Leash())
    shipped = shipped_model(tables, kinds)
    column = kinds.index("key")
    learned = fit.model.tables[column][: fit.model.n_same, 0]
    assert (learned <= shipped.tables[column][: shipped.n_same, 0] + 1e-9).all()


def test_streets_teach_how_seldom_branches_share_a_city_where_no_street_is_known() -> None:
    tables = evidence_tables(ProfileType.COMPANY)
    chosen = ["firm", "phone", "address", "town"]
    columns = [[kind.name for kind in tables.kinds].index(name) for name in chosen]
    asked = pattern(tables, firm="same", town="same city")
    found = {
        4000.0: pattern(tables, firm="same", phone="different", address="different"),
        1000.0: pattern(tables, firm="same", phone="same", address="same"),
        20.0: pattern(tables, firm="same", phone="different", town="different"),
        30.0: asked,
    }
    patterns, counts = np.stack(list(found.values()))[:, columns], np.array(list(found))
    alone = replace(tables, kinds=tuple(replace(kind, learns_from={}) for kind in tables.kinds))
    p, of_itself = (
        pair_posteriors(fit.model, patterns, odds=fit.pair_odds)[3]
        for fit in (
            fit_tables(each, patterns, counts, kinds=chosen, n_rows=1500, leash=Leash()) for each in (tables, alone)
        )
    )
    assert p > 0.85 > of_itself


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ({"firm": "another trade", "phone": "same", "address": "same"}, "company of the group at the same address"),
        ({"firm": "another trade", "site": "same, several names", "town": "different"}, "other company of the group"),
        ({"firm": "different", "phone": "different", "address": "same"}, "neighbour at the same address"),
        ({"firm": "another trade", "town": "same city"}, "other company of the group"),
    ],
)
def test_companies_that_share_a_name_and_not_a_trade_are_two(levels: dict[str, str], said: str) -> None:
    tables = evidence_tables(ProfileType.COMPANY)
    model = shipped_model(tables, names(tables))
    patterns = pattern(tables, **levels)[None]
    assert relationships(tables, model, patterns)[1] == [said]
    assert (pair_posteriors(model, patterns, odds=1.0) < 0.5).all()


@pytest.mark.parametrize("firm", ["another trade", "a holding"])
def test_a_switchboard_tells_companies_of_a_group_where_no_address_is_known(firm: str) -> None:
    tables = evidence_tables(ProfileType.COMPANY)
    chosen = ["firm", "phone"]
    columns = [names(tables).index(name) for name in chosen]
    met = [("same", "same", 600.0), ("same", "different", 100.0), (firm, "same", 60.0), (firm, "different", 100.0)]
    patterns = np.stack([pattern(tables, firm=name, phone=phone) for name, phone, _ in met])[:, columns]
    counts = np.array([count for _, _, count in met])
    fit = fit_tables(tables, patterns, counts, kinds=chosen, n_rows=1000, leash=Leash())
    p = pair_posteriors(fit.model, patterns, odds=fit.pair_odds)
    assert p[0] > 0.95
    assert p[2] < 0.5


def test_companies_at_one_address_do_not_teach_that_one_company_has_two_trades() -> None:
    tables = evidence_tables(ProfileType.COMPANY)
    chosen = ["firm", "address"]
    columns = [names(tables).index(name) for name in chosen]
    alike = {300.0: "same", 80.0: "words more", 40.0: "another trade"}
    patterns = np.stack([pattern(tables, firm=level, address="same") for level in alike.values()])[:, columns]
    fit = fit_tables(tables, patterns, np.array(list(alike)), kinds=chosen, n_rows=400, leash=Leash())
    p = pair_posteriors(fit.model, patterns, odds=fit.pair_odds)
    assert (p[:2] > 0.95).all()
    assert p[2] < 0.5


def test_strangers_who_share_a_city_and_no_more_than_a_first_word_teach_how_little_that_says() -> None:
    firms = evidence_tables(ProfileType.COMPANY)
    kinds = ["firm", "town"]
    columns = [names(firms).index(kind) for kind in kinds]
    levels = ("same", "same first word")
    patterns = np.array([pattern(firms, firm=level, town="same city") for level in levels])[:, columns]
    fit = fit_tables(firms, patterns, np.array([600.0, 300.0]), kinds=kinds, n_rows=1000, leash=Leash())
    equal, first_word = pair_posteriors(fit.model, patterns, odds=fit.pair_odds)
    assert equal > 0.9
    assert first_word < 0.2


def test_namesakes_in_several_places_do_not_speak_against_a_name_found_in_one() -> None:
    firms = evidence_tables(ProfileType.COMPANY)
    kinds = ["firm", "sites", "phone"]
    columns = [names(firms).index(kind) for kind in kinds]
    found = {
        300.0: pattern(firms, firm="same", sites="in one place", phone="same"),
        40.0: pattern(firms, firm="same", sites="in one place"),
        400.0: pattern(firms, firm="same", sites="in several places", phone="different"),
    }
    patterns = np.stack(list(found.values()))[:, columns]
    fit = fit_tables(firms, patterns, np.array(list(found)), kinds=kinds, n_rows=600, leash=Leash())
    _, of_one_place, of_several = pair_posteriors(fit.model, patterns, odds=fit.pair_odds)
    assert of_one_place > 0.75
    assert of_several < 0.1


@pytest.mark.parametrize(("kinds", "has_branches"), [(["firm", "site"], False), (["firm", "site", "town"], True)])
def test_lists_that_say_nothing_of_places_have_no_branches(kinds: list[str], has_branches: bool) -> None:
    firms = evidence_tables(ProfileType.COMPANY)
    columns = [names(firms).index(kind) for kind in kinds]
    levels = {"firm": "same", "site": "same", "town": "same city"}
    patterns = pattern(firms, **{kind: levels[kind] for kind in kinds})[None][:, columns]
    fit = fit_tables(firms, patterns, np.array([300.0]), kinds=kinds, n_rows=400, leash=Leash())
    branch = [each.name for each in firms.other].index("other branch of the company")
    assert bool(fit.model.other_shares[branch] > 0) is has_branches


def test_no_list_teaches_that_most_companies_have_moved() -> None:
    """Branches of a large list would become companies that have moved, by the hundred thousand."""
    tables = evidence_tables(ProfileType.COMPANY)
    chosen = ["firm", "site", "phone", "address"]
    columns = [names(tables).index(name) for name in chosen]
    patterns = pattern(tables, firm="same", site="same", phone="same", address="different")[None][:, columns]
    fit = fit_tables(tables, patterns, np.array([5000.0]), kinds=chosen, n_rows=5000, leash=Leash())
    [moved] = [n for n, each in enumerate(tables.same) if each.name == "same company, moved"]
    assert fit.model.same_shares[moved] == pytest.approx(tables.same[moved].most)
    assert fit.model.same_shares.sum() == pytest.approx(1.0)


def test_one_name_with_two_legal_forms_at_one_address_is_for_a_person_to_decide() -> None:
    tables = evidence_tables(ProfileType.COMPANY)
    model = shipped_model(tables, names(tables))
    patterns = np.stack(
        [
            pattern(tables, firm="another legal form", address="same", phone="different"),
            pattern(tables, firm="another legal form", address="same"),
            pattern(tables, firm="same, other legal form", address="same"),
        ]
    )
    told, open_, same = pair_posteriors(model, patterns, odds=1.0)
    assert told < 0.5
    assert told < open_ < 0.85
    assert same > 0.95


def test_an_identifier_of_many_places_does_not_make_two_branches_one() -> None:
    tables = evidence_tables(ProfileType.COMPANY)
    model = shipped_model(tables, names(tables))
    patterns = np.stack(
        [
            pattern(tables, firm="same", key=key, address=address)
            for key, address in (("same", "different"), ("same, several places", "different"))
        ]
        + [pattern(tables, firm="same", key="same, several places", address="same")]
    )
    moved, branch, there = pair_posteriors(model, patterns, odds=1.0)
    assert moved > 0.5 > 0.2 > branch
    assert there > 0.95
