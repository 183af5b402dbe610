"""Contracts of the tables between the stages (docs/architecture.md), checked with pandera, and conservation of rows.

What belongs here: what must hold of a table whoever wrote it: columns, types, ranges, order. Whether a score is *right*
is the business of the benchmarks. Error texts name column, rule and row numbers, never a value: values are somebody's
data. pandera and polars are imported by the check, not by this module: together they take most of a second.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from listmatch.domain.columns import LINE, RESERVED_PREFIX, ROW_ID
from listmatch.domain.verdicts import Verdict
from listmatch.errors import ContractBroken

if TYPE_CHECKING:
    import pandera.polars as pa
    import polars as pl

SHOWN_FAILURES = 3

STANDARD_COLUMNS = (
    "first", "middle", "last", "generation", "email", "email_2", "email_class", "phone", "phone_2", "company",
    "company_full", "domain", "street", "unit", "city", "state", "zip", "country", "birth", "linkedin", "key", "title",
    "detail", "year", "price",
)  # fmt: skip
FOLDED_COLUMNS = ("first", "middle", "last", "company", "company_full", "street", "unit", "city", "title", "detail")
PATTERNS = {
    **dict.fromkeys(FOLDED_COLUMNS, r"^[a-z0-9]+( [a-z0-9]+)*$"),
    **dict.fromkeys(("email", "email_2"), r"^[^@\s]+@[^@\s]+$"),
    **dict.fromkeys(("phone", "phone_2"), r"^\+?[0-9]+$"),
    "country": r"^[A-Z]{2}$",
    "birth": r"^[0-9]{8}$",
    "key": r"^[A-Z0-9]+$",
    "year": r"^[0-9]+$",
    "price": r"^-?[0-9]+(\.[0-9]+)?$",
}
"""Standard column -> what every value of it looks like."""
GENERATIONS = ("jr", "sr", "ii", "iii", "iv")
EMAIL_CLASSES = ("work", "free", "role", "disposable")


def check_contract(name: str, path: Path) -> None:
    """Raise ContractBroken when the Parquet file *path* is not what the contract of the table *name* says.

    *name* is ``rows``, ``standard``, ``candidate_pairs``, ``scored_matches``, ``verdicts`` or ``clusters``; KeyError
    for any other. Columns and types come from the file's footer; values are read only where a rule exists, so half a
    million rows take well under a second.
    """
    import pandera.polars as pa
    import polars as pl
    from pandera.errors import SchemaErrors

    schema_of = _contracts()[name]
    try:
        columns = pl.read_parquet_schema(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise ContractBroken("the table cannot be read as Parquet.", place=path.name) from error
    schema: pa.DataFrameSchema = schema_of(columns)
    try:
        schema.validate(pl.scan_parquet(path), lazy=True)
        with_rules = [column for column, rule in schema.columns.items() if rule.checks or not rule.nullable]
        schema.select_columns(with_rules).validate(pl.scan_parquet(path).select(with_rules).collect(), lazy=True)
    except SchemaErrors as errors:
        raise ContractBroken(_first_failures(errors), place=path.name) from errors


def distinct_row_ids(path: Path) -> int:
    """The number of different row ids in a table that has one line or more per row of a list."""
    import polars as pl

    return int(pl.scan_parquet(path).select(pl.col(ROW_ID).n_unique()).collect().item())


def check_rows_conserved(rows: Path, answered: Path, *, one_line_each: bool = True) -> None:
    """Raise ContractBroken unless *answered* (verdicts or clusters) has the rows of *rows* (rows.parquet), in order.

    With *one_line_each* every row has exactly one line; without (``all_candidates``) it has at least one.
    """
    import polars as pl

    wanted, found = (pl.scan_parquet(path).select(ROW_ID).collect()[ROW_ID] for path in (rows, answered))
    lines = len(found)
    if not one_line_each:
        found = found.unique(maintain_order=True)
    if not found.equals(wanted, check_names=False, check_dtypes=False):
        missing = sorted(set(wanted.to_list()) - set(found.to_list()))[:SHOWN_FAILURES]
        detail = f"row {missing[0]} has no line" if missing else "they are repeated, unknown or out of order"
        raise ContractBroken(
            f"{len(wanted)} rows went in, but {lines} lines do not answer them one by one: {detail}.",
            place=answered.name,
        )


def _first_failures(errors: Any) -> str:
    """The first broken rules in words: column, rule, and the rows (1-based lines of the table) that break it."""
    import polars as pl

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


def _contracts() -> Mapping[str, Callable[[Mapping[str, Any]], "pa.DataFrameSchema"]]:
    """Table -> the schema of a file that has certain columns."""
    return {
        "rows": _rows,
        "standard": _standard,
        "candidate_pairs": _candidate_pairs,
        "scored_matches": _scored_matches,
        "verdicts": _verdicts,
        "clusters": _clusters,
    }


def _column(dtype: Any, *checks: Any, nullable: bool = False) -> "pa.Column":
    import pandera.polars as pa

    return pa.Column(dtype, checks=list(checks), nullable=nullable)


def _table(columns: Mapping[str, Any], *checks: Any) -> "pa.DataFrameSchema":
    import pandera.polars as pa

    return pa.DataFrameSchema(dict(columns), checks=list(checks))


def _rows(columns: Mapping[str, Any]) -> "pa.DataFrameSchema":
    import polars as pl

    own = [name for name in columns if not name.startswith(RESERVED_PREFIX)]
    return _table(
        {
            ROW_ID: _column(pl.Int64, _counts_up()),
            LINE: _column(pl.Int64, _positive(), _ascends(strictly=True)),
            **{name: _column(pl.String, nullable=True) for name in own},
        }
    )


def _standard(_: Mapping[str, Any]) -> "pa.DataFrameSchema":
    import pandera.polars as pa
    import polars as pl

    rules: dict[str, list[Any]] = {name: [] for name in STANDARD_COLUMNS}
    for name, pattern in PATTERNS.items():
        rules[name].append(pa.Check.str_matches(pattern, error=f"like {pattern}"))
    rules["generation"].append(_one_of(GENERATIONS))
    rules["email_class"].append(_one_of(EMAIL_CLASSES))
    columns = {name: _column(pl.String, *checks, nullable=True) for name, checks in rules.items()}
    return _table({ROW_ID: _column(pl.Int64, _counts_up()), **columns})


def _candidate_pairs(_: Mapping[str, Any]) -> "pa.DataFrameSchema":
    import polars as pl

    return _table(
        {
            "source_row_id": _column(pl.Int64, _positive(), _ascends()),
            "master_row_id": _column(pl.Int64, _positive()),
            "passes": _column(pl.UInt64, _positive()),
        },
        _between("distinct and ordered by source and master row", _pair_order),
    )


def _scored_matches(columns: Mapping[str, Any]) -> "pa.DataFrameSchema":
    import polars as pl

    evidence = [name for name in columns if name.startswith("evidence_")]
    return _table(
        {
            "source_row_id": _column(pl.Int64, _positive(), _ascends()),
            "master_row_id": _column(pl.Int64, _positive()),
            "score": _column(pl.Float64, _score()),
            **{name: _column(pl.String) for name in ("relationship", "pass", "reason")},
            **{name: _column(None, _at_least(-1)) for name in evidence},
            **{name: _column(None) for name in ("match_weight", "match_probability")},
        },
        _between("ordered by source row, score descending, master row", _score_order),
    )


def _verdicts(_: Mapping[str, Any]) -> "pa.DataFrameSchema":
    import polars as pl

    texts = ("_lmg_relationship", "pass")
    return _table(
        {
            ROW_ID: _column(pl.Int64, _positive(), _ascends()),
            "_lmg_match_status": _column(pl.String, _one_of([verdict.value for verdict in Verdict])),
            "_lmg_match_score": _column(pl.Float64, _score()),
            "_lmg_match_reason": _column(pl.String),
            "_lmg_master_row_id": _column(pl.Int64, _positive(), nullable=True),
            "nearest_master_row_id": _column(pl.Int64, _positive(), nullable=True),
            "source_duplicate_of": _column(pl.Int64, _positive(), nullable=True),
            **{name: _column(pl.String, nullable=True) for name in texts},
            "_lmg_master_duplicates": _column(None, nullable=True),
        },
        _between("with a master row exactly where not unmatched", _names_master_row),
    )


def _clusters(_: Mapping[str, Any]) -> "pa.DataFrameSchema":
    import polars as pl

    return _table(
        {
            ROW_ID: _column(pl.Int64, _counts_up()),
            "_lmg_cluster_id": _column(pl.Int64, _positive()),
            "_lmg_is_representative": _column(pl.Boolean),
            "_lmg_match_score": _column(pl.Float64, _score()),
            "_lmg_match_reason": _column(pl.String),
            "cluster_size": _column(pl.Int64, _positive()),
            "weakest_link": _column(pl.Float64, _score(), nullable=True),
        },
        _between("clusters with one representative, sizes as stated", _clusters_hold),
    )


def _positive() -> "pa.Check":
    return _at_least(1)


def _at_least(lowest: int) -> "pa.Check":
    import pandera.polars as pa

    return pa.Check.ge(lowest, error=f"at least {lowest}")


def _one_of(words: Any) -> "pa.Check":
    import pandera.polars as pa

    return pa.Check.isin(list(words), error=f"one of {', '.join(words)}")


def _score() -> "pa.Check":
    """NaN compares greater than every number in polars, so the range refuses it as well."""
    import pandera.polars as pa

    return pa.Check.in_range(0, 100, error="between 0 and 100")


def _counts_up() -> "pa.Check":
    """1, 2, 3, ... in the order of the lines."""
    import polars as pl

    return _rule("counting up from 1", lambda column: column == pl.int_range(1, pl.len() + 1))


def _ascends(*, strictly: bool = False) -> "pa.Check":
    step = 1 if strictly else 0
    return _rule("ascending", lambda column: column.diff().fill_null(step) >= step)


def _rule(name: str, holds: "Callable[[pl.Expr], pl.Expr]") -> "pa.Check":
    """A rule of one column: *holds* says for each line whether it does."""
    import pandera.polars as pa
    import polars as pl

    return pa.Check(lambda data: data.lazyframe.select(holds(pl.col(data.key))), name=name)


def _between(name: str, holds: "Callable[[], pl.Expr]") -> "pa.Check":
    """A rule between the columns of a table."""
    import pandera.polars as pa

    return pa.Check(lambda data: data.lazyframe.select(holds().alias(name)), name=name)


def _pair_order() -> "pl.Expr":
    import polars as pl

    source, master = pl.col("source_row_id"), pl.col("master_row_id")
    return ((source.diff() > 0) | ((source.diff() == 0) & (master.diff() > 0))).fill_null(True)


def _score_order() -> "pl.Expr":
    import polars as pl

    source, score, master = pl.col("source_row_id"), pl.col("score"), pl.col("master_row_id")
    is_next = (score.diff() < 0) | ((score.diff() == 0) & (master.diff() > 0))
    return ((source.diff() > 0) | ((source.diff() == 0) & is_next)).fill_null(True)


def _names_master_row() -> "pl.Expr":
    import polars as pl

    is_unmatched = pl.col("_lmg_match_status") == Verdict.UNMATCHED.value
    return pl.col("_lmg_master_row_id").is_null() == is_unmatched


def _clusters_hold() -> "pl.Expr":
    import polars as pl

    representatives = pl.col("_lmg_is_representative").sum().over("_lmg_cluster_id")
    size = pl.len().over("_lmg_cluster_id")
    smallest = pl.col(ROW_ID).min().over("_lmg_cluster_id")
    return (representatives == 1) & (pl.col("cluster_size") == size) & (pl.col("_lmg_cluster_id") == smallest)
