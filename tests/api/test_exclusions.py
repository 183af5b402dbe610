"""Exclusions over the API: whom an uploaded list names is not to be contacted, until it is taken back."""

import pytest

from listmatch.catalog.queries import audit
from listmatch.workflows.running.worker import Worker
from tests.api.conftest import Api
from tests.api.test_walkthrough import get, post, run_all, upload, worker

__all__ = ["worker"]

NOT_THEM = b"who,mail,phone,site\nC. Dorn,carl.dorn@y.example,,\nFrost,,+1 415 555 2671,\nV,,,https://www.v.example\n"
PATH = "/api/v1/exclusions"
NOBODY = {"email": 0, "phone": 0, "domain": 0}
ONE_EACH = {"email": 1, "phone": 1, "domain": 1}


@pytest.fixture
def file_id(api: Api, worker: Worker) -> str:
    listed = upload(api, "not.csv", NOT_THEM, "source")
    run_all(worker)
    return listed


def test_whom_a_list_names_is_excluded_until_it_is_taken_back(api: Api, file_id: str) -> None:
    assert get(api, "exclusions") == {"excluded": NOBODY}
    for changed in (3, 0):
        assert api.client.post(PATH, json={"fileId": file_id}).json() == {"excluded": ONE_EACH, "changed": changed}
    assert get(api, "exclusions") == {"excluded": ONE_EACH}
    taken = api.client.post(PATH, json={"fileId": file_id, "remove": True})
    assert (taken.status_code, taken.json()) == (200, {"excluded": NOBODY, "changed": 3})


def test_both_changes_are_noted_with_who_made_them(api: Api, file_id: str) -> None:
    for remove in (False, True):
        api.client.post(PATH, json={"fileId": file_id, "remove": remove})
    with api.services.catalog.reading() as session:
        entries = audit.list_recent(session, owner_id=api.owner_id, limit=200)
    noted = [(entry.action, entry.actor, entry.subject_id) for entry in entries if "exclusions" in entry.action]
    assert sorted(noted) == [(f"exclusions.{what}", f"key:{api.key_id}", file_id) for what in ("add", "remove")]


def test_the_next_job_marks_them(api: Api, worker: Worker, file_id: str) -> None:
    api.client.post(PATH, json={"fileId": file_id})
    source = upload(api, "a.csv", b"Name,Email\nCarl Dorn,Carl.Dorn@Y.example\nEve Frost,eve@z.example\n", "source")
    run_all(worker)
    job = post(api, "jobs", sourceFileId=source, masterFileId=file_id, profileId="auto")["job"]
    run_all(worker)
    (listed,) = get(api, f"reports?jobId={job['id']}")["reports"]
    assert get(api, f"reports/{listed['id']}")["report"]["rollups"]["totals"]["excludedRows"] == 1


def test_another_owner_neither_sees_nor_uses_them(api: Api, file_id: str) -> None:
    other = api.as_other()
    api.client.post(PATH, json={"fileId": file_id})
    assert api.client.get(PATH, headers=other).json() == {"excluded": NOBODY}
    assert api.client.post(PATH, json={"fileId": file_id}, headers=other).status_code == 404


def test_a_file_that_is_not_ready_waits(api: Api, worker: Worker) -> None:
    listed = upload(api, "not.csv", NOT_THEM, "source")
    assert api.client.post(PATH, json={"fileId": listed}).status_code == 409


def test_a_list_that_names_nobody_is_refused(api: Api, worker: Worker) -> None:
    listed = upload(api, "notes.csv", b"note\nhello\nworld\n", "source")
    run_all(worker)
    answer = api.client.post(PATH, json={"fileId": listed})
    assert answer.status_code == 400
    assert "nobody in this list" in answer.json()["error"]


@pytest.mark.parametrize("body", [{}, {"fileId": 7}, {"fileId": "x", "remove": "yes"}])
def test_a_body_that_is_not_as_documented_is_refused(api: Api, body: dict[str, object]) -> None:
    assert api.client.post(PATH, json=body).status_code == 400
