"""Lists that tell the year of birth alone: a father and the son who is named after him live at one address."""

import numpy as np

from listmatch.domain.verdicts import ProfileType
from listmatch.matching.evidence.tables import evidence_tables
from listmatch.matching.model.class_fit import Leash, fit_tables
from listmatch.matching.model.relationships import pair_posteriors
from tests.unit.matching.model.test_relationships import names, pattern

PEOPLE = evidence_tables(ProfileType.PERSON)
KINDS = ["name", "address", "born"]


def test_of_one_name_at_one_address_the_year_of_birth_tells_the_father_from_the_son() -> None:
    found = {
        ("same", "same", "same"): 600,
        ("same", "same", "different"): 700,
        ("last name only", "same", "same"): 3_000,
        ("last name only", "same", "different"): 30_000,
        ("same", "different", "different"): 3_000,
        ("different", "different", "same"): 900,
        ("different", "different", "different"): 40_000,
    }
    patterns = np.stack([pattern(PEOPLE, **dict(zip(KINDS, levels, strict=True))) for levels in found])
    patterns = patterns[:, [names(PEOPLE).index(kind) for kind in KINDS]]
    counts = np.array(list(found.values()), float)
    fit = fit_tables(PEOPLE, patterns, counts, kinds=KINDS, n_rows=60_000, leash=Leash())
    p = dict(zip(found, pair_posteriors(fit.model, patterns, odds=fit.pair_odds), strict=True))
    assert p["same", "same", "same"] > 0.85
    assert p["same", "same", "different"] < 0.5
    assert p["last name only", "same", "same"] < 0.1
