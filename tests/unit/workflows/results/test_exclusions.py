"""An exclusion list, from the file that names people to the mark in the results of every job after it."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from listmatch.domain.jobs import ExportFormat
from listmatch.domain.verdicts import MatchMode
from listmatch.errors import InputError
from listmatch.workflows.lists.exclusion_lists import exclude_list, exclusions_now, in_words
from listmatch.workflows.match_lists import MatchRequest, match_lists
from listmatch.workflows.results.crm import write_import_files
from listmatch.workflows.services import Services
from tests.homes import copied_services, prepare_home
from tests.unit.exports.readers import sheet

SOURCE = (
    "First Name,Last Name,Email,Phone\nAnna,Bell,anna@x.example,\nCarl,Dorn,Carl.Dorn@y.example,\n"
    "Eve,Frost,eve@z.example,(415) 555-2671\nGus,Hart,gus@v.example,\n"
)
MASTER = "Id,First Name,Last Name,Email\n7,Anna,Bell,anna@x.example\n8,Uma,Ivy,uma@w.example\n"
NOT_THEM = (
    "who,mail,phone,site\nC. Dorn,carl.dorn@Y.example,,\nFrost,,+1 415 555 2671,\nV,,,https://www.v.example/about\n"
)


LISTS = {"a.csv": SOURCE, "b.csv": MASTER, "not.csv": NOT_THEM, "empty.csv": "note\nhello\n"}


def write(folder: Path) -> list[Path]:
    """The lists as files."""
    for name, content in LISTS.items():
        (folder / name).write_text(content, encoding="utf-8")
    return [folder / name for name in LISTS]


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
    source, master, *_ = write(tmp_path)
    return MatchRequest(source=source, master=master, formats=())


def exclude(services: Services, path: Path, *, remove: bool = False) -> dict[str, int]:
    owner_id = services.settings.owner
    found = exclude_list(services, path, owner_id=owner_id, actor="test", remove=remove)
    return {**found.counts, "changed": found.changed}


def marks(folder: Path) -> list[str]:
    with (folder / "results.csv").open(encoding="utf-8", newline="") as file:
        return [row["_lmg_excluded"] for row in csv.DictReader(file)]


def excluded_rows(folder: Path) -> int | None:
    rollups = json.loads((folder / "rollups.json").read_text(encoding="utf-8"))
    count: int | None = rollups["dataQuality"]["excludedRows"]
    return count


def test_without_an_exclusion_list_there_is_no_mark_and_no_count(
    services: Services, request_: MatchRequest, tmp_path: Path
) -> None:
    match_lists(services, request_, into=tmp_path / "out")
    assert "_lmg_excluded" not in (tmp_path / "out" / "results.csv").read_text(encoding="utf-8")
    assert excluded_rows(tmp_path / "out") is None


def test_whom_a_list_names_is_counted_and_marked(services: Services, request_: MatchRequest, tmp_path: Path) -> None:
    assert exclude(services, tmp_path / "not.csv") == {"email": 1, "phone": 1, "domain": 1, "changed": 3}
    match_lists(services, request_, into=tmp_path / "out")
    assert marks(tmp_path / "out") == ["false", "true", "true", "true"]
    assert excluded_rows(tmp_path / "out") == 3


def test_rows_are_marked_in_a_dedupe_and_without_a_report_too(
    services: Services, request_: MatchRequest, tmp_path: Path
) -> None:
    exclude(services, tmp_path / "not.csv")
    alone = replace(request_, master=None, mode=MatchMode.DEDUPE)
    match_lists(services, alone, into=tmp_path / "one")
    match_lists(services, replace(request_, results_only=True), into=tmp_path / "two")
    assert marks(tmp_path / "one") == marks(tmp_path / "two") == ["false", "true", "true", "true"]


def test_an_excluded_row_is_not_imported_as_a_new_record(
    services: Services, request_: MatchRequest, tmp_path: Path
) -> None:
    (tmp_path / "one.csv").write_text("mail\neve@z.example\n", encoding="utf-8")
    exclude(services, tmp_path / "one.csv")
    job = match_lists(services, request_, into=tmp_path / "out").job
    written = write_import_files(services, job.id, preset="hubspot", into=tmp_path, record_id="Id")
    with written.new_records.open(encoding="utf-8", newline="") as file:
        assert [row["Email"] for row in csv.DictReader(file)] == ["Carl.Dorn@y.example", "gus@v.example"]


def test_the_workbook_marks_them_among_the_new_records(
    services: Services, request_: MatchRequest, tmp_path: Path
) -> None:
    exclude(services, tmp_path / "not.csv")
    match_lists(services, replace(request_, formats=(ExportFormat.XLSX,)), into=tmp_path / "out")
    header, *rows = sheet(tmp_path / "out" / "report.xlsx", "New records")
    assert [row[header.index("Do not contact")] for row in rows] == ["yes", "yes", "yes"]


def test_a_list_can_be_taken_back(services: Services, request_: MatchRequest, tmp_path: Path) -> None:
    exclude(services, tmp_path / "not.csv")
    assert exclude(services, tmp_path / "not.csv")["changed"] == 0
    assert exclude(services, tmp_path / "not.csv", remove=True) == {"changed": 3}
    now = exclusions_now(services, owner_id=services.settings.owner)
    assert in_words(now) == "nobody"


def test_a_list_that_names_nobody_is_refused(services: Services, request_: MatchRequest, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nobody in this list has an e-mail address, phone number or website"):
        exclude(services, tmp_path / "empty.csv")
    assert exclusions_now(services, owner_id=services.settings.owner).counts == {}
