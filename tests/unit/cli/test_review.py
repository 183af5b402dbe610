"""`listmatch review` and `train --labels` as a user types them."""

import json
from pathlib import Path

import openpyxl
import pytest

from tests.unit.cli.test_commands import call, home

__all__ = ["home"]

GOLDEN = Path(__file__).parents[2] / "golden" / "matching"


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert call(*arguments) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def matched(capsys: pytest.CaptureFixture[str], *options: str) -> None:
    lists = (str(GOLDEN / "contacts_source.csv"), "-m", str(GOLDEN / "contacts_master.csv"))
    told(capsys, "match", *lists, "-o", "out", "--threshold", "99", "--quiet", *options)


def test_the_pairs_in_review_are_listed_decided_and_taken_back(capsys: pytest.CaptureFixture[str]) -> None:
    matched(capsys, "--only", "results")
    waiting = json.loads(told(capsys, "review", "out", "--json"))
    first, second = waiting[0], waiting[1]
    assert f"Row {first['sourceRowId']} and {first['masterRowId']}" in told(capsys, "review", "out", "--limit", "1")
    said = told(capsys, "review", "reject", "out", str(first["sourceRowId"]), "--by", "Ann", "--note", "his brother")
    assert said.startswith(f"Rows {first['sourceRowId']} and {first['masterRowId']} rejected by Ann on 20")
    rows = (str(second["sourceRowId"]), str(second["masterRowId"]))
    told(capsys, "review", "accept", "out", *rows, "--by", "Bob")
    assert len(json.loads(told(capsys, "review", "out", "--json"))) == len(waiting) - 2
    matched(capsys, "--only", "results")
    assert len(json.loads(told(capsys, "review", "out", "--json"))) <= len(waiting) - 2
    decided = json.loads(told(capsys, "review", "decisions", "--json"))
    assert [(one["decision"], one["decidedBy"], one["note"]) for one in decided] == [
        ("accept", "Bob", ""),
        ("reject", "Ann", "his brother"),
    ]
    call("review", "withdraw", decided[0]["id"])
    assert decided[0]["id"] not in told(capsys, "review", "decisions")
    assert call("review", "withdraw", decided[0]["id"]) == 3
    assert call("review", "nowhere") == 3


def test_a_filled_in_workbook_is_read_back_and_teaches_the_model(capsys: pytest.CaptureFixture[str]) -> None:
    matched(capsys, "--format", "xlsx")
    book = openpyxl.load_workbook("out/report.xlsx")
    sheet = book["Review"]
    for line, choice in enumerate(("Match", "No match", "Unsure"), start=2):
        sheet.cell(line, 1).value = choice
    book.save("elsewhere.xlsx")
    done = json.loads(told(capsys, "review", "import", "elsewhere.xlsx", "--by", "Ann", "--json"))
    assert (done["accepted"], done["rejected"]) == (1, 1)

    lists = (str(GOLDEN / "contacts_source.csv"), "-m", str(GOLDEN / "contacts_master.csv"))
    Path("labels.csv").write_text("source_row,master_row,is_match\n1,1,no\n80,240,no\n", encoding="utf-8")
    plain = json.loads(told(capsys, "train", *lists, "-o", "plain.json", "--no-decisions", "--json"))
    assert plain["refined"]["decisions"] == 0
    refined = json.loads(told(capsys, "train", *lists, "-o", "model.json", "--labels", "labels.csv", "--json"))
    assert (refined["refined"]["labels"], refined["refined"]["decisions"]) == (2, 2)
    assert refined["modelHash"] != plain["modelHash"]
    assert json.loads(Path("model.json").read_text())["calibration"]["labels"] >= 2
    assert "Calibrated by 0 labels and 2 decisions" in told(capsys, "train", *lists, "-o", "m.json", "--quiet")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", "the column source_row is missing"),
        ("source_row,master_row,is_match\n1,x,yes\n", "line 2: this is not a row number"),
        ("source_row,master_row,is_match\n1,1,perhaps\n", "is_match says neither yes nor no"),
        ("source_row,master_row\n9,1\n", "the source list has no row 9"),
        ("source_row,master_row,is_match\n1,1,yes\n1,1,no\n", "labelled both ways"),
    ],
)
def test_labels_that_cannot_be_used_are_told(capsys: pytest.CaptureFixture[str], text: str, message: str) -> None:
    Path("labels.csv").write_text(text, encoding="utf-8")
    assert call("train", "leads.csv", "-m", "crm.csv", "-o", "model.json", "--labels", "labels.csv", "--quiet") == 2
    assert message in capsys.readouterr().err
