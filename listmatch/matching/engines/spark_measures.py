"""DuckDB's text measures as functions of Spark: the same code computes them on both engines.

The functions go to the workers by value and need nothing there but ``duckdb`` and ``pyarrow``.
"""

import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from listmatch.matching.engines.spark_sql import PREFIX

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import SparkSession

Columns = tuple["pa.Array", "pa.Array"]


def measures() -> dict[str, str]:
    """Measure of two texts -> type of its result, as Spark writes it."""
    return {"jaro_winkler_similarity": "double", "damerau_levenshtein": "bigint", "levenshtein": "bigint"}


def register(session: "SparkSession") -> None:
    """Make every measure a function of *session*'s SQL."""
    from pyspark.sql.pandas.functions import ArrowUDFType, arrow_udf

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pandas 3, which no measure touches; of hints that name_type spells out
        for name, type_ in measures().items():
            session.udf.register(PREFIX + name, arrow_udf(_measure(name), type_, ArrowUDFType.SCALAR_ITER))


def _measure(name: str) -> Any:
    """A function of batches of two texts; nested, because a function of this module would be sent by its name."""

    def measure(batches: Iterator["Columns"]) -> Iterator["pa.Array"]:
        import duckdb
        import pyarrow

        with duckdb.connect(config={"threads": 1}) as connection:
            for left, right in batches:
                texts = pyarrow.table({"l": left, "r": right})
                found = connection.from_arrow(texts).project(f"{name}(l, r) as d").to_arrow_table()
                yield found.column("d").combine_chunks()

    return measure
