"""Contracts as pandera schemas: they decide whether a table is accepted, and say which lines break which rule.

Error texts name column, rule and row numbers, never a value: values are somebody's data. Importing this module takes
most of a CPU second and 100 MB (pandera, and pandas with it), which is why screen.py is asked first.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

from listmatch.domain.columns import ROW_ID
from listmatch.domain.verdicts import Verdict
from listmatch.errors import ContractBroken
from listmatch.tables.contracts import (
    Ascends,
    AtLeast,
    Between,
    Column,
    Contract,
    CountsUp,
    Like,
    OneOf,
    Rule,
    Score,
    Type,
    contract_of,
)

SHOWN_FAILURES = 3


def validate(name: str, path: Path) -> None:
    """Raise ContractBroken when the Parquet file *path* is not what the contract of the table *name* says.

    Columns and types come from the file's footer; values are read only where a rule exists.
    """
    try:
        columns = pl.read_parquet_schema(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise ContractBroken("the table cannot be read as Parquet.", place=path.name) from error
    schema = schema_of(contract_of(name, columns))
    try:
        schema.validate(pl.scan_parquet(path), lazy=True)
        with_rules = [column for column, rule in schema.columns.items() if rule.checks or not rule.nullable]
        schema.select_columns(with_rules).validate(pl.scan_parquet(path).select(with_rules).collect(), lazy=True)
    except SchemaErrors as errors:
        raise ContractBroken(_first_failures(errors), place=path.name) from errors


def schema_of(contract: Contract) -> pa.DataFrameSchema:
    """The pandera schema of a contract."""
    columns = {name: _column(column) for name, column in contract.columns.items()}
    between = contract.between
    checks = [pa.Check(lambda data: data.lazyframe.select(_holds(between)), name=between.value)] if between else []
    return pa.DataFrameSchema(columns, checks=checks)


def _column(column: Column) -> pa.Column:
    return pa.Column(
        _type(column.type) if column.type else None,
        checks=[_check(rule) for rule in column.rules],
        nullable=column.is_nullable,
    )


def _type(declared: Type) -> Any:
    match declared:
        case Type.INTEGER:
            return pl.Int64
        case Type.UNSIGNED:
            return pl.UInt64
        case Type.NUMBER:
            return pl.Float64
        case Type.TEXT:
            return pl.String
        case Type.TRUTH:
            return pl.Boolean


def _check(rule: Rule) -> pa.Check:
    match rule:
        case AtLeast(lowest):
            return pa.Check.ge(lowest, error=f"at least {lowest}")
        case OneOf(words):
            return pa.Check.isin(list(words), error=f"one of {', '.join(words)}")
        case Like(pattern):
            return pa.Check.str_matches(pattern, error=f"like {pattern}")
        case Score():
            # NaN compares greater than every number in polars, so the range refuses it as well.
            return pa.Check.in_range(0, 100, error="between 0 and 100")
        case CountsUp():
            return _of_lines("counting up from 1", lambda column: column == pl.int_range(1, pl.len() + 1))
        case Ascends(strictly):
            step = 1 if strictly else 0
            return _of_lines("ascending", lambda column: column.diff().fill_null(step) >= step)


def _of_lines(name: str, holds: Callable[[pl.Expr], pl.Expr]) -> pa.Check:
    """A rule of one column: *holds* says for each line whether it does."""
    return pa.Check(lambda data: data.lazyframe.select(holds(pl.col(data.key))), name=name)


def _holds(between: Between) -> pl.Expr:
    source, master, score = pl.col("source_row_id"), pl.col("master_row_id"), pl.col("score")
    match between:
        case Between.PAIR_ORDER:
            return ((source.diff() > 0) | ((source.diff() == 0) & (master.diff() > 0))).fill_null(True)
        case Between.SCORE_ORDER:
            is_next = (score.diff() < 0) | ((score.diff() == 0) & (master.diff() > 0))
            return ((source.diff() > 0) | ((source.diff() == 0) & is_next)).fill_null(True)
        case Between.NAMES_MASTER_ROW:
            is_unmatched = pl.col("_lmg_match_status") == Verdict.UNMATCHED.value
            return pl.col("_lmg_master_row_id").is_null() == is_unmatched
        case Between.CLUSTERS_HOLD:
            representatives = pl.col("_lmg_is_representative").sum().over("_lmg_cluster_id")
            size = pl.len().over("_lmg_cluster_id")
            smallest = pl.col(ROW_ID).min().over("_lmg_cluster_id")
            return (representatives == 1) & (pl.col("cluster_size") == size) & (pl.col("_lmg_cluster_id") == smallest)


def _first_failures(errors: SchemaErrors) -> str:
    """The first broken rules in words: column, rule, and the rows (1-based lines of the table) that break it."""
    cases: pl.DataFrame = errors.failure_cases
    lacking = cases.filter(pl.col("check") == "column_in_dataframe")["failure_case"].to_list()
    if lacking:
        return f"the table breaks its contract: it lacks {', '.join(lacking[:SHOWN_FAILURES])}."
    by_rule = cases.group_by("column", "check", maintain_order=True).agg(pl.col("index").drop_nulls().sort())
    found = []
    for column, rule, lines in by_rule.head(SHOWN_FAILURES).iter_rows():
        where = ", ".join(str(line + 1) for line in lines[:SHOWN_FAILURES])
        found.append(f"{column or 'table'}: {_in_words(rule)}" + (f" (line {where})" if where else ""))
    return "the table breaks its contract: " + "; ".join(found) + "."


def _in_words(rule: str) -> str:
    if rule.startswith("dtype("):
        return f"must be {rule.removeprefix('dtype(').strip(')').strip(chr(39))}"
    return "must not be null" if rule == "not_nullable" else f"must be {rule}"
