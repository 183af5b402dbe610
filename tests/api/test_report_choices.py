"""What a client may choose about a job's report and result: the columns it is broken down by, formulas in the CSV."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from listmatch.workflows.running.runner import LoopRunner
from listmatch.workflows.running.worker import Worker, only_worker
from tests.api.conftest import Api, api_of, services_in
from tests.api.test_walkthrough import get, post, run_all, upload

SOURCE = b"First Name,Last Name,Email,Tier\nAnna,Bell,anna@x.example,gold\nCarl,Dorn,carl@y.example,=1+1\n"
MASTER = b"First Name,Last Name,Email\nAnna,Bell,anna@x.example\nUma,Ivy,uma@w.example\n"
PROFILE = {
    "type": "person",
    "source_fields": {"email": ["Email"], "first_name": ["First Name"], "last_name": ["Last Name"]},
    "master_fields": {"email": ["Email"], "first_name": ["First Name"], "last_name": ["Last Name"]},
    "pivots": ["email_class"],
}


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Api]:
    """One for all choices, which are about the same two lists."""
    with services_in(tmp_path_factory.mktemp("choices"), migrated) as services, api_of(services) as api:
        yield api


@pytest.fixture(scope="module")
def worker(api: Api) -> Iterator[Worker]:
    with only_worker(api.services, lambda: False) as notebook:
        assert notebook is not None
        yield Worker(api.services, LoopRunner(api.services), notebook=notebook)


@pytest.fixture(scope="module")
def lists(api: Api, worker: Worker) -> dict[str, str]:
    found = uploaded(api)
    run_all(worker)
    return found


def uploaded(api: Api) -> dict[str, str]:
    return {
        "sourceFileId": upload(api, "a.csv", SOURCE, "source"),
        "masterFileId": upload(api, "b.csv", MASTER, "master"),
    }


def pivots_of(api: Api, job_id: str) -> list[str]:
    (listed,) = get(api, f"reports?jobId={job_id}")["reports"]
    return [pivot["column"] for pivot in get(api, f"reports/{listed['id']}")["report"]["rollups"]["pivots"]]


def saved_profile(api: Api) -> str:
    return str(post(api, "profiles", name="people", content=PROFILE)["profile"]["id"])


@pytest.mark.parametrize("is_saved", [True, False], ids=["saved profile", "proposed profile"])
@pytest.mark.parametrize(("asked", "found"), [(["Tier", "email_class"], ["Tier", "email_class"]), ([], [])])
def test_the_report_is_broken_down_by_the_columns_asked_for(
    api: Api, worker: Worker, lists: dict[str, str], asked: list[str], found: list[str], is_saved: bool
) -> None:
    profile_id = saved_profile(api) if is_saved else "auto"
    job = post(api, "jobs", **lists, profileId=profile_id, pivots=asked)["job"]
    run_all(worker)
    assert pivots_of(api, job["id"]) == found


def test_without_a_word_the_profile_decides(api: Api, worker: Worker, lists: dict[str, str]) -> None:
    job = post(api, "jobs", **lists, profileId=saved_profile(api))["job"]
    run_all(worker)
    assert pivots_of(api, job["id"]) == ["email_class"]


def test_a_column_that_the_list_does_not_have_is_refused_at_once(api: Api, lists: dict[str, str]) -> None:
    before = get(api, "jobs")
    answer = api.client.post("/api/v1/jobs", json={**lists, "profileId": "auto", "pivots": ["Tears"]})
    assert answer.status_code == 400
    assert "pivots: the list has no column 'Tears'" in answer.json()["error"]
    assert answer.json()["field"] == "pivots"
    assert get(api, "jobs") == before


def test_of_a_list_that_is_not_ready_it_is_refused_before_anything_is_matched(api: Api, worker: Worker) -> None:
    job = post(api, "jobs", **uploaded(api), profileId="auto", pivots=["Tears"])["job"]
    run_all(worker)
    failed = get(api, f"jobs/{job['id']}")["job"]
    assert failed["status"] == "failed"
    assert "pivots: the list has no column 'Tears'" in failed["errorMessage"]
    made = (path.as_posix() for path in (api.services.settings.home / "objects").rglob("scored_matches.parquet"))
    assert not [path for path in made if job["id"] in path]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"pivots": "Tier"}, "pivots"), ({"pivots": [""]}, "pivots"), ({"neutraliseFormulas": 1}, "neutraliseFormulas")],
)
def test_a_wrong_choice_names_the_field(api: Api, lists: dict[str, str], changes: dict[str, Any], field: str) -> None:
    answer = api.client.post("/api/v1/jobs", json={**lists, "profileId": "auto", **changes})
    assert (answer.status_code, answer.json()["field"]) == (400, field)


@pytest.mark.parametrize(("asked", "cell"), [({}, "=1+1"), ({"neutraliseFormulas": True}, "'=1+1")])
def test_formulas_in_the_csv_are_neutralised_when_asked_for(
    api: Api, worker: Worker, lists: dict[str, str], asked: dict[str, bool], cell: str
) -> None:
    job = post(api, "jobs", **lists, profileId="auto", **asked)["job"]
    run_all(worker)
    text = api.client.get(get(api, f"jobs/{job['id']}")["job"]["downloadUrl"]).text
    assert [row["Tier"] for row in csv.DictReader(io.StringIO(text))] == ["gold", cell]
