"""A text measure says the same on Spark as in DuckDB, for any text."""

import random
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from listmatch.matching.comparison.derived import DERIVED
from listmatch.matching.engines import spark_measures, spark_sql
from listmatch.matching.engines.spark_session import spark_session
from listmatch.tables import STANDARD_COLUMNS
from tests.spark.populations import SPARK

pytestmark = pytest.mark.spark

ALPHABETS = ("abc", "abcdefgh ", "0123456789", "aäßéøł日本語e\u0301😀 '\"\\%_")


def texts(count: int) -> Iterator[tuple[str | None, str | None]]:
    """Pairs of words, near and far; some unknown, some empty."""
    chance = random.Random(7)
    for _ in range(count):
        letters = chance.choice(ALPHABETS)
        left = "".join(chance.choices(letters, k=chance.randint(0, 12)))
        kept = [letter for letter in left if chance.random() < 0.85]
        right = "".join(kept) if chance.random() < 0.6 else "".join(chance.choices(letters, k=chance.randint(0, 12)))
        yield left if chance.random() > 0.02 else None, right if chance.random() > 0.02 else None


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    with spark_session(SPARK) as session:
        spark_measures.register(session)
        yield session


def test_measures_are_those_of_duckdb(session: Any) -> None:
    lines = [(number, *pair) for number, pair in enumerate(texts(4000))]
    session.createDataFrame(lines, "n int, a string, b string").createOrReplaceTempView("texts")
    query = f"select n, {', '.join(f'{name}(a, b)' for name in spark_measures.measures())} from texts order by n"
    found = [tuple(row) for row in session.sql(spark_sql.query(query, place=str)).collect()]
    with duckdb.connect() as connection:
        connection.execute("create table texts (n int, a varchar, b varchar)")
        connection.executemany("insert into texts values (?, ?, ?)", lines)
        assert found == connection.execute(query).fetchall()


def test_what_follows_from_a_row_is_the_same(session: Any) -> None:
    derived = {name: sql for name, sql in DERIVED.items() if not any(f"{table}." in sql for table in COUNTED)}
    columns = sorted({*STANDARD_COLUMNS})
    chance = random.Random(3)
    words = [
        "ann",
        "van der berg",
        "lee and co",
        "o",
        "a@x.org",
        "i.t@acme-tools.com",
        "+15551234567",
        "äß 日",
        "",
        None,
    ]
    lines = [(n, *(chance.choice(words) for _ in columns)) for n in range(200)]
    declared = ", ".join(f"{column} string" for column in columns)
    session.createDataFrame(lines, f"n int, {declared}").createOrReplaceTempView("rows")
    query = f"select n, {', '.join(f'{sql} as {name}' for name, sql in sorted(derived.items()))} from rows order by n"
    found = [tuple(row) for row in session.sql(spark_sql.query(query, place=str)).collect()]
    with duckdb.connect() as connection:
        connection.execute(f"create table rows (n int, {declared.replace(' string', ' varchar')})")
        connection.executemany(f"insert into rows values ({', '.join('?' * (len(columns) + 1))})", lines)
        assert found == connection.execute(query).fetchall()


COUNTED = (
    "nicknames",
    "of_partners",
    "shared_email",
    "shared_phone",
    "shared_domain",
    "rows_last",
    "rows_company",
    "rows_domain",
    "rows_first",
    "company_trades",
    "company_places",
    "company_noted_places",
    "company_forms",
    "shared_address",
    "sites_company",
    "sites_key",
    "sites_phone",
)
"""tables that are joined to a row"""
