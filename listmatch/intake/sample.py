"""The beginning of a text file, decoded and cut into lines: what encoding, dialect and header are found out from."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from listmatch.errors import FileUnreadable
from listmatch.intake.dialect import Dialect
from listmatch.intake.encoding import Encoding, asked_encoding, detect_encoding, to_utf8
from listmatch.intake.scan import CR, LF, canonical_quotes, line_ends

SAMPLE_BYTES = 1 << 18
BINARY_SHARE = 0.03
"""Share of control characters from which something is not text; random bytes have a tenth."""
FEW_CONTROLS = 16
"""So many never make a text binary, however short it is: they cost their own lines."""
CONTROLS = bytes({*range(32)} - {1, 9, 10, 11, 12, 13, 26, 27, 28, 29, 30, 31})
"""Control characters that no text has; 1 and 28-31 are delimiters of some exports, 26 is the end of file of DOS."""
MARKS = b",;\t|:^~\x01\x1f\"' \r\n"
"""What alone makes no list."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The first lines of a text in UTF-8 without line ends, and where each starts (one more offset at the end)."""

    encoding: Encoding
    text: bytes
    lines: list[bytes]
    offsets: list[int]


def read_sample(path: Path, *, encoding: str) -> Sample:
    """The first lines of the text at *path*; raises `FileUnreadable` when it is binary or holds nothing.

    *encoding* is what a person said, or empty. A line cut by the end of the sample is left out.
    """
    with path.open("rb") as file:
        raw = file.read(SAMPLE_BYTES)
        is_whole = not file.read(1)
    found = asked_encoding(encoding, raw) if encoding else detect_encoding(raw)
    text = b"".join(part for part, _ in to_utf8(iter([raw[found.bom_length :]]), found.name))
    _refuse_binary(text)
    lines, offsets = _physical_lines(text, is_whole=is_whole)
    if not any(line.strip() for line in lines):
        raise FileUnreadable("the file is empty.", cure="Give a list with a header line and at least one row.")
    if is_whole and not text.translate(None, delete=MARKS):
        raise FileUnreadable("the file holds no text, only delimiters.", cure="Give a list with a header and rows.")
    return Sample(found, text, lines, offsets)


def _refuse_binary(text: bytes) -> None:
    controls = len(text) - len(text.translate(None, delete=CONTROLS))
    if controls > max(FEW_CONTROLS, BINARY_SHARE * len(text)):
        raise FileUnreadable(
            "the file is binary, not a list: its bytes are not text in any supported encoding.",
            cure="Export the list as CSV (UTF-8), or give an .xlsx, .jsonl or .parquet file.",
        )


def _physical_lines(text: bytes, *, is_whole: bool) -> tuple[list[bytes], list[int]]:
    data = np.frombuffer(text, dtype=np.uint8)
    offsets = [0, *(line_ends(data, has_cr=b"\r" in text) + 1).tolist()]
    if (is_whole or len(offsets) == 1) and offsets[-1] < len(text):
        offsets.append(len(text))
    return [text[start:end].rstrip(b"\r\n") for start, end in pairwise(offsets)], offsets


def newline_of(sample: Sample, dialect: Dialect) -> str:
    """LF, CRLF, CR or mixed, by the line ends outside quoted cells; empty when there is none."""
    data = np.frombuffer(sample.text, dtype=np.uint8)
    breaks = line_ends(data, has_cr=b"\r" in sample.text)
    if dialect.quote:
        _, quotes = canonical_quotes(data, dialect)
        outside = breaks[np.searchsorted(quotes, breaks) % 2 == 0]
        breaks = outside if len(outside) else breaks
    is_lf = data[breaks] == LF
    is_crlf = is_lf & (breaks > 0) & (data[np.maximum(breaks - 1, 0)] == CR)
    kinds = {"LF": (is_lf & ~is_crlf).any(), "CRLF": is_crlf.any(), "CR": (~is_lf).any()}
    found = [kind for kind, is_there in kinds.items() if is_there]
    return "mixed" if len(found) > 1 else "".join(found)
