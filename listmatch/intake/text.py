"""Delimited text from bytes to rows: encoding, dialect, header, then the data lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Self

import numpy as np

from listmatch.domain.files import FileFormat
from listmatch.domain.progress import Progress
from listmatch.errors import FileUnreadable, InputError
from listmatch.intake.blocks import raw_blocks
from listmatch.intake.delimited import DelimitedReader, Layout
from listmatch.intake.dialect import Dialect
from listmatch.intake.encoding import Encoding, asked_encoding, detect_encoding, to_utf8
from listmatch.intake.header import Header, find_header
from listmatch.intake.options import ReadOptions
from listmatch.intake.quarantine import Quarantined, quarantined
from listmatch.intake.records import Record, read_records
from listmatch.intake.scan import CR, LF, canonical_quotes, line_ends
from listmatch.intake.sniffing import NO_DELIMITER, sniff_dialect
from listmatch.intake.source import Ledger, refuse_too_wide
from listmatch.intake.tally import Repair, Tally

SAMPLE_BYTES = 1 << 18
"""Bytes looked at to find encoding, dialect and header."""
SAMPLE_RECORDS = 500
BINARY_SHARE = 0.03
"""Share of control characters from which something is no text; random bytes have a tenth."""
FEW_CONTROLS = 16
"""So many never make a text binary, however short it is: they cost their own lines."""
MARKS = b",;\t|:^~\x01\x1f\"' \r\n"
CONTROLS = bytes({*range(32)} - {9, 10, 11, 12, 13, 26, 27, 28, 29, 30, 31, 1})
"""Control characters that no text has; 1 and 28-31 are delimiters of some exports, 26 is the end of file of DOS."""


@dataclass(frozen=True, slots=True)
class DelimitedText:
    """A delimited text, with everything found out about it before its data lines are read (a `ListSource`)."""

    path: Path
    uses_threads: bool
    encoding: Encoding
    is_told: bool
    """the encoding was asked for"""
    dialect: Dialect
    newline: str
    header: Header
    header_line: int
    data_line: int
    data_offset: int
    """bytes of UTF-8 text above the data"""
    blank_lines: int
    """blank lines above the data"""
    above: tuple[tuple[Quarantined, int], ...]
    """what stands above the header and is not blank, with the number of lines each covers"""

    @classmethod
    def open(cls, path: Path, *, options: ReadOptions, uses_threads: bool) -> Self:
        """Look at the first bytes of the text at *path*; raises `FileUnreadable` when there is no list in it."""
        with path.open("rb") as file:
            raw = file.read(SAMPLE_BYTES)
            is_whole = not file.read(1)
        encoding = asked_encoding(options.encoding, raw) if options.encoding else detect_encoding(raw)
        sample = b"".join(text for text, _ in to_utf8(iter([raw[encoding.bom_length :]]), encoding.name))
        _refuse_binary(sample)
        lines, offsets = _physical_lines(sample, is_whole=is_whole)
        if not any(line.strip() for line in lines):
            raise FileUnreadable("the file is empty.", cure="Give a list with a header line and at least one row.")
        if is_whole and not sample.translate(None, delete=MARKS):
            raise FileUnreadable(
                "the file holds no text, only delimiters.", cure="Give a list with a header line and rows."
            )
        lead = int(lines[0].lower().startswith(b"sep=") and len(lines[0].strip()) <= 5)
        told = lines[0].strip(b"\r\n ")[4:].decode("utf-8", errors="replace") if lead else ""
        dialect = sniff_dialect(
            lines[lead:], delimiter=_one_character(options.delimiter, "delimiter") or told, quote=options.quote
        )
        records = read_records(lines[lead:], dialect, limit=SAMPLE_RECORDS)
        header = _header(records, options, first=lead)
        data = records[header.first_data] if header.first_data < len(records) else None
        data_line = data.line + lead if data is not None else len(lines)
        above = records[: header.first_data]
        return cls(
            path=path,
            uses_threads=uses_threads,
            encoding=encoding,
            is_told=bool(options.encoding),
            dialect=dialect,
            newline=_newline(sample, dialect),
            header=header,
            header_line=records[header.record].line + lead + 1 if header.record >= 0 else 0,
            data_line=data_line + 1,
            data_offset=offsets[data_line],
            blank_lines=sum(record.is_blank for record in above),
            above=_above(above, lines[lead:], first_line=lead + 1, header=header),
        )

    @property
    def format(self) -> FileFormat:
        """How the bytes are read."""
        return FileFormat(
            kind="csv",
            encoding=self.encoding.name,
            has_bom=self.encoding.bom_length > 0,
            delimiter="" if self.dialect.delimiter == NO_DELIMITER else self.dialect.delimiter,
            quote=self.dialect.quote,
            escape=self.dialect.escape,
            newline=self.newline,
            header_line=self.header_line,
        )

    @property
    def cells(self) -> tuple[str, ...]:
        """The names of the columns as the file has them."""
        return self.header.cells

    @property
    def has_header(self) -> bool:
        """Whether the file names its columns."""
        return self.header.record >= 0

    @property
    def repairs(self) -> tuple[str, ...]:
        """What stands above the header is no data; an encoding without a mark of its own was guessed."""
        name = self.encoding.name
        guess = f"The text is not UTF-8; it was read as {name}. If letters look wrong, name the encoding."
        return self.header.repairs if name.startswith("utf") or self.is_told else (guess, *self.header.repairs)

    def read(self, ledger: Ledger, progress: Progress) -> None:
        """Read the data lines as planned."""
        tally = ledger.tally
        tally.physical_lines = self.data_line - 1
        tally.blank_lines = self.blank_lines
        tally.data_lines = sum(lines for _, lines in self.above)
        tally.header_lines = self.data_line - 1 - self.blank_lines - tally.data_lines
        ledger.quarantine.add([line for line, _ in self.above])
        layout = Layout(self.dialect, len(self.header.cells), self.data_line, is_utf8=self.encoding.name == "utf-8")
        blocks = raw_blocks(self.path, self.encoding.bom_length, progress=progress)
        text = _below(to_utf8(blocks, self.encoding.name), self.data_offset, tally=tally)
        DelimitedReader(layout, ledger, uses_threads=self.uses_threads).read(text)


def _refuse_binary(sample: bytes) -> None:
    controls = len(sample) - len(sample.translate(None, delete=CONTROLS))
    if controls > max(FEW_CONTROLS, BINARY_SHARE * len(sample)):
        raise FileUnreadable(
            "the file is binary, not a list: its bytes are no text in any supported encoding.",
            cure="Export the list as CSV (UTF-8), or give an .xlsx, .jsonl or .parquet file.",
        )


def _one_character(text: str, option: str) -> str:
    if len(text) > 1 or not text.isascii() or text in {"\n", "\r", '"'}:
        raise InputError(
            f"{text!r} is not one ASCII character.", place=f"option {option}", cure="Give e.g. ; or leave it out."
        )
    return text


def _physical_lines(sample: bytes, *, is_whole: bool) -> tuple[list[bytes], list[int]]:
    """The whole lines of *sample* without their ends, and the offset at which each starts (one more at the end)."""
    data = np.frombuffer(sample, dtype=np.uint8)
    nexts = [0, *(line_ends(data, has_cr=b"\r" in sample) + 1).tolist()]
    if (is_whole or len(nexts) == 1) and nexts[-1] < len(sample):
        nexts.append(len(sample))
    lines = [sample[start:end].rstrip(b"\r\n") for start, end in pairwise(nexts)]
    return lines, nexts


def _header(records: list[Record], options: ReadOptions, *, first: int) -> Header:
    at = None
    if options.header_line:
        wanted = options.header_line - 1 - first
        at = next((index for index, record in enumerate(records) if record.line == wanted), None)
        if at is None:
            raise InputError(
                f"line {options.header_line} is not the beginning of a record among the first {len(records)}.",
                place="option header_line",
                cure="Give the number of the line that names the columns.",
            )
    header = find_header([record.cells for record in records], has_header=options.has_header, at=at)
    if header is None:
        raise FileUnreadable(
            "the file holds no text, only delimiters.", cure="Give a list with a header line and rows."
        )
    refuse_too_wide(len(header.cells))
    return header


def _above(
    records: list[Record], lines: list[bytes], *, first_line: int, header: Header
) -> tuple[tuple[Quarantined, int], ...]:
    """The records that stand above the header (or above the first row, where there is none) and are not blank."""
    reason = "stands above the header" if header.record >= 0 else "stands above the list"
    kept = [record for index, record in enumerate(records) if index != header.record and not record.is_blank]
    return tuple(
        (
            quarantined(
                record.line + first_line, reason=reason, raw=b"\n".join(lines[record.line : record.line + record.lines])
            ),
            record.lines,
        )
        for record in kept
    )


def _newline(sample: bytes, dialect: Dialect) -> str:
    """LF, CRLF, CR or mixed: by the line ends outside quoted cells."""
    data = np.frombuffer(sample, dtype=np.uint8)
    breaks = line_ends(data, has_cr=b"\r" in sample)
    if dialect.quote:
        _, quotes = canonical_quotes(data, dialect)
        outside = breaks[np.searchsorted(quotes, breaks) % 2 == 0]
        breaks = outside if len(outside) else breaks
    if not len(breaks):
        return ""
    is_lf = data[breaks] == LF
    is_crlf = is_lf & (breaks > 0) & (data[np.maximum(breaks - 1, 0)] == CR)
    kinds = {"LF": (is_lf & ~is_crlf).any(), "CRLF": is_crlf.any(), "CR": (~is_lf).any()}
    found = [kind for kind, is_there in kinds.items() if is_there]
    return found[0] if len(found) == 1 else "mixed"


def _below(texts: Iterator[tuple[bytes, int]], offset: int, *, tally: Tally) -> Iterator[bytes]:
    """The text from *offset* on; undecodable characters are counted in *tally*."""
    for text, undecodable in texts:
        tally.repairs[Repair.UNDECODABLE] += undecodable
        dropped = min(offset, len(text))
        offset -= dropped
        yield text[dropped:] if dropped else text
