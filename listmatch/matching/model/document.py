"""The model of a match as a JSON document: what scored it, enough to score again, and what was learned.

A profile may carry such a document (``model:``); then its tables, shares and rates are used as they are.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from listmatch.domain.verdicts import ProfileType
from listmatch.errors import ProfileInvalid
from listmatch.matching.evidence.kinds import EvidenceTables
from listmatch.matching.evidence.tables import evidence_tables
from listmatch.matching.model.refinement import UNCALIBRATED, Calibration
from listmatch.matching.model.relationships import ClassModel, shipped_model
from listmatch.matching.model.row_fit import RowFit

FORMAT = 1


@dataclass(frozen=True, slots=True)
class ScoringModel:
    """Everything that turns patterns into scores. ``rows`` is None where pairs stand for themselves (dedupe)."""

    type: ProfileType
    classes: ClassModel
    pair_odds: float
    rows: RowFit | None
    fallbacks: tuple[str, ...] = ()
    n_patterns: int = 0
    n_pairs: int = 0
    n_rows: int = 0
    calibration: Calibration = UNCALIBRATED
    seen: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """kind -> share of the pairs at each level, by value, among the pairs it was learned from that speak of the kind"""

    def to_dict(self) -> dict[str, Any]:
        """The document, JSON-ready; ``from_dict`` gives the model back."""
        tables = evidence_tables(self.type)
        return {
            "format": FORMAT,
            "type": self.type.value,
            "classes": _class_names(tables),
            "shares": {"same": _listed(self.classes.same_shares), "other": _listed(self.classes.other_shares)},
            "kinds": {
                name: {"levels": _level_names(tables, name), "probabilities": _listed(table)}
                for name, table in zip(self.classes.kinds, self.classes.tables, strict=True)
            },
            "pair_odds": _short(self.pair_odds),
            "rows": self.rows
            and {
                "matched": _short(self.rows.matched),
                "copies": _short(self.rows.copies),
                "others_per_row": _short(self.rows.others_per_row),
            },
            "fallbacks": list(self.fallbacks),
            "learned_from": {
                "patterns": self.n_patterns,
                "pairs": self.n_pairs,
                "source_rows": self.n_rows,
                "levels": {name: [_short(share) for share in shares] for name, shares in self.seen.items()},
            },
            **({"calibration": self.calibration.to_dict()} if self.calibration.labels else {}),
        }

    @property
    def content_hash(self) -> str:
        """sha256 over the document."""
        canonical = json.dumps(self.to_dict(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def write(self, path: Path) -> None:
        """Write the document; equal models give equal bytes."""
        path.write_text(json.dumps(self.to_dict(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    def about(self, kinds: Sequence[str]) -> "ScoringModel":
        """The model for lists that speak about *kinds*: what it has not learned has the shipped tables."""
        shipped = shipped_model(evidence_tables(self.type), kinds)
        learned = dict(zip(self.classes.kinds, self.classes.tables, strict=True))
        known = dict(zip(shipped.kinds, shipped.tables, strict=True)) | learned
        classes = replace(self.classes, kinds=shipped.kinds, tables=tuple(known[kind] for kind in shipped.kinds))
        return replace(self, classes=classes)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], *, profile_type: ProfileType) -> "ScoringModel":
        """The model of a document.

        Raises ProfileInvalid when the document is not one of ours, is of another type, knows other classes or levels,
        or has figures that can be none.
        """
        tables = evidence_tables(profile_type)
        try:
            if data["format"] != FORMAT or data["type"] != profile_type.value:
                raise _unfit(f"it is of format {data['format']}, type {data['type']}")
            if data["classes"] != _class_names(tables):
                raise _unfit("its classes are not those of this version")
            kinds = tuple(kind.name for kind in tables.kinds if kind.name in data["kinds"])
            if len(kinds) != len(data["kinds"]):
                raise _unfit("it knows kinds of evidence that this version does not")
            for name in kinds:
                if data["kinds"][name]["levels"] != _level_names(tables, name):
                    raise _unfit(f"its levels of {name} are not those of this version")
            model = cls._read(data, profile_type, kinds)
            _check_figures(model, shipped_model(tables, kinds))
            return model
        except (KeyError, TypeError, ValueError) as error:
            raise _unfit("it is incomplete") from error

    @classmethod
    def _read(cls, data: Mapping[str, Any], profile_type: ProfileType, kinds: Sequence[str]) -> "ScoringModel":
        rows, learned = data["rows"], data["learned_from"]
        return cls(
            type=profile_type,
            classes=ClassModel(
                kinds=tuple(kinds),
                tables=tuple(np.array(data["kinds"][name]["probabilities"], dtype=float) for name in kinds),
                same_shares=np.array(data["shares"]["same"], dtype=float),
                other_shares=np.array(data["shares"]["other"], dtype=float),
            ),
            pair_odds=float(data["pair_odds"]),
            rows=rows and RowFit(float(rows["matched"]), float(rows["copies"]), float(rows["others_per_row"]), 0),
            fallbacks=tuple(data["fallbacks"]),
            n_patterns=learned["patterns"],
            n_pairs=learned["pairs"],
            n_rows=learned["source_rows"],
            calibration=Calibration.from_dict(data["calibration"]) if "calibration" in data else UNCALIBRATED,
            seen={name: tuple(shares) for name, shares in learned.get("levels", {}).items()},
        )


def _check_figures(model: ScoringModel, shipped: ClassModel) -> None:
    """Raise ValueError unless the tables and shares of *model* are probabilities, as many as the *shipped* ones."""
    own = model.classes
    pairs = [(own.same_shares, shipped.same_shares), (own.other_shares, shipped.other_shares)]
    for table, like in (*pairs, *zip(own.tables, shipped.tables, strict=True)):
        if table.shape != like.shape or not ((table >= 0) & (table <= 1)).all():
            raise ValueError("a probability per class, and per class and level")


def _unfit(why: str) -> ProfileInvalid:
    cure = "Take the model.json of a match made with this version, or `model: adaptive`."
    return ProfileInvalid(f"the model cannot be used: {why}.", place="profile: model", cure=cure)


def _class_names(tables: EvidenceTables) -> dict[str, list[str]]:
    return {"same": [each.name for each in tables.same], "other": [each.name for each in tables.other]}


def _level_names(tables: EvidenceTables, kind_name: str) -> list[str]:
    """Level names by value, 0 first."""
    return [level.name for level in reversed(tables.kind(kind_name).levels)]


def _short(value: float) -> float:
    """Twelve significant digits: enough to score alike, short enough to read."""
    return float(f"{value:.12g}")


def _listed(values: np.ndarray[Any, Any]) -> Any:
    return json.loads(json.dumps(values.tolist()), parse_float=lambda text: _short(float(text)))
