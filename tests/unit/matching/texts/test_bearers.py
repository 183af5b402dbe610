"""How many things of a list go by one title."""

import duckdb

from listmatch.matching.texts.bearers import create_bearers

ROWS = [
    ("pale ale", "kalen brewery", None),
    ("pale ale", "romil brewery", None),
    ("pale ale", "romil brewery", None),
    ("winter", "anna bo", "1999"),
    ("winter", "anna bo", "2004"),
    ("kettle", None, None),
    ("kettle", None, None),
    (None, "anna bo", "1999"),
]


def test_rows_of_one_title_are_several_things_where_their_details_or_years_differ() -> None:
    connection = duckdb.connect()
    connection.execute("create table list (_lmg_row_id bigint, title varchar, detail varchar, year varchar)")
    connection.executemany("insert into list values (?, ?, ?, ?)", [[n, *row] for n, row in enumerate(ROWS, 1)])
    create_bearers(connection, "bearers", table="list")
    assert connection.execute("from bearers order by row_id").fetchall() == [
        (1, 2), (2, 2), (3, 2), (4, 2), (5, 2), (6, 1), (7, 1),
    ]  # fmt: skip
