"""What pydantic finds is told in words of ours, and none of its own leak."""

import pytest
from pydantic import BaseModel, Field, ValidationError, field_validator

from listmatch.domain.faults import in_words
from listmatch.errors import ProfileInvalid
from listmatch.matching.profile import MatchProfile


class Given(BaseModel):
    share: float = Field(default=0.5, ge=0, le=1)
    names: list[str] = Field(default=[], max_length=2)
    word: str = "a"
    url: bytes = b""

    @field_validator("word")
    @classmethod
    def _one_word(cls, value: str) -> str:
        if " " in value:
            raise ValueError("word is to be one word.")
        return value


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"share": "high"}, "must be a number"),
        ({"share": 2}, "must be 1 or less"),
        ({"names": "x"}, "must be a list"),
        ({"names": ["a", "b", "c"]}, "must have no more than 2 entries"),
        ({"word": "a b"}, "word is to be one word"),
        ({"url": 1}, "must be a valid bytes"),
    ],
)
def test_a_fault_is_a_predicate_or_the_sentence_of_a_validator_of_ours(given: dict[str, object], told: str) -> None:
    with pytest.raises(ValidationError) as raised:
        Given.model_validate(given)
    [fault] = raised.value.errors(include_url=False)
    assert in_words(fault) == told


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("threshold", "high", "profile: threshold: it must be a number. Correct it"),
        ("threshold", 120, "profile: threshold: it must be 100 or less. Correct it"),
        ("mode", "all", "profile: mode: it must be 'best_match', 'all_candidates' or 'dedupe'. Correct it"),
    ],
)
def test_a_profile_says_so_in_a_sentence(key: str, value: object, told: str) -> None:
    fields = {"type": "person", "source_fields": {"email": ["a"]}, "master_fields": {"email": ["b"]}}
    with pytest.raises(ProfileInvalid, match=told):
        MatchProfile.from_dict(fields | {key: value})
