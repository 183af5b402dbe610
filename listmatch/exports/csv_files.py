"""CSV as we write it: UTF-8, LF, quoted where needed, headers exactly as given, rows in order."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import duckdb

from listmatch.domain.formulas import FORMULA, PLAIN_NUMBER
from listmatch.duck import literal


def copy_csv(
    connection: duckdb.DuckDBPyConnection, query: str, header: Sequence[str], target: Path, *, has_rows: bool
) -> None:
    """Write the rows of *query*, in the order in which it gives them, under *header* to *target*."""
    line = _line(header)
    if not has_rows:
        target.write_text(line, encoding="utf-8", newline="")
        return
    # DuckDB keeps the order of a file or an order-by clause while this is set.
    connection.execute("set preserve_insertion_order = true").fetchall()
    # The header goes in as a prefix because DuckDB's own header renames columns that differ only by case.
    connection.execute(
        f"copy ({query}) to {literal(target)} (format csv, header false, prefix {literal(line)}, suffix e'\\n')"
    ).fetchall()


def neutralised(column: str) -> str:
    """SQL for the text in *column* with ``'`` before it where a spreadsheet would run it as a formula."""
    return (
        f"case when regexp_matches({column}, {literal(FORMULA)}) "
        f"and not regexp_matches({column}, {literal(PLAIN_NUMBER)}) then '''' || {column} else {column} end"
    )


def _line(values: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(values)
    return line.getvalue()
