"""Reads the decisions from the review sheet of a workbook that a person has filled in.

Rows may have been sorted, filtered or deleted and columns moved; the sheet is read by its headings. Nothing is decided
here: what a decision does to the next run is the business of the workflows.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from listmatch.domain.decisions import Ruling
from listmatch.errors import FileUnreadable, InputError

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta

DECISIONS = ("Match", "No match", "Unsure")
"""What a reviewer may choose in the workbook."""

HEADING, NOTE, ROW, MASTER_ROW, KEPT_ROW = "Decision", "Note", "Row", "Master row", "Kept row"

REVIEW, DUPLICATES = "Review", "Duplicates"

JOB_PROPERTY = "listmatch job"
"""The workbook's document property that names the job it tells about."""

CUSTOM_PROPERTIES = "docProps/custom.xml"


@dataclass(frozen=True, slots=True)
class ReviewDecision:
    """One decision: in a match of a source row and a master row, in a dedupe of two rows of the list."""

    source_row_id: int
    master_row_id: int
    """in a dedupe the row that is kept"""
    decision: Ruling
    note: str = ""


def read_decisions(path: Path) -> tuple[ReviewDecision, ...]:
    """The decisions in the workbook at *path*, ordered by source row, then master row.

    A row without a decision, or one that the reviewer is unsure about, is not among them. The same pair decided twice
    in the same way counts once.

    Raises FileUnreadable when *path* is not a workbook, InputError when it has no review sheet, a cell does not hold
    one of the words to choose from, a row has no row number, or two rows decide the same pair differently.
    """
    found: dict[tuple[int, int], ReviewDecision] = {}
    for decision, place in _decided(path):
        pair = (decision.source_row_id, decision.master_row_id)
        if found.setdefault(pair, decision).decision is not decision.decision:
            raise InputError(
                f"rows {pair[0]} and {pair[1]} are decided twice, each time differently.",
                place=place,
                cure="Keep one of the two lines.",
            )
    return tuple(found[pair] for pair in sorted(found))


def job_of(path: Path) -> str:
    """The id of the job whose report the workbook at *path* is; empty when it does not say."""
    try:
        with ZipFile(path) as package:
            if CUSTOM_PROPERTIES not in package.namelist():
                return ""
            markup = package.read(CUSTOM_PROPERTIES)
    except (OSError, BadZipFile) as error:
        raise _unreadable(path) from error
    if b"<!" in markup or b"\0" in markup:  # no declarations, in UTF-16 neither, so no entities
        return ""
    try:
        properties = ElementTree.fromstring(markup)  # noqa: S314 - checked above
    except ElementTree.ParseError as error:
        raise _unreadable(path) from error
    named = (one for one in properties if one.get("name") == JOB_PROPERTY)
    return next(("".join(one.itertext()).strip() for one in named), "")


def _decided(path: Path) -> Iterator[tuple[ReviewDecision, str]]:
    """Every decision with the place it stands at."""
    sheets = _sheets(path)
    if not sheets:
        raise InputError(
            f"there is no sheet {REVIEW} or {DUPLICATES} with a column {HEADING}.",
            place=path.name,
            cure="Use the report.xlsx of the job, with its sheets under their own names.",
        )
    for name, (header, *rows) in sheets.items():
        columns = _columns(header, place=f"{path.name}, sheet {name}")
        for number, row in enumerate(rows, start=2):
            place = f"{path.name}, sheet {name}, row {number}"
            ruling = _ruling(row[columns[HEADING]], place=place)
            if ruling is not None:
                yield _decision(row, columns, ruling, place=place), place


def _sheets(path: Path) -> Mapping[str, list[list[Cell]]]:
    """The sheets that are for decisions, with all their rows as long as the first; a long one is split over several."""
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        found = {}
        for name in workbook.sheet_names:
            if name.rstrip("0123456789 ") in (REVIEW, DUPLICATES):
                rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
                if rows and HEADING in rows[0]:
                    found[name] = rows
        return found
    except (CalamineError, OSError, ValueError) as error:
        raise _unreadable(path) from error


def _columns(header: list[Cell], *, place: str) -> Mapping[str, int]:
    other = MASTER_ROW if MASTER_ROW in header else KEPT_ROW
    for heading in (ROW, other):
        if heading not in header:
            raise InputError(
                f"the column {heading} is missing.", place=place, cure="Keep the headings as they were written."
            )
    columns = {HEADING: header.index(HEADING), ROW: header.index(ROW), MASTER_ROW: header.index(other)}
    return columns | ({NOTE: header.index(NOTE)} if NOTE in header else {})


def _ruling(cell: Cell, *, place: str) -> Ruling | None:
    word = " ".join(str(cell).split()).casefold()
    match word:
        case "match":
            return Ruling.ACCEPT
        case "no match":
            return Ruling.REJECT
        case "" | "unsure":
            return None
        case _:
            raise InputError(
                f"{word[:40]!r} is not a decision.", place=place, cure=f"Choose one of {', '.join(DECISIONS)}."
            )


def _decision(row: list[Cell], columns: Mapping[str, int], ruling: Ruling, *, place: str) -> ReviewDecision:
    note = " ".join(str(row[columns[NOTE]]).split()) if NOTE in columns else ""
    source, master = (_row_number(row[columns[heading]], f"{place}, {heading}") for heading in (ROW, MASTER_ROW))
    return ReviewDecision(source, master, ruling, note)


def _row_number(cell: Cell, place: str) -> int:
    try:
        number = float(str(cell))
    except ValueError:
        number = 0.0
    if number < 1 or not number.is_integer():
        raise InputError("this is not a row number.", place=place, cure="Leave the row numbers as they were written.")
    return int(number)


def _unreadable(path: Path) -> FileUnreadable:
    return FileUnreadable("this workbook cannot be read.", place=path.name, cure="Save it as .xlsx and try again.")
