"""Files over the API: announced, sent, listed, deleted."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from listmatch.catalog.queries import files as file_rows
from listmatch.domain.reading import ReadOptions
from listmatch.settings import Settings
from listmatch.workflows.lists import uploads
from listmatch.workflows.lists.reading import kept_options
from listmatch.workflows.services import open_services
from tests.api.conftest import Api, api_of

CSV = b"email,zip\na@example.com,01234\n"
NEW = {"fileName": "leads.csv", "fileSize": len(CSV), "contentType": "text/csv", "purpose": "source"}


def announce(api: Api, **changes: Any) -> dict[str, str]:
    answer = api.client.post("/api/v1/files", json={**NEW, **changes})
    assert answer.status_code == 200, answer.text
    ticket: dict[str, str] = answer.json()
    return ticket


def send(api: Api, url: str, content: bytes = CSV, content_type: str = "text/csv") -> Any:
    return api.client.put(url, content=content, headers={"Content-Type": content_type, "Authorization": ""})


def test_a_file_is_announced_sent_and_waits_for_preparation(api: Api) -> None:
    ticket = announce(api)
    assert set(ticket) == {"fileId", "uploadUrl", "s3Key"}
    assert send(api, ticket["uploadUrl"]).status_code == 200
    assert api.services.store.get_bytes(ticket["s3Key"]) == CSV
    with api.services.catalog.reading() as session:
        assert [file.id for file in file_rows.awaiting_preparation(session)] == [ticket["fileId"]]
    file = api.client.get(f"/api/v1/files/{ticket['fileId']}").json()["file"]
    assert (file["status"], file["name"], file["fileSizeBytes"]) == ("uploaded", "leads.csv", len(CSV))
    assert (file["rowCount"], file["columns"], file["prepareError"]) == (None, [], None)


def test_how_a_file_is_to_be_read_goes_with_it(api: Api) -> None:
    ticket = announce(api, reading={"sheet": "Leads", "headerRow": 4, "delimiter": "tab"})
    kept = kept_options(api.services, owner_id=ticket["s3Key"].split("/")[1], file_id=ticket["fileId"])
    assert kept == ReadOptions(delimiter="tab", sheet="Leads", has_header=True, header_line=4)


@pytest.mark.parametrize("reading", [{"headerRow": -1}, {"quote": "''"}, {"sheet": 3}])
def test_options_for_reading_that_cannot_be_are_refused(api: Api, reading: dict[str, Any]) -> None:
    answer = api.client.post("/api/v1/files", json={**NEW, "reading": reading})
    assert (answer.status_code, next(iter(reading)) in answer.text) == (400, True)


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (CSV + b"more", "text/csv", 413),
        (CSV[:-1], "text/csv", 400),
        (b"", "text/csv", 400),
        (CSV, "text/html", 400),
    ],
)
def test_an_upload_that_is_not_as_announced_leaves_nothing(
    api: Api, content: bytes, content_type: str, status: int
) -> None:
    ticket = announce(api)
    answer = send(api, ticket["uploadUrl"], content, content_type)
    assert answer.status_code == status
    assert "error" in answer.json()
    assert not api.services.store.exists(ticket["s3Key"])
    assert send(api, ticket["uploadUrl"]).status_code == 200  # and may be tried again


@pytest.mark.parametrize(("content", "status"), [(CSV + b"x" * 2**20, 400), (CSV[:-1], 400), (CSV, 200)])
def test_an_upload_in_chunks_is_measured_as_it_comes(api: Api, content: bytes, status: int) -> None:
    ticket = announce(api)
    chunks = (content[at : at + 1000] for at in range(0, len(content), 1000))
    answer = api.client.put(ticket["uploadUrl"], content=chunks, headers={"Content-Type": "text/csv"})
    assert answer.status_code == status
    assert api.services.store.exists(ticket["s3Key"]) == (status == 200)


def test_an_upload_is_taken_once(api: Api) -> None:
    ticket = announce(api)
    send(api, ticket["uploadUrl"])
    again = send(api, ticket["uploadUrl"], CSV.replace(b"a@", b"b@"))
    assert again.status_code == 400
    assert api.services.store.get_bytes(ticket["s3Key"]) == CSV


def test_nobody_waits_while_the_disk_takes_an_upload(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    synced_on_the_loop = []

    def sync(_: Path) -> None:
        synced_on_the_loop.append(asyncio._get_running_loop() is not None)

    monkeypatch.setattr("listmatch.storage.local._sync", sync)
    assert send(api, announce(api)["uploadUrl"]).status_code == 200
    assert synced_on_the_loop == [False, False]


def test_a_changed_or_missing_signature_opens_nothing(api: Api) -> None:
    ticket = announce(api)
    url = ticket["uploadUrl"]
    for broken in (url[:-1] + ("0" if url[-1] != "0" else "1"), url.replace("size=", "size=1"), url.partition("?")[0]):
        assert send(api, broken).status_code == 403
        assert api.client.get(broken).status_code == 403
    assert api.client.get(url).status_code == 403  # an upload link downloads nothing


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"fileName": None}, "fileName"),
        ({"fileName": ""}, "fileName"),
        ({"fileName": "../../etc/passwd"}, "fileName"),
        ({"fileName": "a\x00.csv"}, "fileName"),
        ({"fileName": "a" * 256}, "fileName"),
        ({"fileSize": 0}, "fileSize"),
        ({"fileSize": -1}, "fileSize"),
        ({"fileSize": "5"}, "fileSize"),
        ({"fileSize": True}, "fileSize"),
        ({"fileSize": 5.5}, "fileSize"),
        ({"purpose": "other"}, "purpose"),
        ({"contentType": "text/csv\r\nX: y"}, "contentType"),
    ],
)
def test_a_wrong_announcement_names_the_field(api: Api, changes: dict[str, Any], field: str) -> None:
    answer = api.client.post("/api/v1/files", json={**NEW, **changes})
    assert answer.status_code == 400
    assert answer.json()["field"] == field
    assert answer.json()["error"].startswith(field)


def test_a_missing_field_is_named(api: Api) -> None:
    answer = api.client.post("/api/v1/files", json={"fileSize": 5})
    assert (answer.status_code, answer.json()["error"]) == (400, "fileName is required")


def test_a_file_above_the_plan_s_limit_is_refused(api: Api) -> None:
    answer = api.client.post("/api/v1/files", json={**NEW, "fileSize": 5 * 2**30})
    assert answer.status_code == 413
    assert "File too large" in answer.json()["error"]


def test_files_are_listed_by_purpose_and_page(api: Api) -> None:
    made = [announce(api, purpose=purpose)["fileId"] for purpose in ("source", "master", "source")]
    listed = api.client.get("/api/v1/files", params={"purpose": "source", "limit": 1, "offset": 1}).json()
    assert [file["id"] for file in listed["files"]] == [made[0]]
    assert listed["pagination"] == {"limit": 1, "offset": 1, "returned": 1, "nextCursor": None}


@pytest.mark.parametrize(
    ("query", "field"),
    [("limit=0", "limit"), ("limit=201", "limit"), ("offset=-1", "offset"), ("purpose=x", "purpose")],
)
def test_a_wrong_page_names_the_parameter(api: Api, query: str, field: str) -> None:
    answer = api.client.get(f"/api/v1/files?{query}")
    assert (answer.status_code, answer.json()["field"]) == (400, field)


def test_a_deleted_file_and_its_bytes_are_gone(api: Api) -> None:
    ticket = announce(api)
    send(api, ticket["uploadUrl"])
    assert api.client.delete(f"/api/v1/files/{ticket['fileId']}").status_code == 204
    assert api.client.get(f"/api/v1/files/{ticket['fileId']}").status_code == 404
    assert api.client.delete(f"/api/v1/files/{ticket['fileId']}").status_code == 404
    assert list(api.services.store.list()) == []
    assert send(api, announce(api)["uploadUrl"]).status_code == 200


def test_a_link_used_twice_at_once_brings_the_bytes_of_one(api: Api) -> None:
    ticket = announce(api)

    def mine_overtaken_by_another() -> Iterator[bytes]:
        yield CSV[:5]
        api.services.store.put_bytes(ticket["s3Key"], CSV)
        uploads.arrived(api.services, uploads.awaited(api.services, ticket["s3Key"]), size=len(CSV))
        yield CSV[5:].upper()

    headers = {"Content-Type": "text/csv"}
    late = api.client.put(ticket["uploadUrl"], content=mine_overtaken_by_another(), headers=headers)
    assert (late.status_code, "uploaded already" in late.json()["error"]) == (400, True)
    assert api.services.store.get_bytes(ticket["s3Key"]) == CSV


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [("", "http://lists.example:9000/storage/"), ("https://api.example.com/x", "https://api.example.com/x/storage/")],
)
def test_links_lead_to_where_the_client_reached_us_unless_the_settings_say_otherwise(
    tmp_path: Path, base_url: str, expected: str
) -> None:
    services = open_services(Settings(home=tmp_path / "home", base_url=base_url))
    with api_of(services) as api:
        answer = api.client.post("/api/v1/files", json=NEW, headers={"Host": "lists.example:9000"})
    assert answer.json()["uploadUrl"].startswith(expected)


def test_a_deleted_announcement_takes_no_bytes(api: Api) -> None:
    ticket = announce(api)
    api.client.delete(f"/api/v1/files/{ticket['fileId']}")
    assert send(api, ticket["uploadUrl"]).status_code == 404


def test_quarantine_of_a_file_that_is_not_ready_is_a_conflict(api: Api) -> None:
    assert api.client.get(f"/api/v1/files/{announce(api)['fileId']}/quarantine").status_code == 409


def test_bytes_that_arrived_without_the_api_are_noticed_when_somebody_asks(api: Api) -> None:
    ticket = announce(api)
    api.services.store.put_bytes(ticket["s3Key"], CSV)  # as a presigned upload to S3 would
    api.client.get(f"/api/v1/files/{ticket['fileId']}")
    with api.services.catalog.reading() as session:
        assert [file.id for file in file_rows.awaiting_preparation(session)] == [ticket["fileId"]]


def test_downloads_are_saved_under_their_name_and_serve_ranges(api: Api) -> None:
    api.services.store.put_bytes("owners/x/jobs/y/results.csv", b"0123456789")
    url = api.services.store.presign_get("owners/x/jobs/y/results.csv", expires_s=60, filename="Leads ü.csv")
    whole = api.client.get(url)
    assert (whole.status_code, whole.content) == (200, b"0123456789")
    assert "filename*=UTF-8''Leads%20%C3%BC.csv" in whole.headers["Content-Disposition"]
    assert "sandbox" in whole.headers["Content-Security-Policy"]
    part = api.client.get(url, headers={"Range": "bytes=2-4"})
    assert (part.status_code, part.content) == (206, b"234")
    assert api.client.head(url).headers["Content-Length"] == "10"


def test_an_expired_link_is_refused(api: Api) -> None:
    api.services.store.put_bytes("a", b"x")
    answer = api.client.get(api.services.store.presign_get("a", expires_s=-1))
    assert (answer.status_code, answer.json()["error"]) == (403, "This link has expired. Ask for a fresh one.")
