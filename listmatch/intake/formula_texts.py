"""Cells that an exporter wrote as formulas, ``="0123"``, so that Excel keeps their digits: read as that text."""

import pyarrow as pa
import pyarrow.compute as pc

from listmatch.intake.cells import null_blanks
from listmatch.intake.tally import Repair, Tally

MARK = b'="'
"""Stands in any text that has such a cell, quoted or not."""

_FORMULA = r'^\s*=\s*"(?P<text>(?:[^"]|"")*)"\s*$'


def without_formulas(cells: pa.Table, text: bytes, *, tally: Tally) -> pa.Table:
    """*cells*, parsed from *text*, with such formulas replaced by their text; how many goes to *tally*."""
    if MARK not in text:
        return cells
    for index, column in enumerate(cells.columns):
        texts = pc.struct_field(pc.extract_regex(column, _FORMULA), 0)
        found = len(texts) - texts.null_count
        if found:
            unwrapped = pc.coalesce(pc.replace_substring(texts, '""', '"'), column)
            cells = cells.set_column(index, cells.column_names[index], null_blanks(unwrapped))
            tally.repairs[Repair.FORMULAS] += found
    return cells
