"""Lists that hold little more than names and birth dates: what is learned where each true pair has an error."""

import numpy as np
import pytest

from listmatch.domain.verdicts import ProfileType
from listmatch.matching.evidence.kinds import EvidenceTables
from listmatch.matching.evidence.tables import evidence_tables
from listmatch.matching.model.chance import Commonness
from listmatch.matching.model.class_fit import fit_tables
from listmatch.matching.model.leash import Leash
from listmatch.matching.model.relationships import pair_posteriors

PEOPLE = evidence_tables(ProfileType.PERSON)
CHANCES = {"birth": 4e-5, "birth digit": 8e-4, "birth part": 0.017}
CLOSE, LAST_CLOSE, COMMON = "first name close or initial", "last name close", "same, common name"
STRANGERS = {("same, very common name", "different"): 5700, (COMMON, "different"): 1000, ("different", "same"): 300}


def value(kind: str, level: str, tables: EvidenceTables = PEOPLE) -> int:
    found = next(each for each in tables.kinds if each.name == kind)
    return found.value_of(next(each for each in found.levels if each.name == level))


def right(found: dict[tuple[str, str], int]) -> dict[tuple[str, str], float]:
    """P(right) per levels of name and birth date, learned from the number of pairs that have them."""
    patterns = np.array([[value("name", name), value("birth", birth)] for name, birth in found], np.int8)
    fit = fit_tables(
        PEOPLE, patterns, np.array(list(found.values()), float), kinds=["name", "birth"], n_rows=10_000,
        leash=Leash(), counted=Commonness(CHANCES),
    )  # fmt: skip
    return dict(zip(found, pair_posteriors(fit.model, patterns, odds=fit.pair_odds), strict=True))


def test_a_mistyped_name_beside_the_same_birth_date_is_one_person() -> None:
    p = right({**STRANGERS, (CLOSE, "same"): 320, (LAST_CLOSE, "same"): 240, (COMMON, "swapped or one edit"): 150})
    assert p[CLOSE, "same"] > 0.99
    assert p[LAST_CLOSE, "same"] > 0.99
    assert p[COMMON, "swapped or one edit"] > 0.9
    assert p["different", "same"] < 0.01
    assert p[COMMON, "different"] < 0.01


def test_few_right_pairs_among_many_strangers_are_found() -> None:
    p = right({("same", "same"): 40, (COMMON, "same"): 26, **{levels: 3 * n for levels, n in STRANGERS.items()}})
    assert p["same", "same"] > 0.99
    assert p[COMMON, "same"] > 0.9


@pytest.mark.parametrize("more", [1, 20])
def test_strangers_who_share_a_birth_date_are_no_matches(more: int) -> None:
    p = right({levels: more * n for levels, n in STRANGERS.items()} | {(CLOSE, "different"): 500 * more})
    assert max(p.values()) < 0.05
