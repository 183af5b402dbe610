"""The rollups of one job: SQL models make the counts, this module puts them into the shape of docs/guides/report.md."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from listmatch.domain.rollups import DataQuality, Rollups, Totals
from listmatch.duck import Compute, literal
from listmatch.errors import ContractBroken
from listmatch.reporting.breakdowns import (
    cluster_sizes,
    pass_breakdown,
    pivots,
    relationships,
    score_distribution,
    weakest_links,
)
from listmatch.reporting.comparison import compare
from listmatch.reporting.definitions import definitions_of
from listmatch.reporting.dimensions import Dimension, choose_dimensions
from listmatch.reporting.figures import percent_of
from listmatch.reporting.frequent import frequent_values
from listmatch.reporting.inputs import RollupInputs
from listmatch.reporting.promises import promises
from listmatch.reporting.quality import data_quality, identifiers_left_out
from listmatch.reporting.totals import dedupe_totals, match_totals
from listmatch.sqlmodels import plan, read_models, run_plan

SHAPE_VERSION = 1
TOP_VALUES = 10
"""Values of a dimension that are printed on their own."""

MARTS = (
    "marts.totals",
    "marts.score_distribution",
    "marts.pass_breakdown",
    "marts.relationships",
    "marts.missing_fields",
    "marts.excluded_rows",
    "marts.pivots",
)
MATCH_MARTS = ("marts.result_lines",)
DEDUPE_MARTS = ("marts.cluster_totals", "marts.cluster_sizes", "marts.weakest_links")

Lines = list[dict[str, Any]]
Marts = dict[str, Lines]
"""Name of a mart without its schema -> its lines, ordered by all columns."""


def compute_rollups(inputs: RollupInputs, *, compute: Compute, sql_root: Path) -> Rollups:
    """Every figure of the report of one job, JSON-ready, from the tables in *inputs* and the models in *sql_root*.

    The same inputs give the same dict for any number of threads: everything is counted in whole numbers.
    Raises ContractBroken when a table is not what the architecture promises or the figures do not add up, and
    ProfileInvalid when a column to pivot by does not exist.
    """
    dimensions = choose_dimensions(inputs.source, wanted=inputs.pivot_columns)
    with compute.connect() as connection:
        _register(connection, inputs)
        marts = _run(connection, inputs, dimensions=dimensions, sql_root=sql_root)
    return _assemble(inputs, marts=marts, dimensions=dimensions)


def _register(connection: duckdb.DuckDBPyConnection, inputs: RollupInputs) -> None:
    """The job's Parquet files as views in the schema ``input``."""
    connection.execute("create schema input").fetchall()
    for name, path in _sources(inputs).items():
        try:
            connection.execute(
                f"create view input.{name} as select * from read_parquet({literal(path)})"  # noqa: S608 - quoted
            ).fetchall()
        except duckdb.Error as error:
            raise ContractBroken("the table cannot be read as Parquet.", place=path.name) from error
    if inputs.excluded is None:
        connection.execute("create table input.excluded (_lmg_row_id bigint)").fetchall()


def _sources(inputs: RollupInputs) -> dict[str, Path]:
    tables = {"rows": inputs.rows, "standard": inputs.standard, "scored_matches": inputs.scored}
    decided = {"clusters": inputs.clusters} if inputs.is_dedupe else {"verdicts": inputs.verdicts}
    optional = {**decided, "excluded": inputs.excluded}
    return tables | {name: path for name, path in optional.items() if path is not None}


def _run(
    connection: duckdb.DuckDBPyConnection,
    inputs: RollupInputs,
    *,
    dimensions: tuple[Dimension, ...],
    sql_root: Path,
) -> Marts:
    wanted = (*MARTS, *(DEDUPE_MARTS if inputs.is_dedupe else MATCH_MARTS))
    models = read_models(sql_root, variables=_variables(inputs, dimensions))
    sources = sorted({"input.excluded", *(f"input.{name}" for name in _sources(inputs))})
    run_plan(connection, plan(models, sources=sources, wanted=wanted), views={"staging"})
    return {name.removeprefix("marts."): _lines(connection, name) for name in wanted}


def _variables(inputs: RollupInputs, dimensions: tuple[Dimension, ...]) -> Mapping[str, Any]:
    fields = {str(field): columns for field, columns in inputs.source.fields.items() if columns}
    return {
        "mode": inputs.mode.value,
        "review_from_tenths": round(inputs.review_from * 10),
        "field_columns": fields,
        "all_columns": tuple(dict.fromkeys(column for columns in fields.values() for column in columns)),
        "dimensions": dimensions,
        "top_values": TOP_VALUES,
    }


def _lines(connection: duckdb.DuckDBPyConnection, table: str) -> Lines:
    relation = connection.table(table).order("all")
    return [dict(zip(relation.columns, line, strict=True)) for line in relation.fetchall()]


def _assemble(inputs: RollupInputs, *, marts: Marts, dimensions: tuple[Dimension, ...]) -> Rollups:
    rollups: Rollups = {
        "version": SHAPE_VERSION,
        "mode": inputs.mode.value,
        "threshold": inputs.threshold,
        "reviewFrom": inputs.review_from,
        "maxWrongPct": None if inputs.max_wrong is None else percent_of(inputs.max_wrong),
        "totals": _totals(inputs, marts),
        "dataQuality": _quality(inputs, marts),
        **_breakdowns(inputs, marts, dimensions=dimensions),
        "frequentValues": frequent_values(inputs.blocking, labels=inputs.passes),
        "promises": promises(inputs.promises, buckets=marts["score_distribution"], is_dedupe=inputs.is_dedupe),
        "comparison": None,
        "definitions": definitions_of("dedupe" if inputs.is_dedupe else "match"),
    }
    if not inputs.is_dedupe:
        rollups["identifiersLeftOut"] = identifiers_left_out(inputs.foreign_identifiers)
    if inputs.are_leads:
        rollups["leads"] = True
    if inputs.are_households:
        rollups["households"] = True
    if any(inputs.decided.values()):
        rollups["decisions"] = inputs.decided
    if inputs.previous is not None:
        rollups["comparison"] = compare(rollups, previous=inputs.previous, on=inputs.previous_on)
    return rollups


def _totals(inputs: RollupInputs, marts: Marts) -> Totals:
    [counted] = marts["totals"]
    if inputs.master is None:
        return dedupe_totals(counted, clusters=marts["cluster_totals"][0], excluded=_excluded(inputs, marts))
    return match_totals(
        counted,
        fields=marts["missing_fields"][0].keys(),
        master_rows=inputs.master.rows,
        result_lines=marts["result_lines"][0]["result_lines"],
        excluded=_excluded(inputs, marts),
    )


def _excluded(inputs: RollupInputs, marts: Marts) -> dict[str, int] | None:
    return None if inputs.excluded is None else marts["excluded_rows"][0]


def _quality(inputs: RollupInputs, marts: Marts) -> DataQuality:
    excluded = _excluded(inputs, marts)
    return data_quality(
        inputs.source,
        master=inputs.master,
        missing=marts["missing_fields"][0],
        duplicates=marts["totals"][0]["source_duplicates"],
        excluded=None if excluded is None else excluded["excluded_rows"],
    )


def _breakdowns(inputs: RollupInputs, marts: Marts, *, dimensions: tuple[Dimension, ...]) -> Rollups:
    rows = marts["totals"][0]["source_rows"]
    variant = "dedupe" if inputs.is_dedupe else "match"
    kept = dimensions if inputs.pivot_columns is not None else ()
    listed: Rollups = {
        "scoreDistribution": score_distribution(marts["score_distribution"], rows=rows, review_from=inputs.review_from),
        "passBreakdown": pass_breakdown(marts["pass_breakdown"], rows=rows, labels=inputs.passes),
        "pivots": pivots(marts["pivots"], dimensions=dimensions, kept=kept, rows=rows, variant=variant),
        "relationships": relationships(marts["relationships"], rows=rows, same=inputs.same_entity),
    }
    if inputs.is_dedupe:
        listed["clusterSizes"] = cluster_sizes(marts["cluster_sizes"])
        listed["weakestLinks"] = weakest_links(marts["weakest_links"])
    return listed
