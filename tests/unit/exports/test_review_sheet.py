"""A workbook that comes back with decisions, as people hand them back: sorted, cut, with columns moved."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from listmatch.domain.jobs import ExportFormat
from listmatch.domain.verdicts import Verdict
from listmatch.errors import FileUnreadable, InputError
from listmatch.exports import EXPORTERS
from listmatch.exports.review_sheet import (
    CUSTOM_PROPERTIES,
    JOB_PROPERTY,
    ReviewDecision,
    Ruling,
    job_of,
    read_decisions,
)

from .contents import dedupe_content, match_content

HEADER = ("Decision", "Note", "Row", "Score", "Master row")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A workbook of ours with three rows to review."""
    content = match_content(
        tmp_path,
        master=[("Anne", None, None), ("Boris", None, None), ("Cyril", None, None)],
        verdicts=[Verdict.REVIEW] * 3,
        job_id="job-1",
    )
    return EXPORTERS[ExportFormat.XLSX](content, tmp_path)


def filled_in(path: Path, sheet: str, decide: Callable[[Any], None]) -> Path:
    workbook = openpyxl.load_workbook(path)
    decide(workbook[sheet])
    workbook.save(path)
    return path


def workbook(path: Path, rows: Sequence[Sequence[object]], *, name: str = "Review") -> Path:
    made = openpyxl.Workbook()
    made.active.title = name
    for row in rows:
        made.active.append(list(row))
    made.save(path)
    return path


def test_decisions_come_back_with_their_rows_and_notes(report: Path) -> None:
    def decide(sheet: Any) -> None:
        sheet["A2"], sheet["B2"] = "Match", "same  phone\nas before"
        sheet["A3"] = "No match"
        sheet["A4"] = "Unsure"

    assert read_decisions(filled_in(report, "Review", decide)) == (
        ReviewDecision(1, 1, Ruling.ACCEPT, "same phone as before"),
        ReviewDecision(2, 2, Ruling.REJECT),
    )


def test_a_workbook_nobody_filled_in_decides_nothing(report: Path) -> None:
    assert read_decisions(report) == ()


def test_a_workbook_names_its_job_also_after_it_was_saved_again(report: Path) -> None:
    assert job_of(report) == "job-1"
    assert job_of(filled_in(report, "Review", lambda sheet: None)) == "job-1"


def test_a_workbook_of_somebody_else_names_no_job(tmp_path: Path) -> None:
    assert job_of(workbook(tmp_path / "other.xlsx", [HEADER])) == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declarations_in_the_properties_are_not_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "bomb.xlsx"
    markup = f'<!DOCTYPE a [<!ENTITY b "c">]><a><p name="{JOB_PROPERTY}">&b;</p></a>'
    with ZipFile(path, "w") as package:
        package.writestr(CUSTOM_PROPERTIES, f'<?xml version="1.0" encoding="{encoding}"?>{markup}'.encode(encoding))
    assert job_of(path) == ""


def test_a_duplicate_is_decided_against_the_row_that_is_kept(tmp_path: Path) -> None:
    path = EXPORTERS[ExportFormat.XLSX](dedupe_content(tmp_path), tmp_path)

    def decide(sheet: Any) -> None:
        sheet["A2"] = "No match"

    assert read_decisions(filled_in(path, "Duplicates", decide)) == (ReviewDecision(3, 1, Ruling.REJECT),)


def test_columns_may_be_moved_and_rows_sorted(tmp_path: Path) -> None:
    rows = [("Master row", "Row", "Decision"), (40, 9, " no  MATCH "), (30.0, "2", "match"), (None, None, None)]
    assert read_decisions(workbook(tmp_path / "a.xlsx", rows)) == (
        ReviewDecision(2, 30, Ruling.ACCEPT),
        ReviewDecision(9, 40, Ruling.REJECT),
    )


def test_a_review_split_over_sheets_is_read_whole(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    for number in (1, 2):
        sheet = made.create_sheet(f"Review {number}")
        sheet.append(HEADER)
        sheet.append(("Match", None, number, 70, number))
    made.save(tmp_path / "a.xlsx")
    assert [decision.source_row_id for decision in read_decisions(tmp_path / "a.xlsx")] == [1, 2]


def test_a_row_may_have_several_candidates(tmp_path: Path) -> None:
    rows = [HEADER, ("No match", None, 1, 80, 5), ("Match", None, 1, 70, 6)]
    assert [(d.master_row_id, d.decision) for d in read_decisions(workbook(tmp_path / "a.xlsx", rows))] == [
        (5, Ruling.REJECT),
        (6, Ruling.ACCEPT),
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            ("Perhaps", None, 1, 70, 1),
            "sheet Review, row 2: 'perhaps' is not a decision. Choose one of Match, No match",
        ),
        (
            ("Match", None, "x", 70, 1),
            "row 2, Row: this is not a row number. Leave the row numbers as they were written.",
        ),
        (("Match", None, 1, 70, None), "row 2, Master row: this is not a row number."),
        (("Match", None, 1.5, 70, 1), "not a row number"),
        (("Match", None, 0, 70, 1), "not a row number"),
        (("Match", None, 1, 70, float("inf")), "not a row number"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(row: Sequence[object], message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_decisions(workbook(tmp_path / "a.xlsx", [HEADER, row]))
    assert message in str(caught.value)


def test_a_pair_decided_twice_alike_counts_once(tmp_path: Path) -> None:
    rows = [HEADER, ("Match", None, 1, 70, 1), ("Match", "again", 1, 70, 1)]
    assert len(read_decisions(workbook(tmp_path / "a.xlsx", rows))) == 1


def test_a_pair_decided_both_ways_is_refused(tmp_path: Path) -> None:
    rows = [HEADER, ("Match", None, 1, 70, 1), ("No match", None, 1, 70, 1)]
    with pytest.raises(InputError, match="row 3: rows 1 and 1 are decided twice"):
        read_decisions(workbook(tmp_path / "a.xlsx", rows))


@pytest.mark.parametrize(
    ("name", "header", "message"),
    [
        ("Sheet1", HEADER, "no sheet Review or Duplicates"),
        ("Review", ("Row", "Master row"), "no sheet Review or Duplicates with a column Decision"),
        ("Review", ("Decision", "Master row"), "the column Row is missing"),
        ("Review", ("Decision", "Row"), "the column Kept row is missing"),
    ],
)
def test_a_workbook_without_what_is_needed_is_refused(
    name: str, header: Sequence[str], message: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=message):
        read_decisions(workbook(tmp_path / "a.xlsx", [header, ("Match", 1)], name=name))


@pytest.mark.parametrize("read", [read_decisions, job_of])
@pytest.mark.parametrize("content", [b"", b"Row,Decision\n1,Match\n", None])
def test_a_file_that_is_no_workbook_is_refused(
    read: Callable[[Path], object], content: bytes | None, tmp_path: Path
) -> None:
    path = tmp_path / "report.xlsx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FileUnreadable, match=r"report\.xlsx: this workbook cannot be read"):
        read(path)
