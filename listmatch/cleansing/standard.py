"""The one query that standardises a list, and what it counts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from listmatch.cleansing.cells import cell_recipe, given_cells
from listmatch.cleansing.contacts.domains import domain_recipe
from listmatch.cleansing.contacts.emails import email_recipe
from listmatch.cleansing.contacts.phones import phone_recipe
from listmatch.cleansing.locations.places import country_recipe
from listmatch.cleansing.locations.two_addresses import address_recipes
from listmatch.cleansing.lookups import installed
from listmatch.cleansing.ordering import in_order
from listmatch.cleansing.organisations.companies import company_recipe
from listmatch.cleansing.organisations.parties import party_recipe
from listmatch.cleansing.people.names import name_recipe
from listmatch.cleansing.people.sexes import sex_recipe
from listmatch.cleansing.recipe import Recipe, compose, rule_column
from listmatch.cleansing.shared_columns import all_cells, own_fields, split_recipes
from listmatch.cleansing.survey import Survey, survey
from listmatch.cleansing.values.dates import date_recipe
from listmatch.cleansing.values.texts import text_recipe
from listmatch.domain.columns import ROW_ID, Field, FieldMap
from listmatch.domain.progress import Progress, silent
from listmatch.duck import Compute, identifier, literal
from listmatch.parquet import RowGroups
from listmatch.tables import STANDARD_COLUMNS

_BATCH = 20_480
"""rows that leave the query at a time"""


@dataclass(frozen=True, slots=True)
class StandardResult:
    """What cleansing did: camelCase rule -> number of values touched, and the country most rows seem to come from."""

    report: dict[str, int] = field(default_factory=dict)
    country: str = ""


def standardise(
    rows: Path,
    *,
    fields: FieldMap,
    into: Path,
    compute: Compute,
    country: str = "",
    distinct: Mapping[str, int] = MappingProxyType({}),
    progress: Progress = silent,
) -> StandardResult:
    """Write ``into/standard.parquet``: the standard columns of every row of *rows*, in row order.

    *fields* says which columns feed which field; *country* (ISO alpha-2) overrules what the values say about where the
    list comes from. *distinct* (column -> how many values it has) spares time where values repeat, and changes nothing
    else. Originals are not touched: they stay in *rows*.
    """
    fields = {key: tuple(columns) for key, columns in fields.items() if columns}
    with compute.connect() as connection:
        progress(0.0, "looking at the values")
        source = f"read_parquet({literal(rows)})"
        seen = survey(connection, source, fields=fields, country=country, distinct=distinct)
        progress(0.1, "standardising")
        recipes = _recipes(fields, seen)
        query = compose(_cells(source, given_cells(own_fields(fields))), recipes, repeating=seen.repeating)
        rules = sorted(rule for recipe in recipes for rule in recipe.rules)
        into.mkdir(parents=True, exist_ok=True)
        with installed(connection), _as_written(connection):
            # A view is parsed once; a relation reads its text three times, a tenth of a second for one of 100 kB.
            connection.execute(f"create temp view cleansed as {query}").fetchall()
            # An open result would refuse what the contexts around it have to undo, and hide why it was left.
            with connection.sql("from cleansed").to_arrow_reader(_BATCH) as batches:
                report = _write(in_order(batches), into / "standard.parquet", rules=rules)
    progress(1.0, "standardised")
    return StandardResult(report=report, country=seen.country)


@contextmanager
def _as_written(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Run the query layer by layer as composed.

    DuckDB 2.0 merges neighbouring projections by copying what a name stands for to wherever it is used; on chains of
    names that is exponential (a list of names alone: 10 MB of plan, over ten minutes; as written: 1 s). Only the
    optimizer that spares unused columns stays: else each look at the distinct values of one cell would read every
    column of the list.
    """
    known = connection.execute("select name from duckdb_optimizers() where name <> 'unused_columns'").fetchall()
    optimizers = [row[0] for row in known]
    connection.execute(f"set disabled_optimizers = {literal(','.join(optimizers))}").fetchall()
    try:
        yield
    finally:
        connection.execute("reset disabled_optimizers").fetchall()


def _cells(source: str, cells: Mapping[str, str]) -> str:
    """SQL that selects the row id and the cells of every row of *source*."""
    named = [f"{identifier(column)} as {cell}" for cell, column in cells.items()]
    return f"(select {', '.join([ROW_ID, *named])} from {source})"


def _recipes(fields: FieldMap, seen: Survey) -> list[Recipe]:
    cells = all_cells(fields)
    return [
        cell_recipe(own_fields(fields)),
        *split_recipes(fields),
        country_recipe(cells, home=seen.country),
        name_recipe(
            cells,
            country=seen.country,
            order=seen.name_order,
            has_turned=seen.has_whole_names,
            has_couples=seen.has_couples,
            has_native=seen.has_native_names,
            has_businesses=seen.has_businesses,
        ),
        sex_recipe(cells, is_believed=seen.is_sex_believed),
        email_recipe(cells.get(Field.EMAIL, ()), has_second=seen.has_second_emails),
        phone_recipe(cells.get(Field.PHONE, ()), has_second=seen.has_second_phones),
        company_recipe(cells.get(Field.COMPANY, ())),
        party_recipe(cells.get(Field.PARTY, ())),
        domain_recipe(cells.get(Field.DOMAIN, ())),
        *address_recipes(cells),
        date_recipe(cells.get(Field.BIRTH_DATE, ()), is_day_first=seen.is_day_first),
        text_recipe(cells),
    ]


def _write(batches: Iterable[pa.RecordBatch], path: Path, *, rules: Sequence[str]) -> dict[str, int]:
    """Write the standard columns of *batches* to *path*; return the sum of each of the *rules*, their last columns."""
    schema = pa.schema([(ROW_ID, pa.int64()), *((name, pa.string()) for name in STANDARD_COLUMNS)])
    totals = dict.fromkeys(rules, 0)
    with RowGroups(path, schema, compression="zstd", compression_level=1) as groups:
        for batch in batches:
            groups.add(pa.Table.from_batches([batch]).select(schema.names))
            for rule in rules:
                totals[rule] += pc.sum(batch.column(rule_column(rule))).as_py() or 0
    return totals
