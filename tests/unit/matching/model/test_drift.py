"""How far the evidence has moved since a model was learned."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from listmatch.domain.verdicts import ProfileType
from listmatch.duck import Compute
from listmatch.matching.evidence.tables import evidence_tables
from listmatch.matching.model.document import ScoringModel
from listmatch.matching.model.drift import FEWEST_PAIRS, MOVED, Moved, drift_of_model, level_shares
from listmatch.matching.model.relationships import shipped_model
from listmatch.matching.model.row_fit import RowFit

LEVELS = 9
"""of e-mail"""


def learned(levels: list[int], *, pairs: int = 1000) -> ScoringModel:
    """A model learned from pairs whose e-mails were at these levels."""
    tables = evidence_tables(ProfileType.PERSON)
    email = tables.kind("email")
    assert len(email.levels) == LEVELS
    seen = level_shares(np.array([[level] for level in levels], dtype=np.int8), np.ones(len(levels)), [email])
    model = ScoringModel(ProfileType.PERSON, shipped_model(tables, ["email"]), 0.3, RowFit(0.6, 0.02, 1.5, 7))
    return ScoringModel.from_dict(replace(model, seen=seen, n_pairs=pairs).to_dict(), profile_type=ProfileType.PERSON)


def moved(model: ScoringModel, levels: list[int], folder: Path) -> tuple[Moved, ...]:
    """What *model* makes of pairs whose e-mails are at these levels."""
    pq.write_table(pa.table({"evidence_email": pa.array(levels, pa.int8())}), folder / "scored.parquet")
    return drift_of_model(model, folder / "scored.parquet", compute=Compute(scratch=folder / "scratch"))


def test_the_same_evidence_has_not_moved_however_much_there_is(tmp_path: Path) -> None:
    [found] = moved(learned([8, 8, 0, -1]), ([8, 8, 0, -1] * FEWEST_PAIRS), tmp_path)
    assert (found.kind, found.index) == ("email", 0.0)


def test_what_moved_most_is_told(tmp_path: Path) -> None:
    [found] = moved(learned([8, 8, 8, 0]), [8, 0, 0, 0] * FEWEST_PAIRS, tmp_path)
    assert found.index == pytest.approx(2 * 0.5 * np.log(3), abs=1e-3)
    assert found.index > MOVED
    assert found.sentence == "email: 'different' was 25% of the pairs and is 75%."


def test_a_level_that_was_never_seen_is_no_accident(tmp_path: Path) -> None:
    [found] = moved(learned([8, 0]), [8, 0, 1] * FEWEST_PAIRS, tmp_path)
    assert found.index > MOVED
    assert np.isfinite(found.index)


def test_few_pairs_say_nothing(tmp_path: Path) -> None:
    assert moved(learned([8]), [0] * (FEWEST_PAIRS - 1), tmp_path) == ()
    assert moved(learned([8], pairs=FEWEST_PAIRS - 1), [0] * FEWEST_PAIRS, tmp_path) == ()
