"""Review over the API: what waits, deciding it singly and in bulk, taking it back; pages and entity tags of lists."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from listmatch.catalog.queries import exports as export_rows
from listmatch.domain.files import Purpose
from listmatch.domain.jobs import ExportFormat
from listmatch.settings import Settings
from listmatch.workflows.lists.files import register_path
from listmatch.workflows.matches.jobs import JobOptions, JobRequest, request_job
from listmatch.workflows.matches.profiles import Lists, propose
from listmatch.workflows.running.runner import LoopRunner
from listmatch.workflows.services import open_services
from tests.api.conftest import Api, api_of
from tests.api.test_jobs import a_file, a_job

GOLDEN = Path(__file__).parents[1] / "golden" / "matching"


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Api, str]]:
    """The API, and a completed match of two small lists with rows in review; made once for all."""
    settings = Settings(home=tmp_path_factory.mktemp("reviewed"), base_url="http://testserver", threads=2)
    with api_of(open_services(settings)) as api:
        yield api, matched(api)


def matched(api: Api) -> str:
    runner, services = LoopRunner(api.services), api.services
    names = ((Purpose.SOURCE, "contacts_source.csv"), (Purpose.MASTER, "contacts_master.csv"))
    files = [register_path(services, GOLDEN / name, owner_id=api.owner_id, purpose=role).id for role, name in names]
    runner.prepare(files)
    profile = propose(services, Lists(api.owner_id, *files))
    job = request_job(
        services,
        JobRequest(
            owner_id=api.owner_id,
            source_file_id=files[0],
            master_file_id=files[1],
            profile=profile.from_dict(profile.to_dict() | {"threshold": 99.0}),
            options=JobOptions(formats=()),
        ),
    )
    runner.run_job(job.id)
    return job.id


def get(api: Api, path: str, **query: Any) -> dict[str, Any]:
    answer = api.client.get(f"/api/v1{path}", params=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def pair_of(job_id: str, found: dict[str, Any], decision: str) -> dict[str, Any]:
    return {
        "jobId": job_id,
        "sourceRowId": found["sourceRowId"],
        "masterRowId": found["masterRowId"],
        "decision": decision,
    }


def test_a_reviewer_s_whole_round(reviewed: tuple[Api, str]) -> None:
    api, job_id = reviewed
    first = get(api, f"/jobs/{job_id}/review", limit=1)
    assert first["pagination"]["returned"] == 1
    rest = get(api, f"/jobs/{job_id}/review", cursor=first["pagination"]["nextCursor"])
    waiting = first["pairs"] + rest["pairs"]
    assert waiting == get(api, f"/jobs/{job_id}/review")["pairs"]
    assert rest["pagination"]["nextCursor"] is None
    assert {"field", "source", "master"} == set(waiting[0]["fields"][0])

    body = {**pair_of(job_id, waiting[0], "reject"), "note": "another Ann", "decidedBy": "Bob"}
    answer = api.client.post("/api/v1/decisions", json=body)
    assert answer.status_code == 201, answer.text
    one = answer.json()["decision"]
    assert (one["decision"], one["note"], one["decidedBy"], one["jobId"]) == ("reject", "another Ann", "Bob", job_id)

    parts = [{k: v for k, v in pair_of(job_id, pair, "accept").items() if k != "jobId"} for pair in waiting[1:3]]
    bulk = api.client.post("/api/v1/decisions/bulk", json={"jobId": job_id, "decisions": parts})
    assert bulk.status_code == 201, bulk.text
    assert [each["decidedBy"] for each in bulk.json()["decisions"]] == ["Ann"] * len(parts)

    left = get(api, f"/jobs/{job_id}/review")["pairs"]
    assert len(left) == len(waiting) - 1 - len(parts)
    shown = get(api, f"/jobs/{job_id}/review", decided="true")["pairs"]
    assert [bool(pair["decision"]) for pair in shown[: 1 + len(parts)]] == [True] * (1 + len(parts))

    report = get(api, "/reports", jobId=job_id)["reports"][0]["id"]
    with api.services.catalog.session() as session:
        export_rows.mark_ready(session, report_id=report, format=ExportFormat.PDF, key="before.pdf")
    assert get(api, f"/reports/{report}/export", format="pdf")["status"] == "ready"
    LoopRunner(api.services).run_job(job_id)
    assert get(api, f"/reports/{report}/export", format="pdf")["status"] == "generating"
    rollups = get(api, f"/reports/{report}")["report"]["rollups"]
    assert rollups["decisions"] == {"accepted": len(parts), "rejected": 1}
    [by_hand] = [one for one in rollups["passBreakdown"] if one["pass"] == "decision"]
    assert by_hand["count"] == len(parts)
    listed = get(api, "/decisions", jobId=job_id)["decisions"]
    assert len(listed) == 1 + len(parts)
    assert get(api, f"/decisions/{one['id']}")["decision"] == one
    assert api.client.delete(f"/api/v1/decisions/{one['id']}").status_code == 204
    assert api.client.get(f"/api/v1/decisions/{one['id']}").status_code == 404
    assert len(get(api, f"/jobs/{job_id}/review", decided="true")["pairs"]) >= len(left)


def test_what_belongs_to_somebody_else_is_not_found(reviewed: tuple[Api, str]) -> None:
    api, job_id = reviewed
    other = api.as_other()
    body = {"jobId": job_id, "sourceRowId": 1, "masterRowId": 2, "decision": "reject"}
    kept = api.client.post("/api/v1/decisions", json=body).json()["decision"]["id"]
    assert api.client.get(f"/api/v1/jobs/{job_id}/review", headers=other).status_code == 404
    assert api.client.post("/api/v1/decisions", json=body, headers=other).status_code == 404
    assert api.client.get(f"/api/v1/decisions/{kept}", headers=other).status_code == 404
    assert api.client.delete(f"/api/v1/decisions/{kept}", headers=other).status_code == 404
    assert api.client.get("/api/v1/decisions", headers=other).json()["decisions"] == []


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"decision": "maybe"}, 400, "decision"),
        ({"sourceRowId": 0}, 400, "sourceRowId"),
        ({"masterRowId": "7"}, 400, "masterRowId"),
        ({"note": "\x00"}, 400, "note"),
        ({"decidedBy": " "}, 400, "decidedBy"),
        ({"sourceRowId": 10**6}, 404, None),
    ],
)
def test_a_decision_that_is_not_as_documented_is_refused(
    reviewed: tuple[Api, str], changes: dict[str, Any], status: int, field: str | None
) -> None:
    api, job_id = reviewed
    body = {"jobId": job_id, "sourceRowId": 1, "masterRowId": 1, "decision": "accept", **changes}
    answer = api.client.post("/api/v1/decisions", json=body)
    assert (answer.status_code, answer.json().get("field")) == (status, field)


def test_a_job_without_result_has_nothing_to_decide(api: Api) -> None:
    waiting = a_job(api)
    assert api.client.get(f"/api/v1/jobs/{waiting}/review").status_code == 409
    body = {"jobId": waiting, "sourceRowId": 1, "masterRowId": 1, "decision": "accept"}
    assert api.client.post("/api/v1/decisions", json=body).status_code == 409


@pytest.mark.parametrize("noun", ["files", "jobs", "schedules", "profiles", "reports", "decisions"])
def test_a_cursor_that_is_none_of_ours_is_refused(api: Api, noun: str) -> None:
    answer = api.client.get(f"/api/v1/{noun}", params={"cursor": "nonsense"})
    assert (answer.status_code, answer.json()["error"][:6]) == (400, "cursor")


def test_a_list_is_walked_through_by_cursor_while_it_grows(api: Api) -> None:
    made = {a_file(api) for _ in range(5)}
    seen, cursor = [], None
    while True:
        page = get(api, "/files", limit=2, **({"cursor": cursor} if cursor else {}))
        seen += [file["id"] for file in page["files"]]
        a_file(api)
        cursor = page["pagination"]["nextCursor"]
        if cursor is None:
            break
    assert set(seen) == made
    assert len(seen) == len(made)


def test_an_answer_that_the_client_has_already_is_not_sent_again(api: Api) -> None:
    file = a_file(api)
    first = api.client.get(f"/api/v1/files/{file}")
    tag = first.headers["etag"]
    again = api.client.get(f"/api/v1/files/{file}", headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert "x-ratelimit-remaining" in again.headers
    other = api.client.get(f"/api/v1/files/{a_file(api)}", headers={"If-None-Match": tag})
    assert other.status_code == 200
    assert "etag" not in api.client.get("/api/v1/files/nothing").headers
