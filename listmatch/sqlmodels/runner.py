"""Running a plan on a DuckDB connection: tables are made in order, then the tests must find nothing."""

from collections.abc import Collection

import duckdb

from listmatch.duck import identifier
from listmatch.errors import ContractBroken
from listmatch.sqlmodels.folder import Model
from listmatch.sqlmodels.order import Plan

SHOWN_ROWS = 3


def run_plan(connection: duckdb.DuckDBPyConnection, todo: Plan, *, views: Collection[str] = ()) -> None:
    """Make every model of *todo* as a table, or as a view where its folder is in *views*, then run the tests.

    Raises ContractBroken when a model cannot be run, or when a test returns lines; the message names the test and
    shows the first lines.
    """
    for schema in sorted({_schema_of(model) for model in todo.models}):
        connection.execute(f"create schema if not exists {identifier(schema)}").fetchall()
    for model in todo.models:
        _make(connection, model, kind="view" if _schema_of(model) in views else "table")
    for test in todo.tests:
        _run_test(connection, test)


def _schema_of(model: Model) -> str:
    return model.name.split(".")[0]


def _make(connection: duckdb.DuckDBPyConnection, model: Model, *, kind: str) -> None:
    target = ".".join(identifier(part) for part in model.name.split("."))
    try:
        connection.execute(f"create or replace {kind} {target} as {model.sql}").fetchall()
    except duckdb.Error as error:
        raise ContractBroken(f"the SQL model cannot be run: {_first_line(error)}", place=model.name) from error


def _run_test(connection: duckdb.DuckDBPyConnection, test: Model) -> None:
    try:
        result = connection.execute(test.sql)
        columns = [column[0] for column in result.description or ()]
        rows = result.fetchmany(SHOWN_ROWS + 1)
    except duckdb.Error as error:
        raise ContractBroken(f"the SQL test cannot be run: {_first_line(error)}", place=test.name) from error
    if rows:
        shown = "; ".join(
            ", ".join(f"{column}={value}" for column, value in zip(columns, row, strict=True))
            for row in rows[:SHOWN_ROWS]
        )
        more = " and more" if len(rows) > SHOWN_ROWS else ""
        raise ContractBroken(f"the SQL test found lines that must not exist: {shown}{more}.", place=test.name)


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0]
