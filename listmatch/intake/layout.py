"""How a delimited text is laid out: what its rows are read by."""

from dataclasses import dataclass

from listmatch.intake.dialect import Dialect


@dataclass(frozen=True, slots=True)
class Layout:
    """What was found out about the text before its rows are read."""

    dialect: Dialect
    width: int
    """cells of a row"""
    data_line: int
    """1-based physical line on which the data begins"""
    is_utf8: bool
    """the text comes unchecked from a file in UTF-8, so single lines may need repair"""
