"""When a row was last touched: which column of a list tells it, and its cells as moments.

They only rank rows against each other. Dates of birth, which are compared, are the business of cleansing.
"""

from pathlib import Path

import duckdb

from listmatch.domain.columns import ColumnType
from listmatch.domain.files import FileProfile
from listmatch.duck import identifier, literal

_STEMS = (
    ("updat", "modif", "chang", "touch", "seen", "geändert", "activ"),
    ("creat", "added", "regist", "sign"),
)
"""of the names of columns: a change tells more than a creation"""

_DATES = ("%Y%m%d", "%d.%m.%Y", "%d-%b-%Y", "%d %b %Y", "%b %d, %Y", "%b %d %Y")
_DAY_FIRST, _MONTH_FIRST = ("%d/%m/%Y", "%d-%m-%Y"), ("%m/%d/%Y", "%m-%d-%Y")
_TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
"""how dates are written besides ISO 8601, and what may stand behind them"""


def recency_column(records: FileProfile) -> str:
    """The date column that tells when a row was last touched, by its name; empty when there is none.

    Other dates (of birth, of a contract) say nothing about the row.
    """
    dates = [column.name for column in records.columns if column.type is ColumnType.DATE]
    for stems in _STEMS:
        for name in dates:
            if any(stem in name.lower() for stem in stems):
                return name
    return ""


def moments(connection: duckdb.DuckDBPyConnection, rows: Path, column: str, *, alias: str) -> str:
    """SQL of *column* of the rows.parquet *rows*, called *alias* in the query, as timestamps.

    NULL where a cell is not a date. Whether day or month comes first the whole column decides.
    """
    value = f"{alias}.{identifier(column)}"
    ordered = _DAY_FIRST if _is_day_first(connection, rows, column) else _MONTH_FIRST
    formats = ", ".join(literal(date + time) for date in (*_DATES, *ordered) for time in _TIMES)
    return f"coalesce(try_cast({value} as timestamp), try_strptime(trim({value}), [{formats}]))"


def _is_day_first(connection: duckdb.DuckDBPyConnection, rows: Path, column: str) -> bool:
    """Whether more cells begin with a number that can be no month than have one behind the first sign."""
    first, second = (
        f"try_cast(regexp_extract({identifier(column)}, '^\\s*([0-9]{{1,2}})[/-]([0-9]{{1,2}})[/-]', {n}) as int)"
        for n in (1, 2)
    )
    [(is_day_first,)] = connection.execute(
        f"select count_if({first} > 12) > count_if({second} > 12) from read_parquet(?)", [str(rows)]
    ).fetchall()
    return bool(is_day_first)
