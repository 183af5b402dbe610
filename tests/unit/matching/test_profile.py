"""A profile survives its formats, and says where it is wrong."""

import pytest

from listmatch.domain.columns import Field
from listmatch.domain.verdicts import MatchMode, ProfileType
from listmatch.errors import ProfileInvalid
from listmatch.matching.profile import MatchProfile

MINIMAL = {"type": "person", "source_fields": {"email": "E-Mail"}, "master_fields": {"email": ["mail", "mail 2"]}}


def test_yaml_and_dict_give_the_same_profile_back() -> None:
    profile = MatchProfile.from_dict(MINIMAL)
    assert MatchProfile.from_yaml(profile.to_yaml()) == profile
    assert MatchProfile.from_dict(profile.to_dict()) == profile


def test_a_single_column_may_stand_without_a_list() -> None:
    profile = MatchProfile.from_dict(MINIMAL)
    assert profile.source_fields == {Field.EMAIL: ("E-Mail",)}
    assert profile.master_fields == {Field.EMAIL: ("mail", "mail 2")}


def test_defaults_are_those_of_the_requirements() -> None:
    profile = MatchProfile.from_dict(MINIMAL)
    assert (profile.type, profile.mode, profile.threshold) == (ProfileType.PERSON, MatchMode.BEST_MATCH, 85)
    assert not profile.one_to_one
    assert profile.max_wrong is None


def test_the_hash_ignores_the_order_of_keys_and_sees_every_value() -> None:
    profile = MatchProfile.from_dict(MINIMAL)
    assert MatchProfile.from_dict(dict(reversed(MINIMAL.items()))).content_hash == profile.content_hash
    assert MatchProfile.from_dict({**MINIMAL, "threshold": 90}).content_hash != profile.content_hash


@pytest.mark.parametrize(
    ("change", "place", "cure"),
    [
        ({"treshold": 90}, "profile: treshold", "'threshold'"),
        ({"source_fields": {"emial": "x"}}, "profile: source_fields.emial", "'email'"),
        ({"threshold": 101}, "profile: threshold", "100"),
        ({"type": "animal"}, "profile: type", "'person'"),
        ({"max_wrong": 0}, "profile: max_wrong", "more than 0"),
        ({"source_fields": {}}, "profile", "source_fields"),
        ({"mode": "dedupe"}, "profile", "master_fields must be empty"),
        ({"master_fields": {}}, "profile", "must not be empty"),
    ],
)
def test_a_wrong_key_or_value_is_named_with_its_cure(change: dict[str, object], place: str, cure: str) -> None:
    with pytest.raises(ProfileInvalid) as caught:
        MatchProfile.from_dict({**MINIMAL, **change})
    assert caught.value.place == place
    assert cure in str(caught.value)


def test_a_missing_key_is_named() -> None:
    with pytest.raises(ProfileInvalid, match=r"profile: type: the key is missing"):
        MatchProfile.from_dict({"source_fields": {"email": "a"}, "master_fields": {"email": "b"}})


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "type: [", "\x00"])
def test_text_that_is_no_profile_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(ProfileInvalid):
        MatchProfile.from_yaml(text)


def test_a_yaml_fault_names_its_line() -> None:
    with pytest.raises(ProfileInvalid, match="profile line 2"):
        MatchProfile.from_yaml("type: person\nsource_fields: ]\n")


def test_columns_that_a_list_lacks_are_named_with_the_likely_one() -> None:
    profile = MatchProfile.from_dict(MINIMAL)
    profile.check_columns(source=["E-Mail"], master=["mail", "mail 2"])
    with pytest.raises(ProfileInvalid, match=r"source_fields\.email.*no column 'E-Mail'.*Did you mean 'e-mail'"):
        profile.check_columns(source=["e-mail"], master=["mail", "mail 2"])
    with pytest.raises(ProfileInvalid, match=r"master_fields\.email.*Its columns are: a, b"):
        profile.check_columns(source=["E-Mail"], master=["a", "b"])


def test_a_profile_cannot_be_changed() -> None:
    profile = MatchProfile.from_dict(MINIMAL)
    with pytest.raises(ValueError, match="frozen"):
        profile.threshold = 50
