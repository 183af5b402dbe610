"""The API on PostgreSQL, where it could differ from SQLite: what a text may hold."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from listmatch.settings import Settings
from listmatch.workflows.services import open_services
from tests.api.conftest import Api, api_of

pytestmark = pytest.mark.integration

NUL = "a\0b"


@pytest.fixture
def api(empty_database: str, tmp_path: Path) -> Iterator[Api]:
    with api_of(open_services(Settings(home=tmp_path / "home", catalog_url=empty_database))) as api:
        yield api


@pytest.mark.parametrize(
    ("path", "status"), [("files/%00", 404), ("jobs/a%00b/review", 404), ("reports?jobId=%00", 400)]
)
def test_an_id_that_postgresql_cannot_look_for_is_refused(api: Api, path: str, status: int) -> None:
    assert api.client.get(f"/api/v1/{path}").status_code == status


def test_an_id_in_a_body_that_postgresql_cannot_look_for_names_its_field(api: Api) -> None:
    body = {"sourceFileId": NUL, "profileId": "auto", "matchMode": "dedupe"}
    answer = api.client.post("/api/v1/jobs", json=body)
    assert (answer.status_code, answer.json()["field"]) == (400, "sourceFileId")


def test_a_profile_s_texts_are_kept_as_they_are(api: Api) -> None:
    content = {"type": "person", "source_fields": {"email": [NUL]}, "master_fields": {"email": ["名"]}}
    made = api.client.post("/api/v1/profiles", json={"name": "名 😀", "content": content}).json()["profile"]
    kept = api.client.get(f"/api/v1/profiles/{made['id']}").json()["profile"]
    assert (kept["name"], kept["content"]["source_fields"]) == ("名 😀", {"email": [NUL]})
