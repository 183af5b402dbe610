"""The parts of a score add up to it, and say what spoke for and against."""

from dataclasses import replace
from math import log

import pytest

from listmatch.domain.verdicts import ProfileType
from listmatch.matching.evidence.tables import evidence_tables
from listmatch.matching.model.document import ScoringModel
from listmatch.matching.model.relationships import shipped_model
from listmatch.matching.model.row_fit import RowFit
from listmatch.matching.scoring.explain import START, contributions

TABLES = evidence_tables(ProfileType.PERSON)


def a_model() -> ScoringModel:
    classes = shipped_model(TABLES, [kind.name for kind in TABLES.kinds])
    return ScoringModel(ProfileType.PERSON, classes, 0.3, RowFit(0.6, 0.02, 1.5, 1))


def levels(**names: str) -> dict[str, int]:
    found = {}
    for kind in TABLES.kinds:
        values = [level.name for level in reversed(kind.levels)]
        found[kind.name] = values.index(names[kind.name]) if kind.name in names else -1
    return found


@pytest.mark.parametrize("score", [0.0, 12.5, 97.0, 100.0])
def test_the_parts_add_up_to_the_log_odds_of_the_score(score: float) -> None:
    parts = contributions(a_model(), levels(name="same", email="different", org="same", phone="different"), score=score)
    p = min(max(score / 100, 1e-6), 1 - 1e-6)
    assert sum(part.log_odds for part in parts) == pytest.approx(log(p / (1 - p)))


def test_agreement_speaks_for_and_difference_against() -> None:
    parts = contributions(a_model(), levels(name="same", email="same", birth="different"), score=60)
    adds = {part.kind: part.log_odds for part in parts}
    assert adds["name"] > 0
    assert adds["email"] > 0
    assert adds["birth date"] < 0


def test_the_starting_point_comes_first_and_what_is_unknown_is_left_out() -> None:
    parts = contributions(a_model(), levels(email="same"), score=90)
    assert [(part.kind, part.level) for part in parts] == [(START, ""), ("email", "same")]


def test_with_no_evidence_only_the_starting_point_remains() -> None:
    [only] = contributions(a_model(), levels(), score=50)
    assert only.log_odds == pytest.approx(0)


def test_how_alike_two_titles_are_is_told_as_a_likeness() -> None:
    tables = evidence_tables(ProfileType.PRODUCT)
    model = replace(a_model(), type=ProfileType.PRODUCT, classes=shipped_model(tables, ["title"]))
    [_, title] = contributions(model, {"title": len(tables.kind("title").levels) - 1}, score=50)
    assert (title.kind, title.level) == ("title", "likeness at least .9, of 1")
