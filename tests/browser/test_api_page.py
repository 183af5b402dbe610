"""The page at /docs as a person sees it, in a browser that reaches no other host."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from listmatch.api.app import create_app
from listmatch.settings import Settings
from listmatch.workflows.owners import accounts
from listmatch.workflows.services import open_services
from tests.servers import in_thread

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a running API, and a key for it."""
    services = open_services(Settings(home=tmp_path_factory.mktemp("home")))
    owner = accounts.ensure_owner(services, email="you@example.com", name="You")
    key = accounts.create_key(services, owner_id=owner.id, label="browser", actor="test").secret
    with in_thread(create_app(services=services)) as port:
        yield f"http://127.0.0.1:{port}", key


@pytest.fixture
def docs(page: Page, site: tuple[str, str], complaints: list[str]) -> Page:
    hosts = []
    page.on("request", lambda request: hosts.append(urlsplit(request.url).netloc))
    page.goto(f"{site[0]}/docs")
    expect(page.locator(".opblock").first).to_be_visible()
    assert complaints == []
    assert set(hosts) == {urlsplit(site[0]).netloc}
    return page


def test_every_operation_is_shown_without_a_complaint(docs: Page, site: tuple[str, str]) -> None:
    document = docs.request.get(f"{site[0]}/api/v1/openapi.json").json()
    documented = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    shown = {
        (block.locator(".opblock-summary-method").inner_text(), block.locator(".opblock-summary-path").inner_text())
        for block in docs.locator(".opblock").all()
    }
    assert {(method, path.replace("\u200b", "")) for method, path in shown} == documented


def test_an_operation_shows_examples_that_can_be_sent_as_they_are(docs: Page) -> None:
    operation = docs.locator("#operations-files-createFile")
    operation.locator(".opblock-summary-control").click()
    example = operation.locator(".body-param__example, .highlight-code").first
    expect(example).to_contain_text('"fileName": "new_leads.csv"')
    expect(example).to_contain_text('"fileSize": 524288')


def test_an_operation_can_be_tried_with_a_key(docs: Page, site: tuple[str, str], complaints: list[str]) -> None:
    docs.locator("button.authorize").click()
    docs.locator(".auth-container input").fill(site[1])
    docs.locator(".auth-btn-wrapper button.authorize").click()
    docs.locator(".auth-btn-wrapper button.btn-done").click()
    operation = docs.locator("#operations-account-whoami")
    operation.locator(".opblock-summary-control").click()
    operation.locator("button.try-out__btn").click()
    operation.locator("button.execute").click()
    answer = operation.locator(".live-responses-table")
    expect(answer).to_contain_text('"email": "you@example.com"')
    assert complaints == []
