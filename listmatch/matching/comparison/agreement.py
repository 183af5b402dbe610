"""How often any two rows of two lists have the same value in a column, and how often two master rows of one name."""

from collections.abc import Iterable, Mapping

import duckdb

from listmatch.domain.columns import ROW_ID
from listmatch.matching.comparison.records import Lists


def agreement_by_chance(
    connection: duckdb.DuckDBPyConnection, lists: Lists, columns: Iterable[str]
) -> Mapping[str, float]:
    """Per column the share (0-1) of all pairs of rows, of those that fill it, that agree; without empty columns.

    A list compared with itself leaves out the pairs of a row with itself.
    """
    found = {}
    for column in sorted(columns):
        if lists.master is None:
            query = f"""select sum(n * (n - 1.0)), sum(n) * (sum(n) - 1.0)
            from (select count({ROW_ID}) as n from {lists.source} where {column} is not null group by {column})"""
        else:
            query = f"""with mine as (
                select {column}, count({ROW_ID}) as n from {lists.source} where {column} is not null group by all
            ), theirs as (
                select {column}, count({ROW_ID}) as n from {lists.master} where {column} is not null group by all
            )
            select (select sum(mine.n * theirs.n::double) from mine join theirs using ({column})),
                (select sum(n) from mine) * (select sum(n)::double from theirs)"""
        [(agreeing, pairs)] = connection.execute(query).fetchall()
        if pairs:
            found[column] = float(agreeing or 0.0) / float(pairs)
    return found


def agreement_of_one_name(
    connection: duckdb.DuckDBPyConnection, lists: Lists, name: str, columns: Iterable[str]
) -> Mapping[str, tuple[float, float]]:
    """Per column how many pairs of master rows that have the same value in the column *name* agree, and how many there
    are; of pairs that fill it. A list compared with itself shows nothing: its pairs of one name may be one entity.
    """
    if lists.master is None:
        return {}
    found = {}
    for column in sorted(columns):
        query = f"""with told as (
            select {name} as name, {column} as value, count({ROW_ID}) as n from {lists.master}
            where {name} is not null and {column} is not null group by all
        ), named as (
            select sum(n * (n - 1.0)) as agreeing, sum(n) * (sum(n) - 1.0) as pairs from told group by name)
        select coalesce(sum(agreeing), 0) / 2, coalesce(sum(pairs), 0) / 2 from named"""
        [(agreeing, pairs)] = connection.execute(query).fetchall()
        found[column] = (float(agreeing), float(pairs))
    return found
