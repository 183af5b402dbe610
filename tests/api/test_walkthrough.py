"""The documented way from two files to a PDF, over the API alone, with the worker of `listmatch serve`."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from listmatch.catalog.models import Schedule
from listmatch.workflows.running.runner import LoopRunner
from listmatch.workflows.running.worker import Worker
from tests.api.conftest import Api

SOURCE = [
    ("first_name", "last_name", "email", "zip"),
    ("Jon", "Smith", "jon.smith@acme.example", "02139"),
    ("Mary", "Jones", "mary@initech.example", "10001"),
    ("Ada", "Byron", "ada@engine.example", "94016"),
]
MASTER = [
    ("FirstName", "LastName", "Email", "PostalCode", "Company"),
    ("Jonathan", "Smith", "jon.smith@acme.example", "02139", "Acme"),
    ("Mary", "Jones", "mary@initech.example", "10001", "Initech"),
    ("Grace", "Hopper", "grace@navy.example", "22201", "Navy"),
    ("Alan", "Turing", "alan@park.example", "60601", "Park"),
]


def as_csv(rows: list[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


@pytest.fixture
def worker(api: Api, tmp_path: Path) -> Iterator[Worker]:
    with (tmp_path / "worker.json").open("a+") as notebook:
        yield Worker(api.services, LoopRunner(api.services), notebook=notebook)


def post(api: Api, path: str, **body: Any) -> Any:
    answer = api.client.post(f"/api/v1/{path}", json=body)
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


def get(api: Api, path: str) -> Any:
    answer = api.client.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def upload(api: Api, name: str, content: bytes, purpose: str) -> str:
    ticket = post(api, "files", fileName=name, fileSize=len(content), contentType="text/csv", purpose=purpose)
    sent = api.client.put(ticket["uploadUrl"], content=content, headers={"Content-Type": "text/csv"})
    assert sent.status_code == 200, sent.text
    return str(ticket["fileId"])


def run_all(worker: Worker) -> None:
    while worker.run_due():
        pass


def test_two_files_become_verdicts_a_report_and_exports(api: Api, worker: Worker) -> None:
    source = upload(api, "new_leads.csv", as_csv(SOURCE), "source")
    master = upload(api, "crm.csv", as_csv(MASTER), "master")
    run_all(worker)
    file = get(api, f"files/{source}")["file"]
    assert (file["status"], file["rowCount"], file["columnCount"]) == ("ready", 3, 4)
    assert [column["name"] for column in file["columns"]] == list(SOURCE[0])

    suggestion = post(api, "profiles/suggest", sourceFileId=source, masterFileId=master)
    assert {"field": "email", "sourceColumns": ["email"], "masterColumns": ["Email"]} in suggestion["mapping"]
    assert suggestion["name"] == "new_leads → crm"
    profile = post(api, "profiles", name=suggestion["name"], content=suggestion["content"])["profile"]
    assert [one["id"] for one in get(api, "profiles")["profiles"]] == [profile["id"]]

    made = post(api, "jobs", sourceFileId=source, masterFileId=master, profileId=profile["id"])["job"]
    assert set(made) == {"id", "status", "matchMode", "createdAt"}
    assert (made["status"], made["matchMode"]) == ("pending", "best_match")
    assert get(api, f"jobs/{made['id']}")["job"]["downloadUrl"] is None
    run_all(worker)
    job = get(api, f"jobs/{made['id']}")["job"]
    assert (job["status"], job["progress"], job["errorMessage"]) == ("completed", 100, None)
    assert job["resultSummary"] == {"total_source_rows": 3, "matched": 2, "review": 0, "unmatched": 1}

    result = list(csv.reader(io.StringIO(api.client.get(job["downloadUrl"]).text)))
    assert result[0][:4] == list(SOURCE[0])
    assert [row[:4] for row in result[1:]] == [list(row) for row in SOURCE[1:]]
    status = result[0].index("_lmg_match_status")
    assert [row[status] for row in result[1:]] == ["matched", "matched", "unmatched"]

    listed = get(api, f"reports?jobId={made['id']}")
    assert listed["pagination"]["returned"] == 1
    assert listed["reports"][0]["status"] == "completed"
    detail = get(api, f"reports/{listed['reports'][0]['id']}")
    assert detail["report"]["rollups"]["totals"]["matched"] == 2
    assert set(detail["report"]["narrative"]) >= {"executive", "dataQuality", "keyFindings"}
    assert detail["report"]["exports"] == {
        "pdfReady": False, "pptxReady": False, "xlsxReady": False, "htmlReady": False,
    }  # fmt: skip
    assert detail["job"] == {
        "sourceFileName": "new_leads.csv", "masterFileName": "crm.csv", "resultSummary": job["resultSummary"],
    }  # fmt: skip

    export = f"reports/{listed['reports'][0]['id']}/export?format=xlsx"
    assert get(api, export)["status"] == "generating"
    assert get(api, export)["status"] == "generating"
    run_all(worker)
    ready = get(api, export)
    assert ready["status"] == "ready"
    assert api.client.get(ready["downloadUrl"]).content.startswith(b"PK")
    assert get(api, f"reports/{listed['reports'][0]['id']}")["report"]["exports"]["xlsxReady"]


def test_a_job_waits_for_its_files_and_a_profile_can_be_left_to_us(api: Api, worker: Worker) -> None:
    content = as_csv([*SOURCE, SOURCE[1]])
    announced = post(api, "files", fileName="leads.csv", fileSize=len(content), purpose="source")
    job = post(api, "jobs", sourceFileId=announced["fileId"], profileId="auto", matchMode="dedupe")["job"]
    assert not worker.run_due()
    assert get(api, f"jobs/{job['id']}")["job"]["status"] == "pending"
    api.client.put(announced["uploadUrl"], content=content)
    run_all(worker)
    done = get(api, f"jobs/{job['id']}")["job"]
    assert (done["status"], done["matchMode"], done["errorMessage"]) == ("completed", "dedupe", None)
    assert done["resultSummary"]["duplicates"] == 1


def test_a_file_that_cannot_be_read_fails_with_its_reason_and_so_does_its_job(api: Api, worker: Worker) -> None:
    broken = upload(api, "leads.csv", b"\x00\x01\x02\xff" * 100, "source")
    job = post(api, "jobs", sourceFileId=broken, profileId="auto", matchMode="dedupe")["job"]
    run_all(worker)
    file = get(api, f"files/{broken}")["file"]
    assert file["status"] == "failed"
    assert file["prepareError"]
    failed = get(api, f"jobs/{job['id']}")["job"]
    assert failed["status"] == "failed"
    assert file["prepareError"] in failed["errorMessage"]


def test_a_job_whose_profile_is_for_other_lists_fails_and_names_the_column(api: Api, worker: Worker) -> None:
    fields = {"source_fields": {"email": ["email"]}, "master_fields": {"email": ["E-Mail"]}}
    profile = post(api, "profiles", name="x", content={"type": "person", **fields})["profile"]["id"]
    source = upload(api, "leads.csv", as_csv(SOURCE), "source")
    master = upload(api, "crm.csv", as_csv(MASTER), "master")
    job = post(api, "jobs", sourceFileId=source, masterFileId=master, profileId=profile)["job"]  # before they are ready
    run_all(worker)
    failed = get(api, f"jobs/{job['id']}")["job"]
    assert failed["status"] == "failed"
    assert "the master list has no column 'E-Mail'. Did you mean 'Email'?" in failed["errorMessage"]


def test_a_worker_that_was_killed_gives_its_work_back(api: Api, worker: Worker, tmp_path: Path) -> None:
    file = upload(api, "leads.csv", as_csv(SOURCE), "source")
    with (tmp_path / "worker.json").open("a+") as notebook:
        dying = Worker(api.services, KilledRunner(), notebook=notebook)
        with pytest.raises(KeyboardInterrupt):
            dying.run_due()
    assert get(api, f"files/{file}")["file"]["status"] == "preparing"
    assert not worker.run_due()
    worker.recover()
    run_all(worker)
    assert get(api, f"files/{file}")["file"]["status"] == "ready"


class KilledRunner:
    """A runner during which the process ends."""

    def prepare(self, *_: object) -> None:
        raise KeyboardInterrupt

    def run_job(self, *_: object) -> None:
        raise KeyboardInterrupt


def test_a_schedule_s_slot_becomes_a_job_without_an_orchestrator(api: Api, worker: Worker) -> None:
    file = upload(api, "leads.csv", as_csv([*SOURCE, SOURCE[1]]), "source")
    run_all(worker)
    schedule = post(
        api, "schedules", name="Hourly", sourceFileId=file, matchMode="dedupe", intervalType="hourly"
    )["schedule"]  # fmt: skip
    with api.services.catalog.session() as session:
        session.execute(update(Schedule).values(next_run_at=datetime(2026, 1, 1, tzinfo=UTC)))
    run_all(worker)
    (job,) = get(api, "jobs")["jobs"]
    assert (job["status"], job["errorMessage"]) == ("completed", None)
    (slot,) = get(api, f"schedules/{schedule['id']}/history")["runs"]
    assert (slot["jobId"], slot["error"]) == (job["id"], None)
