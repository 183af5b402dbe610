"""The runner of SQL models, on folders of models written by the tests."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from listmatch.errors import ContractBroken
from listmatch.sqlmodels import plan, read_models, run_plan
from listmatch.sqlmodels.references import references_of


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute("create schema input")
        opened.execute("create table input.numbers as select * from range(5) as numbers (n)")
        yield opened


def write_models(root: Path, models: Mapping[str, str]) -> Path:
    for name, sql in models.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(sql, encoding="utf-8")
    return root


def run(
    connection: duckdb.DuckDBPyConnection, root: Path, models: Mapping[str, str], **variables: Any
) -> dict[str, str]:
    """Run all *models* over ``input.numbers``; schema-qualified name -> table or view."""
    read = read_models(write_models(root, models), variables=variables)
    run_plan(connection, plan(read, sources={"input.numbers"}), views={"staging"})
    made = connection.execute(
        "select table_schema || '.' || table_name, table_type from information_schema.tables "
        "where table_schema != 'input'"
    )
    return dict(made.fetchall())


def test_a_path_is_a_table_and_models_run_after_what_they_read(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    made = run(
        connection,
        tmp_path,
        {
            "core/a_sum.sql": "select sum(n) as total from core.even",
            "core/even.sql": "select n from staging.numbers where n % 2 = 0",
            "staging/numbers.sql": "select n from input.numbers",
        },
    )
    assert made == {"core.a_sum": "BASE TABLE", "core.even": "BASE TABLE", "staging.numbers": "VIEW"}
    assert connection.execute("select total from core.a_sum").fetchone() == (6,)


def test_only_what_the_wanted_tables_need_is_made(tmp_path: Path) -> None:
    models = read_models(
        write_models(
            tmp_path,
            {
                "core/a.sql": "select n from input.numbers",
                "core/b.sql": "select n from core.a",
                "core/c.sql": "select n from input.absent",
                "tests/a.sql": "select n from core.a where false",
                "tests/c.sql": "select n from core.c",
            },
        ),
        variables={},
    )
    chosen = plan(models, sources={"input.numbers"}, wanted={"core.b"})
    assert [model.name for model in chosen.models] == ["core.a", "core.b"]
    assert [test.name for test in chosen.tests] == ["tests.a"]


def test_the_order_does_not_depend_on_the_order_of_the_files(tmp_path: Path) -> None:
    folder = write_models(tmp_path, {f"core/{name}.sql": "select n from input.numbers" for name in "dbca"})
    models = read_models(folder, variables={})
    orders = {
        tuple(model.name for model in plan(given, sources={"input.numbers"}).models)
        for given in (models, tuple(reversed(models)))
    }
    assert orders == {("core.a", "core.b", "core.c", "core.d")}


@pytest.mark.parametrize(
    ("sql", "references"),
    [
        ("select 1 as one", set()),
        ("with core as (select 1 as one) select one from core", set()),
        ("with a as (select n from core.x) select n from a where n in (select n from marts.y)", {"core.x", "marts.y"}),
        ("select n from core.x union all select n from core.x", {"core.x"}),
        ('select n from "core"."odd name"', {"core.odd name"}),
        (
            "select (select max(n) from core.x) as top from core.y, lateral (select n from core.z)",
            {"core.x", "core.y", "core.z"},
        ),
        ("select n from range(3) as numbers (n)", set()),
    ],
)
def test_references_are_found_by_parsing(sql: str, references: set[str]) -> None:
    assert references_of(sql, name="core.model") == references


@pytest.mark.parametrize(
    ("models", "message"),
    [
        ({"core/a.sql": "select n from core.nowhere"}, "core.a: reads core.nowhere, which is neither"),
        ({"core/a.sql": "select n from nowhere"}, "core.a: 'nowhere' is neither a CTE nor"),
        ({"core/a.sql": "select n fro input.numbers wher"}, "core.a: the SQL does not parse"),
        ({"core/a.sql": "select 1; select 2"}, "core.a: a model must be exactly one SELECT"),
        ({"core/a.sql": "drop table input.numbers"}, "core.a: a model must be exactly one SELECT"),
        ({"core/a.sql": "-- nothing"}, "core.a: a model must be exactly one SELECT"),
        (
            {"core/a.sql": "select no_such_column from input.numbers"},
            "core.a: the SQL model cannot be run: .*no_such_column",
        ),
        (
            {"core/a.sql": "select n from core.b", "core/b.sql": "select n from core.a"},
            "in a circle: core.* → core.* → core",
        ),
        ({"core/a.sql": "select n from core.a"}, "in a circle: core.a → core.a"),
        (
            {"core/a.sql.jinja": "select {{ absent }} as n"},
            "core.a: the template cannot be filled in: 'absent' is undefined",
        ),
        ({"core/a.sql.jinja": "select {% if %} as n"}, "core.a: the template cannot be filled in"),
        ({"tests/t.sql": "select n from core.nowhere"}, "tests.t: reads core.nowhere"),
        ({"tests/t.sql": "select wrong from input.numbers"}, "tests.t: the SQL test cannot be run"),
        ({}, "there are no SQL models"),
    ],
)
def test_what_cannot_be_run_is_an_error_that_names_the_model(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, models: dict[str, str], message: str
) -> None:
    with pytest.raises(ContractBroken, match=message):
        run(connection, tmp_path, models)


def test_an_unknown_wanted_table_is_an_error_that_lists_the_known_ones(tmp_path: Path) -> None:
    models = read_models(write_models(tmp_path, {"core/a.sql": "select 1 as n"}), variables={})
    with pytest.raises(ContractBroken, match=r"no SQL model 'core\.z'\. Known: core\.a\."):
        plan(models, sources=(), wanted={"core.z"})


def test_a_test_without_lines_passes(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert run(connection, tmp_path, {"tests/t.sql": "select n from input.numbers where n > 99"}) == {}


def test_a_test_with_lines_fails_and_shows_the_first_of_them(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    with pytest.raises(ContractBroken) as caught:
        run(connection, tmp_path, {"tests/small.sql": "select n, n * 2 as twice from input.numbers order by n"})
    assert str(caught.value) == (
        "tests.small: the SQL test found lines that must not exist: n=0, twice=0; n=1, twice=2; n=2, twice=4 and more."
    )


def test_identifiers_and_strings_of_a_list_reach_sql_quoted(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    column, value = 'bad" name; drop table input.numbers; --', "it's; drop table input.numbers; --"
    template = "select {{ value | literal }} as {{ column | identifier }} from input.numbers"
    run(connection, tmp_path, {"core/a.sql.jinja": template}, column=column, value=value)
    relation = connection.table("core.a")
    assert relation.columns == [column]
    assert relation.fetchall() == [(value,)] * 5


def test_a_plain_file_is_not_a_template(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    run(connection, tmp_path, {"core/a.sql": "select '{{ n }}' as n"})
    assert connection.execute("select n from core.a").fetchall() == [("{{ n }}",)]
