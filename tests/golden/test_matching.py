"""Labelled pairs and the frozen scores of the matcher: a change of either is seen line by line."""

from pathlib import Path

import pytest

from tests.golden.matching_lists import TYPES, frozen_of, scored, truth_of


@pytest.mark.parametrize("name", TYPES)
def test_scores_classes_and_reasons_are_the_frozen_ones(name: str, tmp_path: Path) -> None:
    changed = sorted(set(scored(name, tmp_path)) ^ set(frozen_of(name)))
    assert not changed, "say in the commit why they changed, and freeze them: python -m tests.golden.matching_lists"


@pytest.mark.parametrize(("name", "least_recall"), [("contacts", 0.9), ("accounts", 0.7)])
def test_the_frozen_scores_are_right(name: str, least_recall: float) -> None:
    truth = truth_of(name)
    matched = {(int(line[0]), int(line[1])) for line in frozen_of(name) if float(line[2]) >= 85}
    assert len(matched & truth) / len(matched) >= 0.97
    assert len(matched & truth) / len(truth) >= least_recall
