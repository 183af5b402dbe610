"""The report as a PDF: tagged, with bookmarks and bundled fonts; WeasyPrint may fetch only bundled files."""

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from listmatch.exports.content import ReportContent
from listmatch.exports.document import Report, compose
from listmatch.exports.markup import packaged, render

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

SCHEME = "listmatch:"
"""Addresses in our templates and style sheets; nothing else is ever opened."""

LOGO = f"{SCHEME}logo"

MEDIA_TYPES = {".ttf": "font/ttf", ".otf": "font/otf", ".svg": "image/svg+xml", ".png": "image/png"}

_ONE_AT_A_TIME = Lock()
"""Pango's font map, which is kept from report to report, is not safe for threads."""


def write_pdf(content: ReportContent, into: Path) -> Path:
    """Write ``report.pdf`` (PDF/UA-1) into *into*. The same content gives the same bytes."""
    return draw_pdf(compose(content), into)


def draw_pdf(report: Report, into: Path) -> Path:
    """The same of a document that is composed: another process draws it without what reading the rows needs."""
    target = into / "report.pdf"
    with _ONE_AT_A_TIME, _without_collector():
        target.write_bytes(_drawn(report))
    return target


@contextmanager
def _without_collector() -> Iterator[None]:
    """Drawing makes a million objects that live to its end; to look for garbage among them takes a fifth of the time.

    Costs 30 MB for a report of 13 pages, which the collector finds afterwards.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def prepare() -> None:
    """Import what drawing needs and read style sheets and fonts, as the first report would."""
    _sheets()


def _drawn(report: Report) -> bytes:
    from weasyprint import HTML

    content = report.content
    page = render("report.html.j2", report, scrolls=False, logo=LOGO if content.logo else "")
    html = HTML(string=page, base_url=SCHEME, url_fetcher=_fetcher(content.logo))
    drawn: bytes = html.write_pdf(
        stylesheets=_sheets(),
        font_config=_fonts(),
        pdf_variant="pdf/ua-1",
        pdf_identifier=_identifier(report),
        optimize_images=True,
    )
    return drawn


def _identifier(report: Report) -> bytes:
    """The identifier in the file: from the content, because a random one would make every file different."""
    from hashlib import sha256

    content = report.content
    named = f"{content.title}\n{content.subtitle}\n{content.generated_at.isoformat()}"
    return sha256(named.encode()).digest()[:16]


@cache
def _sheets() -> "list[CSS]":
    from weasyprint import CSS

    return [
        CSS(
            string=packaged(f"templates/{name}").decode(),
            url_fetcher=_fetcher(None),
            font_config=_fonts(),
            base_url=SCHEME,
        )
        for name in ("base.css", "print.css")
    ]


@cache
def _fonts() -> "FontConfiguration":
    """Cached for the life of the process: reading the fonts takes a third of the time of a report.

    WeasyPrint copies the fonts into a temporary folder and removes that when Python takes the object apart, which the
    command line does not wait for.
    """
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    atexit.register(fonts.__del__)
    return fonts


def _fetcher(logo: Path | None) -> "URLFetcher":
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFilesOnly(URLFetcher):  # type: ignore[misc]
        """Serves the files of this package and the owner's logo; refuses every other address."""

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002
            if url == LOGO and logo is not None:
                return _response(url, logo.read_bytes(), logo.suffix)
            name = url.removeprefix(f"{SCHEME}fonts/")
            if url == name or "/" in name or not name.endswith((".ttf", ".otf")):
                raise ValueError(f"{url[:60]} is not one of the report's own files")
            return _response(url, packaged(f"fonts/{name}"), Path(name).suffix)

    def _response(url: str, body: bytes, suffix: str) -> URLFetcherResponse:
        kind = MEDIA_TYPES.get(suffix.lower(), "application/octet-stream")
        return URLFetcherResponse(url, body=body, headers={"Content-Type": kind})

    return OwnFilesOnly()
