"""What a table of a report is, and what all of them are made with; ``result_tables`` and its like hold the tables.

A table holds plain values; how they are written is ``numbers``, where they stand is ``document``.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

import yaml

from listmatch.exports.bars import Bars, Meaning
from listmatch.exports.numbers import Kind, Value, written

Row = tuple[Value, ...]

Entry = TypeVar("Entry", bound=Mapping[str, Any])

NARROW, WIDE = 8, 34
"""Characters between which the width of a column is kept."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and what stands in it."""

    label: str
    kind: Kind = Kind.TEXT
    meaning: Meaning | None = None
    """what the bars of the table draw in the colour of this meaning"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a report, and the bars that are drawn beside its rows where they show what its figures say."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    bars: Bars | None = None
    row_kinds: tuple[Kind, ...] = ()
    """what the values of each row are, where that differs from row to row; the first column is its label"""

    def kind(self, row: int, column: int) -> Kind:
        """What the cell in *row* and *column* (0-based) is."""
        return self.row_kinds[row] if column and self.row_kinds else self.columns[column].kind


def column_weights(table: Table) -> list[float]:
    """How much room each column needs beside the others: its longest text, within reason."""
    texts = [[column.label] for column in table.columns]
    for number, row in enumerate(table.rows):
        for place, value in enumerate(row):
            texts[place].append(written(value, table.kind(number, place)))
    longest = [max(len(text) for text in column) for column in texts]
    return [min(max(length, NARROW), WIDE) + 2.0 for length in longest]


def down_to_the_last(buckets: Sequence[Entry], figure: str = "count") -> Sequence[Entry]:
    """*buckets* without those after the last one whose *figure* is not nought."""
    occupied = [place for place, bucket in enumerate(buckets, start=1) if bucket.get(figure)]
    return buckets[: max(occupied, default=0)]


def picked(entries: Iterable[Mapping[str, Any]] | None, names: Sequence[str]) -> tuple[Row, ...]:
    """The named figures of each entry; None where one is absent."""
    return tuple(tuple(entry.get(name) for name in names) for entry in entries or ())


def capital(text: str) -> str:
    """*text* with its first letter upper case."""
    return text[:1].upper() + text[1:]


def in_words(name: str) -> str:
    """``matchRatePct`` or ``us_zip`` as words: ``Match rate pct``, ``US ZIP``."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|_", " ", name).lower().split()
    spelt = dict(labels()["words"])
    return capital(" ".join(spelt.get(word, word) for word in words))


def kind_of(name: str) -> Kind:
    """What a figure of the rollups is, by its name."""
    if name.endswith("Pct"):
        return Kind.PERCENT
    return Kind.SCORE if name.endswith("Score") else Kind.COUNT


@cache
def labels() -> dict[str, list[list[str]]]:
    """What figures and words of ours are called in print (data/labels.yaml)."""
    text = files("listmatch.exports").joinpath("data/labels.yaml").read_text(encoding="utf-8")
    given: dict[str, list[list[str]]] = yaml.safe_load(text)
    return given
