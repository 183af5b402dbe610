"""How many things of a list go by one title: "Pale Ale" of forty breweries, "Collected Works" of thirty authors.

Rows under one title whose details and years agree may be copies of one thing; those that differ in them are not.
"""

import duckdb

from listmatch.domain.columns import ROW_ID


def create_bearers(connection: duckdb.DuckDBPyConnection, name: str, *, table: str) -> None:
    """Create the table *name*: ``row_id`` and how many ``things`` go by its title.

    Of the rows of *table* that have one; it is SQL that can stand after ``from``.
    """
    connection.execute(f"""
        create or replace temp table {name} as
        with counted as (select title, count(distinct concat_ws(' ', detail, year)) as things
            from {table} where title is not null group by title)
        select {ROW_ID} as row_id, things from {table} join counted using (title)
    """).fetchall()


def most_bearers(left: str, right: str) -> str:
    """SQL of the things that go by the title of one of two rows of such tables, by their aliases: the more of both."""
    return f"greatest({left}.things, {right}.things)"
