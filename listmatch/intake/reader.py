"""Intake's entry point: reads any list file into ``rows.parquet`` and ``quarantine.csv`` and counts every line."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from listmatch.domain.progress import Progress, silent
from listmatch.domain.reading import ReadOptions
from listmatch.duck import Compute
from listmatch.errors import FileUnreadable, InputError, StorageUnavailable
from listmatch.intake.containers import Content, Kind, open_content
from listmatch.intake.header import Naming, name_columns
from listmatch.intake.options import unused
from listmatch.intake.quarantine import QuarantineFile
from listmatch.intake.result import QUARANTINE_FILE, ROWS_FILE, IntakeResult
from listmatch.intake.sink import RowsFile
from listmatch.intake.source import Head, Ledger, ListSource
from listmatch.intake.tail import RowsTail
from listmatch.intake.tally import Tally
from listmatch.storage.faults import is_disk_full, scratch_is_full

LAID_OUT = (Kind.TEXT, Kind.WORKBOOK)
"""Kinds of list that are laid out for people, who find rules among the rows and a line of totals below."""


def read_list(
    path: Path,
    *,
    name: str,
    into: Path,
    compute: Compute,
    options: ReadOptions | None = None,
    progress: Progress = silent,
) -> IntakeResult:
    """Read the list at *path* into ``into/rows.parquet`` and ``into/quarantine.csv``.

    The format is found by content: delimited text, XLSX, JSON (Lines or an array) or Parquet, each also as gzip
    or alone in a zip.
    *name* is the file's name as the user knows it, for error texts. Memory stays at a few chunks for any size of text.
    Raises `FileUnreadable` (place, what is wrong, cure) when there is no list in it, `InputError` for unusable options,
    `StorageUnavailable` for a full disk and the like, and `ContractBroken` should the ledger not add up. What was
    written before raising is removed.
    """
    into.mkdir(parents=True, exist_ok=True)
    try:
        with compute.folder() as scratch:
            return _Intake(path, name, into, options or ReadOptions(), compute, scratch).run(progress)
    except InputError as error:
        _discard(into)
        place = ", ".join(filter(None, (name, error.place)))
        raise type(error)(error.message, place=place, cure=error.cure) from error
    except OSError as error:
        _discard(into)
        if is_disk_full(error):
            raise scratch_is_full() from error
        cure = "Check free space and permissions, then try again."
        raise StorageUnavailable(
            f"reading or writing failed ({error.strerror or error}).", place=name, cure=cure
        ) from error
    except BaseException:
        _discard(into)
        raise


def _discard(into: Path) -> None:
    for file in (ROWS_FILE, QUARANTINE_FILE):
        (into / file).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Intake:
    """One list on its way in."""

    path: Path
    name: str
    into: Path
    options: ReadOptions
    compute: Compute
    scratch: Path

    def run(self, progress: Progress) -> IntakeResult:
        content = open_content(self.path, name=self.name, scratch=self.scratch)
        with ThreadPoolExecutor(max_workers=1) as thread:
            content_hash = thread.submit(_sha256, self.path)
            source = open_source(content, options=self.options)
            head = source.head
            naming = self._naming(head)
            ledger = self._pour(source, head, naming, progress)
            return self._result(head, content, ledger, naming=naming, content_hash=content_hash.result())

    def _naming(self, head: Head) -> Naming:
        given = self.options.column_names
        if not given:
            return name_columns(head.cells, has_header=head.has_header)
        if len(given) != len(head.cells):
            raise InputError(
                f"{len(given)} names for {len(head.cells)} columns.",
                place="option column_names",
                cure="Give one per column.",
            )
        naming = name_columns(given)
        renamed = zip(naming.columns, head.cells, strict=True)
        return replace(naming, columns=tuple(replace(column, original_name=cell) for column, cell in renamed))

    def _pour(self, source: ListSource, head: Head, naming: Naming, progress: Progress) -> Ledger:
        names = tuple(column.name for column in naming.columns)
        tally = Tally()
        with (
            RowsFile(self.into / ROWS_FILE, names=names) as rows,
            QuarantineFile(self.into / QUARANTINE_FILE) as quarantine,
        ):
            tail = RowsTail(rows, quarantine, header=head.cells if head.format.kind in LAID_OUT else None)
            ledger = Ledger(tail, quarantine, tally)
            source.read(ledger, progress)
            tally.lines_no_rows = tail.end()
        if not rows.count:
            raise _no_rows(head, ledger)
        return ledger

    def _result(
        self, head: Head, content: Content, ledger: Ledger, *, naming: Naming, content_hash: str
    ) -> IntakeResult:
        tally, rows, quarantined = ledger.tally, ledger.rows.count, ledger.quarantine.count
        ledger.tally.check(rows=rows, quarantined=quarantined)
        return IntakeResult(
            format=replace(head.format, compression=content.compression),
            header=naming.columns,
            lines=rows + quarantined,
            rows=rows,
            quarantined=quarantined,
            physical_lines=tally.physical_lines,
            blank_lines=tally.blank_lines,
            padded_rows=tally.padded_rows,
            repairs=(
                *content.notes,
                *unused(self.options, content.kind),
                *head.repairs,
                *naming.repairs,
                *tally.sentences(),
            ),
            content_hash=content_hash,
            lines_apart=tally.lines_above + tally.lines_no_rows,
        )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _no_rows(head: Head, ledger: Ledger) -> FileUnreadable:
    last = ledger.quarantine.last
    if last is not None and last.line > head.format.header_line:
        return FileUnreadable(
            f"none of the {ledger.quarantine.count:,} lines could be read as a row; this one: {last.reason}.",
            place=f"line {last.line}",
            cure="Check it, or name delimiter and quote with the options of that name.",
        )
    place = f"line {head.format.header_line}" if head.has_header else ""
    return FileUnreadable(
        "there is a header but not a single row.", place=place, cure="Give a list with at least one row."
    )


def open_source(content: Content, *, options: ReadOptions) -> ListSource:
    """The reader for a kind of list, with the head of the list looked at; raises `FileUnreadable`."""
    match content.kind:
        case Kind.WORKBOOK:
            from listmatch.intake.workbook import Workbook

            return Workbook.open(content.path, options=options)
        case Kind.JSON_LINES | Kind.JSON_ARRAY:
            from listmatch.intake.jsonlines import JsonLines

            return JsonLines.open(content.path, options=options, is_array=content.kind is Kind.JSON_ARRAY)
        case Kind.PARQUET:
            from listmatch.intake.columnar import ParquetTable

            return ParquetTable.open(content.path)
        case Kind.TEXT:
            from listmatch.intake.text import DelimitedText

            return DelimitedText.open(content.path, options=options)
