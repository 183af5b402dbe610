"""From bytes in any supported encoding to UTF-8: detection, streaming transcoding, repair of single lines."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from listmatch.errors import InputError
from listmatch.intake.legacy import WINDOWS, detect_legacy

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""The longer ones first where one begins like the other."""

UTF16_SHARE = 0.02
"""Share of NUL bytes at odd (or even) places from which a text without BOM counts as UTF-16: its line ends, delimiters
and digits have one each, even where the letters are Cyrillic or Chinese."""
UTF16_SHARE_IN_ONE_LINE = 0.4
"""The same where the sample has no line end that could tell."""
LF = 10
UTF8_SHARE = 0.5
"""Share of the non-ASCII lines that must be valid UTF-8 for a mixed file to count as UTF-8 with damaged lines."""


CUT_BYTES = 1 << 16
"""A sample of this size may end inside a character; a shorter one is a whole file."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """What was detected: a codec name and the length of the byte-order mark."""

    name: str
    bom_length: int = 0


def detect_encoding(sample: bytes) -> Encoding:
    """The encoding of a text from its first bytes (a few hundred KB; may end inside a character)."""
    for mark, name in BOMS:
        if sample.startswith(mark):
            return Encoding(name, len(mark))
    wide = _detect_utf16(sample)
    if wide:
        return Encoding(wide)
    if sample.isascii() or _is_utf8(sample, may_be_cut=len(sample) >= CUT_BYTES):
        return Encoding("utf-8")
    lines = [line for line in sample.splitlines()[:-1] or [sample] if not line.isascii()]
    valid = sum(_is_utf8(line) for line in lines)
    return Encoding("utf-8" if lines and valid >= UTF8_SHARE * len(lines) else detect_legacy(sample))


def _is_utf8(data: bytes, *, may_be_cut: bool = False) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, not may_be_cut)
    except UnicodeDecodeError:
        return False
    return True


def _detect_utf16(sample: bytes) -> str:
    """UTF-16 without a mark: line ends are whole units, and NULs fill one half of the units."""
    units = np.frombuffer(sample, dtype=np.uint8, count=len(sample) // 2 * 2).reshape(-1, 2)
    if not len(units):
        return ""
    for name, low in (("utf-16-le", 0), ("utf-16-be", 1)):
        filled = float((units[:, 1 - low] == 0).mean())
        breaks = int(((units[:, low] == LF) & (units[:, 1 - low] == 0)).sum())
        stray = int((units == LF).sum()) - breaks
        if filled >= UTF16_SHARE and stray <= breaks / 10 and (breaks or filled >= UTF16_SHARE_IN_ONE_LINE):
            return name
    return ""


def asked_encoding(name: str, sample: bytes) -> Encoding:
    """The encoding a person named, with the byte-order mark the file has; raises `InputError` for an unknown name."""
    try:
        codec = codecs.lookup(name).name
        "a".encode(codec)
    except (LookupError, ValueError) as error:
        raise InputError(
            f"the encoding {name!r} is unknown.", place="option encoding", cure="Use e.g. utf-8."
        ) from error
    if codec in {"cp1252", "iso8859-1"}:
        return Encoding(WINDOWS)
    marked = next((Encoding(found, len(mark)) for mark, found in BOMS if sample.startswith(mark)), None)
    if marked is not None and codec.startswith("utf"):
        return marked
    return Encoding({"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(codec, codec))


@cache
def windows_table() -> str:
    """The 256 characters of Windows-1252 as browsers read it (WHATWG): the five unused bytes are C1 controls."""
    characters = []
    for value in range(256):
        try:
            characters.append(bytes([value]).decode("cp1252"))
        except UnicodeDecodeError:
            characters.append(chr(value))
    return "".join(characters)


def decode_windows(data: bytes) -> str:
    """*data* as Windows-1252; never fails."""
    return codecs.charmap_decode(data, "strict", windows_table())[0]


def decode_line(line: bytes) -> str:
    """*line* as UTF-8, or as Windows-1252 where it is not."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return decode_windows(line)


def to_utf8(blocks: Iterator[bytes], encoding: str) -> Iterator[tuple[bytes, int]]:
    """Transcode blocks of bytes (byte-order mark already removed); with each the number of undecodable places.

    UTF-8 passes through unchecked: whoever parses it checks it, and `repair_utf8` mends it.
    """
    if encoding == "utf-8":
        for block in blocks:
            yield block, 0
    elif encoding == WINDOWS:
        for block in blocks:
            yield (block if block.isascii() else decode_windows(block).encode()), 0
    else:
        yield from _recoded(blocks, encoding)


def _recoded(blocks: Iterator[bytes], encoding: str) -> Iterator[tuple[bytes, int]]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for block in blocks:
        text = decoder.decode(block)
        yield text.encode("utf-8", errors="replace"), text.count("\ufffd")
    text = decoder.decode(b"", True)
    if text:
        yield text.encode("utf-8", errors="replace"), text.count("\ufffd")


def in_utf8(sample: bytes) -> bytes:
    """The first bytes of a text without its byte-order mark and, where that says so, out of UTF-16 or UTF-32."""
    mark, name = next(((mark, name) for mark, name in BOMS if sample.startswith(mark)), (b"", "utf-8"))
    text = sample.removeprefix(mark)
    return text if name == "utf-8" else text.decode(name, "ignore").encode("utf-8", "replace")


def repair_utf8(chunk: bytes) -> tuple[bytes, int]:
    """*chunk* with every line that is not valid UTF-8 read as Windows-1252 instead, and the number of such lines."""
    pieces: list[bytes] = []
    start, repaired = 0, 0
    while True:
        try:
            codecs.utf_8_decode(memoryview(chunk)[start:], "strict", True)
        except UnicodeDecodeError as error:
            place = start + error.start
            first = max(chunk.rfind(b"\n", start, place), chunk.rfind(b"\r", start, place), start - 1) + 1
            end = _line_end(chunk, place)
            pieces += [chunk[start:first], decode_windows(chunk[first:end]).encode()]
            start, repaired = end, repaired + 1
        else:
            pieces.append(chunk[start:])
            return (b"".join(pieces) if repaired else chunk), repaired


def _line_end(chunk: bytes, place: int) -> int:
    newline = chunk.find(b"\n", place)
    newline = len(chunk) if newline < 0 else newline
    carriage_return = chunk.find(b"\r", place, newline)
    return newline if carriage_return < 0 else carriage_return
