"""Companies of which few of many are in the master: what namesakes, branches and chains may explain, and what not."""

import numpy as np
import pytest

from listmatch.domain.verdicts import ProfileType
from listmatch.matching.comparison.agreement import SEVERAL_PLACES
from listmatch.matching.evidence.tables import evidence_tables
from listmatch.matching.model.chance import MOST, with_chance
from listmatch.matching.model.class_fit import TableFit, fit_tables
from listmatch.matching.model.leash import Leash
from listmatch.matching.model.relationships import Floats, Patterns, pair_posteriors, shipped_model
from listmatch.matching.model.row_fit import MOST_COPIES, Candidates, fit_rows, lone_posteriors
from tests.unit.matching.model.test_relationships import names, pattern

COMPANIES = evidence_tables(ProfileType.COMPANY)
ONE, SEVERAL = "in one place", "in several places"


def fitted(found: dict[tuple[str, ...], int], kinds: list[str]) -> tuple[TableFit, Patterns, Floats]:
    """Learned from the number of pairs per levels of *kinds*, of 3,000 rows; and P(right) of each of these."""
    told = [pattern(COMPANIES, **dict(zip(kinds, levels, strict=True))) for levels in found]
    patterns = np.stack(told)[:, [names(COMPANIES).index(kind) for kind in kinds]]
    counts = np.array(list(found.values()), float)
    fit = fit_tables(COMPANIES, patterns, counts, kinds=kinds, n_rows=3_000, leash=Leash())
    return fit, patterns, pair_posteriors(fit.model, patterns, odds=fit.pair_odds)


def test_namesakes_and_branches_of_a_large_list_do_not_explain_a_telephone_in_common() -> None:
    crowd = {("same", SEVERAL, "different"): 4_900, ("same, other legal form", SEVERAL, "different"): 16_500}
    _, _, p = fitted({**crowd, ("same", ONE, "same"): 10, ("same", ONE, "different"): 70}, ["firm", "sites", "phone"])
    assert p[2] > 0.95
    assert (p[[0, 1, 3]] < 0.01).all()


def test_no_list_teaches_that_a_company_has_another_name() -> None:
    """Firms that share a number (an agent's, one given out again) are not the same, however many there are."""
    kinds = ["firm", "phone", "town"]
    fit, _, _ = fitted({("same", "same", "same city"): 20, ("different", "same", "same city"): 2_000}, kinds)
    shipped = shipped_model(COMPANIES, kinds)
    assert (fit.model.tables[0][:2, 0] <= shipped.tables[0][:2, 0] + 1e-9).all()


@pytest.mark.parametrize("share", [0.0, 0.3, 0.97])
def test_a_company_whose_name_is_in_several_places_is_as_frequent_as_the_master_shows(share: float) -> None:
    shipped = shipped_model(COMPANIES, ["sites"])
    [table] = with_chance(shipped, COMPANIES, {SEVERAL_PLACES: share}).tables
    before = shipped.tables[0]
    assert table[0, 1] == pytest.approx(before[0, 1] + before[0, 0] * min(share, MOST))
    assert np.allclose(table.sum(axis=1), 1.0)


def test_a_chain_of_one_number_does_not_take_their_match_from_others() -> None:
    """One row whose sixty shops all fit is no sign that the others have further right candidates."""
    kinds = ["firm", "phone"]
    fit, patterns, _ = fitted({("same", "same"): 90, ("same", "different"): 3_000}, kinds)
    row = np.concatenate([np.zeros(60), np.arange(1, 31), np.arange(1_000).repeat(3)]).astype(np.int64)
    which = np.concatenate([np.zeros(90), np.ones(3_000)]).astype(np.int64)
    found = fit_rows(fit.model, COMPANIES, patterns, Candidates(which, row, 1_000))
    assert found.copies <= MOST_COPIES
    assert lone_posteriors(fit.model, patterns, rows=found)[0] > 0.85
