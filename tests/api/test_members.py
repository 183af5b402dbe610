"""What a request has beyond the document is refused by name: a misspelt option must not silently do nothing."""

from typing import Any

import pytest

from listmatch.api.schemas.profiles import CONTENT
from tests.api.conftest import Api

FILE = {"fileName": "leads.csv", "fileSize": 10, "contentType": "text/csv", "purpose": "source"}
JOB = {"sourceFileId": "a", "profileId": "auto", "matchMode": "dedupe"}
SCHEDULE = {"name": "x", "sourceFileId": "a", "matchMode": "dedupe", "intervalType": "daily"}
DECISIONS = {"jobId": "a", "decisions": [{"sourceRowId": 1, "masterRowId": 1, "decision": "accept", "note2": "x"}]}


@pytest.mark.parametrize(
    ("path", "body", "field", "sentence"),
    [
        ("jobs", {**JOB, "max_worng": 5}, "max_worng", "max_worng is not known here"),
        ("jobs", {**JOB, "pivot": []}, "pivot", "pivot is not known here; did you mean pivots?"),
        (
            "jobs",
            {**JOB, "neutralise_formulas": True},
            "neutralise_formulas",
            "neutralise_formulas is not known here; did you mean neutraliseFormulas?",
        ),
        (
            "files",
            {**FILE, "reading": {"shet": "Leads"}},
            "reading.shet",
            "reading.shet is not known here; did you mean sheet?",
        ),
        (
            "decisions/bulk",
            DECISIONS,
            "decisions.note2",
            "decisions.note2 is not known here; did you mean note?",
        ),
    ],
)
def test_a_member_that_is_not_documented_is_refused_by_its_name(
    api: Api, path: str, body: dict[str, Any], field: str, sentence: str
) -> None:
    answer = api.client.post(f"/api/v1/{path}", json=body)
    assert (answer.status_code, answer.json()["field"], answer.json()["error"]) == (400, field, sentence)


@pytest.mark.parametrize(
    ("method", "path", "sentence"),
    [
        ("GET", "jobs?stauts=failed", "stauts is not known here; did you mean status?"),
        ("GET", "files?page=2", "page is not known here"),
        ("DELETE", "files/abc?result=true", "result is not known here; did you mean results?"),
        ("GET", "jobs/abc?x=1", "x is not known here"),
    ],
)
def test_so_is_a_parameter_of_the_query(api: Api, method: str, path: str, sentence: str) -> None:
    answer = api.client.request(method, f"/api/v1/{path}")
    assert (answer.status_code, answer.json()["error"]) == (400, sentence)


def test_what_came_with_an_undocumented_member_is_not_done(api: Api) -> None:
    assert api.client.post("/api/v1/files", json={**FILE, "file_szie": 1}).status_code == 400
    assert api.client.get("/api/v1/files").json()["files"] == []


def test_a_profile_may_come_as_answers_of_ours_tell_it(api: Api) -> None:
    """What `POST /profiles/suggest` proposes, and what was read before it is changed."""
    proposed = {
        "name": "x",
        "content": CONTENT,
        "mapping": [{"field": "email", "sourceColumns": [], "masterColumns": []}],
    }
    kept = api.client.post("/api/v1/profiles", json=proposed).json()["profile"]
    assert api.client.put(f"/api/v1/profiles/{kept['id']}", json={**kept, "name": "y"}).status_code == 200


def test_a_name_is_told_back_only_so_far_and_only_so_many_are(api: Api) -> None:
    answer = api.client.post("/api/v1/files", json={**FILE, "x" * 10_000: 1})
    assert (answer.status_code, len(answer.json()["field"])) == (400, 64)
    answer = api.client.post("/api/v1/files", json={**FILE, **{f"x{number}": 1 for number in range(5000)}})
    assert (answer.status_code, len(answer.json()["details"])) == (400, 100)


def test_the_document_says_so(api: Api) -> None:
    schemas = api.client.get("/api/v1/openapi.json").json()["components"]["schemas"]
    for name in ("NewFile", "FileReading", "NewJob", "NewSchedule", "NewWebhook", "PairDecision"):
        assert schemas[name]["additionalProperties"] is False


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("schedules", SCHEDULE | {"intervalType": "cron", "cron": "* * * * * *"}, "cron"),
        ("schedules", SCHEDULE | {"timezone": "Mars/Base"}, "timezone"),
        ("webhooks", {"url": "https://printer.local/", "events": ["file.ready"]}, "url"),
    ],
)
def test_a_refusal_that_is_about_a_member_names_it_as_the_field(
    api: Api, path: str, body: dict[str, Any], field: str
) -> None:
    answer = api.client.post(f"/api/v1/{path}", json=body)
    assert (answer.status_code, answer.json()["field"]) == (400, field)
    (detail,) = answer.json()["details"]
    assert (detail["field"], detail["message"] in answer.json()["error"]) == (field, True)
