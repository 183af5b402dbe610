"""Jobs, reports and exports over the API, without running anything."""

from typing import Any

import pytest

from listmatch.catalog.queries import exports as export_rows
from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.queries import owners as owner_rows
from listmatch.catalog.queries import reports as report_rows
from listmatch.domain.columns import ColumnType, Field
from listmatch.domain.files import ColumnProfile, FileFormat, FileProfile, Purpose
from listmatch.domain.jobs import ExportFormat, Tier
from listmatch.errors import Forbidden
from listmatch.storage import keys
from listmatch.workflows.artifacts import to_plain
from listmatch.workflows.results import reports
from tests.api.conftest import Api

PROFILE = {
    "name": "leads → crm",
    "content": {"type": "person", "source_fields": {"email": ["email"]}, "master_fields": {"email": ["Email"]}},
}


def a_list() -> dict[str, Any]:
    """The profile of a list that has the columns of the documented examples."""
    columns = tuple(
        ColumnProfile(name, name, kind, confidence=1, valid_share=1, null_count=0, distinct_count=1)
        for name, kind in (
            ("Lead Source", ColumnType.TEXT),
            ("state", ColumnType.STATE),
            ("email", ColumnType.EMAIL),
            ("Email", ColumnType.EMAIL),
        )
    )
    fields = {Field.STATE: ("state",)}
    return to_plain(FileProfile(FileFormat("csv"), lines=1, rows=1, quarantined=0, columns=columns, fields=fields))


def a_file(api: Api, *, is_ready: bool = True) -> str:
    with api.services.catalog.session() as session:
        file = file_rows.register(
            session,
            file_rows.NewFile(owner_id=api.owner_id, name="leads.csv", purpose=Purpose.SOURCE, size=1, raw_key="raw"),
        )
        if is_ready:
            file_rows.mark_ready(
                session, file_id=file.id, profile=a_list(), row_count=1, column_count=2, content_hash="h"
            )
    return file.id


def a_profile(api: Api) -> str:
    return str(api.client.post("/api/v1/profiles", json=PROFILE).json()["profile"]["id"])


def a_job(api: Api) -> str:
    body = {"sourceFileId": a_file(api), "masterFileId": a_file(api), "profileId": a_profile(api)}
    answer = api.client.post("/api/v1/jobs", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["job"]["id"])


def a_report(api: Api, *, is_complete: bool = True) -> str:
    job_id = a_job(api)
    api.services.store.put_bytes("rollups.json", b'{"totals": {"sourceRows": 1}}')
    with api.services.catalog.session() as session:
        job_rows.claim(session, job_id=job_id, run_id="run")
        report = report_rows.create(session, owner_id=api.owner_id, job_id=job_id, title="Leads")
        if is_complete:
            report_rows.complete(session, report_id=report.id, rollups_key="rollups.json", narrative={"executive": "x"})
            job_rows.complete(session, job_id=job_id, result_summary={"matched": 1}, run_id="run")
    return report.id


@pytest.mark.parametrize("missing", ["sourceFileId", "masterFileId", "profileId"])
def test_a_job_needs_its_three_ids(api: Api, missing: str) -> None:
    body = {"sourceFileId": "a", "masterFileId": "b", "profileId": "c"}
    del body[missing]
    answer = api.client.post("/api/v1/jobs", json=body)
    assert (answer.status_code, answer.json()["error"]) == (400, f"{missing} is required")


@pytest.mark.parametrize("wrong", ["sourceFileId", "masterFileId", "profileId"])
def test_an_id_that_is_unknown_or_somebody_else_s_is_not_found(api: Api, wrong: str) -> None:
    body = {"sourceFileId": a_file(api), "masterFileId": a_file(api), "profileId": a_profile(api)}
    refused = api.client.post("/api/v1/jobs", json={**body, wrong: "nothing"})
    assert refused.status_code == 404
    assert refused.json().get("field") == (wrong if wrong.endswith("FileId") else None)
    assert api.client.post("/api/v1/jobs", json=body, headers=api.as_other()).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"matchMode": "worst_match"}, "matchMode"),
        ({"matchMode": "dedupe"}, "masterFileId"),
        ({"sourceFileId": 5}, "sourceFileId"),
        ({"profileId": ""}, "profileId"),
    ],
)
def test_a_wrong_job_names_the_field(api: Api, changes: dict[str, Any], field: str) -> None:
    body = {"sourceFileId": "a", "masterFileId": "b", "profileId": "c", **changes}
    answer = api.client.post("/api/v1/jobs", json=body)
    assert answer.status_code == 400
    assert answer.json()["field"] == field


@pytest.mark.parametrize(("side", "at_fault"), [("source_fields", "source"), ("master_fields", "master")])
def test_a_profile_for_other_lists_is_refused_with_the_column_they_do_not_have(
    api: Api, side: str, at_fault: str
) -> None:
    content = {**PROFILE["content"], side: {"email": ["E-Mail"]}}  # type: ignore[dict-item]
    profile = api.client.post("/api/v1/profiles", json={"name": "x", "content": content}).json()["profile"]["id"]
    body = {"sourceFileId": a_file(api), "masterFileId": a_file(api), "profileId": profile}
    answer = api.client.post("/api/v1/jobs", json=body)
    assert answer.status_code == 400
    assert f"the {at_fault} list has no column 'E-Mail'. Did you mean 'email'?" in answer.json()["error"]


def test_a_job_at_work_on_a_list_that_is_deleted_fails_and_says_so(api: Api) -> None:
    job_id = a_job(api)
    with api.services.catalog.session() as session:
        job_rows.claim(session, job_id=job_id, run_id="run")
    master = api.client.get(f"/api/v1/jobs/{job_id}").json()["job"]["masterFileId"]
    assert api.client.delete(f"/api/v1/files/{master}").status_code == 204
    job = api.client.get(f"/api/v1/jobs/{job_id}").json()["job"]
    assert (job["status"], job["errorMessage"]) == ("failed", "The list leads.csv was deleted while the job ran.")
    with api.services.catalog.session() as session:
        assert not job_rows.complete(session, job_id=job_id, result_summary={}, run_id="run")


@pytest.mark.parametrize("side", ["sourceFileId", "masterFileId"])
def test_a_list_is_deleted_with_what_its_jobs_made_if_that_is_asked_for(api: Api, side: str) -> None:
    report_id = a_report(api)
    (job,) = api.client.get("/api/v1/jobs").json()["jobs"]
    results = keys.job_key(api.owner_id, job["id"], "exports/results.csv")
    api.services.store.put_bytes(results, b"email")
    assert api.client.delete(f"/api/v1/files/{job[side]}?results=true").status_code == 204
    assert not api.services.store.exists(results)
    gone = api.client.get(f"/api/v1/jobs/{job['id']}").json()["job"]
    assert (gone["status"], gone["downloadUrl"]) == ("completed", None)
    assert gone["message"] == "The results were deleted with the list leads.csv."
    assert api.client.get(f"/api/v1/reports/{report_id}").status_code == 404


def test_a_list_that_is_deleted_leaves_the_results_of_its_jobs(api: Api) -> None:
    report_id = a_report(api)
    (job,) = api.client.get("/api/v1/jobs").json()["jobs"]
    assert api.client.delete(f"/api/v1/files/{job['sourceFileId']}").status_code == 204
    assert api.client.get(f"/api/v1/jobs/{job['id']}").json()["job"]["downloadUrl"]
    assert api.client.get(f"/api/v1/reports/{report_id}").status_code == 200


def test_a_job_keeps_its_profile_when_the_profile_changes(api: Api) -> None:
    job_id = a_job(api)
    profile_id = api.client.get(f"/api/v1/jobs/{job_id}").json()["job"]["profileId"]
    changed = {"name": "new", "content": {**PROFILE["content"], "threshold": 95.0}}  # type: ignore[dict-item]
    answer = api.client.put(f"/api/v1/profiles/{profile_id}", json=changed)
    assert answer.json()["profile"]["version"] == 2
    assert api.client.delete(f"/api/v1/profiles/{profile_id}").status_code == 204
    with api.services.catalog.reading() as session:
        snapshot = job_rows.get_any(session, job_id=job_id).profile
    assert snapshot is not None
    assert snapshot["threshold"] == 85.0


def test_a_changed_profile_is_what_was_sent(api: Api) -> None:
    path = f"/api/v1/profiles/{a_profile(api)}"
    for is_template in (True, False):
        changed = {**PROFILE, "name": "renamed", "isTemplate": is_template}
        saved = api.client.put(path, json=changed).json()["profile"]
        assert (saved["name"], saved["isTemplate"], saved["version"]) == ("renamed", is_template, 1)


def test_a_waiting_job_can_be_cancelled_once_and_run_again(api: Api) -> None:
    job_id = a_job(api)
    assert api.client.post(f"/api/v1/jobs/{job_id}/rerun").status_code == 409
    assert api.client.post(f"/api/v1/jobs/{job_id}/cancel").json()["job"]["status"] == "cancelled"
    assert api.client.post(f"/api/v1/jobs/{job_id}/cancel").status_code == 409
    assert api.client.post(f"/api/v1/jobs/{job_id}/rerun").json()["job"]["status"] == "pending"


def test_jobs_are_listed_by_state(api: Api) -> None:
    job_id = a_job(api)
    listed = {
        status: [job["id"] for job in api.client.get(f"/api/v1/jobs?status={status}").json()["jobs"]]
        for status in ("pending", "completed")
    }
    assert listed == {"pending": [job_id], "completed": []}
    assert api.client.get("/api/v1/jobs?status=lost").json()["field"] == "status"


def test_progress_is_shown_as_it_is(api: Api) -> None:
    job_id = a_job(api)
    with api.services.catalog.session() as session:
        job_rows.claim(session, job_id=job_id, run_id="run")
        job_rows.advance(session, job_id=job_id, progress=42, message="comparing pairs")
    job = api.client.get(f"/api/v1/jobs/{job_id}").json()["job"]
    assert (job["status"], job["progress"], job["message"]) == ("processing", 42, "comparing pairs")
    assert job["startedAt"].endswith("Z")
    assert (job["completedAt"], job["downloadUrl"], job["resultSummary"]) == (None, None, None)


def test_a_report_that_is_not_completed_has_no_figures_and_no_exports(api: Api) -> None:
    report_id = a_report(api, is_complete=False)
    report = api.client.get(f"/api/v1/reports/{report_id}").json()["report"]
    assert (report["status"], report["rollups"]) == ("processing", None)
    answer = api.client.get(f"/api/v1/reports/{report_id}/export?format=pdf")
    assert answer.status_code == 409


def test_an_export_is_asked_for_once_and_made_by_a_worker(api: Api) -> None:
    report_id = a_report(api)
    for _ in range(2):
        answer = api.client.get(f"/api/v1/reports/{report_id}/export?format=pptx").json()
        assert answer["status"] == "generating"
        assert answer["message"]
    with api.services.catalog.session() as session:
        assert [export.format for export in export_rows.awaiting(session)] == [ExportFormat.PPTX]
        export_rows.mark_ready(session, report_id=report_id, format=ExportFormat.PPTX, key="report.pptx")
    ready = api.client.get(f"/api/v1/reports/{report_id}/export?format=pptx").json()
    assert set(ready) == {"status", "downloadUrl"}
    assert api.client.get(f"/api/v1/reports/{report_id}").json()["report"]["exports"]["pptxReady"] is True


def test_an_export_that_failed_says_why_once_and_is_made_again(api: Api) -> None:
    report_id = a_report(api)

    def message() -> str:
        return str(api.client.get(f"/api/v1/reports/{report_id}/export?format=pdf").json()["message"])

    assert "could not" not in message()
    with api.services.catalog.session() as session:
        export_rows.mark_failed(session, report_id=report_id, format=ExportFormat.PDF, error="The disk is full.")
    assert message().startswith("It could not be made: The disk is full. It is tried once more.")
    assert "could not" not in message()
    with api.services.catalog.session() as session:
        assert [export.format for export in export_rows.awaiting(session)] == [ExportFormat.PDF]


@pytest.mark.parametrize("query", ["", "?format=docx"])
def test_an_export_needs_a_known_format(api: Api, query: str) -> None:
    answer = api.client.get(f"/api/v1/reports/{a_report(api)}/export{query}")
    assert (answer.status_code, answer.json()["field"]) == (400, "format")


@pytest.mark.parametrize(
    ("tier", "allowed"),
    [
        (Tier.FREE, set()),
        (Tier.STARTER, {"xlsx", "html"}),
        (Tier.PRO, {"xlsx", "html", "pdf"}),
        (Tier.BUSINESS, {"xlsx", "html", "pdf", "pptx"}),
    ],
)
def test_the_plan_gates_the_formats(api: Api, tier: Tier, allowed: set[str]) -> None:
    report_id = a_report(api)
    with api.services.catalog.session() as session:
        owner_rows.set_tier(session, owner_id=api.owner_id, tier=tier)
        owner = owner_rows.get(session, owner_id=api.owner_id)
    may = set()
    for wanted in ExportFormat:
        try:
            reports.request_export(api.services, owner, report_id=report_id, export_format=wanted)
        except Forbidden:
            continue
        may.add(wanted.value)
    assert may == allowed


def a_schedule(api: Api, file: str) -> str:
    body = {
        "name": "Daily dedupe",
        "sourceFileId": file,
        "matchMode": "dedupe",
        "intervalType": "daily",
        "hourLocal": 6,
        "timezone": "America/New_York",
    }
    answer = api.client.post("/api/v1/schedules", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["schedule"]["id"])


def test_a_second_schedule_of_one_name_is_a_conflict_that_names_the_first(api: Api) -> None:
    file = a_file(api)
    first = a_schedule(api, file)
    body = {"name": "Daily dedupe", "matchMode": "dedupe", "sourceFileId": file, "intervalType": "daily"}
    again = api.client.post("/api/v1/schedules", json=body)
    assert (again.status_code, again.json()["field"], first in again.json()["error"]) == (409, "name", True)


def test_a_schedule_is_made_paused_resumed_and_deleted(api: Api) -> None:
    schedule_id = a_schedule(api, a_file(api))
    (listed,) = api.client.get("/api/v1/schedules").json()["schedules"]
    assert (listed["id"], listed["intervalType"], listed["hourLocal"]) == (schedule_id, "daily", 6)
    assert (listed["timezone"], listed["status"], listed["lastRunAt"]) == ("America/New_York", "active", None)
    assert listed["nextRunAt"][11:] in ("10:00:00Z", "11:00:00Z")
    paused = api.client.post(f"/api/v1/schedules/{schedule_id}/pause").json()["schedule"]
    assert (paused["status"], paused["nextRunAt"]) == ("paused", None)
    resumed = api.client.post(f"/api/v1/schedules/{schedule_id}/resume").json()["schedule"]
    assert (resumed["status"], resumed["nextRunAt"]) == ("active", listed["nextRunAt"])
    assert api.client.get(f"/api/v1/schedules/{schedule_id}/history").json() == {"runs": []}
    assert api.client.delete(f"/api/v1/schedules/{schedule_id}").status_code == 204
    assert api.client.get("/api/v1/schedules").json()["schedules"] == []


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"timezone": "Mars/Olympus"}, "time zone"),
        ({"timezone": "../../etc/passwd"}, "time zone"),
        ({"intervalType": "cron", "cron": "every day"}, "cron"),
        ({"intervalType": "cron", "cron": "0 0 31 2 *"}, "never comes due"),
        ({"intervalType": "yearly"}, "intervalType"),
        ({"hourLocal": 24}, "hourLocal"),
        ({"matchMode": "best_match"}, "masterFileId"),
    ],
)
def test_a_schedule_that_cannot_run_is_refused(api: Api, changes: dict[str, Any], word: str) -> None:
    body = {"name": "x", "sourceFileId": a_file(api), "matchMode": "dedupe", "intervalType": "daily", **changes}
    answer = api.client.post("/api/v1/schedules", json=body)
    assert answer.status_code == 400
    assert word in answer.json()["error"]


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"type": "person"},
        {"type": "alien", "source_fields": {"email": ["e"]}, "master_fields": {"email": ["e"]}},
        {**PROFILE["content"], "threshold": 101},  # type: ignore[dict-item]
        {**PROFILE["content"], "unknown": 1},  # type: ignore[dict-item]
    ],
)
def test_a_profile_that_cannot_be_used_is_refused(api: Api, content: dict[str, Any]) -> None:
    answer = api.client.post("/api/v1/profiles", json={"name": "x", "content": content})
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_suggesting_from_a_file_that_is_not_ready_is_a_conflict(api: Api) -> None:
    answer = api.client.post("/api/v1/profiles/suggest", json={"sourceFileId": a_file(api, is_ready=False)})
    assert answer.status_code == 409


def test_a_key_is_made_used_regenerated_and_revoked(api: Api) -> None:
    made = api.client.post("/api/v1/keys", json={"label": "nightly"}).json()
    key_id = made["key"]["id"]

    def status(secret: str) -> int:
        return api.client.get("/api/v1/whoami", headers={"Authorization": f"Bearer {secret}"}).status_code

    assert status(made["secret"]) == 200
    new = api.client.post(f"/api/v1/keys/{key_id}/regenerate").json()
    assert (new["key"]["label"], status(made["secret"]), status(new["secret"])) == ("nightly", 401, 200)
    assert made["secret"] not in api.client.get("/api/v1/keys").text
    assert len(api.client.get(f"/api/v1/keys/{key_id}/usage").json()["usage"]) == 30
    assert api.client.delete(f"/api/v1/keys/{key_id}").status_code == 204
    assert status(new["secret"]) == 401
    assert [key["id"] for key in api.client.get("/api/v1/keys").json()["keys"]] == [api.key_id]


def test_a_job_whose_list_was_deleted_keeps_its_result(api: Api) -> None:
    job_id = a_job(api)
    source = api.client.get(f"/api/v1/jobs/{job_id}").json()["job"]["sourceFileId"]
    assert api.client.post(f"/api/v1/jobs/{job_id}/cancel").status_code == 200
    assert api.client.delete(f"/api/v1/files/{source}").status_code == 204
    answer = api.client.post(f"/api/v1/jobs/{job_id}/rerun")
    assert (answer.status_code, answer.json()["error"]) == (
        409,
        "A list of the job was deleted; the job cannot be run again.",
    )
    assert api.client.get(f"/api/v1/jobs/{job_id}").json()["job"]["status"] == "cancelled"
