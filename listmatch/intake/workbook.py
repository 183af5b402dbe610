"""Excel workbooks: where the header of the chosen sheet is, and cells as the text a person sees.

calamine reads the cells; merged cells, dates and whole numbers are settled here.
"""

import datetime as dt
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Self

import numpy as np
import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet

from listmatch.domain.files import FileFormat
from listmatch.domain.progress import Progress
from listmatch.domain.reading import ReadOptions
from listmatch.errors import FileUnreadable, InputError
from listmatch.intake.cell_formats import CellFormats, cell_formats, shown
from listmatch.intake.cells import text_table, widened
from listmatch.intake.header import Header, find_header
from listmatch.intake.header_signs import is_header
from listmatch.intake.quarantine import Quarantined, quarantined
from listmatch.intake.scan import Flags
from listmatch.intake.sheets import choose_sheet
from listmatch.intake.source import Head, Ledger, refuse_too_wide

Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta

SAMPLE_ROWS = 500
BATCH_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Workbook:
    """The chosen sheet of a workbook and its header (a `ListSource`)."""

    sheet: CalamineSheet
    header: Header
    notes: tuple[str, ...]
    formats: CellFormats

    @classmethod
    def open(cls, path: Path, *, options: ReadOptions) -> Self:
        """Choose the sheet and find its header; raises `FileUnreadable` for a damaged or empty workbook."""
        with damage_named():
            sheet, notes = choose_sheet(path, wanted=options.sheet)
            areas = merged_areas(sheet)
            rows = MergedRows(areas).filled(islice(sheet.iter_rows(), SAMPLE_ROWS))
            sample = [tuple(map(cell_text, row)) for row in rows]
        header = find_header(sample, has_header=options.has_header, at=_told_row(options, sample))
        if header is None:
            cure = "Choose another with option sheet."
            raise FileUnreadable("the worksheet is empty.", place=f"sheet {sheet.name}", cure=cure)
        refuse_too_wide(len(header.cells))
        seeks = not options.header_line
        header = _below_group_titles(header, sample, areas, may_go_down=seeks)
        return cls(sheet, header, notes, cell_formats(path, sheet.name))

    @property
    def head(self) -> Head:
        """The sheet that is read, the names of its columns, and what was noticed about its cells."""
        read_as = FileFormat(kind="xlsx", sheet=self.sheet.name, header_line=self.header.record + 1)
        return Head(read_as, self.header.cells, has_header=self.header.is_there, repairs=self._repairs())

    def _repairs(self) -> tuple[str, ...]:
        """Which sheet was chosen, what stands above the header, what was filled in."""
        below = sum(area.bottom - area.top for area in merged_areas(self.sheet) if area.top >= self.header.first_data)
        merged = (f"Cells covered by a merged cell above them, filled with its value: {below}.",) if below else ()
        shown_so = f"Columns of numbers read with the zeros that Excel shows in front: {len(self.formats.zeros)}."
        errors = f"Cells that hold an error of Excel (#N/A, #REF!), read as empty: {self.formats.errors:,}."
        zeros = (shown_so,) if self.formats.zeros else ()
        uncalculated = (
            f"Formulas whose results are not stored in the workbook, read as empty: {self.formats.uncalculated:,}. "
            "Open it in Excel and save it to store them."
        )
        empty = ((errors, self.formats.errors), (uncalculated, self.formats.uncalculated))
        return (*self.notes, *self.header.repairs, *merged, *zeros, *(told for told, count in empty if count))

    def read(self, ledger: Ledger, progress: Progress) -> None:
        """Pour the rows below the header, by batches."""
        with damage_named():
            rows = enumerate(MergedRows(merged_areas(self.sheet)).filled(self.sheet.iter_rows()), 1)
            self._set_aside(list(islice(rows, self.header.first_data)), ledger)
            height = max(self.sheet.total_height, 1)
            while batch := list(islice(rows, BATCH_ROWS)):
                self._pour(batch, ledger)
                progress(min(batch[-1][0] / height, 1.0), "reading rows")

    def _set_aside(self, rows: list[tuple[int, list[Value]]], ledger: Ledger) -> None:
        """Count the rows down to the header and quarantine those above it."""
        tally = ledger.tally
        filled = [(line, row) for line, row in rows if any(map(_holds_text, row))]
        above = [(line, row) for line, row in filled if line != self.header.record + 1]
        tally.physical_lines, tally.blank_lines = len(rows), len(rows) - len(filled)
        tally.data_lines, tally.header_lines = len(above), len(filled) - len(above)
        tally.lines_above = len(above)
        ledger.quarantine.add([_rejected(line, row, reason="stands above the header") for line, row in above])

    def _zeros(self) -> Mapping[int, str]:
        """The columns, counted from the first used one, whose numbers are shown with zeros in front."""
        first = (self.sheet.start or (0, 0))[1]
        return {column - first: form for column, form in self.formats.zeros.items()}

    def _pour(self, batch: list[tuple[int, list[Value]]], ledger: Ledger) -> None:
        width, tally = len(self.header.cells), ledger.tally
        table = _table([row for _, row in batch], self._zeros())
        lines = np.array([line for line, _ in batch], dtype=np.int64)
        is_filled = _has_value(table, 0, table.num_columns)
        is_long = _has_value(table, width, table.num_columns)
        tally.physical_lines += len(batch)
        tally.blank_lines += int((~is_filled).sum())
        tally.data_lines += int(is_filled.sum())
        ledger.quarantine.add([_surplus(*batch[at], width) for at in np.flatnonzero(is_long).tolist()])
        kept = is_filled & ~is_long
        cells = table.select(range(min(width, table.num_columns))).filter(pa.array(kept))
        ledger.rows.add(widened(cells, width), lines[kept])


def _has_value(table: pa.Table, start: int, end: int) -> Flags:
    """Which rows hold something in the columns from *start* to before *end*."""
    found = np.zeros(table.num_rows, dtype=bool)
    for index in range(start, end):
        found |= table.column(index).is_valid().to_numpy()
    return found


def _holds_text(value: Value) -> bool:
    return not isinstance(value, str) or bool(value.strip())


def _surplus(line: int, row: list[Value], width: int) -> Quarantined:
    used = max(index + 1 for index, value in enumerate(row) if _holds_text(value))
    return _rejected(line, row, reason=f"has {used} cells where the header has {width}")


def _rejected(line: int, row: list[Value], *, reason: str) -> Quarantined:
    return quarantined(line, reason=reason, raw="\t".join(map(cell_text, row)).encode(errors="replace"))


def _table(rows: list[list[Value]], zeros: Mapping[int, str]) -> pa.Table:
    """The cells of *rows*, all equally long, as text; blank ones null."""
    columns: list[Iterable[Value]] = list(zip(*rows, strict=True))
    for at, form in zeros.items():
        if at < len(columns):
            columns[at] = [(type(cell) is float and shown(cell, form)) or cell for cell in columns[at]]
    return text_table([[cell if type(cell) is str else cell_text(cell) for cell in column] for column in columns])


def cell_text(value: Value) -> str:
    """A cell as text: whole numbers without ``.0``, dates in ISO, truth as Excel writes it; text stays as it is."""
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return str(value)


def _number_text(value: float) -> str:
    return str(int(value)) if value.is_integer() else f"{value:.15g}"


@dataclass(frozen=True, slots=True)
class Area:
    """A merged area of cells, 0-based; columns are counted from the first used one."""

    top: int
    bottom: int
    left: int
    right: int


def merged_areas(sheet: CalamineSheet) -> list[Area]:
    """The merged areas of *sheet*, from top to bottom."""
    first = (sheet.start or (0, 0))[1]
    ranges = sheet.merged_cell_ranges or []
    areas = [Area(top, bottom, left - first, right - first) for (top, left), (bottom, right) in ranges if left >= first]
    return sorted(areas, key=lambda area: (area.top, area.left))


class MergedRows:
    """Fills the cells below the first one of a merged area with its value, in rows that hold something else too."""

    def __init__(self, areas: list[Area]) -> None:
        self._coming = deque(area for area in areas if area.bottom > area.top)
        self._open: dict[int, tuple[int, Value]] = {}
        """column -> the last row to fill in it, and with what; by column, since a damaged workbook may say that any
        number of areas overlap"""

    def filled(self, rows: Iterable[list[Value]]) -> Iterator[list[Value]]:
        """*rows* from the first one of the sheet on, with covered cells filled."""
        if not self._coming:
            yield from rows
            return
        for at, row in enumerate(rows):
            self._open = {column: (bottom, value) for column, (bottom, value) in self._open.items() if bottom >= at}
            if self._open and any(map(_holds_text, row)):
                for column, (_, value) in self._open.items():
                    row[column] = value
            while self._coming and self._coming[0].top <= at:
                area = self._coming.popleft()
                if area.left < len(row) and self._open.get(area.left, (at, ""))[0] < area.bottom:
                    self._open[area.left] = (area.bottom, row[area.left])
            yield row


def _told_row(options: ReadOptions, sample: list[tuple[str, ...]]) -> int | None:
    """The index of the header row that a person named, if any. Raises InputError."""
    if not options.header_line:
        return None
    if options.header_line > len(sample) or not _count(sample[options.header_line - 1]):
        raise InputError(
            f"row {options.header_line} of the worksheet is empty or not among the first {len(sample)}.",
            place="option header row",
            cure="Give the number of the row that names the columns.",
        )
    return options.header_line - 1


def _below_group_titles(
    header: Header, sample: list[tuple[str, ...]], areas: list[Area], *, may_go_down: bool
) -> Header:
    """The header with merged names repeated; of two header rows the lower one, when the upper groups its columns."""
    grouping = [area for area in areas if area.top == area.bottom == header.record and area.right > area.left]
    below = header.record + 1
    if not grouping or not header.is_there:
        return header
    if (
        may_go_down
        and below < len(sample)
        and _count(sample[below]) > _count(header.cells)
        and is_header(sample[below], sample[below + 1 :])
    ):
        return find_header(sample, has_header=True, at=below) or header
    cells = list(header.cells)
    for area in grouping:
        for column in range(area.left + 1, min(area.right + 1, len(cells))):
            cells[column] = cells[column] or cells[area.left]
    return replace(header, cells=tuple(cells))


def _count(cells: tuple[str, ...]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


@contextmanager
def damage_named() -> Iterator[None]:
    """Turn calamine's errors, and panics of its parser, into `FileUnreadable`."""
    try:
        yield
    except CalamineError as error:
        raise FileUnreadable(
            f"the workbook is damaged ({error}).", cure="Open it in Excel and save it again."
        ) from error
    except OSError as error:
        if error.errno is not None:  # one of the system; calamine's, of a part that ends too early, have no number
            raise
        raise FileUnreadable("the workbook is damaged.", cure="Open it in Excel and save it again.") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # pyo3 derives it from BaseException and does not export it
            raise
        raise FileUnreadable("the workbook is damaged.", cure="Open it in Excel and save it again.") from error
