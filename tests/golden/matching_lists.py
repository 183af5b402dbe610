"""Small made-up lists in standard columns, with their truth and the frozen scores of every candidate pair.

``python -m tests.golden.matching_lists`` freezes the scores anew: say in the commit why they changed. The lists come
from ``benchmarks.generators`` (contacts and accounts, seed 5) and are standardised, so that only the matcher is tested.
"""

import csv
import tempfile
from pathlib import Path

from listmatch.domain.verdicts import ProfileType
from tests.unit.matching.standard_lists import Row, profile_of, score

FOLDER = Path(__file__).parent / "matching"
TYPES = {"contacts": ProfileType.PERSON, "accounts": ProfileType.COMPANY}
FROZEN = ("source_row", "master_row", "score", "relationship", "pass", "reason")

Line = tuple[str, ...]


def rows_of(name: str, side: str) -> list[Row]:
    """The rows of one list; empty cells are left out."""
    with (FOLDER / f"{name}_{side}.csv").open(encoding="utf-8", newline="") as file:
        return [{column: value for column, value in row.items() if value} for row in csv.DictReader(file)]


def truth_of(name: str) -> set[tuple[int, int]]:
    """The pairs of row numbers that belong together."""
    with (FOLDER / f"{name}_truth.csv").open(encoding="utf-8", newline="") as file:
        return {(int(row["source_row"]), int(row["master_row"])) for row in csv.DictReader(file)}


def frozen_of(name: str) -> list[Line]:
    """The frozen scores, one line per candidate pair."""
    with (FOLDER / f"{name}_scored.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(line) for line in csv.reader(file)][1:]


def scored(name: str, folder: Path) -> list[Line]:
    """The scores of today, in the form in which they are frozen."""
    lines = score(folder, rows_of(name, "source"), rows_of(name, "master"), profile=profile_of(TYPES[name]))
    return [
        (
            str(line["source_row_id"]),
            str(line["master_row_id"]),
            f"{line['score']:.1f}",
            str(line["relationship"]),
            str(line["pass"]),
            str(line["reason"]),
        )
        for line in lines
    ]


def freeze() -> None:
    """Write the scores of today."""
    for name in TYPES:
        with tempfile.TemporaryDirectory() as folder:
            lines = scored(name, Path(folder))
        with (FOLDER / f"{name}_scored.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows([FROZEN, *lines])


if __name__ == "__main__":
    freeze()
