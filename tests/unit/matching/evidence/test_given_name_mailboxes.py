"""A mailbox that is made of a given name says nothing about two people of different families."""

from pathlib import Path

import pytest

from tests.unit.matching.evidence.compared_pairs import levels_of
from tests.unit.matching.standard_lists import Row

BEFORE_THE_AT = {"name before the @", "same before the @"}


def person(first: str, last: str, email: str) -> Row:
    return {"first": first, "last": last, "email": email, "email_class": "work", "domain": email.split("@")[1]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("eric", "anders", "eric@anders.net"), ("eric", "dahlberg", "eric@dahlberg.org")),
        (("john", "hagen", "johnh@hagen.io"), ("john", "hinson", "johnh@hinson.com")),
    ],
)
def test_the_address_that_each_name_makes_is_another_one(
    tmp_path: Path, one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    [levels] = levels_of(tmp_path, [(person(*one), person(*other))])
    assert levels["email"] == "different"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("eric", "anders", "eric@anders.net"), ("eric", "anders", "eric@debian.org")),
        (("eric", "anders", "skater72@anders.net"), ("eric", "dahlberg", "skater72@dahlberg.org")),
        (("tanja", "anders", "t.anders@acme.com"), ("tanja", "andres", "t.anders@zenith.com")),
    ],
)
def test_a_mailbox_of_one_name_or_of_no_name_is_the_same(
    tmp_path: Path, one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    [levels] = levels_of(tmp_path, [(person(*one), person(*other))])
    assert levels["email"] in BEFORE_THE_AT
