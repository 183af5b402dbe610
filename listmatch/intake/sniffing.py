"""Which dialect a text is written in: delimiter, quote and escape, by a vote of its first records.

A delimiter wins by giving many records the same number of cells, read with the quotes in force; so commas inside quoted
cells do not count, and commas inside addresses give ragged records and lose. clevercsv scores the same idea with cell
types on top; on lists of contacts the types mislead it (dates, phone numbers and names look alike under any delimiter).
"""

import re
from collections import Counter
from dataclasses import dataclass

from listmatch.intake.dialect import Dialect
from listmatch.intake.records import Record, read_records

SAMPLE_RECORDS = 300
DELIMITERS = (
    (",", 1.0),
    (";", 1.05),
    ("\t", 1.1),
    ("|", 1.05),
    ("\x1f", 1.1),
    ("\x01", 1.1),
    ("^", 0.8),
    ("~", 0.8),
    (":", 0.5),
)
"""Candidates, and how much a vote for each is worth: rarely used in text counts for more, colons of times for less."""
SINGLE_QUOTED = re.compile(rb"(?:^|[,;\t|]) *'(?:[^']|'')*' *(?:$|[,;\t|])")
LEAST_SCORE = 0.3
"""Below this a text has one column."""
NO_DELIMITER = "\x1e"
"""Stands for *one column*: a control character that no list holds."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """How well one dialect explains the sample (0-1, roughly), with the number of cells most records have."""

    dialect: Dialect
    score: float
    width: int


def sniff_dialect(lines: list[bytes], *, delimiter: str = "", quote: str | None = None) -> Dialect:
    """The dialect that explains physical *lines* best; what is given is not questioned."""
    text = b"\n".join(lines)
    delimiters = (
        [(delimiter, 1.0)] if delimiter else [(mark, worth) for mark, worth in DELIMITERS if mark.encode() in text]
    )
    sign = _quotes(lines) if quote is None else quote
    escapes = ['"', "\\"] if sign and b"\\" + sign.encode() in text else ['"']
    ballots = [_vote(lines, Dialect(mark, sign, escape), worth) for mark, worth in delimiters for escape in escapes]
    best = max(ballots, key=lambda ballot: ballot.score, default=None)
    if best is None or (best.score < LEAST_SCORE and not delimiter):
        return Dialect(NO_DELIMITER, sign)
    return best.dialect


def _quotes(lines: list[bytes]) -> str:
    """The double quote, unless half of the lines have a cell enclosed in single quotes and none in double ones."""
    single = sum(bool(SINGLE_QUOTED.search(line)) for line in lines)
    return "'" if single * 2 >= len(lines) and not any(b'"' in line for line in lines) else '"'


def _vote(lines: list[bytes], dialect: Dialect, worth: float) -> Ballot:
    records = [record for record in read_records(lines, dialect, limit=SAMPLE_RECORDS) if not record.is_blank]
    if not records:
        return Ballot(dialect, 0.0, 1)
    width, count = max(Counter(len(record.cells) for record in records).items(), key=lambda item: (item[1], item[0]))
    strict = sum(record.is_strict for record in records) / len(records)
    if width == 1 or is_column_of_names(records, dialect):
        return Ballot(dialect, 0.0, 1)
    return Ballot(dialect, worth * (count / len(records)) * (1 - 1 / width) * (0.5 + 0.5 * strict), width)


def is_column_of_names(records: list[Record], dialect: Dialect) -> bool:
    """One column of ``Last, First`` under a header of one word: the comma belongs to the names."""
    header, *rest = records
    return (
        dialect.delimiter == ","
        and len(header.cells) == 1
        and bool(rest)
        and all(len(record.cells) == 1 or record.cells[1].startswith(" ") for record in rest)
        and all(len(record.cells) <= 2 for record in rest)
    )
