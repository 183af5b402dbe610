"""What is said of a finished job beside its counts: crowded values, a chosen line, why nothing was found."""

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from listmatch.domain.verdicts import MatchMode
from listmatch.workflows.match_lists import MatchRequest, match_lists
from listmatch.workflows.results.remarks import line_remarks
from listmatch.workflows.services import Services
from tests.unit.matching.standard_lists import profile_of
from tests.unit.workflows.told import VERDICTS

HEADER = ("First Name", "Last Name", "Email", "Phone")
CROWD = [
    (f"Ann{'abcdefghij'[i % 10]}", f"Lee{i}", f"p{i}@lee.org", f"+1 212 555 {100 if i < 110 else 1000 + i:04}")
    for i in range(150)
]
"""Three of four have one switchboard; were they more, phones would not be compared at all (``idle_columns``)."""
STRANGER = ("Zora", "Neverseen", "zora@elsewhere.org", "+1 212 555 0100")


def write(path: Path, rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def remarked(services: Services, folder: Path, request: MatchRequest) -> tuple[str, ...]:
    outcome = match_lists(services, request, into=folder / "out")
    assert outcome.to_dict()["remarks"] == list(outcome.remarks.sentences)
    return outcome.remarks.sentences


def test_rows_that_only_a_switchboard_connects_are_told(services: Services, tmp_path: Path) -> None:
    source, master = write(tmp_path / "s.csv", [CROWD[0], STRANGER]), write(tmp_path / "m.csv", CROWD)
    [remark] = remarked(services, tmp_path, MatchRequest(source=source, master=master, results_only=True))
    assert remark == "1 row was not compared: all that it shares with the master is too common to go by (phone)."


def test_why_no_row_has_a_candidate_is_told(services: Services, tmp_path: Path) -> None:
    source = write(tmp_path / "s.csv", [("a@x.org",), ("b@x.org",)], ["Email"])
    request = MatchRequest(source=source, master=write(tmp_path / "m.csv", CROWD), results_only=True)
    [remark] = remarked(services, tmp_path, request)
    assert remark.startswith("No row of the source shares email")


def test_the_line_that_a_promise_chose_is_told(services: Services, tmp_path: Path) -> None:
    lists = write(tmp_path / "s.csv", CROWD), write(tmp_path / "m.csv", CROWD[:140])
    request = MatchRequest(source=lists[0], master=lists[1], results_only=True, max_wrong=0.01)
    told = match_lists(services, request, into=tmp_path / "out").to_dict()
    assert any(remark.startswith(f"Matched from a score of {told['threshold']:.4g} on") for remark in told["remarks"])


@pytest.mark.parametrize(
    ("matched", "review", "sentence"),
    [
        (60, 1, "Matched from a score of 97.3 on, so that at most 1 % are wrong; 1 row is left to review."),
        (0, 1200, "No score is sure enough for at most 1 % of wrong matches; 1,200 rows are left to review."),
    ],
)
def test_a_line_says_what_it_leaves_to_review(matched: int, review: int, sentence: str) -> None:
    profile = profile_of(max_wrong=0.01)
    answered = replace(VERDICTS, threshold=97.3, matched=matched, review=review)
    assert list(line_remarks(answered, profile)) == [sentence]
    assert not list(line_remarks(answered, profile.model_copy(update={"max_wrong": None})))


def test_identifiers_that_number_different_things_are_told(services: Services, tmp_path: Path) -> None:
    people = [(f"p{n}@x{n}.org", f"+1 202 555 {1000 + n}") for n in range(30)]
    source = write(
        tmp_path / "s.csv", [(*row, str(50_000 + n)) for n, row in enumerate(people)], ["Email", "Phone", "Donor ID"]
    )
    master = [(*row, str(50_017 + 7 * n)) for n, row in enumerate(people)]
    request = MatchRequest(
        source=source,
        master=write(tmp_path / "m.csv", master, ["Email", "Phone", "Constituent ID"]),
        formats=(),
    )
    [remark] = remarked(services, tmp_path, request)
    assert remark.startswith("Donor ID and Constituent ID come from different systems")
    figures = json.loads((tmp_path / "out" / "rollups.json").read_text(encoding="utf-8"))
    assert figures["identifiersLeftOut"] == {"source": "Donor ID", "master": "Constituent ID"}
    assert {each["relationship"] for each in figures["relationships"] if each["isSame"]} == {"same person"}


def test_the_line_of_a_dedupe_is_told_too(services: Services, tmp_path: Path) -> None:
    twice = write(tmp_path / "l.csv", [row for row in CROWD for _ in range(2)])
    request = MatchRequest(source=twice, master=None, mode=MatchMode.DEDUPE, results_only=True, max_wrong=0.02)
    assert any(remark.startswith("Rows are the same from") for remark in remarked(services, tmp_path, request))
