"""A page in a headless Chromium, for the tests that look at what people see; where Chromium is missing they fail rather
than pass unseen.
"""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

VIEWPORT = {"width": 1440, "height": 900}
PATIENCE_MS = 30_000
"""How long a page may take to show what is asked for; the machine of a test run is often busy."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A running Chromium of the system's, without a window."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    assert program is not None, "Chromium is missing. On Debian, as root: apt-get install chromium"
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]  # root and containers have no sandbox
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A new page with a history, cookies and cache of its own."""
    context = chromium.new_context(viewport=VIEWPORT, device_scale_factor=1, locale="en-GB", timezone_id="UTC")
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the page wrote to the console as an error or warning and what it failed to fetch; filled as it happens."""
    heard: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            heard.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("requestfailed", lambda request: heard.append(f"{request.method} {request.url}: {request.failure}"))
    return heard
