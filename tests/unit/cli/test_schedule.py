"""`listmatch schedule` from creation to deletion, over the catalog of an empty home."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from listmatch.cli.app import main
from listmatch.cli.schedule import _local
from tests.lists import write_lists


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTMATCH_HOME", str(tmp_path / "home"))


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--json"])
    assert ended.value.code == 0
    return json.loads(capsys.readouterr().out)


def test_a_schedule_lives_from_creation_to_deletion(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, master = write_lists(tmp_path)
    lists = ["--source", str(source), "--master", str(master)]
    made = run(capsys, "schedule", "create", "nightly", *lists, "--hour", "3", "--timezone", "Europe/Berlin")
    assert (made["status"], made["mode"], made["lists"]["source"]["file"]) == ("active", "best_match", str(source))
    schedule_id = made["scheduleId"]
    assert run(capsys, "schedule", "pause", schedule_id)["nextRunAt"] is None
    assert run(capsys, "schedule", "resume", schedule_id)["nextRunAt"] is not None
    job_id = run(capsys, "schedule", "run-now", schedule_id)["jobId"]
    assert run(capsys, "schedule", "list")[0]["lastJobId"] == job_id
    assert [slot["jobId"] for slot in run(capsys, "schedule", "history", schedule_id)] == [job_id]
    with pytest.raises(SystemExit):
        main(["schedule", "delete", schedule_id])
    assert run(capsys, "schedule", "list") == []


def test_a_second_schedule_of_one_name_is_refused_naming_the_first_until_that_is_deleted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["schedule", "create", "nightly", "--source", str(tmp_path)]
    first = run(capsys, *asked)["scheduleId"]
    run(capsys, "schedule", "pause", first)
    with pytest.raises(SystemExit) as ended:
        main(asked)
    assert (ended.value.code, f"already ({first}, paused" in capsys.readouterr().err) == (2, True)
    with pytest.raises(SystemExit):
        main(["schedule", "delete", first])
    assert run(capsys, *asked)["name"] == "nightly"


def test_a_schedule_is_named_by_its_name_as_well_as_by_its_id(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = run(capsys, "schedule", "create", "nightly", "--source", str(tmp_path))
    assert run(capsys, "schedule", "pause", "nightly")["scheduleId"] == made["scheduleId"]
    assert run(capsys, "schedule", "resume", made["scheduleId"])["status"] == "active"
    assert run(capsys, "schedule", "history", "nightly") == []
    with pytest.raises(SystemExit):
        main(["schedule", "delete", "nightly"])
    assert "The schedule nightly is deleted." in capsys.readouterr().err


def test_a_schedule_that_is_not_there_is_named_with_the_way_to_those_that_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["schedule", "pause", "weekly"])
    told = "listmatch: weekly: there is no such schedule. See them with: listmatch schedule list\n"
    assert (ended.value.code, capsys.readouterr().err) == (3, told)


@pytest.mark.parametrize(("zone", "shown"), [("Europe/Berlin", "03:00 Europe/Berlin"), ("UTC", "03:00 UTC")])
def test_a_schedule_shows_its_hour_as_it_was_given_and_who_runs_it(
    zone: str, shown: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["schedule", "create", "nightly", "--source", str(tmp_path), "--hour", "3", "--timezone", zone]
    with pytest.raises(SystemExit):
        main(asked)
    printed = capsys.readouterr()
    assert printed.out.rstrip().endswith(shown)
    assert "make up" in printed.err


@pytest.mark.parametrize(
    ("zone", "shown"), [("Europe/Berlin", "2026-07-01 05:00 Europe/Berlin"), ("Gone/Away", "2026-07-01 03:00 UTC")]
)
def test_an_hour_of_a_zone_nobody_knows_is_shown_in_utc(zone: str, shown: str) -> None:
    assert _local(datetime(2026, 7, 1, 3, tzinfo=UTC), zone) == shown


def test_a_folder_means_the_newest_list_in_it_and_no_master_a_dedupe(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = run(capsys, "schedule", "create", "weekly", "--source", str(tmp_path), "--every", "weekly")
    assert (made["mode"], made["lists"]["source"]["latest"]) == ("dedupe", str(tmp_path))


def test_a_cron_expression_alone_is_followed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = run(capsys, "schedule", "create", "workdays", "--source", str(tmp_path), "--cron", "30 6 * * 1-5")
    assert (made["interval"], made["cron"]) == ("cron", "30 6 * * 1-5")


@pytest.mark.parametrize(
    "address", ["ftp://host/a.csv", "s3://[drops/a.csv", "s3://drops/a\\.csv", "~nobody-here/a.csv"]
)
@pytest.mark.parametrize("role", ["--source", "--master"])
def test_an_address_where_no_list_can_be_is_refused_when_the_schedule_is_made(
    address: str, role: str, capsys: pytest.CaptureFixture[str]
) -> None:
    other = {"--source": "--master", "--master": "--source"}[role]
    with pytest.raises(SystemExit) as ended:
        main(["schedule", "create", "x", role, address, other, "b.csv"])
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith("listmatch: ")
    assert address.removesuffix("a.csv") in told
    assert told.count("\n") == 1
    assert run(capsys, "schedule", "list") == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--every", "cron", "--cron", "daily"], "cron"),
        (["--every", "hourly", "--cron", "30 6 * * 1-5"], "cron"),
        (["--timezone", "Mars/Olympus"], "timezone"),
    ],
)
def test_a_rule_that_cannot_be_followed_names_its_option(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["schedule", "create", "x", "--source", "a.csv", *arguments])
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith(f"listmatch: {told}:")
