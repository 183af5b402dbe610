"""Calibration from labelled pairs: what it learns, how much it takes to move, and that it can be undone."""

import json

import numpy as np
import pytest

from listmatch.domain.verdicts import ProfileType
from listmatch.errors import ProfileInvalid
from listmatch.matching.model.document import ScoringModel
from listmatch.matching.model.refinement import UNCALIBRATED, Calibration, grid, refine
from listmatch.matching.scoring.explain import TOLD, contributions
from tests.unit.matching.standard_lists import profile_of, read, score

LEARNED = Calibration(
    tuple(np.round(-0.7 * np.exp(-((grid() - 1) ** 2)), 6).tolist()),
    labels=40,
    right=25,
    loss_before=0.5,
    loss_after=0.4,
)


def labelled(scores: list[float], right: list[bool]) -> Calibration:
    return refine(np.array(scores), np.array(right))


def test_nothing_labelled_changes_nothing() -> None:
    assert labelled([], []) is UNCALIBRATED
    scores = np.array([0.0, 50.0, 100.0])
    assert UNCALIBRATED.applied(scores) is scores
    assert UNCALIBRATED.undone(37.0) == 37.0


def test_opposite_labels_on_either_side_leave_the_better_score_the_better_one() -> None:
    learned = labelled([30.0] * 60 + [70.0] * 60, [True] * 60 + [False] * 60)
    low, high = learned.applied(np.array([30.0, 70.0]))
    assert 40 < low < high < 60


def test_scores_come_to_mean_what_the_labels_say() -> None:
    rng = np.random.default_rng(5)
    scores = rng.uniform(60, 90, 4000)
    truth = 1 / (1 + np.exp(-(0.9 * np.log(scores / (100 - scores)) - 1.2)))
    learned = refine(scores, rng.uniform(size=4000) < truth)
    assert np.abs(learned.applied(scores) / 100 - truth).max() < 0.04
    assert learned.loss_after < learned.loss_before


@pytest.mark.parametrize(("number", "lowest", "highest"), [(1, 66, 75), (5, 45, 66), (200, 0, 10)])
def test_the_more_labels_say_so_the_more_a_score_moves(number: int, lowest: float, highest: float) -> None:
    learned = labelled([75.0] * number, [False] * number)
    assert lowest < learned.applied(np.array([75.0]))[0] < highest


@pytest.mark.parametrize("right", [True, False])
def test_what_is_said_of_scores_in_review_moves_neither_the_surest_nor_the_least_likely(right: bool) -> None:
    learned = labelled([75.0] * 100, [right] * 100)
    far = np.array([0.5, 2.0, 99.5, 99.98])
    assert learned.applied(far) == pytest.approx(far, rel=0.02)


@pytest.mark.parametrize("right", [True, False])
def test_labels_that_all_agree_leave_scores_in_order_and_in_bounds(right: bool) -> None:
    scores = np.array([0.0, 1.0, 50.0, 99.0, 100.0])
    learned = labelled([70.0] * 500, [right] * 500)
    calibrated = learned.applied(scores)
    assert np.isfinite(calibrated).all()
    assert (np.diff(calibrated) > 0).all()
    assert calibrated.min() >= 0
    assert calibrated.max() <= 100


@pytest.mark.parametrize("before", [0.5, 12.0, 70.0, 99.0])
def test_a_calibration_can_be_undone(before: float) -> None:
    assert LEARNED.undone(float(LEARNED.applied(np.array([before]))[0])) == pytest.approx(before, abs=1e-6)


def people() -> list[dict[str, str]]:
    return [{"first": f"name{i}", "last": f"lee{i}", "email": f"a{i}@lee{i}.org"} for i in range(40)]


def test_a_calibrated_model_scores_by_it_and_says_so_in_its_document(tmp_path) -> None:
    plain = score(tmp_path / "plain", people(), people(), profile=profile_of())
    document = ScoringModel.from_dict(
        json.loads((tmp_path / "plain" / "model.json").read_text()), profile_type=ProfileType.PERSON
    ).to_dict()
    assert "calibration" not in document
    pinned = profile_of(model={**document, "calibration": LEARNED.to_dict()})
    refined = score(tmp_path / "refined", people(), people(), profile=pinned)
    assert [line["score"] for line in refined] == pytest.approx(
        np.round(LEARNED.applied(np.array([line["score"] for line in plain])), 4).tolist(), abs=1e-3
    )
    assert ScoringModel.from_dict(pinned.model, profile_type=ProfileType.PERSON).calibration == LEARNED
    assert read(tmp_path / "refined" / "scored_matches.parquet")


def test_the_parts_of_a_calibrated_score_still_add_up(tmp_path) -> None:
    lines = score(tmp_path, people(), people(), profile=profile_of())
    text = (tmp_path / "model.json").read_text()
    data = {**json.loads(text), "calibration": LEARNED.to_dict()}
    model = ScoringModel.from_dict(data, profile_type=ProfileType.PERSON)
    levels = {name.removeprefix("evidence_"): value for name, value in lines[0].items() if name.startswith("evidence_")}
    parts = contributions(model, levels, score=80.0)
    assert sum(part.log_odds for part in parts) == pytest.approx(np.log(4))
    [moved] = [part.log_odds for part in parts if part.kind == TOLD]
    assert moved == pytest.approx(np.log(4) - np.log(LEARNED.undone(80.0) / (100 - LEARNED.undone(80.0))))
    assert moved < -0.2


@pytest.mark.parametrize(
    "broken",
    [
        {"corrections": [0.0]},
        {"corrections": [float("nan")] * len(grid())},
        {"corrections": (-2 * grid()).tolist()},
        {"corrections": "x"},
        {"labels": None},
    ],
)
def test_a_document_with_a_broken_calibration_is_refused(tmp_path, broken: dict[str, object]) -> None:
    score(tmp_path, people(), people(), profile=profile_of())
    data = json.loads((tmp_path / "model.json").read_text())
    with pytest.raises(ProfileInvalid, match="cannot be used"):
        ScoringModel.from_dict(
            {**data, "calibration": {**LEARNED.to_dict(), **broken}}, profile_type=ProfileType.PERSON
        )
