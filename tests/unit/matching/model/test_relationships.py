"""The relationship model learns from unlabelled patterns what it should, and nothing that depends on order."""

from dataclasses import replace

import numpy as np
import pytest

from listmatch.domain.verdicts import ProfileType
from listmatch.matching.evidence.kinds import UNKNOWN, EvidenceTables
from listmatch.matching.evidence.tables import evidence_tables
from listmatch.matching.model.class_fit import fit_tables, kinds_known
from listmatch.matching.model.leash import Leash
from listmatch.matching.model.relationships import (
    ClassModel,
    Floats,
    Patterns,
    log_ratios,
    pair_posteriors,
    shipped_model,
)
from listmatch.matching.model.row_fit import Candidates, Ints, fit_rows, posteriors
from listmatch.matching.scoring.reasons import reasons, relationships

TYPES = [ProfileType.PERSON, ProfileType.COMPANY, ProfileType.HOUSEHOLD]


@pytest.fixture
def tables() -> EvidenceTables:
    return evidence_tables(ProfileType.PERSON)


def names(tables: EvidenceTables) -> list[str]:
    return [kind.name for kind in tables.kinds]


def pattern(tables: EvidenceTables, **levels: str) -> np.ndarray:
    """A pattern by level names; kinds not given are unknown."""
    values = []
    for kind in tables.kinds:
        found = [len(kind.levels) - 1 - i for i, level in enumerate(kind.levels) if level.name == levels.get(kind.name)]
        assert found or kind.name not in levels
        values.append(found[0] if found else UNKNOWN)
    return np.array(values, dtype=np.int8)


def test_two_of_one_whole_name_are_namesakes_however_many_there_are(
    tables: EvidenceTables,
) -> None:
    chosen = ["name", "phone", "org", "address"]
    columns = [names(tables).index(name) for name in chosen]
    found = {
        5000.0: pattern(tables, name="different", org="different", address="same ZIP"),
        1500.0: pattern(tables, name="same, very common name", org="different", address="same ZIP"),
        600.0: pattern(tables, name="same", phone="same", org="same", address="same"),
    }
    patterns, counts = np.stack(list(found.values()))[:, columns], np.array(list(found))
    fit = fit_tables(tables, patterns, counts, kinds=chosen, n_rows=2000, leash=Leash())
    learned, shipped = (model.tables[0][:, patterns[1, 0]] for model in (fit.model, shipped_model(tables, chosen)))
    may_grow = [each.name == "namesake" for each in tables.other]
    assert (learned[3:] > 1.01 * shipped[3:]).tolist() == may_grow


def test_that_colleagues_and_families_share_a_name_is_as_rare_as_a_list_has_it(tables: EvidenceTables) -> None:
    chosen = ["name", "email", "phone", "org", "address"]
    columns = [names(tables).index(name) for name in chosen]
    colleagues = {"email": "different", "phone": "different", "org": "same", "address": "different"}
    family = {"email": "different", "phone": "different", "org": "different", "address": "same"}
    same = {"name": "same", "email": "same", "phone": "same", "org": "same", "address": "same"}
    found = {
        200_000.0: pattern(tables, name="different", **colleagues),
        100_000.0: pattern(tables, name="last name only", **family),
        300.0: pattern(tables, **same),
    }
    patterns, counts = np.stack(list(found.values()))[:, columns], np.array(list(found))
    learned = fit_tables(tables, patterns, counts, kinds=chosen, n_rows=50_000, leash=Leash()).model.tables[0]
    is_fallen = learned[:, patterns[2, 0]] < shipped_model(tables, chosen).tables[0][:, patterns[2, 0]] / 12
    assert is_fallen.tolist() == [
        each.name in ("colleague at the same company", "same household") or each is tables.other[-1]
        for each in tables.classes
    ]


def test_where_next_to_nothing_is_right_similar_names_of_one_city_are_strangers(tables: EvidenceTables) -> None:
    """The commonest patterns of 300,000 contacts, of whom four in a thousand stand in the list twice."""
    chosen = ["name", "email", "phone", "org", "address"]
    columns = [names(tables).index(name) for name in chosen]
    strangers = {"email": "different", "phone": "different", "org": "different"}
    same = {"name": "same", "email": "same", "phone": "same", "org": "same", "address": "same"}
    found = [
        (130_000, {"name": "first name only", "address": "same ZIP", **strangers}),
        (70_000, {"name": "same, very common name", "address": "different", **strangers}),
        (45_000, {"name": "last name only", "address": "same city", **strangers}),
        (30_000, {"name": "different", "phone": "same, 3 or more people", "org": "same", "address": "different"}),
        (25_000, {"name": "different", "address": "same ZIP", **strangers}),
        (1_200, {"name": "nickname", "address": "same city", **strangers}),
        (900, {"name": "last name close", "address": "same city", **strangers}),
        (800, {"name": "first name close or initial", "address": "same city", **strangers}),
        (300, same),
        (60, {**same, "phone": "different"}),
        (40, {**same, "email": "different", "org": "different"}),
    ]
    patterns = np.stack([pattern(tables, **levels) for _, levels in found])[:, columns]
    counts = np.array([count for count, _ in found], dtype=float)
    fit = fit_tables(tables, patterns, counts, kinds=chosen, n_rows=300_000, leash=Leash())
    p = pair_posteriors(fit.model, patterns, odds=fit.pair_odds)
    assert p[:8].max() < 0.1
    assert p[8:10].min() > 0.95


def test_a_frequent_name_at_one_address_is_a_household_however_many_of_it_live_in_a_zip() -> None:
    tables = evidence_tables(ProfileType.HOUSEHOLD)
    chosen = ["family", "phone", "address"]
    columns = [names(tables).index(name) for name in chosen]
    home = {"family": "same, common name", "address": "same"}
    found = {
        2500.0: pattern(tables, family="same, common name", address="same ZIP"),
        900.0: pattern(tables, family="same, common name", phone="different", address="different"),
        400.0: pattern(tables, phone="same", **home),
        300.0: pattern(tables, phone="different", **home),
        350.0: pattern(tables, **home),
    }
    patterns, counts = np.stack(list(found.values()))[:, columns], np.array(list(found))
    fit = fit_tables(tables, patterns, counts, kinds=chosen, n_rows=720, leash=Leash())
    assert (pair_posteriors(fit.model, patterns[2:], odds=fit.pair_odds) > 0.9).all()


def test_who_lives_at_the_address_of_a_household_under_another_name_is_its_tenant() -> None:
    tables = evidence_tables(ProfileType.HOUSEHOLD)
    chosen = ["family", "phone", "address"]
    columns = [names(tables).index(name) for name in chosen]
    found = {
        5200.0: pattern(tables, family="same", phone="same", address="same"),
        3100.0: pattern(tables, family="same", phone="different", address="same"),
        1500.0: pattern(tables, family="different", phone="same", address="same"),
        1300.0: pattern(tables, family="different", phone="different", address="same"),
    }
    patterns, counts = np.stack(list(found.values()))[:, columns], np.array(list(found))
    fit = fit_tables(tables, patterns, counts, kinds=chosen, n_rows=16_000, leash=Leash())
    p = pair_posteriors(fit.model, patterns, odds=fit.pair_odds)
    assert p[:2].min() > 0.9
    assert p[3] < 0.2


def test_where_a_job_changer_and_a_namesake_look_alike_nobody_is_a_job_changer(tables: EvidenceTables) -> None:
    chosen = ["email", "org"]
    columns = [names(tables).index(name) for name in chosen]
    found = [("same", "same"), ("same", "similar"), ("same", "different"), ("name before the @", "different")]
    patterns = np.stack([pattern(tables, email=email, org=org) for email, org in found])[:, columns]
    counts = np.array([711, 10, 34, 53])
    fit = fit_tables(tables, patterns, counts.astype(float), kinds=chosen, n_rows=2000, leash=Leash())
    which = np.repeat(np.arange(len(counts)), counts)
    candidates = Candidates(which, np.arange(len(which)), 2000)
    p = posteriors(fit.model, patterns, candidates, rows=fit_rows(fit.model, tables, patterns, candidates))
    assert fit.model.same_shares.tolist() == [1.0, 0.0, 0.0]
    assert p[which == 2].min() > 0.9
    assert p[which == 3].max() < 0.5


def made_up(seed: int, *, rows: int, matched: float, others: int) -> tuple[Patterns, Ints, Ints, np.ndarray]:
    """Pairs drawn from the shipped tables: distinct patterns, pattern and row per pair, and the truth per pair."""
    tables = evidence_tables(ProfileType.PERSON)
    model = shipped_model(tables, names(tables))
    rng = np.random.default_rng(seed)
    row, is_right = [], []
    for number in range(rows):
        right = rng.random() < matched
        row += [number] * (others + right)
        is_right += [False] * others + [True] * right
    truth = np.array(is_right)
    share = np.where(
        truth[:, None],
        np.append(model.same_shares, np.zeros(len(model.other_shares))),
        np.append(np.zeros(model.n_same), model.other_shares),
    )
    group = (share.cumsum(axis=1) > rng.random((len(truth), 1))).argmax(axis=1)
    levels = [[rng.choice(table.shape[1], p=table[c]) for c in group] for table in model.tables]
    drawn = np.array(levels, dtype=np.int8).T
    drawn[rng.random(drawn.shape) < 0.2] = UNKNOWN
    patterns, which = np.unique(drawn, axis=0, return_inverse=True)
    return patterns, which.ravel().astype(np.int64), np.array(row), truth


def fitted(patterns: Patterns, which: Ints, row: Ints, *, rows: int) -> tuple[ClassModel, float, Floats]:
    tables = evidence_tables(ProfileType.PERSON)
    counts = np.bincount(which, minlength=len(patterns)).astype(float)
    fit = fit_tables(tables, patterns, counts, kinds=names(tables), n_rows=rows, leash=Leash())
    candidates = Candidates(which, row, rows)
    found = fit_rows(fit.model, tables, patterns, candidates)
    p = posteriors(fit.model, patterns, candidates, rows=found)
    return fit.model, found.matched, p


@pytest.mark.parametrize("profile_type", TYPES)
def test_every_class_of_the_shipped_tables_is_a_distribution(profile_type: ProfileType) -> None:
    tables = evidence_tables(profile_type)
    model = shipped_model(tables, names(tables))
    assert model.same_shares.sum() == pytest.approx(1)
    assert model.other_shares.sum() == pytest.approx(1)
    for table in model.tables:
        assert table.sum(axis=1) == pytest.approx(np.ones(len(tables.classes)))
        assert (table > 0).all()


@pytest.mark.parametrize("profile_type", TYPES)
def test_tied_kinds_do_not_tell_the_classes_of_the_same_entity_apart(profile_type: ProfileType) -> None:
    tables = evidence_tables(profile_type)
    for kind in (kind for kind in tables.kinds if kind.is_tied):
        assert all(len(set(level.p[: len(tables.same)])) == 1 for level in kind.levels), kind.name


def test_no_list_teaches_that_who_lives_together_has_one_given_name(tables: EvidenceTables) -> None:
    at_home = {"email": "different", "phone": "same", "org": "different", "address": "same"}
    sure = {"name": "same", "email": "same", "phone": "same", "org": "same", "address": "same"}
    levels = [sure, {"name": "last name only", **at_home}, {"name": "same", **at_home}]
    patterns = np.stack([pattern(tables, **each) for each in levels])
    counts = np.array([500.0, 400.0, 100.0])
    fit = fit_tables(tables, patterns, counts, kinds=names(tables), n_rows=1000, leash=Leash())
    same, spouse, changed_job = pair_posteriors(fit.model, patterns, odds=fit.pair_odds)
    assert same > 0.99
    assert spouse < 0.01
    assert changed_job > 0.85


def test_what_agrees_is_not_called_different_where_it_weighs_against_a_match(tables: EvidenceTables) -> None:
    model = shipped_model(tables, names(tables))
    turned = replace(model, tables=tuple(table[::-1] for table in model.tables))
    alike = pattern(tables, name="same", email="same", phone="same, 3 or more people", org="different")
    plain, [reason] = reasons(tables, turned, alike[None, :])
    assert plain == ["name + email + phone (shared)"]
    assert reason == "name + email, but phone shared by several and different company"


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ({"name": "different", "place": "same ZIP", "org": "different"}, "no relation"),
        ({"name": "last name only", "place": "same ZIP", "org": "different"}, "namesake"),
        ({"name": "last name only", "town": "same city"}, "namesake"),
        ({"name": "last name only", "org": "same"}, "colleague at the same company"),
        ({"name": "last name only", "phone": "same", "place": "same ZIP"}, "same household"),
        ({"name": "last name only", "address": "similar street"}, "same household"),
        ({"name": "different", "address": "same", "org": "different"}, "same household"),
        ({"name": "different", "phone": "same", "org": "same"}, "colleague at the same company"),
        ({"name": "same", "place": "different", "org": "different", "phone": "different"}, "namesake"),
    ],
)
def test_a_near_miss_is_called_what_one_would_call_it(
    tables: EvidenceTables, levels: dict[str, str], said: str
) -> None:
    model = shipped_model(tables, names(tables))
    learned = replace(model, other_shares=np.array([0.001, 0.001, 0.001, 0.997]))  # nearly all candidates are strangers
    assert relationships(tables, learned, pattern(tables, email="different", **levels)[None, :])[1] == [said]


def test_what_is_unknown_costs_nothing(tables: EvidenceTables) -> None:
    model = shipped_model(tables, names(tables))
    assert log_ratios(model, pattern(tables)[None, :]) == pytest.approx([0.0])


def test_people_are_told_apart_as_one_would(tables: EvidenceTables) -> None:
    model = shipped_model(tables, names(tables))
    colleague = pattern(tables, name="different", email="different", org="same", phone="same, 3 or more people")
    spouse = pattern(tables, name="last name only", address="same", phone="same", birth="different")
    married = pattern(tables, name="first name only", email="same", address="same", birth="same")
    job_change = pattern(tables, name="same", phone="same", org="different", address="same")
    ratios = log_ratios(model, np.stack([colleague, spouse, married, job_change]))
    assert (ratios[:2] < -3).all()
    assert (ratios[2:] > 3).all()


def test_the_share_of_matched_rows_is_found_without_labels() -> None:
    for matched in (0.05, 0.6, 0.95):
        patterns, which, row, _ = made_up(1, rows=600, matched=matched, others=3)
        _, found, _ = fitted(patterns, which, row, rows=600)
        assert found == pytest.approx(matched, abs=0.05)


def test_posteriors_are_calibrated_on_what_the_model_describes() -> None:
    patterns, which, row, truth = made_up(2, rows=800, matched=0.6, others=3)
    _, _, p = fitted(patterns, which, row, rows=800)
    assert p.min() >= 0
    assert p.max() <= 1
    assert p.sum() == pytest.approx(truth.sum(), rel=0.03)
    assert truth[p >= 0.85].mean() > 0.98


def test_a_list_without_matches_gets_none() -> None:
    patterns, which, row, _ = made_up(3, rows=500, matched=0.0, others=3)
    _, _, p = fitted(patterns, which, row, rows=500)
    assert (p >= 0.85).mean() < 0.002


def test_the_order_of_pairs_changes_nothing() -> None:
    patterns, which, row, _ = made_up(4, rows=200, matched=0.6, others=2)
    order = np.random.default_rng(0).permutation(len(which))
    _, found, p = fitted(patterns, which, row, rows=200)
    _, found_again, p_again = fitted(patterns, which[order], row[order], rows=200)
    assert found_again == pytest.approx(found, abs=1e-9)
    assert p_again == pytest.approx(p[order], abs=1e-9)


def test_two_equal_candidates_compete_unless_the_master_holds_copies(tables: EvidenceTables) -> None:
    patterns = pattern(tables, name="same", org="different", town="same city")[None, :]
    model = shipped_model(tables, names(tables))
    which, row = np.zeros(2, dtype=np.int64), np.zeros(2, dtype=np.int64)
    p, alone = (
        posteriors(model, patterns, one, rows=fit_rows(model, tables, patterns, one))
        for one in (Candidates(which, row, 1), Candidates(which[:1], row[:1], 1))
    )
    assert p[0] == p[1]
    assert p[0] < alone[0]


def test_tables_stay_within_the_bound_of_their_priors() -> None:
    patterns, which, row, _ = made_up(5, rows=400, matched=0.6, others=3)
    model, _, _ = fitted(patterns, which, row, rows=400)
    tables = evidence_tables(ProfileType.PERSON)
    for learned, prior in zip(model.tables, shipped_model(tables, model.kinds).tables, strict=True):
        related, unrelated = learned[:-1] / prior[:-1], learned[-1] / prior[-1]
        assert related.max() < Leash().bound * 1.5
        assert related.min() > 1 / Leash().bound / 1.5
        assert unrelated.max() < Leash().unrelated_bound * 1.5


def test_with_few_kinds_of_evidence_the_model_falls_back_and_says_so(tables: EvidenceTables) -> None:
    patterns = np.stack(
        [pattern(tables, name="same", town="same city"), pattern(tables, name="same", town="different")]
    )
    assert kinds_known(tables, names(tables), patterns) == 2
    fit = fit_tables(tables, patterns, np.array([60.0, 10.0]), kinds=names(tables), n_rows=100, leash=Leash())
    assert fit.fallbacks == (
        "the lists share few kinds of evidence: who has moved or changed jobs is not told apart",
        "the lists share very few kinds of evidence: how much each counts is not learned, but taken as shipped",
    )
    assert fit.model.same_shares[0] == pytest.approx(1)


def test_many_equal_names_in_other_cities_make_a_name_alone_doubtful(tables: EvidenceTables) -> None:
    kinds = ["name", "town"]
    columns = [names(tables).index(kind) for kind in kinds]
    patterns = np.array([pattern(tables, name="same", town=town) for town in ("same city", "different")])[:, columns]
    alone = np.array([[patterns[0][0], UNKNOWN]], dtype=np.int8)

    def odds_of_a_name(elsewhere: int) -> float:
        counts = np.array([500.0, elsewhere])
        fit = fit_tables(tables, patterns, counts, kinds=kinds, n_rows=1000, leash=Leash())
        return float(pair_posteriors(fit.model, alone, odds=fit.pair_odds)[0])

    assert odds_of_a_name(elsewhere=200) < 0.9 < odds_of_a_name(elsewhere=5)


def test_an_address_with_and_without_street_counts_as_one_kind(tables: EvidenceTables) -> None:
    patterns = np.stack(
        [pattern(tables, address="same"), pattern(tables, place="same ZIP"), pattern(tables, town="different")]
    )
    assert kinds_known(tables, names(tables), patterns) == 1


def test_pairs_of_one_list_stand_for_themselves(tables: EvidenceTables) -> None:
    patterns = np.stack(
        [pattern(tables, name="same", email="same"), pattern(tables, name="different", email="different")]
    )
    p = pair_posteriors(shipped_model(tables, names(tables)), patterns, odds=0.1)
    assert p[0] > 0.95
    assert p[1] < 0.05


@pytest.mark.parametrize("profile_type", TYPES)
def test_what_is_the_same_is_never_called_different(profile_type: ProfileType) -> None:
    tables = evidence_tables(profile_type)
    for kind in tables.kinds:
        column = [each.name for each in tables.kinds].index(kind.name)
        for level in (each for each in kind.levels if each.name.split(",")[0] == "same"):
            asked = pattern(tables, **{kind.name: level.name})[None, :]
            shipped = shipped_model(tables, names(tables))
            turned = [table.copy() for table in shipped.tables]
            turned[column][: shipped.n_same, kind.value_of(level)] = 1e-4  # these lists say that it speaks against
            model = replace(shipped, tables=tuple(turned))
            assert f"different {kind.says}" not in reasons(tables, model, asked)[1][0]
