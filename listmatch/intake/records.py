"""The first records of a text, read with care but without knowing how wide a row is; for detection only."""

from dataclasses import dataclass

from listmatch.intake.dialect import Dialect
from listmatch.intake.encoding import decode_line

JOINED_LINES = 50
"""Lines that one record of the sample may cover."""


@dataclass(frozen=True, slots=True)
class Record:
    """Cells of one record as text, the 0-based line it begins on, how many lines it covers, and if it broke a rule."""

    cells: tuple[str, ...]
    line: int
    lines: int
    is_strict: bool

    @property
    def is_blank(self) -> bool:
        """No cell holds anything."""
        return not any(cell.strip() for cell in self.cells)

    @property
    def filled(self) -> int:
        """Number of cells that hold something."""
        return sum(bool(cell.strip()) for cell in self.cells)


def read_records(lines: list[bytes], dialect: Dialect, *, limit: int) -> list[Record]:
    """Up to *limit* records from physical *lines* (without line ends); blank lines give blank records."""
    records: list[Record] = []
    line = 0
    while line < len(lines) and len(records) < limit:
        cells, taken, is_strict = _read_one(lines, line, dialect)
        records.append(Record(tuple(decode_line(cell) for cell in cells), line, taken, is_strict))
        line += taken
    return records


def _read_one(lines: list[bytes], line: int, dialect: Dialect) -> tuple[list[bytes], int, bool]:
    reading = dialect.read_strictly(lines[line])
    if reading is not None and not reading.is_open:
        return reading.cells, 1, True
    if reading is not None:
        for end in range(line + 2, min(line + JOINED_LINES, len(lines)) + 1):
            if dialect.quote_byte not in lines[end - 1]:
                continue
            joined = dialect.read_strictly(b"\n".join(lines[line:end]))
            if joined is None:
                break
            if not joined.is_open:
                return joined.cells, end - line, True
    loose = dialect.read_forgivingly(lines[line])
    return (loose.cells if loose is not None else dialect.split(lines[line])), 1, False
