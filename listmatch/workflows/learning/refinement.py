"""From labels and decisions to a calibrated model: which scores were asked about, and what people said of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from listmatch.catalog.queries import decisions as decision_rows
from listmatch.domain.artifacts import DECIDED
from listmatch.errors import InputError
from listmatch.workflows.learning.label_keys import PreparedRows
from listmatch.workflows.learning.labels import Label, read_labels
from listmatch.workflows.matches.decided import find_decided
from listmatch.workflows.matches.open_lists import OpenLists
from listmatch.workflows.services import Services

if TYPE_CHECKING:
    from listmatch.matching.model.refinement import Calibration

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Refined:
    """How labels and decisions changed a model: from so many, with mean log losses (nats) before and after.

    ``unreached`` labelled pairs share no key, so there is no score to learn from.
    """

    labels: int = 0
    decisions: int = 0
    unreached: int = 0
    loss_before: float = 0.0
    loss_after: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "labels": self.labels,
            "decisions": self.decisions,
            "unreached": self.unreached,
            "lossBefore": self.loss_before,
            "lossAfter": self.loss_after,
        }


def refine_model(
    services: Services, lists: OpenLists, *, model: Path, scored: Path, labels: Path | None, with_decisions: bool
) -> Refined:
    """Calibrate the model.json *model* of *lists* as *scored*, with labels and decisions; unchanged without any.

    Labelled pairs and decided pairs of these lists count with the score that this model gives them, other decisions of
    the owner on lists of the same type with the score that they had then. A label outranks a decision. Raises
    InputError for labels that cannot be read or name rows that the lists do not have.
    """
    told = _labelled(services, lists, labels) if labels else []
    _check(told, lists)
    truth: dict[Pair, bool] = {}
    seen: set[str] = set()
    if with_decisions:
        truth, seen = _decided(services, lists, scored)
    n_decided = len(truth)
    truth |= {_pair(label, lists): label.is_match for label in told}
    scores = _scores(services, scored, list(truth))
    examples = [(scores[pair], is_match) for pair, is_match in sorted(truth.items()) if pair in scores]
    elsewhere = _elsewhere(services, lists, seen) if with_decisions else []
    learned = _learn(model, lists, [*examples, *elsewhere])
    return Refined(
        labels=len(told),
        decisions=n_decided + len(elsewhere),
        unreached=len(truth) - len(examples),
        loss_before=learned.loss_before,
        loss_after=learned.loss_after,
    )


def _labelled(services: Services, lists: OpenLists, labels: Path) -> list[Label]:
    """The pairs in the file *labels*; in a dedupe both rows are of the one list."""
    source = PreparedRows(lists.source, "source", services.compute)
    master = PreparedRows(lists.master, "master", services.compute) if lists.master else source
    return read_labels(labels, source=source, master=master)


def _learn(model: Path, lists: OpenLists, examples: Sequence[tuple[float, bool]]) -> "Calibration":
    import json

    import numpy as np

    from listmatch.matching.model.document import ScoringModel
    from listmatch.matching.model.refinement import refine

    learned = refine(np.array([score for score, _ in examples]), np.array([is_match for _, is_match in examples], bool))
    if learned.labels:
        fitted = ScoringModel.from_dict(json.loads(model.read_text("utf-8")), profile_type=lists.profile.type)
        replace(fitted, calibration=learned).write(model)
    return learned


def _check(told: Sequence[Label], lists: OpenLists) -> None:
    said: dict[Pair, bool] = {}
    for label in told:
        for row, side, file in (
            (label.source_row_id, "source", lists.source),
            (label.master_row_id, "master", lists.master or lists.source),
        ):
            if row > file.profile.rows:
                message = f"the {side} list has no row {row}; it has {file.profile.rows}."
                cure = "Take the numbers from _lmg_row_id and _lmg_master_row_id of the results."
                raise InputError(message, place="labels", cure=cure)
        if said.setdefault(_pair(label, lists), label.is_match) is not label.is_match:
            rows = f"rows {label.source_row_id} and {label.master_row_id}"
            raise InputError(f"{rows} are labelled both ways.", place="labels", cure="Keep one of the two lines.")


def _pair(label: Label, lists: OpenLists) -> Pair:
    pair = (label.source_row_id, label.master_row_id)
    return pair if lists.master else (min(pair), max(pair))


def _decided(services: Services, lists: OpenLists, scored: Path) -> tuple[dict[Pair, bool], set[str]]:
    """The decided pairs of these lists, and the ids of the decisions on them."""
    with services.folder() as folder, services.compute.connect() as connection:
        find_decided(
            services,
            owner_id=services.settings.owner,
            source=lists.source,
            master=lists.master,
            scored=scored,
            into=folder,
        )
        found = connection.execute(
            "select source_row_id, master_row_id, is_match, decision_id from read_parquet(?) order by all",
            [str(folder / DECIDED)],
        ).fetchall()
    return {(left, right): is_match for left, right, is_match, _ in found}, {decision for *_, decision in found}


def _scores(services: Services, scored: Path, pairs: Sequence[Pair]) -> Mapping[Pair, float]:
    with services.compute.connect() as connection:
        found = connection.execute(
            """select source_row_id, master_row_id, score from read_parquet(?)
            semi join (select unnest(?::bigint[]) as source_row_id, unnest(?::bigint[]) as master_row_id)
            using (source_row_id, master_row_id)""",
            [str(scored), [left for left, _ in pairs], [right for _, right in pairs]],
        ).fetchall()
    return {(left, right): score for left, right, score in found}


def _elsewhere(services: Services, lists: OpenLists, seen: set[str]) -> list[tuple[float, bool]]:
    """Score then, and ruling, of the owner's other decisions on lists of this type."""
    with services.catalog.reading() as session:
        records = decision_rows.all_of(session, owner_id=services.settings.owner)
    return [
        (record.model_score, record.is_match)
        for record in records
        if record.id not in seen and record.model_score is not None and record.profile_type is lists.profile.type
    ]
