"""Passes are data: their names, keys and hashes."""

from collections.abc import Iterable

import duckdb
import pytest

from listmatch.domain.verdicts import ProfileType
from listmatch.errors import ProfileInvalid
from listmatch.matching.passes import MAX_PASSES, Key, Pass, pass_names, pass_plan
from listmatch.tables import STANDARD_COLUMNS
from tests.unit.matching.standard_lists import profile_of


def named(name: str, profile_type: ProfileType = ProfileType.PERSON, names: tuple[str, ...] = ()) -> Pass:
    return next(one for one in pass_plan(profile_type, names=names).passes if one.name == name)


def hashed(key_sql: str, **values: str | None) -> int | None:
    columns = ", ".join(f"${name}::varchar as {name}" for name in values)
    return duckdb.execute(f"select {key_sql} from (select {columns})", values).fetchall()[0][0]


@pytest.mark.parametrize("profile_type", list(ProfileType))
def test_every_type_has_passes_with_names_of_their_own(profile_type: ProfileType) -> None:
    names = [one.name for one in pass_plan(profile_type).passes]
    assert 0 < len(names) == len(set(names)) <= MAX_PASSES


def test_a_key_knows_the_columns_it_reads_and_no_function_or_literal() -> None:
    [key] = named("email_name").keys
    assert key.columns == {"email"}
    assert {column for key in named("name_zip").keys for column in key.columns} == {
        "first",
        "last",
        "partner_last",
        "zip",
        "zip_2",
    }


@pytest.mark.parametrize("profile_type", list(ProfileType))
def test_keys_read_standard_columns_and_nothing_else(profile_type: ProfileType) -> None:
    """What is taken for a column that no list has (the words of a ``case``) would keep its pass from ever running."""
    keys = [key for one in pass_plan(profile_type).passes for key in (*one.keys, *one.source_keys)]
    assert not {column for key in keys for column in key.columns} - set(STANDARD_COLUMNS)


def test_a_key_is_null_when_a_part_is_unknown() -> None:
    [key] = named("email_name").keys
    assert hashed(key.hashed, email="ann@lee.org") is not None
    assert hashed(key.hashed, email=None) is None


@pytest.mark.parametrize("profile_type", list(ProfileType))
def test_a_key_is_known_just_where_all_its_parts_are(profile_type: ProfileType) -> None:
    """What is asked are the columns of a part, where they tell that (`left`), else the part itself (`nullif`)."""
    keys = [key for one in pass_plan(profile_type).passes for key in (*one.keys, *one.source_keys)]
    lists = ", ".join(f"[null, '', 'x', 'ana and luz', 'novakova'] as {name}" for name in STANDARD_COLUMNS)
    mixed = ", ".join(f"{name}[1 + (hash(n, '{name}') % 5)::int] as {name}" for name in STANDARD_COLUMNS)
    rows = f"(select {mixed} from (select {lists}), range(300) as t(n))"
    for key in keys:
        known = " and ".join(f"({part}) is not null" for part in key.expressions)
        asked = f"select count(*) filter (where (({key.hashed}) is not null) <> ({known})) from {rows}"
        assert duckdb.execute(asked).fetchall() == [(0,)], key.expressions


def test_swapped_names_give_the_key_of_the_right_order() -> None:
    one = named("name_exact")
    straight, swapped = one.source_keys[:2]
    assert hashed(straight.hashed, first="ann", last="lee") == hashed(swapped.hashed, first="lee", last="ann")
    assert hashed(one.keys[0].hashed, first="ann", last="lee") == hashed(straight.hashed, first="ann", last="lee")


def name_keys(keys: Iterable[Key], **named: str) -> set[int | None]:
    columns = {"first": None, "middle": None, "last": None, "last_2": None} | named
    return {hashed(key.hashed, **columns) for key in keys} - {None}


@pytest.mark.parametrize(
    ("source", "master"),
    [
        ({"first": "maria", "last": "garcia lopez"}, {"first": "maria", "last": "lopez"}),
        ({"first": "maria", "last": "garcia"}, {"first": "maria", "last": "garcia lopez"}),
        ({"first": "hans", "last": "lee"}, {"first": "hans peter", "last": "lee"}),
        ({"first": "omar", "last": "al shamsi"}, {"first": "omar", "last": "alshamsi"}),
        ({"first": "ana", "middle": "luz gil", "last": "sanz"}, {"first": "ana luz", "last": "gil"}),
        ({"first": "ana", "last": "sanz"}, {"first": "ana", "last": "gil", "last_2": "sanz"}),
    ],
)
def test_whoever_shares_a_given_name_and_a_surname_shares_a_key(source: dict[str, str], master: dict[str, str]) -> None:
    one = named("name_exact")
    assert name_keys(one.source_keys, **source) & name_keys(one.keys, **master)


@pytest.mark.parametrize("middle", ["l", "and gil", "luz and gil"])
def test_an_initial_or_a_partner_is_no_surname(middle: str) -> None:
    one = named("name_exact")
    assert name_keys(one.keys, first="ana", middle=middle, last="sanz") == name_keys(one.keys, first="ana", last="sanz")


@pytest.mark.parametrize("name", ["name_zip", "name_city"])
def test_either_of_a_couple_shares_a_key(name: str) -> None:
    home = {"zip": "45402", "city": "dayton", "zip_2": None, "city_2": None}
    couple = {"first": "nathan", "middle": "and tonya", "last": "butler", "partner_last": "vanderploeg", **home}
    tonya = {"first": "tonya", "middle": "b", "last": "vanderploeg", "partner_last": None, **home}
    theirs, hers, his = (
        {hashed(key.hashed, **row) for key in named(name).keys} - {None}
        for row in (couple, tonya, {**tonya, "first": "nathan", "last": "butler"})
    )
    assert theirs & hers
    assert theirs & his
    assert not hers & his


def test_second_email_and_first_email_share_a_key() -> None:
    first, second = named("email_exact").keys
    assert hashed(first.hashed, email="a@x.org", email_2=None) == hashed(second.hashed, email=None, email_2="a@x.org")


@pytest.mark.parametrize(("name", "told"), [("name_zip", "zip"), ("name_street", "street"), ("name_city", "city")])
def test_second_address_and_first_address_share_a_key(name: str, told: str) -> None:
    person = {"first": "ann", "last": "lee", "middle": None, "partner_last": None, told: None, f"{told}_2": None}
    first, second = (
        {hashed(key.hashed, **{**person, column: "x1"}) for key in named(name).keys if column in key.columns} - {None}
        for column in (told, f"{told}_2")
    )
    assert first == second != set()


def test_equal_values_of_different_passes_have_different_keys() -> None:
    email, key = named("email_exact").keys[0], named("key_exact").keys[0]
    assert hashed(email.hashed, email="same") != hashed(key.hashed, key="same")


def test_a_key_does_not_change_when_fewer_passes_run() -> None:
    assert named("name_zip").keys == named("name_zip", names=("name_zip",)).keys


def test_chosen_passes_keep_the_shipped_order() -> None:
    assert pass_names(profile_of(passes=["name_zip", "email_exact"])) == ("email_exact", "name_zip")


def test_an_unknown_pass_is_refused_with_those_there_are() -> None:
    with pytest.raises(ProfileInvalid, match=r"no pass 'emial'.*email_exact"):
        pass_plan(ProfileType.PERSON, names=("emial",))
