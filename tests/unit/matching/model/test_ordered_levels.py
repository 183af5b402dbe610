"""A better agreement never lowers a score, whatever the lists taught."""

from itertools import product

import numpy as np
import pytest

from listmatch.domain.verdicts import ProfileType
from listmatch.matching.evidence.kinds import UNKNOWN, EvidenceTables
from listmatch.matching.evidence.tables import evidence_tables
from listmatch.matching.model.class_fit import fit_tables
from listmatch.matching.model.leash import Leash
from listmatch.matching.model.ordered_levels import in_order
from listmatch.matching.model.relationships import Patterns, log_ratios, shipped_model

CHOSEN = ("firm", "site", "phone", "address")


@pytest.fixture(scope="module")
def tables() -> EvidenceTables:
    return evidence_tables(ProfileType.COMPANY)


def pattern(tables: EvidenceTables, *levels: str) -> list[int]:
    """Level values of the chosen kinds, of names in their order."""
    kinds = [kind for kind in tables.kinds if kind.name in CHOSEN]
    return [
        next((kind.value_of(level) for level in kind.levels if level.name == name), UNKNOWN)
        for kind, name in zip(kinds, levels, strict=True)
    ]


def rows_per_level(tables: EvidenceTables) -> list[Patterns]:
    """For all that may be known beside it the patterns of the ordered levels of a name, the worst first."""
    firm, *others = (kind for kind in tables.kinds if kind.name in CHOSEN)
    best = len(firm.levels)
    values = range(best - firm.in_order, best)
    beside = product(*(range(-1, len(kind.levels)) for kind in others))
    return [np.array([(value, *rest) for value in values], dtype=np.int8) for rest in beside]


def test_branches_that_are_written_without_errors_teach_no_list_that_errors_are_a_good_sign(
    tables: EvidenceTables,
) -> None:
    found = {
        3000.0: pattern(tables, "same", "same", "different", "different"),
        900.0: pattern(tables, "same", "same", "same", "same"),
        400.0: pattern(tables, "close", "same", "same", "same"),
        300.0: pattern(tables, "other name", "same", "same", "same"),
        200.0: pattern(tables, "words more", "different", "same", "same"),
        500.0: pattern(tables, "different", "different", "different", "same"),
    }
    patterns, counts = np.array(list(found.values()), dtype=np.int8), np.array(list(found))
    fit = fit_tables(tables, patterns, counts, kinds=CHOSEN, n_rows=2000, leash=Leash())
    assert all((np.diff(log_ratios(fit.model, each)) > -1e-9).all() for each in rows_per_level(tables))


def test_what_is_in_order_stays_and_what_is_not_is_pooled(tables: EvidenceTables) -> None:
    firm = tables.kind("firm")
    shipped = shipped_model(tables, ["firm"])
    [table] = shipped.tables
    ordered = in_order(table, firm, same_shares=shipped.same_shares)
    values = [firm.value_of(level) for level in firm.levels[: firm.in_order]]
    same = shipped.same_shares @ ordered[: shipped.n_same]
    ratios = ordered[shipped.n_same :, values] / same[values]
    assert (np.diff(ratios) > -1e-12).all()
    assert ordered.sum(axis=1) == pytest.approx(1)
    assert ordered[:, firm.value_of(firm.levels[-1])] == pytest.approx(table[:, firm.value_of(firm.levels[-1])])
