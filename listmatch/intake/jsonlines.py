"""JSON: one object per line (JSON Lines) or one array of objects; the keys are the columns, in the order in which they
first appear.

Numbers keep their digits as written, members of inner objects are columns of their own (`nested`), arrays stay JSON.
What is not an object is quarantined. The file is read twice, first for the keys: a key may appear on the last line. An
array has no lines: its elements are numbered instead.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

import numpy as np

from listmatch.domain.files import FileFormat
from listmatch.domain.progress import Progress, silent
from listmatch.domain.reading import ReadOptions
from listmatch.errors import FileUnreadable
from listmatch.intake.blocks import raw_blocks
from listmatch.intake.cells import text_table
from listmatch.intake.encoding import Encoding, asked_encoding, decode_windows, detect_encoding, to_utf8
from listmatch.intake.jsonarray import elements
from listmatch.intake.ledger import LINE_LIMIT
from listmatch.intake.nested import DEEPEST, Columns, opened
from listmatch.intake.quarantine import Quarantined, quarantined
from listmatch.intake.source import MOST_COLUMNS, Head, Ledger, refuse_too_wide
from listmatch.intake.tally import Repair

BATCH_LINES = 20_000
SAMPLE_BYTES = 1 << 16


class NoObject(Exception):
    """The line is not one JSON object; the text says why."""


@dataclass(frozen=True, slots=True)
class JsonLines:
    """A file of JSON objects and the union of their keys (a `ListSource`)."""

    path: Path
    encoding: Encoding
    keys: tuple[str, ...]
    is_array: bool = False
    levels: int = DEEPEST
    """how many levels of objects within objects are opened"""

    @classmethod
    def open(cls, path: Path, *, options: ReadOptions, is_array: bool = False) -> Self:
        """Collect the keys; raises `FileUnreadable` when nothing is an object, or an array breaks off."""
        with path.open("rb") as file:
            sample = file.read(SAMPLE_BYTES)
        encoding = asked_encoding(options.encoding, sample) if options.encoding else detect_encoding(sample)
        columns = _columns(path, encoding, is_array=is_array)
        if not columns.names:
            what = "element of the array" if is_array else "line"
            raise FileUnreadable(f"no {what} is a JSON object with keys.", cure="Write one object per row.")
        names = tuple(dict.fromkeys(map(_name, columns.names)))
        return cls(path, encoding, names, is_array, columns.levels)

    @property
    def head(self) -> Head:
        """The keys name the columns, and nothing has to be assumed."""
        read_as = FileFormat(
            kind="json" if self.is_array else "jsonl",
            encoding=self.encoding.name,
            has_bom=self.encoding.bom_length > 0,
            newline="" if self.is_array else "LF",
            header_line=0,
        )
        return Head(read_as, self.keys)

    def read(self, ledger: Ledger, progress: Progress) -> None:
        """Pour every line or element, by batches."""
        rows: list[dict[str, str | None]] = []
        numbers: list[int] = []
        rejected: list[Quarantined] = []
        found = _objects(self.path, self.encoding, is_array=self.is_array, progress=progress)
        for number, line in enumerate(found, 1):
            ledger.tally.physical_lines += 1
            if not line.strip():
                ledger.tally.blank_lines += 1
                continue
            ledger.tally.data_lines += 1
            try:
                row, is_repaired = read_object(line, levels=self.levels)
                rows.append(row)
                numbers.append(number)
                ledger.tally.repairs[Repair.ENCODING] += is_repaired
            except NoObject as finding:
                rejected.append(quarantined(number, reason=str(finding), raw=line))
            if len(rows) + len(rejected) >= BATCH_LINES:
                self._pour(rows, numbers, rejected, ledger=ledger)
        self._pour(rows, numbers, rejected, ledger=ledger)

    def _pour(
        self, rows: list[dict[str, str | None]], numbers: list[int], rejected: list[Quarantined], *, ledger: Ledger
    ) -> None:
        if rows:
            columns = [[row.get(key) for row in rows] for key in self.keys]
            ledger.rows.add(text_table(columns), np.array(numbers, dtype=np.int64))
        ledger.quarantine.add(rejected)
        rows.clear()
        numbers.clear()
        rejected.clear()


def _columns(path: Path, encoding: Encoding, *, is_array: bool) -> Columns:
    """The columns of the file; where its objects hold too many different members, they are not opened."""
    columns = Columns()
    for line in _objects(path, encoding, is_array=is_array):
        columns.add(read_keys(line))
        if len(columns) > MOST_COLUMNS and columns.levels:
            columns = Columns(levels=0)
            for again in _objects(path, encoding, is_array=is_array):
                columns.add(read_keys(again))
                refuse_too_wide(len(columns))
            break
    return columns


def read_object(line: bytes, *, levels: int = DEEPEST) -> tuple[dict[str, str | None], bool]:
    """The object on *line*, each value as text, null as None, and whether its encoding was repaired.

    Raises `NoObject`.
    """
    text, is_repaired = _text(line)
    try:
        found = _decoder().decode(text)
        if isinstance(found, dict):
            values = opened(found, levels=levels)
            # Inner values are written as JSON with their numbers as numbers, not as the texts they are here.
            as_written = cache(lambda: opened(json.loads(text), levels=levels))
            return {
                _name(key): value if type(value) is str else _value_text(value, key, as_written)
                for key, value in values.items()
            }, is_repaired
    except json.JSONDecodeError as error:
        raise NoObject(f"no valid JSON ({error.msg} at column {error.colno})") from error
    except (RecursionError, ValueError) as error:
        raise NoObject("nested too deeply, or a number with thousands of digits") from error
    raise NoObject("no JSON object")


@cache
def _decoder() -> json.JSONDecoder:
    """Leaves numbers as they are written."""
    return json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)


def read_keys(line: bytes) -> dict[str, object]:
    """The object on *line* for its keys alone; empty when there is none."""
    try:
        found = json.loads(_text(line)[0])
    except (NoObject, RecursionError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _name(key: str) -> str:
    """A key as the name of a column; halves of characters (``\\ud800``), of which no text can be made, become ``?``."""
    return key if key.isascii() else key.encode("utf-8", "replace").decode()


def _text(line: bytes) -> tuple[str, bool]:
    if len(line) > LINE_LIMIT:
        raise NoObject(f"longer than {LINE_LIMIT >> 20} MiB")
    try:
        return line.decode(), False
    except UnicodeDecodeError:
        return decode_windows(line), True


def _value_text(value: Any, key: str, as_written: Callable[[], dict[str, Any]]) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(as_written()[key], ensure_ascii=False)


def _objects(path: Path, encoding: Encoding, *, is_array: bool, progress: Progress = silent) -> Iterator[bytes]:
    """What should be an object each, in UTF-8 or, where it is damaged, as it is."""
    blocks = (block for block, _ in to_utf8(raw_blocks(path, encoding.bom_length, progress=progress), encoding.name))
    return elements(blocks) if is_array else _lines(blocks)


def _lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The lines without LF, cut soon after ``LINE_LIMIT``."""
    pending = b""
    for block in blocks:
        *whole, pending = (pending + block).split(b"\n")
        yield from whole
        pending = pending[: LINE_LIMIT + 1]
    if pending:
        yield pending
