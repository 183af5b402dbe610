"""The same POST twice has one effect and one answer."""

import pytest
from fastapi import HTTPException
from sqlalchemy import select, update

from listmatch.catalog.models import IdempotencyKey
from listmatch.catalog.queries import jobs as job_rows
from tests.api.conftest import Api
from tests.api.test_jobs import a_file

NEW = {"fileName": "leads.csv", "fileSize": 5}


def test_the_answer_is_given_again_and_nothing_is_done_twice(api: Api) -> None:
    first, again = (api.client.post("/api/v1/files", json=NEW, headers={"Idempotency-Key": "k"}) for _ in range(2))
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "X-RateLimit-Remaining" in again.headers
    assert len(api.client.get("/api/v1/files").json()["files"]) == 1


def test_an_accepted_job_is_accepted_once(api: Api) -> None:
    body = {"sourceFileId": a_file(api), "profileId": "auto", "matchMode": "dedupe"}
    answers = [api.client.post("/api/v1/jobs", json=body, headers={"Idempotency-Key": "k"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201] * 3
    assert len(api.client.get("/api/v1/jobs").json()["jobs"]) == 1


@pytest.mark.parametrize("other", [{"fileName": "other.csv", "fileSize": 5}, {"fileName": "leads.csv", "fileSize": 6}])
def test_another_request_under_the_same_key_is_refused(api: Api, other: dict[str, object]) -> None:
    headers = {"Idempotency-Key": "k"}
    assert api.client.post("/api/v1/files", json=NEW, headers=headers).status_code == 200
    assert api.client.post("/api/v1/files", json=other, headers=headers).status_code == 409


def test_a_request_that_is_still_at_work_is_not_begun_again(api: Api) -> None:
    headers = {"Idempotency-Key": "k"}
    assert api.client.post("/api/v1/files", json=NEW, headers=headers).status_code == 200
    with api.services.catalog.session() as session:
        session.execute(update(IdempotencyKey).values(status_code=None, response=None))
    again = api.client.post("/api/v1/files", json=NEW, headers=headers)
    assert (again.status_code, again.headers["Retry-After"]) == (409, "1")


def test_a_fault_of_ours_can_be_repeated(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("on purpose")

    headers = {"Idempotency-Key": "k"}
    with monkeypatch.context() as patched:
        patched.setattr("listmatch.workflows.lists.uploads.announce", fail)
        assert api.client.post("/api/v1/files", json=NEW, headers=headers).status_code == 500
    assert api.client.post("/api/v1/files", json=NEW, headers=headers).status_code == 200


@pytest.mark.parametrize("status", [408, 409, 429])
def test_a_refusal_that_passes_is_not_kept(api: Api, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise HTTPException(status)

    headers = {"Idempotency-Key": "k"}
    with monkeypatch.context() as patched:
        patched.setattr("listmatch.workflows.lists.uploads.announce", refuse)
        assert api.client.post("/api/v1/files", json=NEW, headers=headers).status_code == status
    again = api.client.post("/api/v1/files", json=NEW, headers=headers)
    assert again.status_code == 200
    assert "Idempotency-Replayed" not in again.headers


def test_what_had_to_wait_for_its_list_is_done_when_it_is_asked_for_again(api: Api) -> None:
    file_id = a_file(api)
    body = {"sourceFileId": file_id, "profileId": "auto", "matchMode": "dedupe"}
    job_id = api.client.post("/api/v1/jobs", json=body).json()["job"]["id"]
    headers = {"Idempotency-Key": "k"}
    assert api.client.post(f"/api/v1/jobs/{job_id}/rerun", headers=headers).status_code == 409
    with api.services.catalog.session() as session:
        job_rows.claim(session, job_id=job_id, run_id="run")
        job_rows.complete(session, job_id=job_id, result_summary={}, run_id="run")
    again = api.client.post(f"/api/v1/jobs/{job_id}/rerun", headers=headers)
    assert again.status_code < 300, again.text


def test_a_refusal_that_stays_is_given_again(api: Api) -> None:
    body = {"sourceFileId": "nothing", "profileId": "auto", "matchMode": "dedupe"}
    first, again = (api.client.post("/api/v1/jobs", json=body, headers={"Idempotency-Key": "k"}) for _ in range(2))
    assert (first.status_code, again.status_code, again.json()) == (404, 404, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"


def test_owners_do_not_share_keys(api: Api) -> None:
    mine = api.client.post("/api/v1/files", json=NEW, headers={"Idempotency-Key": "k"}).json()
    theirs = api.client.post("/api/v1/files", json=NEW, headers={"Idempotency-Key": "k", **api.as_other()}).json()
    assert mine["fileId"] != theirs["fileId"]


@pytest.mark.parametrize(
    ("path", "body"),
    [("keys", {"label": "x"}), ("webhooks", {"url": "https://example.com/hooks", "events": ["file.ready"]})],
)
def test_a_secret_is_never_kept_and_nothing_is_made_twice(api: Api, path: str, body: dict[str, object]) -> None:
    headers = {"Idempotency-Key": "k"}
    before = len(api.client.get(f"/api/v1/{path}").json()[path])
    first, again = (api.client.post(f"/api/v1/{path}", json=body, headers=headers) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 409)
    assert again.json() == {
        "error": "This request was done already. Its answer held a secret, which is shown only once."
    }
    assert len(api.client.get(f"/api/v1/{path}").json()[path]) == before + 1
    with api.services.catalog.reading() as session:
        kept = session.execute(select(IdempotencyKey)).scalar_one()
        assert (kept.status_code, kept.response) == (201, None)


def test_a_refusal_where_secrets_are_made_is_given_again(api: Api) -> None:
    first, again = (api.client.post("/api/v1/keys", json={}, headers={"Idempotency-Key": "k"}) for _ in range(2))
    assert (first.status_code, again.status_code, again.json()) == (400, 400, first.json())


@pytest.mark.parametrize("key", ["", "k" * 256])
def test_an_unusable_key_is_refused(api: Api, key: str) -> None:
    assert api.client.post("/api/v1/files", json=NEW, headers={"Idempotency-Key": key}).status_code == 400
