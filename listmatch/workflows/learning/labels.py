"""Labelled pairs in a file: rows of the source and of the master, and whether they are the same."""

import csv
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from listmatch.domain.decisions import Ruling
from listmatch.errors import FileUnreadable, InputError

WORKBOOK = ".xlsx"


@dataclass(frozen=True, slots=True)
class Label:
    """One labelled pair; in a dedupe two rows of the one list."""

    source_row_id: int
    master_row_id: int
    is_match: bool
    note: str = ""


class KeyedRows(Protocol):
    """A list in which rows can be found by what stands in one of their columns."""

    def find(self, column: str, values: Collection[str]) -> Mapping[str, int]:
        """Value -> number of the row (from 1) that has it in *column*; raises InputError when not exactly one has."""


def read_labels(path: Path, *, source: KeyedRows, master: KeyedRows) -> list[Label]:
    """The labelled pairs in *path*: an edited ``report.xlsx``, or a CSV file.

    The CSV names rows by number (``source_row``, ``master_row``, from 1, or ``_lmg_row_id``, ``_lmg_master_row_id`` as
    in the results) or by a column of the list (``source.Customer ID``, ``master.Id``); ``is_match`` says yes/no,
    true/false, 1/0, accept/reject, and without it every pair is a match. Raises FileUnreadable, InputError.
    """
    if path.suffix.lower() == WORKBOOK:
        from listmatch.exports.review_sheet import read_decisions

        return [
            Label(one.source_row_id, one.master_row_id, one.decision is Ruling.ACCEPT, one.note)
            for one in read_decisions(path)
        ]
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.DictReader(file)
            names, told = list(lines.fieldnames or ()), [(lines.line_num, line) for line in lines]
    except OSError as error:
        raise FileUnreadable(f"the file cannot be read ({error.strerror}).", place=str(path)) from None
    except (UnicodeDecodeError, csv.Error):
        raise FileUnreadable("this is not a CSV file in UTF-8.", place=str(path), cure="Save it as UTF-8.") from None
    sides = [
        _rows(_column(names, side, own, path), told, keyed, path)
        for side, own, keyed in (("source", "_lmg_row_id", source), ("master", "_lmg_master_row_id", master))
    ]
    truths = [_truth(line["is_match"], f"{path.name}, line {at}") if "is_match" in names else True for at, line in told]
    return [Label(left, right, is_match) for left, right, is_match in zip(*sides, truths, strict=True)]


def _column(names: Sequence[str], side: str, own: str, path: Path) -> str:
    """The column of the labels that names rows of a *side*."""
    for name in names:
        if name in (f"{side}_row", own) or name.startswith(f"{side}."):
            return name
    cure = (
        "Name the columns source_row and master_row (row numbers), or source.COLUMN and master.COLUMN (values of a "
        "column of that list), and is_match."
    )
    raise InputError(f"the column {side}_row is missing.", place=path.name, cure=cure)


def _rows(column: str, told: Sequence[tuple[int, Mapping[str, str]]], keyed: KeyedRows, path: Path) -> list[int]:
    """The row that each line means."""
    _, is_key, name = column.partition(".")
    if not is_key:
        return [_number(line[column], f"{path.name}, line {at}") for at, line in told]
    values = [(line[column] or "").strip() for _, line in told]
    found = keyed.find(name, values)
    return [found[value] for value in values]


def _number(text: str | None, place: str) -> int:
    if text is None or not text.strip().isdecimal() or not int(text):
        raise InputError("this is not a row number.", place=place, cure="Write numbers from 1, as in _lmg_row_id.")
    return int(text)


def _truth(text: str | None, place: str) -> bool:
    truths: Mapping[str, bool] = {
        **dict.fromkeys(("yes", "true", "1", "accept", "match"), True),
        **dict.fromkeys(("no", "false", "0", "reject", "no match"), False),
    }
    word = (text or "").strip().casefold()
    if word not in truths:
        raise InputError("is_match says neither yes nor no.", place=place, cure="Write yes or no.")
    return truths[word]
