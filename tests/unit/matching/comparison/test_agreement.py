"""How often any two rows agree on a column: what it means, counted pair by pair."""

from itertools import combinations, product

import duckdb
import pytest

from listmatch.matching.comparison.agreement import (
    MOST_SEVERAL,
    SEVERAL_PLACES,
    agreement_by_chance,
    agreement_of_one_name,
)
from listmatch.matching.comparison.records import Lists

MINE = ["Rome", "Rome", "Bern", None]
THEIRS = ["Rome", "Bern", "Ulm", "Ulm", None, None]


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for name, cities in (("mine", MINE), ("theirs", THEIRS)):
        columns = ", ".join(f"{column} varchar" for column in ("city", "zip", "city_2", "zip_2"))
        connection.execute(f"create table {name} (_lmg_row_id bigint, {columns})")
        connection.executemany(f"insert into {name} (_lmg_row_id, city) values (?, ?)", list(enumerate(cities, 1)))
    return connection


def share(pairs: list[tuple[str | None, str | None]]) -> float:
    known = [one == other for one, other in pairs if one and other]
    return sum(known) / len(known)


def test_the_chance_is_the_share_of_all_pairs_of_rows_that_fill_the_column(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    found = agreement_by_chance(connection, Lists("mine", "theirs"), ["city", "zip"])
    assert found == {"city": pytest.approx(share(list(product(MINE, THEIRS))))}


def test_a_list_compared_with_itself_leaves_out_each_row_with_itself(connection: duckdb.DuckDBPyConnection) -> None:
    found = agreement_by_chance(connection, Lists("theirs", None), ["city"])
    assert found == {"city": pytest.approx(share(list(combinations(THEIRS, 2))))}


def test_a_row_with_two_addresses_agrees_by_either(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("update mine set city_2 = 'Ulm' where _lmg_row_id = 3")
    found = agreement_by_chance(connection, Lists("mine", "theirs"), ["city"])
    pairs = [(one, other) for one in (["Rome"], ["Rome"], ["Bern", "Ulm"]) for other in THEIRS if other]
    assert found == {"city": pytest.approx(sum(other in one for one, other in pairs) / len(pairs))}


def test_one_row_alone_agrees_with_nobody(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("delete from mine where _lmg_row_id <> 1")
    assert agreement_by_chance(connection, Lists("mine", None), ["city"]) == {}


BORN = ["19670927", "19670927", "19670928", "19870927", "19700412", None]


def differ_in_one_digit(one: str, other: str) -> bool:
    return sum(a != b for a, b in zip(one, other, strict=True)) <= 1


def share_a_year_or_a_day(one: str, other: str) -> bool:
    return one[:4] == other[:4] or one[4:] == other[4:]


@pytest.mark.parametrize(
    ("way", "agrees"), [("birth digit", differ_in_one_digit), ("birth part", share_a_year_or_a_day)]
)
@pytest.mark.parametrize("with_itself", [True, False])
def test_dates_agree_in_part_as_often_as_pairs_of_rows_do(way: str, agrees, with_itself: bool) -> None:
    connection = duckdb.connect()
    for name, dates in (("mine", BORN), ("theirs", BORN[::2])):
        connection.execute(f"create table {name} (_lmg_row_id bigint, birth varchar)")
        connection.executemany(f"insert into {name} values (?, ?)", list(enumerate(dates, 1)))
    pairs = combinations(BORN, 2) if with_itself else product(BORN, BORN[::2])
    known = [agrees(one, other) for one, other in pairs if one and other]
    found = agreement_by_chance(connection, Lists("mine", None if with_itself else "theirs"), [way])
    assert found == {way: pytest.approx(sum(known) / len(known))}


def test_rows_of_one_name_are_counted_pair_by_pair(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("create table shops (_lmg_row_id bigint, company varchar, city varchar)")
    rows = [("a", "Rome"), ("a", "Rome"), ("a", "Bern"), ("a", None), ("b", "Ulm"), (None, "Ulm"), (None, "Ulm")]
    connection.executemany("insert into shops values (?, ?, ?)", [(n, *row) for n, row in enumerate(rows)])
    assert agreement_of_one_name(connection, Lists("mine", "shops"), "company", ["city"]) == {"city": (1.0, 3.0)}
    assert agreement_of_one_name(connection, Lists("shops", None), "company", ["city"]) == {}
    assert agreement_of_one_name(connection, Lists("mine", "shops"), "company", [SEVERAL_PLACES]) == {}


SITES = [("a", "1"), ("a", "2"), ("a", "2"), ("a", "3"), ("b", "1"), ("b", "2"), ("b", None), ("c", "9"), (None, "4")]


def in_several_places(connection: duckdb.DuckDBPyConnection, rows: list[tuple[str | None, str | None]]) -> Lists:
    connection.execute("create table sites (_lmg_row_id bigint, company varchar, zip varchar, city varchar)")
    connection.execute("alter table sites add column phone varchar; alter table sites add column domain varchar")
    connection.executemany("insert into sites (_lmg_row_id, company, zip) values (?, ?, ?)",
                           [(n, *row) for n, row in enumerate(rows)])  # fmt: skip
    return Lists("mine", "sites")


def test_names_in_several_places_are_counted_by_their_rows(connection: duckdb.DuckDBPyConnection) -> None:
    lists = in_several_places(connection, SITES)
    assert agreement_by_chance(connection, lists, [SEVERAL_PLACES]) == {SEVERAL_PLACES: min(4 / 8, MOST_SEVERAL)}


def test_of_a_list_compared_with_itself_one_place_is_the_row_s_own(connection: duckdb.DuckDBPyConnection) -> None:
    in_several_places(connection, SITES)
    assert agreement_by_chance(connection, Lists("sites", None), [SEVERAL_PLACES]) == {SEVERAL_PLACES: 0.0}
    connection.execute("insert into sites (_lmg_row_id, company, zip) values (99, 'a', '4')")
    assert agreement_by_chance(connection, Lists("sites", None), [SEVERAL_PLACES]) == {
        SEVERAL_PLACES: min(5 / 9, MOST_SEVERAL)
    }


def test_where_no_row_has_a_name_nothing_is_said_of_its_places(connection: duckdb.DuckDBPyConnection) -> None:
    assert agreement_by_chance(connection, in_several_places(connection, [(None, "1")]), [SEVERAL_PLACES]) == {}
