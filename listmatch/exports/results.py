"""The result of a job as results.parquet and results.csv: every source row, its master row, its verdict.

Formatted reports are made from these files elsewhere; nothing here formats for people.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from listmatch.domain.formulas import neutralised_text
from listmatch.domain.verdicts import MatchMode
from listmatch.duck import Compute, identifier, literal
from listmatch.errors import ContractBroken
from listmatch.exports.columns import OutputColumn, dedupe_columns, excluded_column, list_columns, result_columns
from listmatch.exports.csv_files import copy_csv, neutralised
from listmatch.parquet import RowGroups

if TYPE_CHECKING:
    import pyarrow as pa

PART_ROWS = 200_000
"""rows that are put together at a time: whole rows of both lists, a kilobyte each, on their way into order"""

BATCH = 20_480
"""rows that leave the query at a time"""


@dataclass(frozen=True, slots=True)
class ResultInputs:
    """The files that a result is made of."""

    source: Path
    """rows.parquet of the source list, or of the list that was deduplicated"""
    master: Path | None
    """rows.parquet of the master list; None for a dedupe"""
    verdicts: Path
    """verdicts.parquet; clusters.parquet for a dedupe"""
    mode: MatchMode = MatchMode.BEST_MATCH
    excluded: Path | None = None
    """excluded.parquet, the rows that must not be contacted; None: there is no exclusion list, and no column of it"""
    neutralise_formulas: bool = False
    """put ``'`` before the cells of results.csv that a spreadsheet would run; the Parquet file stays as it is"""


@dataclass(frozen=True, slots=True)
class ResultSummary:
    """What was written."""

    csv: Path
    parquet: Path
    rows: int
    columns: tuple[str, ...]


def write_results(inputs: ResultInputs, *, into: Path, compute: Compute) -> ResultSummary:
    """Write ``results.parquet`` and ``results.csv`` (UTF-8, LF) into the folder *into*.

    Best match: one line per source row, in the source's order. All candidates: the lines of a source row stay together
    in the order of verdicts.parquet. Dedupe: one line per row, in order. Memory is bounded by *compute*; larger results
    spill to its scratch folder.

    Raises ContractBroken when a verdict names a row that the list does not have, or a row has no verdict.
    """
    into.mkdir(parents=True, exist_ok=True)
    parquet, text = into / "results.parquet", into / "results.csv"
    with compute.connect() as connection:
        columns = _columns(connection, inputs)
        names = tuple(column.name for column in columns)
        rows = _write_parquet(connection, inputs, columns, parquet)
        _check(connection, inputs, rows)
        query = _csv_query(connection, parquet, columns, neutralise=inputs.neutralise_formulas)
        header = list(map(neutralised_text, names)) if inputs.neutralise_formulas else names
        copy_csv(connection, query, header, text, has_rows=rows > 0)
    return ResultSummary(text, parquet, rows, names)


def _columns(connection: duckdb.DuckDBPyConnection, inputs: ResultInputs) -> tuple[OutputColumn, ...]:
    source = list_columns(connection, inputs.source)
    marks = () if inputs.excluded is None else (excluded_column(),)
    if inputs.master is None:
        return (*dedupe_columns(source), *marks)
    return (*result_columns(source, list_columns(connection, inputs.master)), *marks)


def _query(inputs: ResultInputs, columns: Sequence[OutputColumn], *, first: int, last: int) -> str:
    """The result for the rows *first* to *last* of the source as one query.

    Columns are c0, c1 … because DuckDB would rename ``email`` beside ``Email``.
    """
    part = f"between {first} and {last}"
    selected = ",\n    ".join(f"{column.expression} as c{number}" for number, column in enumerate(columns))
    master = ""
    if inputs.master is not None:
        master = f"left join read_parquet({literal(inputs.master)}) m on m._lmg_row_id = v._lmg_master_row_id"
    excluded = ""
    if inputs.excluded is not None:
        excluded = f"left join read_parquet({literal(inputs.excluded)}) x on x._lmg_row_id = v._lmg_row_id"
    return f"""
select
    {selected}
from read_parquet({literal(inputs.verdicts)}, file_row_number = true) v
join read_parquet({literal(inputs.source)}) s on s._lmg_row_id = v._lmg_row_id
{master}
{excluded}
where v._lmg_row_id {part} and s._lmg_row_id {part}
order by v._lmg_row_id, v.file_row_number
"""  # noqa: S608 - identifiers and paths are quoted


def _write_parquet(
    connection: duckdb.DuckDBPyConnection, inputs: ResultInputs, columns: Sequence[OutputColumn], target: Path
) -> int:
    """Write the result, whose fields say where they come from; the number of its lines."""
    import pyarrow as pa

    nothing = connection.sql(_query(inputs, columns, first=0, last=0)).to_arrow_table()
    schema = pa.schema([_field(column, field.type) for column, field in zip(columns, nothing.schema, strict=True)])
    (listed,) = _row(connection, "select count(*)", inputs.source)
    with RowGroups(target, schema, compression="zstd", store_schema=True) as groups:
        for first in range(1, listed + 1, PART_ROWS):
            query = _query(inputs, columns, first=first, last=first + PART_ROWS - 1)
            with connection.sql(query).to_arrow_reader(BATCH) as reader:
                for batch in reader:
                    groups.add(pa.Table.from_batches([batch.rename_columns(schema.names)], schema))
    return groups.count


def _field(column: OutputColumn, data_type: "pa.DataType") -> "pa.Field":
    """The column in the file's schema, which also says where it comes from and what it was called there."""
    import pyarrow as pa

    return pa.field(column.name, data_type, metadata={"origin": column.origin, "original_name": column.original_name})


def _csv_query(
    connection: duckdb.DuckDBPyConnection, parquet: Path, columns: Sequence[OutputColumn], *, neutralise: bool
) -> str:
    stored = connection.execute("describe select * from read_parquet(?)", [str(parquet)]).fetchall()
    selected = ", ".join(
        neutralised(identifier(name)) if neutralise and column.is_text else identifier(name)
        for (name, *_), column in zip(stored, columns, strict=True)
    )
    return f"select {selected} from read_parquet({literal(parquet)})"  # noqa: S608 - identifiers and path are quoted


def _check(connection: duckdb.DuckDBPyConnection, inputs: ResultInputs, rows: int) -> None:
    """No line may be lost between the verdicts and the result, and none may point into the void."""
    expected, distinct = _row(connection, "select count(*), count(distinct _lmg_row_id)", inputs.verdicts)
    (listed,) = _row(connection, "select count(*)", inputs.source)
    lines = expected if inputs.mode is MatchMode.ALL_CANDIDATES else listed
    if not rows == expected == lines or distinct != listed:
        raise _broken(f"the result has {rows} lines for {expected} verdicts about {distinct} of {listed} rows.")
    if inputs.master is not None and (missing := _missing_master_rows(connection, inputs.master, inputs.verdicts)):
        raise _broken(f"{missing} verdicts name a row that the master list does not have.")


def _missing_master_rows(connection: duckdb.DuckDBPyConnection, master: Path, verdicts: Path) -> int:
    """Rows of a list are numbered from 1, so that their number tells which there are."""
    row: tuple[int] | None = connection.execute(
        "select count(*) from read_parquet(?) where _lmg_master_row_id is not null "
        "and _lmg_master_row_id not between 1 and (select count(*) from read_parquet(?))",
        [str(verdicts), str(master)],
    ).fetchone()
    return row[0] if row else 0


def _broken(message: str) -> ContractBroken:
    return ContractBroken(
        message, place="results", cure="Run the match again; if it happens again, report it as a fault."
    )


def _row(connection: duckdb.DuckDBPyConnection, select: str, file: Path) -> tuple[int, ...]:
    """The one line of a query of a Parquet file."""
    [row] = connection.execute(f"{select} from read_parquet(?)", [str(file)]).fetchall()
    return tuple(row)
