"""Who may call, how often, how much, and that every answer says so."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from listmatch.api.app import create_app
from listmatch.domain.jobs import Tier
from listmatch.errors import CatalogUnavailable
from listmatch.settings import Settings
from listmatch.workflows.owners import accounts
from listmatch.workflows.services import open_services
from tests.api.conftest import Api

RATE_HEADERS = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")


def test_a_key_says_whose_it_is(api: Api) -> None:
    answer = api.client.get("/api/v1/whoami")
    assert answer.status_code == 200
    assert answer.json() == {
        "user": {"id": api.owner_id, "email": "ann@example.com", "name": "Ann"},
        "tier": "business",
    }


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("", "Missing Authorization header"),
        ("Basic YTpi", "Invalid API key format"),
        ("Bearer", "Invalid API key format"),
        ("Bearer lmg_test_" + "a" * 32, "Invalid API key format"),
        ("Bearer lmg_live_" + "a" * 31, "Invalid API key format"),
        ("Bearer lmg_live_" + "a" * 32, "Invalid or revoked API key"),
    ],
)
@pytest.mark.parametrize("path", ["/api/v1/whoami", "/api/v1/files", "/api/v1/no/such/path"])
def test_without_a_valid_key_the_documented_401_is_given(api: Api, path: str, header: str, message: str) -> None:
    answer = api.client.get(path, headers={"Authorization": header})
    assert (answer.status_code, answer.json()) == (401, {"error": message})


def test_a_revoked_key_is_dead_at_once(api: Api) -> None:
    accounts.revoke_key(api.services, owner_id=api.owner_id, key_id=api.key_id, actor="test")
    answer = api.client.get("/api/v1/whoami")
    assert (answer.status_code, answer.json()) == (401, {"error": "Invalid or revoked API key"})


@pytest.mark.parametrize("tier", [Tier.FREE, Tier.STARTER, Tier.PRO])
def test_a_plan_below_business_has_no_api(api: Api, tier: Tier) -> None:
    answer = api.client.get("/api/v1/whoami", headers=api.as_other(tier=tier))
    assert answer.status_code == 402
    assert answer.json()["requiredTier"] == "business"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/whoami", 200),
        ("GET", "/api/v1/openapi.json", 200),
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/v1", 404),
        ("GET", "/api/v1/files/%00", 404),
        ("GET", "/api/v1/reports?jobId=%00", 400),
        ("DELETE", "/api/v1/whoami", 405),
        ("POST", "/api/v1/files", 400),
        ("GET", "/api/v1/files/nothing", 404),
        ("GET", "/api/v1/files?limit=0", 400),
    ],
)
def test_every_answer_has_the_rate_limit_headers(api: Api, method: str, path: str, status: int) -> None:
    answer = api.client.request(method, path)
    assert answer.status_code == status
    assert [int(answer.headers[name]) >= 0 for name in RATE_HEADERS] == [True] * 3
    if status >= 400:
        assert isinstance(answer.json()["error"], str)


def test_the_twenty_first_request_is_refused_and_told_when_to_come_back(api: Api) -> None:
    owner = accounts.ensure_owner(api.services, email="ann@example.com")
    secret = accounts.create_key(api.services, owner_id=owner.id, label="x", actor="test").secret
    headers = {"Authorization": f"Bearer {secret}"}
    answers = [api.client.get("/api/v1/whoami", headers=headers) for _ in range(21)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert [int(answer.headers["X-RateLimit-Remaining"]) for answer in answers] == [*range(19, -1, -1), 0]
    assert {answer.headers["X-RateLimit-Limit"] for answer in answers} == {"20"}
    assert len({answer.headers["X-RateLimit-Reset"] for answer in answers}) == 1
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 10
    assert "Retry after" in answers[-1].json()["error"]
    assert api.client.get("/api/v1/whoami").status_code == 200  # another key has a window of its own


def test_a_key_s_own_limit_holds(api: Api) -> None:
    issued = accounts.create_key(api.services, owner_id=api.owner_id, label="x", actor="test", rate_limit=2)
    headers = {"Authorization": f"Bearer {issued.secret}"}
    answers = [api.client.get("/api/v1/whoami", headers=headers) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]


@pytest.mark.parametrize("size", [2**20 + 1, 10 * 2**20])
def test_a_body_that_is_too_large_is_refused(api: Api, size: int) -> None:
    answer = api.client.post("/api/v1/files", content=b"x" * size, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert "too large" in answer.json()["error"]


def test_a_body_that_does_not_say_its_size_is_refused_too(api: Api) -> None:
    chunks = (b"x" * 2**16 for _ in range(20))
    assert api.client.post("/api/v1/files", content=chunks).status_code == 413


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "body is not valid JSON"),
        (b"", "body is required"),
        (b"[1]", "body must be a JSON object, sent as application/json"),
        (b'{"fileName": "\xff"}', "The body is not valid JSON: it is not encoded in UTF-8."),
        (b'{"fileName": "a.csv", "fileSize": NaN}', "The body is not valid JSON: NaN is not a JSON number."),
    ],
)
def test_a_body_that_is_no_json_object_is_refused(api: Api, content: bytes, message: str) -> None:
    answer = api.client.post("/api/v1/files", content=content, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]) == (400, message)


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/api/v1/jobs?limit=0", "limit must be 1 or more"),
        ("/api/v1/jobs?limit=ten", "limit must be a whole number"),
        ("/api/v1/reports?jobId=", "jobId must not be empty"),
        ("/api/v1/reports/x/export?format=doc", "format must be 'pdf', 'xlsx', 'pptx' or 'html'"),
    ],
)
def test_a_refusal_is_a_sentence(api: Api, path: str, error: str) -> None:
    answer = api.client.get(path)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_the_address_that_serve_prints_leads_to_the_page(api: Api) -> None:
    answer = api.client.get("/", follow_redirects=True)
    assert answer.url.path == "/docs"
    assert "text/html" in answer.headers["content-type"]


def test_a_fault_of_ours_shows_no_trace_and_has_its_headers(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("a secret detail")

    monkeypatch.setattr("listmatch.workflows.lists.uploads.list_files", fail)
    answer = api.client.get("/api/v1/files")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "X-RateLimit-Limit" in answer.headers


def test_a_dead_catalog_is_a_503_with_its_headers(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise CatalogUnavailable("the database at 10.0.0.1 is away")

    monkeypatch.setattr(accounts, "authenticate", fail)
    answer = api.client.get("/api/v1/files")
    assert answer.status_code == 503
    assert "10.0.0.1" not in answer.text
    assert {*RATE_HEADERS, "Retry-After"} <= {name.title().replace("Ratelimit", "RateLimit") for name in answer.headers}


def test_requests_and_errors_are_counted(tmp_path: Path) -> None:
    services = open_services(Settings(home=tmp_path / "home"))
    owner = accounts.ensure_owner(services, email="ann@example.com")
    issued = accounts.create_key(services, owner_id=owner.id, label="x", actor="test")
    with TestClient(create_app(services=services), headers={"Authorization": f"Bearer {issued.secret}"}) as client:
        for path in ("/api/v1/whoami", "/api/v1/files", "/api/v1/nothing"):
            client.get(path)
    usage = accounts.usage_by_day(services, owner_id=owner.id, key_id=issued.record.id)
    assert len(usage) == 30
    assert [(day.requests, day.errors) for day in usage[-2:]] == [(0, 0), (3, 1)]
    services.catalog.close()


def test_an_answer_tells_browsers_to_do_nothing_with_it(api: Api) -> None:
    headers = api.client.get("/api/v1/whoami").headers
    assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "private, no-cache")


@pytest.mark.parametrize("path", ["whoami", "files", "files/none", "openapi.json"])
def test_head_tells_what_get_would_and_sends_no_body(api: Api, path: str) -> None:
    got, told = api.client.get(f"/api/v1/{path}"), api.client.head(f"/api/v1/{path}")
    assert told.status_code == got.status_code
    assert told.content == b""
    kept = ("content-type", "content-length", "etag", "x-ratelimit-limit")
    assert [told.headers.get(name) for name in kept] == [got.headers.get(name) for name in kept]


def test_head_is_refused_where_nothing_can_be_read_and_named_where_it_can(api: Api) -> None:
    refused = api.client.head("/api/v1/jobs/none/cancel")
    assert (refused.status_code, refused.headers["Allow"]) == (405, "POST")
    assert api.client.put("/api/v1/files").headers["Allow"] == "GET, HEAD, POST"
    assert api.client.head("/docs").status_code == 200
