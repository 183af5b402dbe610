"""Training: the model that fits an owner's lists, learned once, so that later jobs are scored alike.

Nothing needs to be labelled; where people have labelled or decided pairs, the scores are calibrated by what they said.
"""

import json
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from listmatch.domain.progress import Progress, part_of, silent
from listmatch.errors import InputError
from listmatch.workflows.learning.refinement import Refined, refine_model
from listmatch.workflows.learning.splink_models import FromSplink, take_over
from listmatch.workflows.matches.open_lists import DETECTED, OpenLists, Readings, open_lists
from listmatch.workflows.services import Services


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


def train(
    services: Services,
    source: Path,
    master: Path | None,
    *,
    out: Path,
    profile: Path | None = None,
    readings: Readings = DETECTED,
    pin: Path | None = None,
    labels: Path | None = None,
    with_decisions: bool = True,
    splink: Path | None = None,
    progress: Progress = silent,
) -> Trained:
    """Fit the model to two local lists (or one, for a dedupe) and write it to *out*, as ``model:`` takes it.

    With *pin* the profile is written there too, with the model in it. The rates in the file *splink*, a model that
    Splink saved, go before those that the lists would give. The pairs in the file *labels* and, unless told
    otherwise, the owner's review decisions calibrate the scores. Raises InputError and its kin for lists or a
    profile that cannot be used, and when no two rows share a key: then there is nothing to learn from.
    """
    from listmatch.matching.blocking.candidates import find_candidates
    from listmatch.matching.candidate_summary import CANDIDATES
    from listmatch.matching.profile import MatchProfile
    from listmatch.matching.scoring.score import MODEL, score_candidates
    from listmatch.matching.scoring.scored_pairs import SCORED

    opened = open_lists(
        services, source, master, profile=profile, readings=readings, progress=part_of(progress, 0.0, 0.6)
    )
    with opened as lists, services.folder() as folder:
        adaptive = MatchProfile.from_dict(lists.profile.to_dict() | {"model": "adaptive"})
        sides = (lists.source_standard, lists.master_standard)
        found = find_candidates(*sides, profile=adaptive, into=folder, compute=services.compute)
        if not found.pairs:
            raise InputError(found.note, place="train", cure="Train on lists that have rows in common.")
        progress(0.7, "fitting the model")
        fitted = score_candidates(
            *sides, candidates=folder / CANDIDATES, profile=adaptive, into=folder, compute=services.compute
        )
        from_splink = FromSplink()
        if splink is not None:
            from_splink = take_over(splink, lists, model=folder / MODEL)
            laid = MatchProfile.from_dict(adaptive.to_dict() | {"model": json.loads((folder / MODEL).read_bytes())})
            score_candidates(
                *sides, candidates=folder / CANDIDATES, profile=laid, into=folder, compute=services.compute
            )
        refined = refine_model(
            services,
            lists,
            model=folder / MODEL,
            scored=folder / SCORED,
            labels=labels,
            with_decisions=with_decisions,
        )
        _put(folder / MODEL, out)
        if pin is not None:
            _pin(lists, folder / MODEL, folder / "profile.yaml", pin)
    progress(1.0, "trained")
    return Trained(
        out,
        _hash_of(out, lists),
        found.pairs,
        fitted.kinds,
        fitted.matched_share,
        fitted.fallbacks,
        refined,
        from_splink,
    )


def _hash_of(model: Path, lists: OpenLists) -> str:
    from listmatch.matching.model.document import ScoringModel

    document = json.loads(model.read_text(encoding="utf-8"))
    return ScoringModel.from_dict(document, profile_type=lists.profile.type).content_hash


def _pin(lists: OpenLists, model: Path, draft: Path, pin: Path) -> None:
    content = lists.profile.to_dict() | {"model": json.loads(model.read_text(encoding="utf-8"))}
    draft.write_text(lists.profile.from_dict(content).to_yaml(), encoding="utf-8")
    _put(draft, pin)


def _put(path: Path, target: Path) -> None:
    """Copy a finished file to where the user wants it: beside it first, then in its place at once."""
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, beside)
        beside.replace(target)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        message = f"the file cannot be written ({error.strerror})."
        raise InputError(message, place=str(target), cure="Name a file in a folder that you may write to.") from error
