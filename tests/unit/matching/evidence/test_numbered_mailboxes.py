"""Mailboxes made of a name: the next person of that name is given another number, which is no slip of the hand."""

from pathlib import Path

import pytest

from tests.unit.matching.standard_lists import Row, profile_of, score


def jane(email: str, **more: str) -> Row:
    return {"first": "jane", "last": "lee", "email": email, "email_class": "free", "city": "leeds", **more}


def level(tmp_path: Path, one: str, other: str) -> int:
    """The level of the kind *email* of two rows of one name."""
    [pair] = score(tmp_path, [jane(one), jane(other)], None, profile=profile_of(dedupe=True))
    return int(str(pair["evidence_email"]))


OTHER_NUMBER = ("jane.lee@gmail.com", "jane.lee2@gmail.com")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("jane.lee7@gmail.com", "jane.lee84@gmail.com"),
        ("janelee@gmail.com", "jane.lee2@gmail.com"),
        ("jlee1@acme.com", "jlee2@acme.com"),
    ],
)
def test_another_number_behind_a_name_is_another_mailbox(tmp_path: Path, one: str, other: str) -> None:
    assert level(tmp_path / "a", one, other) == level(tmp_path / "b", *OTHER_NUMBER)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("jane.lee7@gmail.com", "jane.lre7@gmail.com"),
        ("jane.lee7@gmail.com", "jane.lee7@gmial.com"),
        ("skater72@gmail.com", "skater73@gmail.com"),
        ("jane.lee@gmail.com", "jane.lee2@yahoo.com"),
    ],
)
def test_slips_numbers_behind_other_words_and_other_providers_are_none(tmp_path: Path, one: str, other: str) -> None:
    assert level(tmp_path / "a", one, other) != level(tmp_path / "b", *OTHER_NUMBER)
