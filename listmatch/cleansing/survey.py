"""What has to be known about the whole list before a value can be read: its country, the order of day and month; and
what spares work: which of its cells repeat, and which ways of writing occur nowhere in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from listmatch.cleansing.cells import given_cells
from listmatch.cleansing.contacts.emails import has_second_email
from listmatch.cleansing.contacts.phones import has_second_phone
from listmatch.cleansing.locations.country import ONLINE, WRITTEN, guess_country
from listmatch.cleansing.locations.whole_addresses import feeds_street, split_place, whole_address
from listmatch.cleansing.people.business_names import may_be_business
from listmatch.cleansing.people.couples import may_be_couple
from listmatch.cleansing.people.name_order import NameOrder, name_order
from listmatch.cleansing.people.names import may_be_native, may_be_turned
from listmatch.cleansing.people.sexes import is_sex_believed
from listmatch.cleansing.shared_columns import own_fields
from listmatch.cleansing.values.dates import day_first_votes, is_dotted
from listmatch.domain.columns import PLACE_FIELDS, ROW_ID, Field, FieldMap
from listmatch.duck import identifier
from listmatch.lexicon.addresses import split_address

_SAMPLE = 5_000
"""rows that vote on the country: a share of 60 % is then certain to 1.4 points"""

_ROWS_PER_VALUE = 3
"""rows that share a value before it pays to read the value once and join it (a join costs 0.1 s for 500,000 rows)"""

_MOST_VALUES = 250_000
"""values of a cell that are read once: their table is held in memory while the rows pass (about 60 MB)"""

_OF_NAMES = (Field.FULL_NAME, Field.FIRST_NAME, Field.LAST_NAME)

_MONTH_FIRST = frozenset({"", "US", "PH", "FM", "PW", "MH", "GU", "PR", "AS", "VI", "MP"})
"""countries that write the month first (CLDR short dates); so does an unknown one"""


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known about the list as a whole."""

    country: str
    """ISO alpha-2, empty when unknown"""
    is_day_first: bool
    """whether its dates begin with the day"""
    name_order: NameOrder
    """how its whole names are written where no comma says it"""
    repeating: tuple[str, ...]
    """the cells that have far fewer values than rows"""
    has_whole_names: bool
    """whether a column of given or family names may hold whole ones, with nothing in the other"""
    has_couples: bool
    """whether a cell may name two people"""
    has_native_names: bool
    """whether a name may be in letters that tell its family"""
    has_second_emails: bool
    """whether a cell may hold two addresses"""
    has_second_phones: bool
    """whether a cell may hold two numbers"""
    is_sex_believed: bool
    """whether its column of titles or sexes is filled in by people, and not by default"""
    has_businesses: bool
    """whether a whole name may be a company's"""


def survey(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    *,
    fields: FieldMap,
    country: str,
    distinct: Mapping[str, int],
) -> Survey:
    """Look at a sample spread over the list for the country, at every date for the order, at every cell for oddities.

    *distinct* says how many values a column has, if that is known.
    """
    home = country or guess_country(_sample(connection, source, fields))
    whole_names, couples, native, businesses, second_emails, second_phones = _oddities(connection, source, fields)
    return Survey(
        country=home,
        is_day_first=_is_day_first(connection, source, fields, home),
        name_order=_name_order(connection, source, fields),
        repeating=_repeating(connection, source, fields, distinct),
        has_whole_names=whole_names,
        has_couples=couples,
        has_native_names=native,
        has_second_emails=second_emails,
        has_second_phones=second_phones,
        is_sex_believed=_is_sex_believed(connection, source, fields),
        has_businesses=businesses,
    )


def _repeating(
    connection: duckdb.DuckDBPyConnection, source: str, fields: FieldMap, distinct: Mapping[str, int]
) -> tuple[str, ...]:
    """Columns without a count do not repeat; it decides on the cost, never on a value."""
    [(rows,)] = connection.execute(f"select count(*) from {source}").fetchall()
    most = min(rows // _ROWS_PER_VALUE, _MOST_VALUES)
    cells = given_cells(own_fields(fields))
    return tuple(cell for cell, column in cells.items() if distinct.get(column, most + 1) <= most)


def _oddities(connection: duckdb.DuckDBPyConnection, source: str, fields: FieldMap) -> list[bool]:
    """Whether any cell needs the long way of names, e-mails, phones: what none needs the query leaves out."""
    columns = {field: [identifier(name) for name in names] for field, names in own_fields(fields).items()}
    names = [cell for field in _OF_NAMES for cell in columns.get(field, ())]
    tests = (
        may_be_turned(columns.get(Field.FIRST_NAME, ()), columns.get(Field.LAST_NAME, ())),
        may_be_couple(names),
        may_be_native(names),
        [may_be_business(cell) for cell in columns.get(Field.FULL_NAME, ())],
        [has_second_email(cell) for cell in columns.get(Field.EMAIL, ())],
        [has_second_phone(cell) for cell in columns.get(Field.PHONE, ())],
    )
    return [_any(connection, source, each) for each in tests]


def _any(connection: duckdb.DuckDBPyConnection, source: str, tests: Sequence[str]) -> bool:
    """Whether any row passes one of the *tests*; the first that does ends the search."""
    if not tests:
        return False
    return bool(connection.execute(f"select 1 from {source} where {' or '.join(tests)} limit 1").fetchall())


def _sample(connection: duckdb.DuckDBPyConnection, source: str, fields: FieldMap) -> dict[Field, list[str | None]]:
    """Values of the fields that tell a country, by field; what whole addresses say is added to them."""
    own = own_fields(fields)
    telling = (Field.COUNTRY, Field.STATE, Field.PHONE, Field.POSTCODE, *WRITTEN, *ONLINE)
    asked = {field: own[field][0] for field in telling if field in own}
    address = whole_address(fields)
    if address:
        asked[Field.STREET] = address
    found = _spread(connection, source, asked)
    read = split_address if feeds_street(fields) else split_place
    split = [parts for text in found.pop(Field.STREET, ()) if text and (parts := read(text))]
    for field in telling:
        if split and field not in found and field in PLACE_FIELDS:
            found[field] = [getattr(parts, field.value) for parts in split]
    return found


def _spread(
    connection: duckdb.DuckDBPyConnection, source: str, asked: Mapping[Field, str]
) -> dict[Field, list[str | None]]:
    """Values of the columns *asked* for, from rows spread over the list."""
    if not asked:
        return {}
    [(count,)] = connection.execute(f"select count(*) from {source}").fetchall()
    every = max(1, count // _SAMPLE)
    columns = ", ".join(identifier(column) for column in asked.values())
    rows = connection.execute(
        f"select {columns} from {source} where {ROW_ID} % {every} = 0 order by {ROW_ID}"
    ).fetchall()
    return {field: [row[n] for row in rows] for n, field in enumerate(asked)}


def _name_order(connection: duckdb.DuckDBPyConnection, source: str, fields: FieldMap) -> NameOrder:
    if Field.FULL_NAME not in fields:
        return NameOrder.GIVEN_FIRST
    return name_order(_spread(connection, source, {Field.FULL_NAME: fields[Field.FULL_NAME][0]})[Field.FULL_NAME])


def _is_sex_believed(connection: duckdb.DuckDBPyConnection, source: str, fields: FieldMap) -> bool:
    if Field.SEX not in fields:
        return True
    name = next(field for field in (Field.FIRST_NAME, Field.FULL_NAME, Field.SEX) if field in fields)
    seen = _spread(connection, source, {field: fields[field][0] for field in (Field.SEX, name)})
    return is_sex_believed(seen[Field.SEX], seen[name])


def _is_day_first(connection: duckdb.DuckDBPyConnection, source: str, fields: FieldMap, country: str) -> bool:
    if Field.BIRTH_DATE not in fields:
        return False
    cell = identifier(fields[Field.BIRTH_DATE][0])
    day_first, month_first = day_first_votes(cell)
    [(first, second, dotted)] = connection.execute(
        f"select {day_first}, {month_first}, count_if({is_dotted(cell)}) from {source}"
    ).fetchall()
    if first != second:
        return bool(first > second)
    return bool(dotted) or country not in _MONTH_FIRST
