"""Labelled pairs in a file: rows of the source and of the master, and whether they are the same."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

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


def read_labels(path: Path) -> list[Label]:
    """The labelled pairs in *path*: an edited ``report.xlsx``, or a CSV file.

    The CSV's columns are ``source_row`` and ``master_row`` (numbers from 1, as ``_lmg_row_id`` and
    ``_lmg_master_row_id``, which are taken as well), and ``is_match`` (yes/no, true/false, 1/0, accept/reject); without
    the last every pair is a match. Raises FileUnreadable, InputError.
    """
    if path.suffix.lower() == WORKBOOK:
        from listmatch.exports.review_sheet import read_decisions

        return [
            Label(one.source_row_id, one.master_row_id, one.decision is Ruling.ACCEPT, one.note)
            for one in read_decisions(path)
        ]
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_labels(csv.DictReader(file), path))
    except OSError as error:
        raise FileUnreadable(f"the file cannot be read ({error.strerror}).", place=str(path)) from None
    except (UnicodeDecodeError, csv.Error):
        raise FileUnreadable("this is no CSV in UTF-8.", place=str(path), cure="Save it as UTF-8.") from None


def _labels(lines: "csv.DictReader[str]", path: Path) -> Iterator[Label]:
    names = list(lines.fieldnames or ())
    source = _column(names, ("source_row", "_lmg_row_id"), path)
    master = _column(names, ("master_row", "_lmg_master_row_id"), path)
    for line in lines:
        place = f"{path.name}, line {lines.line_num}"
        is_match = _truth(line["is_match"], place) if "is_match" in names else True
        yield Label(_number(line[source], place), _number(line[master], place), is_match)


def _column(names: list[str], wanted: tuple[str, ...], path: Path) -> str:
    for name in wanted:
        if name in names:
            return name
    cure = "Name the columns source_row, master_row and is_match."
    raise InputError(f"the column {wanted[0]} is missing.", place=path.name, cure=cure)


def _number(text: str | None, place: str) -> int:
    if text is None or not text.strip().isdecimal() or not int(text):
        raise InputError("this is no row number.", place=place, cure="Write numbers from 1, as _lmg_row_id has them.")
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
