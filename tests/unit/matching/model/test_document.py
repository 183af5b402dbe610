"""A model survives its JSON, and one that does not fit is refused."""

from pathlib import Path

import numpy as np
import pytest

from listmatch.domain.verdicts import ProfileType
from listmatch.errors import ProfileInvalid
from listmatch.matching.evidence.tables import evidence_tables
from listmatch.matching.model.document import ScoringModel
from listmatch.matching.model.relationships import shipped_model
from listmatch.matching.model.row_fit import RowFit


def a_model() -> ScoringModel:
    kinds = ["name", "email", "phone"]
    classes = shipped_model(evidence_tables(ProfileType.PERSON), kinds)
    return ScoringModel(ProfileType.PERSON, classes, 0.3, RowFit(0.6, 0.02, 1.5, 7), ("few",), 12, 345, 67)


def test_json_gives_the_same_model_back() -> None:
    model = a_model()
    again = ScoringModel.from_dict(model.to_dict(), profile_type=ProfileType.PERSON)
    assert again.to_dict() == model.to_dict()
    assert again.content_hash == model.content_hash
    assert np.allclose(again.classes.tables[0], model.classes.tables[0], rtol=1e-11)


def test_equal_models_write_equal_bytes(tmp_path: Path) -> None:
    a_model().write(tmp_path / "a.json")
    a_model().write(tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format": 9}, "format 9"),
        ({"type": "company"}, "type company"),
        ({"kinds": {"horoscope": {}}}, "kinds of evidence"),
        ({"kinds": {"email": {"levels": ["a", "b"], "probabilities": []}}}, "levels of email"),
        ({"shares": {}}, "incomplete"),
        ({"rows": 5}, "incomplete"),
        ({"rows": {"matched": "most", "copies": 0, "others_per_row": 1}}, "incomplete"),
        ({"classes": {"same": ["twins"], "other": ["strangers"]}}, "classes"),
        ({"shares": {"same": [1.0], "other": [1.0]}}, "incomplete"),
    ],
)
def test_a_document_that_does_not_fit_is_refused_with_the_reason(change: dict[str, object], words: str) -> None:
    with pytest.raises(ProfileInvalid, match=words) as caught:
        ScoringModel.from_dict({**a_model().to_dict(), **change}, profile_type=ProfileType.PERSON)
    assert caught.value.place == "profile: model"


@pytest.mark.parametrize("probability", [-0.1, 2.0, float("nan")])
def test_a_table_of_what_are_no_probabilities_is_refused(probability: float) -> None:
    document = a_model().to_dict()
    document["kinds"]["email"]["probabilities"][0][0] = probability
    with pytest.raises(ProfileInvalid, match="incomplete"):
        ScoringModel.from_dict(document, profile_type=ProfileType.PERSON)
