"""Rows of a prepared list, found by what stands in one of their columns: a customer number instead of a row number."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from listmatch.domain.columns import ROW_ID
from listmatch.duck import Compute, identifier
from listmatch.errors import InputError
from listmatch.workflows.lists.files import PreparedFile

SHOWN = 20
"""columns that an error names"""


@dataclass(frozen=True, slots=True)
class PreparedRows:
    """The rows of a prepared file; ``side`` is what an error calls it."""

    file: PreparedFile
    side: str
    compute: Compute

    def find(self, column: str, values: Collection[str]) -> Mapping[str, int]:
        """Value -> number of the row that has it in *column*, blanks around it aside.

        Raises InputError for a column that the list does not have and for a value that not exactly one row has.
        """
        names = [each.name for each in self.file.profile.columns]
        if column not in names:
            cure = f"Its columns are: {', '.join(names[:SHOWN])}{', …' if len(names) > SHOWN else ''}."
            raise InputError(f"the {self.side} list has no column {column!r}.", place="labels", cure=cure)
        cell = f"trim({identifier(column)})"
        with self.compute.connect() as connection:
            found = connection.execute(
                f"""select {cell}, min({ROW_ID}), count(*) from read_parquet($rows)
                where {cell} in (select unnest($values::varchar[])) group by 1""",  # noqa: S608 - a quoted identifier
                {"rows": str(self.file.rows), "values": list(values)},
            ).fetchall()
        rows = {value: row for value, row, _ in found}
        counts = {value: count for value, _, count in found}
        for line, value in enumerate(values, start=2):
            if counts.get(value) != 1:
                message = f"{counts.get(value, 0)} rows of the {self.side} list have this value in {column!r}."
                cure = "Name a column whose values differ from row to row, and values that the list has."
                raise InputError(message, place=f"labels, line {line}", cure=cure)
        return rows
