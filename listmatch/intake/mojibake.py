"""Repair of text that an earlier program decoded wrongly (``MÃ¼ller`` for ``Müller``), where that is certain.

ftfy decides; it is asked only about distinct cells that contain a telling pair of characters, which a search over the
text of a chunk finds fast.
"""

import re

import pyarrow as pa
import pyarrow.compute as pc

from listmatch.intake.tally import Repair, Tally

TELLING = "[ÂÃÄÅÐÑâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
"""A lead byte of UTF-8 read as Windows-1252, followed by what a continuation byte becomes."""
TELLING_BYTES = re.compile(rb"\xc3[\x82-\x85\x90\x91\xa2](?:\xc2|\xe2[\x80\x82\x84]|\xc5|\xc6\x92|\xcb)")
"""The same in UTF-8."""


def without_mojibake(cells: pa.Table, text: bytes, *, tally: Tally) -> pa.Table:
    """*cells*, parsed from *text*, with certain mojibake repaired; the number of repaired cells goes to *tally*."""
    if not TELLING_BYTES.search(text):
        return cells
    for index, column in enumerate(cells.columns):
        repaired, count = _repaired(column)
        if count:
            cells = cells.set_column(index, cells.column_names[index], repaired)
            tally.repairs[Repair.MOJIBAKE] += count
    return cells


def _repaired(column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, int]:
    is_suspicious = pc.fill_null(pc.match_substring_regex(column, TELLING), False)
    suspicious = column.filter(is_suspicious)
    if not len(suspicious):
        return column, 0
    mended = {text: fix_text(text) for text in suspicious.unique().to_pylist()}
    values = suspicious.to_pylist()
    count = sum(mended[value] != value for value in values)
    replacement = pa.array([mended[value] for value in values], pa.string())
    combined = column.combine_chunks()
    return pc.replace_with_mask(combined, is_suspicious.combine_chunks(), replacement), count


def fix_text(text: str) -> str:
    """*text* with certain mojibake repaired, otherwise unchanged."""
    if text.isascii():
        return text  # before the import, which costs as much as reading 200,000 cells
    import ftfy

    fixed: str = ftfy.fix_encoding(text)
    return text if "\ufffd" in fixed else fixed
