"""How often any two rows of two lists have the same value in a column, and how often two master rows of one name."""

from collections.abc import Iterable, Mapping

import duckdb

from listmatch.domain.columns import ROW_ID
from listmatch.domain.verdicts import ProfileType
from listmatch.matching.comparison.records import Lists
from listmatch.matching.sharing import sharing_counts
from listmatch.tables import STANDARD_COLUMNS

_DIGITS = tuple(f"left(birth, {n}) || '_' || substr(birth, {n + 2})" for n in range(8))
_PARTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "birth digit": ("birth", _DIGITS),
    "birth part": ("birth", ("left(birth, 4)", "right(birth, 4)")),
    "employer": ("coalesce(company, domain)", ()),
}
"""Ways of agreeing that are no columns: what is counted, and parts of it of which two values that differ share one at
most."""

_OF_ADDRESSES = frozenset({"zip_2", "city_2"})

SEVERAL_PLACES = "name in several places"
"""The way in which a row's name agrees with itself: it is found in ``SEVERAL`` places of the master."""

SEVERAL = 3
MOST_SEVERAL = 0.1
"""share of such rows that is believed where a place is known: of very frequent names only the rows of one town become
candidates, so that among them namesakes of one town look like more than chance"""


def agreement_by_chance(
    connection: duckdb.DuckDBPyConnection, lists: Lists, ways: Iterable[str]
) -> Mapping[str, float]:
    """Per way of agreeing the share (0-1) of all pairs of rows, of those that fill its column, that agree.

    A way is a column, or some parts of one (``_PARTS``), or ``SEVERAL_PLACES``: the share of rows whose name is found
    in several places, which is how often a right pair meets one whose name is. Empty columns are left out; a list
    compared with itself leaves out the pairs of a row with itself.
    """
    found: dict[str, float] = {}
    for way in sorted(ways):
        if way == SEVERAL_PLACES:
            found |= _in_several_places(connection, lists)
            continue
        column, parts = _PARTS.get(way, (way, ()))
        whole = _share(connection, lists, column)
        if whole is not None:
            # values that are equal share every part, others one at most
            found[way] = whole + sum((_share(connection, lists, part) or 0.0) - whole for part in parts)
    return found


def agreement_of_one_name(
    connection: duckdb.DuckDBPyConnection, lists: Lists, name: str, columns: Iterable[str]
) -> Mapping[str, tuple[float, float]]:
    """Per column how many pairs of master rows agree that have the same *name* (SQL over their columns), and how many
    there are; of pairs that fill it. Ways of agreeing that are no columns are left out. A list compared with itself
    shows nothing: its pairs of one name may be one entity.
    """
    if lists.master is None:
        return {}
    found = {}
    for column in sorted(set(columns).intersection(STANDARD_COLUMNS)):
        query = f"""with told as (
            select {name} as name, {column} as value, count({ROW_ID}) as n from {lists.master}
            where {name} is not null and {column} is not null group by all
        ), named as (
            select sum(n * (n - 1.0)) as agreeing, sum(n) * (sum(n) - 1.0) as pairs from told group by name)
        select coalesce(sum(agreeing), 0) / 2, coalesce(sum(pairs), 0) / 2 from named"""
        [(agreeing, pairs)] = connection.execute(query).fetchall()
        found[column] = (float(agreeing), float(pairs))
    return found


def _share(connection: duckdb.DuckDBPyConnection, lists: Lists, value: str) -> float | None:
    """The share of pairs with one *value* (SQL over the columns of a list); None where there is no pair."""
    sides = (lists.source, lists.master or lists.source)
    mine, theirs = (_values(rows, value) for rows in sides)
    here, there = (f"(select count({value})::double from {rows})" for rows in sides)
    if lists.master is None:
        query = f"select sum(n * (n - 1.0)), {here} * ({here} - 1.0) from {mine}"
    else:
        query = f"""select sum(values_here.n * values_there.n::double), {here} * {there}
            from {mine} as values_here join {theirs} as values_there using (value)"""
    [(agreeing, pairs)] = connection.execute(query).fetchall()
    return min(float(agreeing or 0.0) / float(pairs), 1.0) if pairs else None


def _values(rows: str, value: str) -> str:
    """SQL of a table: *value* of *rows*, and the number of rows that have it. A row with two addresses has both."""
    both = [value, f"{value}_2"] if f"{value}_2" in _OF_ADDRESSES else [value]
    each = " union all ".join(f"select {one} as value from {rows} where {one} is not null" for one in both)
    return f"(select value, count(*) as n from ({each}) group by all)"


def _in_several_places(connection: duckdb.DuckDBPyConnection, lists: Lists) -> Mapping[str, float]:
    """The share of rows whose company's name is found in three places or more; nothing where no row has a name."""
    counting = next(each for each in sharing_counts(ProfileType.COMPANY) if each.name == "sites_company")
    several = SEVERAL if lists.master else SEVERAL + 1  # of a list compared with itself one is the row's own
    query = f"""select max(has_place), coalesce(sum(n) filter (sites >= {several}), 0) / sum(n) from (
        select count(*) as n, {counting.count} as sites, max(zip is not null or city is not null) as has_place
        from {lists.counted} as rows where {counting.key} is not null group by {counting.key})"""
    [(has_place, share)] = connection.execute(query).fetchall()
    return {} if share is None else {SEVERAL_PLACES: min(share, MOST_SEVERAL) if has_place else share}
