"""The running figures of one reading: physical lines, blanks, padded rows, and how often each repair was made."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from listmatch.errors import ContractBroken


class Repair(StrEnum):
    """A repair made on single lines or cells; the value is the sentence that reports it, ``{count}`` filled in."""

    SURPLUS_EMPTY = "Lines with more cells than the header, the surplus ones empty and dropped: {count}."
    LOOSE_QUOTES = "Lines with quotes inside a cell that are not doubled, read as they stand: {count}."
    FORMULAS = 'Cells written as formulas of a text (="0123"), read as that text: {count}.'
    NULS = "Lines from which NUL bytes were removed: {count}."
    ENCODING = "Lines that are not valid UTF-8 and were read as Windows-1252: {count}."
    UNDECODABLE = "Characters that could not be decoded and are shown as \ufffd: {count}."
    MOJIBAKE = "Cells that an earlier program had decoded wrongly (MÃ¼ller for Müller), repaired: {count}."


@dataclass(slots=True)
class Tally:
    """Counts that grow while a list is read."""

    physical_lines: int = 0
    blank_lines: int = 0
    padded_rows: int = 0
    data_lines: int = 0
    """physical lines that ended in rows or in quarantine; with header and blanks it makes up ``physical_lines``"""
    repairs: Counter[Repair] = field(default_factory=Counter)

    header_lines: int = 0
    """physical lines of the header, blank ones left out"""
    lines_above: int = 0
    """quarantined lines that stand above the header: titles and notes, which say nothing about the rows"""
    lines_no_rows: int = 0
    """quarantined lines that were read and are not rows: totals and notes below them, rules, the header once more"""

    def check(self, *, rows: int, quarantined: int) -> None:
        """Every physical line must be header, blank, or part of what became *rows* and *quarantined* lines."""
        known = self.header_lines + self.blank_lines + self.data_lines
        if known != self.physical_lines or self.data_lines < rows + quarantined:
            raise ContractBroken(
                f"the ledger does not add up: {self.physical_lines} lines, of which {self.header_lines} header, "
                f"{self.blank_lines} blank, {self.data_lines} data for {rows} rows and {quarantined} quarantined lines."
            )

    def sentences(self) -> tuple[str, ...]:
        """One sentence per kind of repair that was made, and one about lines that are not rows."""
        kinds = "totals, notes, rulers, repeated headers"
        none = f"Lines that are not rows ({kinds}), kept in quarantine: {self.lines_no_rows:,}."
        repairs = (repair.value.format(count=f"{self.repairs[repair]:,}") for repair in Repair if self.repairs[repair])
        return (*((none,) if self.lines_no_rows else ()), *repairs)
