"""Delimited text from bytes to rows: encoding, dialect, header, then the data lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from listmatch.domain.files import FileFormat
from listmatch.domain.progress import Progress
from listmatch.domain.reading import ReadOptions
from listmatch.errors import FileUnreadable, InputError
from listmatch.intake.blocks import raw_blocks
from listmatch.intake.delimited import DelimitedReader
from listmatch.intake.dialect import Dialect
from listmatch.intake.encoding import Encoding, to_utf8
from listmatch.intake.header import Header, find_header
from listmatch.intake.layout import Layout
from listmatch.intake.options import told_delimiter, told_quote
from listmatch.intake.quarantine import Quarantined, quarantined
from listmatch.intake.records import Record, read_records
from listmatch.intake.sample import Sample, newline_of, read_sample
from listmatch.intake.sniffing import NO_DELIMITER, sniff_dialect
from listmatch.intake.source import Head, Ledger, refuse_too_wide
from listmatch.intake.tally import Repair, Tally

SAMPLE_RECORDS = 500


@dataclass(frozen=True, slots=True)
class Top:
    """What stands above the data: the header, blank lines, and lines that are neither. Lines are 1-based."""

    header_line: int
    data_line: int
    data_offset: int
    """bytes of UTF-8 text above the data"""
    blank_lines: int
    others: tuple[Quarantined, ...]
    other_lines: int
    """physical lines that ``others`` cover"""


@dataclass(frozen=True, slots=True)
class DelimitedText:
    """A delimited text, with everything found out about it before its data lines are read (a `ListSource`)."""

    path: Path
    encoding: Encoding
    is_encoding_told: bool
    dialect: Dialect
    newline: str
    header: Header
    top: Top

    @classmethod
    def open(cls, path: Path, *, options: ReadOptions) -> Self:
        """Look at the first bytes of the text at *path*; raises `FileUnreadable` when there is no list in it."""
        sample = read_sample(path, encoding=options.encoding)
        noted = _noted_delimiter(sample.lines[0])
        first = 0 if noted is None else 1
        delimiter = told_delimiter(options) or noted or ""
        dialect = sniff_dialect(sample.lines[first:], delimiter=delimiter, quote=told_quote(options))
        records = read_records(sample.lines[first:], dialect, limit=SAMPLE_RECORDS)
        header = _header(records, options, first=first)
        return cls(
            path=path,
            encoding=sample.encoding,
            is_encoding_told=bool(options.encoding),
            dialect=dialect,
            newline=newline_of(sample, dialect),
            header=header,
            top=_top(records, header, sample, first=first),
        )

    @property
    def head(self) -> Head:
        """How the text is read, the names of its columns, and what stands above them."""
        read_as = FileFormat(
            kind="csv",
            encoding=self.encoding.name,
            has_bom=self.encoding.bom_length > 0,
            delimiter="" if self.dialect.delimiter == NO_DELIMITER else self.dialect.delimiter,
            quote=self.dialect.quote,
            escape=self.dialect.escape,
            newline=self.newline,
            header_line=self.top.header_line,
        )
        return Head(read_as, self.header.cells, has_header=self.header.is_there, repairs=self._repairs())

    def _repairs(self) -> tuple[str, ...]:
        """What stands above the header; an encoding that the file does not announce is a guess."""
        name = self.encoding.name
        if name.startswith("utf") or self.is_encoding_told:
            return self.header.repairs
        guess = f"The text is not UTF-8; it was read as {name}. If letters look wrong, name it with option encoding."
        return (guess, *self.header.repairs)

    def read(self, ledger: Ledger, progress: Progress) -> None:
        """Set aside what stands above the data, then read the data lines as planned."""
        tally, top = ledger.tally, self.top
        tally.physical_lines = top.data_line - 1
        tally.blank_lines, tally.data_lines = top.blank_lines, top.other_lines
        tally.header_lines = tally.physical_lines - top.blank_lines - top.other_lines
        tally.lines_above = len(top.others)
        ledger.quarantine.add(list(top.others))
        layout = Layout(self.dialect, len(self.header.cells), top.data_line, is_utf8=self.encoding.name == "utf-8")
        blocks = raw_blocks(self.path, self.encoding.bom_length, progress=progress)
        text = _below(to_utf8(blocks, self.encoding.name), top.data_offset, tally=tally)
        DelimitedReader(layout, ledger).read(text)


def _noted_delimiter(line: bytes) -> str | None:
    """What a first line such as ``sep=;``, written for Excel, says; None when it says nothing."""
    text = line.decode("utf-8", errors="replace").strip("\r\n ")
    is_told = len(text) == len("sep=;") and text.lower().startswith("sep=") and text.isascii()
    return text[-1] if is_told else None


def _header(records: list[Record], options: ReadOptions, *, first: int) -> Header:
    at = None
    if options.header_line:
        wanted = options.header_line - 1 - first
        at = next((index for index, record in enumerate(records) if record.line == wanted), None)
        if at is None:
            raise InputError(
                f"line {options.header_line} is not the beginning of a record among the first {len(records)}.",
                place="option header row",
                cure="Give the number of the line that names the columns.",
            )
    header = find_header([record.cells for record in records], has_header=options.has_header, at=at)
    if header is None:
        raise FileUnreadable("no line contains text.", cure="Give a list with a header line and rows.")
    refuse_too_wide(len(header.cells))
    return header


def _top(records: list[Record], header: Header, sample: Sample, *, first: int) -> Top:
    above = records[: header.first_data]
    others = [record for record in above if record is not _named(records, header) and not record.is_blank]
    has_data = header.first_data < len(records)
    data_line = records[header.first_data].line + first if has_data else len(sample.lines)
    named = _named(records, header)
    return Top(
        header_line=named.line + first + 1 if named is not None else 0,
        data_line=data_line + 1,
        data_offset=sample.offsets[data_line],
        blank_lines=sum(record.is_blank for record in above),
        others=tuple(_set_aside(record, sample, first=first, has_header=named is not None) for record in others),
        other_lines=sum(record.lines for record in others),
    )


def _named(records: list[Record], header: Header) -> Record | None:
    return records[header.record] if header.is_there else None


def _set_aside(record: Record, sample: Sample, *, first: int, has_header: bool) -> Quarantined:
    start = record.line + first
    raw = b"\n".join(sample.lines[start : start + record.lines])
    return quarantined(start + 1, reason=f"stands above the {'header' if has_header else 'list'}", raw=raw)


def _below(texts: Iterator[tuple[bytes, int]], offset: int, *, tally: Tally) -> Iterator[bytes]:
    """The text from *offset* on; undecodable characters are counted in *tally*."""
    for text, undecodable in texts:
        tally.repairs[Repair.UNDECODABLE] += undecodable
        dropped = min(offset, len(text))
        offset -= dropped
        yield text[dropped:] if dropped else text
