"""What kind of file the bytes are, whatever the name says; unpacking of gzip and zip, within bounds.

Nothing here looks into the list itself.
"""

import csv
import gzip
import json
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib import resources
from pathlib import Path
from typing import IO

from listmatch.errors import FileUnreadable
from listmatch.intake.encoding import in_utf8
from listmatch.intake.jsonarray import STARTS, member_of

BLOCK_BYTES = 1 << 20
HEAD_BYTES = 1 << 16
UNPACKED_LEAST = 256 << 20
"""Bytes up to which anything may unpack."""
UNPACKED_RATIO = 100
"""Beyond that, how much larger than packed; lists shrink to a quarter or a tenth, a bomb to a thousandth."""
JSON_SUFFIXES = (".json", ".jsonl", ".ndjson")
LIST_SUFFIXES = (".csv", ".tsv", ".tab", ".txt", ".jsonl", ".ndjson", ".json", ".xlsx", ".xlsm", ".xlsb", ".parquet")
TEXT_SUFFIXES = (".csv", ".tsv", ".tab", ".txt", ".jsonl", ".ndjson", ".json")


class Kind(StrEnum):
    """The kinds of list that are read."""

    TEXT = "csv"
    WORKBOOK = "xlsx"
    JSON_LINES = "jsonl"
    JSON_ARRAY = "json"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class Content:
    """A list ready to be read: its kind, where its unpacked bytes are, and what was unpacked or noticed."""

    kind: Kind
    path: Path
    compression: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Bytes by which a foreign kind of file is known."""

    offset: int
    magic: bytes
    what: str
    cure: str


@cache
def signatures() -> tuple[Signature, ...]:
    """The foreign kinds of file that are refused by name."""
    text = resources.files("listmatch.intake").joinpath("data/signatures.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(Signature(int(r["offset"]), bytes.fromhex(r["hex"]), r["what"], r["cure"]) for r in rows)


def open_content(path: Path, *, name: str, scratch: Path) -> Content:
    """Find out what the file at *path*, known to the user as *name*, is, unpacking it into *scratch* if need be.

    Raises `FileUnreadable` when it is missing, empty, foreign, damaged, or not what its name says.
    """
    if not path.is_file():
        raise FileUnreadable("there is no such file.", cure="Check the path.")
    if not path.stat().st_size:
        raise FileUnreadable("the file is empty.", cure="Give a list with a header line and at least one row.")
    head = _head(path)
    if head.startswith(b"\x1f\x8b"):
        unpacked = _gunzip(path, scratch)
        return replace(_identify(unpacked, _without(name, ".gz"), scratch=scratch, packed="gzip"), compression="gzip")
    if head.startswith(b"PK\x03\x04") and not _is_office(path):
        member, unpacked = _unzip(path, scratch)
        return replace(_identify(unpacked, member, scratch=scratch, packed="zip"), compression="zip")
    return _identify(path, name, scratch=scratch)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def _without(name: str, suffix: str) -> str:
    return name[: -len(suffix)] if name.lower().endswith(suffix) else name


def _identify(path: Path, name: str, *, scratch: Path, packed: str = "") -> Content:
    head = _head(path)
    if not head:
        raise FileUnreadable(f"the {packed} archive holds an empty file.", cure="Give a list with a header and rows.")
    is_named_text = name.lower().endswith(TEXT_SUFFIXES)
    if head.startswith(b"PK\x03\x04") and _is_office(path):
        return _workbook(path, scratch=scratch, is_named_text=is_named_text)
    if head.startswith(b"PAR1"):
        if is_named_text:
            raise FileUnreadable("this is a Parquet file, though its name says text.", cure="Rename it to .parquet.")
        return Content(Kind.PARQUET, path)
    if head.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        raise FileUnreadable("there is an archive inside the archive.", cure="Pack the list only once.")
    _refuse_foreign(head)
    return _text(path, head, name)


def _refuse_foreign(head: bytes) -> None:
    for sign in signatures():
        if head[sign.offset : sign.offset + len(sign.magic)] == sign.magic:
            raise FileUnreadable(f"this is {sign.what}, not a list.", cure=sign.cure)
    if head[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        raise FileUnreadable("this is a web page or XML, not a list.", cure="Export the list as CSV, XLSX or JSON.")


def _text(path: Path, head: bytes, name: str) -> Content:
    notes: tuple[str, ...] = ()
    if name.lower().endswith((".xlsx", ".xlsm", ".xlsb", ".parquet")):
        notes = (f"The name ends in {Path(name).suffix}, but the file is text: it was read as text.",)
    start = in_utf8(head).lstrip()
    if start.startswith(b"{"):
        is_named_lines = name.lower().endswith((".jsonl", ".ndjson"))
        if not is_named_lines and (member := member_of(start)) is not None:
            note = f"The file is one JSON object: the list in its member {member!r} was read."
            return Content(Kind.JSON_ARRAY, path, notes=(*notes, note))
        if _is_object(start.splitlines()[0]):
            return Content(Kind.JSON_LINES, path, notes=notes)
        if name.lower().endswith(JSON_SUFFIXES):
            raise FileUnreadable(
                "the first line is not a complete JSON object.",
                place="line 1",
                cure="Write one object per line (JSON Lines), or one array of objects.",
            )
    if STARTS.match(start) or (start.startswith(b"[") and name.lower().endswith(JSON_SUFFIXES)):
        return Content(Kind.JSON_ARRAY, path, notes=notes)
    return Content(Kind.TEXT, path, notes=notes)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return len(line) >= HEAD_BYTES - 8 and line.startswith(b'{"')


def _is_office(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FileUnreadable("the zip archive or workbook is damaged.", cure="Fetch or save it again.") from error
    return "[Content_Types].xml" in names or "mimetype" in names


def _workbook(path: Path, *, scratch: Path, is_named_text: bool) -> Content:
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        size = sum(entry.file_size for entry in archive.infolist())
    if not any(name.startswith("xl/") for name in names):
        raise FileUnreadable(
            "this is an Office document, but not an Excel workbook.", cure="Save the list as .xlsx or CSV (UTF-8)."
        )
    if is_named_text:
        raise FileUnreadable(
            "this is an Excel workbook, though its name says text.",
            cure="Rename it to .xlsx, or save it as CSV (UTF-8).",
        )
    _bound(size, path.stat().st_size)
    _check_sizes(path)
    is_binary = "xl/workbook.bin" in names
    if path.suffix.lower() in ((".xlsb",) if is_binary else (".xlsx", ".xlsm")):
        return Content(Kind.WORKBOOK, path)
    # calamine goes by the end of the name, and would look for another kind of workbook in it.
    named = scratch / f"workbook.{'xlsb' if is_binary else 'xlsx'}"
    named.symlink_to(path.absolute())
    return Content(Kind.WORKBOOK, named)


def _check_sizes(path: Path) -> None:
    """Raise `FileUnreadable` when a part of the workbook is not as large as it states, or is there twice.

    calamine unpacks a part to its end, whatever size it states.
    """
    problem = None
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            are_apart = len({entry.filename.lower() for entry in entries}) == len(entries)
            if are_apart and all(_is_as_large_as_it_says(archive, entry) for entry in entries):
                return
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error, NotImplementedError, RuntimeError, ValueError) as error:
        problem = error
    raise FileUnreadable("the workbook is damaged.", cure="Open it in Excel and save it again.") from problem


def _is_as_large_as_it_says(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Unpack an entry, no further than one block beyond the size that it states."""
    left, entry.file_size = entry.file_size, sys.maxsize  # else zipfile would stop there, too
    with archive.open(entry) as source:
        for block in _blocks(source):
            left -= len(block)
            if left < 0:
                break
    return left == 0


def _gunzip(path: Path, scratch: Path) -> Path:
    target = scratch / "unpacked"
    try:
        with gzip.open(path) as source:
            _copy(source, target, packed=path.stat().st_size)
    except (OSError, EOFError, zlib.error) as error:
        raise FileUnreadable("the gzip archive is damaged or cut off.", cure="Fetch it again.") from error
    return target


def _unzip(path: Path, scratch: Path) -> tuple[str, Path]:
    """The one list in a zip archive, unpacked, and its name."""
    target = scratch / "unpacked"
    try:
        with zipfile.ZipFile(path) as archive:
            member = _only_list(archive)
            if member.flag_bits & 1:
                raise FileUnreadable("the zip archive is protected by a password.", cure="Give it without a password.")
            with archive.open(member) as source:
                _copy(source, target, packed=path.stat().st_size)
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error, NotImplementedError, RuntimeError, ValueError) as error:
        raise FileUnreadable(
            "the zip archive is damaged or packed in a way we cannot read.", cure="Pack it again."
        ) from error
    return member.filename, target


def _only_list(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    files = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_litter(entry.filename)]
    lists = [entry for entry in files if entry.filename.lower().endswith((*LIST_SUFFIXES, ".gz"))] or files
    if len(lists) == 1:
        return lists[0]
    if not lists:
        raise FileUnreadable("the zip archive holds no list.", cure="Pack one list into it.")
    names = ", ".join(Path(entry.filename).name for entry in lists[:5])
    raise FileUnreadable(f"the zip archive holds {len(lists)} lists: {names}.", cure="Give one list at a time.")


def _is_litter(name: str) -> bool:
    return (
        name.startswith("__MACOSX/")
        or Path(name).name.startswith(".")
        or Path(name).name in {"Thumbs.db", "desktop.ini"}
    )


def _copy(source: IO[bytes] | gzip.GzipFile, target: Path, *, packed: int) -> None:
    done = 0
    with target.open("wb") as file:
        for block in _blocks(source):
            done += len(block)
            _bound(done, packed)
            file.write(block)


def _blocks(source: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    while block := source.read(BLOCK_BYTES):
        yield block


def _bound(unpacked: int, packed: int) -> None:
    if unpacked > UNPACKED_LEAST and unpacked > UNPACKED_RATIO * packed:
        raise FileUnreadable(
            f"the archive unpacks to more than {UNPACKED_RATIO} times its size, which no list does.",
            cure="Give the list unpacked.",
        )
