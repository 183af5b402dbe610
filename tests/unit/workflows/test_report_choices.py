"""What a person may choose about a report: how it is broken down, what the CSV does with formulas."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from listmatch.errors import ProfileInvalid
from listmatch.workflows.match_lists import MatchRequest, match_lists
from listmatch.workflows.services import Services
from tests.homes import copied_services, prepare_home

SOURCE = "First Name,Last Name,Email,Tier\nAnna,Bell,anna@x.example,gold\nCarl,Dorn,carl@y.example,=1+1\n"
MASTER = "First Name,Last Name,Email\nAnna,Bell,anna@x.example\nUma,Ivy,uma@w.example\n"


def write(folder: Path) -> list[Path]:
    """The lists as files."""
    for name, content in (("a.csv", SOURCE), ("b.csv", MASTER)):
        (folder / name).write_text(content, encoding="utf-8")
    return [folder / "a.csv", folder / "b.csv"]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the lists of all tests."""
    folder = tmp_path_factory.mktemp("lists")
    return prepare_home(folder / "home", *write(folder))


@pytest.fixture
def services(tmp_path: Path, prepared: Path) -> Services:
    return copied_services(prepared, tmp_path / "home")


@pytest.fixture
def request_(tmp_path: Path) -> MatchRequest:
    source, master = write(tmp_path)
    return MatchRequest(source=source, master=master, formats=())


def pivots(folder: Path) -> list[str]:
    rollups = json.loads((folder / "rollups.json").read_text(encoding="utf-8"))
    return [pivot["column"] for pivot in rollups["pivots"]]


def test_the_report_is_broken_down_by_the_columns_asked_for(
    services: Services, request_: MatchRequest, tmp_path: Path
) -> None:
    outcome = match_lists(services, replace(request_, pivots=("Tier", "email_class")), into=tmp_path / "out")
    assert pivots(tmp_path / "out") == ["Tier", "email_class"]
    assert outcome.profile.pivots == ("Tier", "email_class")


@pytest.mark.parametrize(("written", "found"), [("[Tier]", ["Tier"]), ("[]", [])])
def test_the_profile_may_name_the_columns_too(
    services: Services, request_: MatchRequest, tmp_path: Path, written: str, found: list[str]
) -> None:
    match_lists(services, request_, into=tmp_path / "out")
    profile = tmp_path / "out" / "profile.yaml"
    text = profile.read_text(encoding="utf-8")
    assert "pivots: null" in text
    profile.write_text(text.replace("pivots: null", f"pivots: {written}"), encoding="utf-8")
    match_lists(services, replace(request_, profile=profile), into=tmp_path / "again")
    assert pivots(tmp_path / "again") == found


def test_a_column_that_the_list_does_not_have_is_refused_before_anything_is_matched(
    services: Services, request_: MatchRequest, tmp_path: Path
) -> None:
    with pytest.raises(ProfileInvalid, match=r"pivots: the list has no column 'Tears'.* Use one of: First Name"):
        match_lists(services, replace(request_, pivots=("Tears",)), into=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_columns_to_break_down_by_do_not_make_another_profile(
    services: Services, request_: MatchRequest, tmp_path: Path
) -> None:
    plain = match_lists(services, request_, into=tmp_path / "plain").profile
    chosen = match_lists(services, replace(request_, pivots=("Tier",)), into=tmp_path / "chosen").profile
    assert plain.content_hash == chosen.content_hash


@pytest.mark.parametrize(("is_neutral", "cell"), [(False, "=1+1"), (True, "'=1+1")])
def test_formulas_in_the_csv_are_neutralised_when_asked_for(
    services: Services, request_: MatchRequest, tmp_path: Path, is_neutral: bool, cell: str
) -> None:
    match_lists(services, replace(request_, neutralise_formulas=is_neutral), into=tmp_path / "out")
    with (tmp_path / "out" / "results.csv").open(encoding="utf-8", newline="") as file:
        assert [row["Tier"] for row in csv.DictReader(file)] == ["gold", cell]
