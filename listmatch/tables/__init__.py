"""What must hold of the tables between the stages (docs/architecture.md): declared once, screened by DuckDB, and
refused by pandera, which names the rule and the lines.
"""

from pathlib import Path

from listmatch.domain.columns import ROW_ID
from listmatch.duck import Compute, literal
from listmatch.tables.contracts import STANDARD_COLUMNS
from listmatch.tables.screen import keeps_contract

__all__ = ["STANDARD_COLUMNS", "check_contract", "distinct_row_ids"]


def check_contract(name: str, path: Path, *, compute: Compute) -> None:
    """Raise ContractBroken when the Parquet file *path* is not what the contract of the table *name* says.

    *name* is ``rows``, ``standard``, ``candidate_pairs``, ``scored_matches``, ``verdicts`` or ``clusters``; KeyError
    for any other.
    """
    if not keeps_contract(name, path, compute=compute):
        from listmatch.tables.schemas import validate

        validate(name, path)


def distinct_row_ids(path: Path, *, compute: Compute) -> int:
    """The number of different row ids in a table that has one line or more per row of a list."""
    query = f"select count(distinct {ROW_ID}) from read_parquet({literal(path)})"
    with compute.connect() as connection:
        [[count]] = connection.execute(query).fetchall()
    return int(count)
