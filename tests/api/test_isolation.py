"""Nobody reaches what belongs to somebody else, and whatever is changed is noted: for every operation that the OpenAPI
document has, so that a new one is not forgotten.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from listmatch.api.schemas import examples
from listmatch.catalog.queries import audit
from listmatch.storage.signing import ROUTE
from tests.api.conftest import Api
from tests.api.test_jobs import a_file, a_job, a_profile, a_report, a_schedule

TOLD_ELSEWHERE = {"decisionId": "tests/api/test_review.py"}
"""Ids in paths whose isolation is tested where things with such ids are made."""

NOTHING_CHANGES = {"suggestProfile"}
"""POST operations that keep nothing."""

Document = dict[str, Any]


@dataclass(frozen=True)
class Operation:
    """One operation of the document, and a body for it from the examples of its fields."""

    id: str
    method: str
    path: str
    body: Document | None

    def sent_with(self, ids: dict[str, str]) -> tuple[str, Document | None]:
        """Its path and body, with the ids of the examples replaced."""
        text = json.dumps(self.body)
        for example, real in ids.items():
            text = text.replace(example, real)
        in_path = {name: ids[example] for name, example in ids_in_paths().items()}
        return self.path.format(**in_path), json.loads(text)

    def names(self, example: str) -> bool:
        """Whether the path or the body refers to a thing."""
        mine = [ids_in_paths().get(part[1:-1], "") for part in self.path.split("/") if part.startswith("{")]
        return example in [*mine, *json.dumps(self.body).split('"')]


def ids_in_paths() -> dict[str, str]:
    """The example id that stands for each parameter of a path."""
    return {
        "fileId": examples.SOURCE_ID,
        "profileId": examples.PROFILE_ID,
        "jobId": examples.JOB_ID,
        "reportId": examples.REPORT_ID,
        "scheduleId": examples.SCHEDULE_ID,
        "webhookId": examples.WEBHOOK_ID,
        "keyId": examples.KEY_ID,
    }


def operations(document: Document) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        if not any(f"{{{name}}}" in path for name in TOLD_ELSEWHERE):
            for method, operation in methods.items():
                yield Operation(operation["operationId"], method.upper(), path, body_of(operation, document))


def body_of(operation: Document, document: Document) -> Document | None:
    """What can be sent: each field's first example."""
    if "requestBody" not in operation:
        return None
    return sample(operation["requestBody"]["content"]["application/json"]["schema"], document)


def sample(schema: Document, document: Document) -> Any:
    """A value as the examples of a schema, or of the shapes that it refers to, have it; None where there is none."""
    if "examples" in schema:
        return schema["examples"][0]
    if "items" in schema:
        return [sample(schema["items"], document)]
    if "$ref" not in schema:
        return None
    shape = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    found = {name: sample(field, document) for name, field in shape["properties"].items()}
    return {name: value for name, value in found.items() if value is not None}


@pytest.fixture
def document(api: Api) -> Document:
    return dict(api.client.get("/api/v1/openapi.json").json())


@pytest.fixture
def mine(api: Api) -> dict[str, str]:
    """The ids of one thing of each kind, by the example that stands for it."""
    hook = {"url": "https://example.com", "events": ["file.ready"]}
    report = a_report(api)
    return {
        examples.SOURCE_ID: a_file(api),
        examples.MASTER_ID: a_file(api),
        examples.PROFILE_ID: a_profile(api),
        examples.JOB_ID: a_job(api),
        examples.REPORT_ID: report,
        examples.SCHEDULE_ID: a_schedule(api, a_file(api)),
        examples.WEBHOOK_ID: api.client.post("/api/v1/webhooks", json=hook).json()["webhook"]["id"],
        examples.KEY_ID: api.client.post("/api/v1/keys", json={"label": "x"}).json()["key"]["id"],
    }


def test_every_id_of_somebody_else_s_is_answered_as_if_there_were_no_such_thing(
    api: Api, document: Document, mine: dict[str, str]
) -> None:
    theirs, seen = api.as_other(), set()
    for operation in operations(document):
        if not any(operation.names(example) for example in mine):
            continue
        answers = []
        for ids in (mine, dict.fromkeys(mine, "nothing")):
            path, body = operation.sent_with(ids)
            params = {"format": "pdf"} if operation.id == "exportReport" else None
            answers.append(api.client.request(operation.method, path, json=body, params=params, headers=theirs))
        assert [answer.status_code for answer in answers] == [404, 404], (operation.id, answers[0].text)
        assert answers[0].json() == answers[1].json(), operation.id
        seen.add(operation.id)
    assert {"getFile", "createJob", "suggestProfile", "createSchedule", "exportReport", "usage"} <= seen


def test_no_list_shows_what_is_somebody_else_s(api: Api, document: Document, mine: dict[str, str]) -> None:
    theirs = api.as_other()
    lists = [operation for operation in operations(document) if operation.method == "GET" and "{" not in operation.path]
    assert len(lists) > 6
    for operation in lists:
        answer = api.client.get(operation.path, headers=theirs)
        assert answer.status_code == 200
        assert not [real for real in mine.values() if real in answer.text], operation.id


def test_every_change_is_noted_with_who_made_it(api: Api, document: Document, mine: dict[str, str]) -> None:
    order = {"POST": 0, "PUT": 1, "PATCH": 1, "DELETE": 2}
    changing = [operation for operation in operations(document) if operation.method in order]
    unnoted, refused = [], []
    for operation in sorted(changing, key=lambda one: (order[one.method], one.path.count("/"))):
        path, body = operation.sent_with(mine)
        before = noted(api)
        answer = api.client.request(operation.method, path, json=body)
        if not answer.is_success:
            refused.append(operation.id)
        elif len(noted(api)) == len(before) and operation.id not in NOTHING_CHANGES:
            unnoted.append(operation.id)
    assert unnoted == []
    # These need results, or a prepared list, to look at.
    assert set(refused) <= {"suggestProfile", "createDecision", "createDecisions", "changeExclusions"}
    assert {entry.actor for entry in noted(api)} == {f"key:{api.key_id}"}


def noted(api: Api) -> list[Any]:
    with api.services.catalog.reading() as session:
        entries = audit.list_recent(session, owner_id=api.owner_id, limit=200)
    return [entry for entry in entries if entry.actor != "test"]


@pytest.mark.parametrize("change", ["key", "method", "expires", "signature", "content_type", "nothing"])
def test_a_signed_link_opens_what_it_was_signed_for_and_nothing_else(api: Api, change: str) -> None:
    api.services.store.put_bytes("owners/a/jobs/j/results.csv", b"mine")
    api.services.store.put_bytes("owners/b/jobs/j/results.csv", b"theirs")
    parts = urlsplit(api.services.store.presign_get("owners/a/jobs/j/results.csv", expires_s=60))
    query = dict(parse_qsl(parts.query))
    path = parts.path.replace("owners/a", "owners/b") if change == "key" else parts.path
    query |= {"expires": str(int(query["expires"]) + 1)} if change == "expires" else {}
    query |= {"signature": query["signature"][::-1]} if change == "signature" else {}
    query |= {"filename": "x.html"} if change == "content_type" else {}
    answer = api.client.request("PUT" if change == "method" else "GET", f"{path}?{urlencode(query)}")
    assert answer.status_code == (200 if change == "nothing" else 403), answer.text
    assert "theirs" not in answer.text


@pytest.mark.parametrize("path", ["owners/../signing.key", "%2e%2e/signing.key", "..%2fcatalog.db", "/etc/passwd", ""])
def test_a_link_that_nobody_signed_leads_nowhere(api: Api, path: str) -> None:
    assert api.client.get(ROUTE + path).status_code in (403, 404)
