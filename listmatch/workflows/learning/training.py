"""Training: the model that fits an owner's lists, learned once, so that later jobs are scored alike.

Nothing needs to be labelled; where people have labelled or decided pairs, the scores are calibrated by what they said.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from listmatch.domain.artifacts import CANDIDATES, MODEL, SCORED
from listmatch.domain.progress import Progress, part_of, silent
from listmatch.errors import InputError
from listmatch.workflows.learning.refinement import Refined, refine_model
from listmatch.workflows.learning.splink_models import FromSplink, take_over
from listmatch.workflows.matches.open_lists import LocalLists, OpenLists, open_local
from listmatch.workflows.put import put_file
from listmatch.workflows.services import Services

if TYPE_CHECKING:
    from listmatch.domain.summaries import ScoreSummary


@dataclass(frozen=True, slots=True)
class Trained:
    """A model as it was learned: from how many pairs, about which kinds of evidence, with which reservations."""

    path: Path
    model_hash: str
    pairs: int
    kinds: tuple[str, ...]
    matched_share: float | None
    """estimated share of source rows that the master holds; None for a dedupe"""
    fallbacks: tuple[str, ...]
    refined: Refined
    from_splink: FromSplink

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, for ``--json``."""
        return {
            "model": str(self.path),
            "modelHash": self.model_hash,
            "pairs": self.pairs,
            "kinds": list(self.kinds),
            "matchedShare": self.matched_share,
            "fallbacks": list(self.fallbacks),
            "refined": self.refined.to_dict(),
            "fromSplink": {"taken": list(self.from_splink.taken), "leftOut": list(self.from_splink.left_out)},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRequest:
    """What to learn from, and where the model goes."""

    lists: LocalLists
    out: Path
    """the model (JSON), as ``model:`` of a profile takes it"""
    pin: Path | None = None
    """also write the profile there, with the model in it"""
    labels: Path | None = None
    """labelled pairs, by which the scores are calibrated"""
    with_decisions: bool = True
    """calibrate by the owner's review decisions too"""
    splink: Path | None = None
    """a model that Splink saved, whose rates go before those that the lists would give"""


def train(services: Services, request: TrainingRequest, *, progress: Progress = silent) -> Trained:
    """Fit the model to two local lists (or one, for a dedupe).

    Raises InputError and its kin for lists or a profile that cannot be used, and when no two rows share a key: then
    there is nothing to learn from.
    """
    opened = open_local(services, request.lists, progress=part_of(progress, 0.0, 0.6))
    with opened as lists, services.folder() as folder:
        pairs = _find_pairs(services, lists, into=folder)
        progress(0.7, "fitting the model")
        fitted = _score(services, lists, model="adaptive", into=folder)
        from_splink = FromSplink()
        if request.splink is not None:
            from_splink = take_over(request.splink, lists, model=folder / MODEL)
            _score(services, lists, model=_read(folder / MODEL), into=folder)
        refined = refine_model(
            services,
            lists,
            model=folder / MODEL,
            scored=folder / SCORED,
            labels=request.labels,
            with_decisions=request.with_decisions,
        )
        put_file(folder / MODEL, request.out)
        if request.pin is not None:
            _pin(lists, folder / MODEL, folder / "profile.yaml", request.pin)
        model_hash = _hash_of(folder / MODEL, lists)
    progress(1.0, "trained")
    return Trained(
        path=request.out,
        model_hash=model_hash,
        pairs=pairs,
        kinds=fitted.kinds,
        matched_share=fitted.matched_share,
        fallbacks=fitted.fallbacks,
        refined=refined,
        from_splink=from_splink,
    )


def _find_pairs(services: Services, lists: OpenLists, *, into: Path) -> int:
    """Write the candidate pairs of the lists; how many there are. Raises InputError where there are none."""
    from listmatch.matching.blocking.candidates import find_candidates

    found = find_candidates(lists.paths(), profile=lists.profile, into=into, compute=services.compute)
    if not found.pairs:
        raise InputError(found.note, place="train", cure="Train on lists that have rows in common.")
    return found.pairs


def _score(services: Services, lists: OpenLists, *, model: Any, into: Path) -> "ScoreSummary":
    """Score the candidate pairs in *into* by *model*, as a profile names it; writes model.json beside them."""
    from listmatch.matching.scoring.score import score_candidates

    profile = lists.profile.from_dict(lists.profile.to_dict() | {"model": model})
    return score_candidates(lists.paths(), into / CANDIDATES, profile=profile, into=into, compute=services.compute)


def _read(model: Path) -> Any:
    return json.loads(model.read_text(encoding="utf-8"))


def _hash_of(model: Path, lists: OpenLists) -> str:
    from listmatch.matching.model.document import ScoringModel

    return ScoringModel.from_dict(_read(model), profile_type=lists.profile.type).content_hash


def _pin(lists: OpenLists, model: Path, draft: Path, pin: Path) -> None:
    content = lists.profile.to_dict() | {"model": _read(model)}
    draft.write_text(lists.profile.from_dict(content).to_yaml(), encoding="utf-8")
    put_file(draft, pin)
