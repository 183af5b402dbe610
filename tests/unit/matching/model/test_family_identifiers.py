"""Identifiers that a family shares: membership and household numbers, a parent's tax number on a child's job."""

import numpy as np
import pytest

from listmatch.domain.verdicts import ProfileType
from listmatch.matching.evidence.tables import evidence_tables
from listmatch.matching.model.class_fit import fit_tables
from listmatch.matching.model.leash import Leash
from listmatch.matching.model.relationships import pair_posteriors
from tests.unit.matching.model.test_relationships import names, pattern

PEOPLE = evidence_tables(ProfileType.PERSON)
RELATIVE = "last name only"


def right(kinds: list[str], found: dict[tuple[str, ...], int], *, n_rows: int) -> dict[tuple[str, ...], float]:
    """P(right) per levels of *kinds*, learned from the number of pairs that have them."""
    told = [pattern(PEOPLE, **dict(zip(kinds, levels, strict=True))) for levels in found]
    patterns = np.stack(told)[:, [names(PEOPLE).index(kind) for kind in kinds]]
    counts = np.array(list(found.values()), float)
    fit = fit_tables(PEOPLE, patterns, counts, kinds=kinds, n_rows=n_rows, leash=Leash())
    return dict(zip(found, pair_posteriors(fit.model, patterns, odds=fit.pair_odds), strict=True))


@pytest.mark.parametrize("relatives", [300, 2_000])
def test_a_relative_with_the_identifier_of_the_family_is_another_person(relatives: int) -> None:
    p = right(
        ["name", "address", "key"],
        {
            ("same", "same", "same"): 1_000,
            (RELATIVE, "same", "same"): relatives,
            (RELATIVE, "same", "different"): 200,
            ("different", "different", "different"): 500,
        },
        n_rows=4_000,
    )
    assert p["same", "same", "same"] > 0.99
    assert p[RELATIVE, "same", "same"] < 0.5


def test_where_little_else_is_known_a_relative_with_the_identifier_is_not_sure_to_be_right() -> None:
    p = right(["name", "key"], {("same", "same"): 2_700, (RELATIVE, "same"): 110}, n_rows=3_000)
    assert p["same", "same"] > 0.99
    assert p[RELATIVE, "same"] < 0.85


def test_a_given_name_written_wrongly_beside_birth_date_and_identifier_is_one_person() -> None:
    """FEBRL 3 replaces given names; twins share a birth date, but no number of their own."""
    p = right(
        ["name", "address", "birth", "key"],
        {
            ("same", "same", "same", "same"): 4_000,
            (RELATIVE, "same", "same", "same"): 400,
            (RELATIVE, "different", "same", "same"): 60,
            (RELATIVE, "same", "different", "different"): 600,
            ("different", "different", "different", "different"): 5_000,
        },
        n_rows=5_000,
    )
    assert p[RELATIVE, "same", "same", "same"] > 0.99
    assert p[RELATIVE, "different", "same", "same"] > 0.95
    assert p[RELATIVE, "same", "different", "different"] < 0.01
