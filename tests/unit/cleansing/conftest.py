"""Lists in memory for the tests of cleansing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from listmatch.cleansing import StandardResult, standardise
from listmatch.domain.columns import Field
from listmatch.duck import Compute

Standardise = Callable[..., tuple[list[dict[str, str | None]], StandardResult]]


@pytest.fixture
def run(tmp_path: Path) -> Standardise:
    """Standardise rows given as ``field=[values]`` (or ``columns=`` and ``fields=``) and read the result back."""

    def standardised(
        columns: Mapping[str, Sequence[str | None]] | None = None,
        *,
        fields: Mapping[Field, tuple[str, ...]] | None = None,
        country: str = "",
        threads: int = 2,
        is_counted: bool = True,
        **values: Sequence[str | None],
    ) -> tuple[list[dict[str, str | None]], StandardResult]:
        columns = columns or values
        fields = fields or {Field(name): (name,) for name in columns}
        count = len(next(iter(columns.values())))
        numbered = {"_lmg_row_id": range(1, count + 1), "_lmg_line": range(2, count + 2)}
        typed = {name: pa.array(list(column), pa.string()) for name, column in columns.items()}
        rows = tmp_path / "rows.parquet"
        pq.write_table(pa.table({**{name: pa.array(ids) for name, ids in numbered.items()}, **typed}), rows)
        compute = Compute(tmp_path / "scratch", threads=threads)
        distinct = {name: len(set(column)) for name, column in columns.items()} if is_counted else {}
        result = standardise(
            rows, fields=fields, into=tmp_path / "out", compute=compute, country=country, distinct=distinct
        )
        with duckdb.connect() as connection:
            table = connection.sql(f"select * from '{tmp_path}/out/standard.parquet'")
            names = table.columns
            return [dict(zip(names, row, strict=True)) for row in table.fetchall()], result

    return standardised


def read_each(
    run: Standardise, fields: str | tuple[str, ...], given: Iterable[Any], *parts: str, country: str = ""
) -> dict[Any, Any]:
    """What each of the cells *given* (of several *fields*: tuples of cells) is read as: one of the *parts*, or a tuple.

    All are one list, as a list costs a quarter of a second and a cell next to nothing.
    """
    cells = list(given)
    columns = {fields: cells} if isinstance(fields, str) else dict(zip(fields, zip(*cells, strict=True), strict=True))
    rows, _ = run(**columns, country=country)
    read = [tuple(row[part] for part in parts) for row in rows]
    return dict(zip(cells, read if len(parts) > 1 else [part for (part,) in read], strict=True))
