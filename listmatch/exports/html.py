"""The report as one HTML page that fetches nothing; a Content-Security-Policy in it says so to the browser too."""

from base64 import b64encode
from functools import cache
from mimetypes import guess_type
from pathlib import Path

from markupsafe import Markup

from listmatch.exports.content import ReportContent
from listmatch.exports.document import compose
from listmatch.exports.markup import packaged, render

FACES = (
    ("Report Sans", 400, "NotoSans-Regular"),
    ("Report Sans", 600, "NotoSans-SemiBold"),
    ("Report Serif", 500, "NotoSerifDisplay-Medium"),
)
"""Family, weight, file; other scripts use what the reader's machine has."""


def write_html(content: ReportContent, into: Path) -> Path:
    """Write ``report.html`` into *into*. The same content gives the same bytes."""
    target = into / "report.html"
    page = render("page.html.j2", compose(content), scrolls=True, logo=_logo(content.logo), styles=_styles())
    target.write_text(page, encoding="utf-8", newline="\n")
    return target


@cache
def _styles() -> Markup:
    """Our own style sheets and fonts; nothing of them comes from the content."""
    faces = [
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-display: swap; '
        f'src: url("{_data(packaged(f"fonts/{name}.woff2"), "font/woff2")}") format("woff2"); }}'
        for family, weight, name in FACES
    ]
    sheets = [packaged(f"templates/{name}").decode() for name in ("base.css", "screen.css")]
    return Markup("\n".join([*faces, *sheets]))  # noqa: S704 - packaged files only


def _logo(path: Path | None) -> str:
    if path is None:
        return ""
    kind, _ = guess_type(path.name)
    return _data(path.read_bytes(), kind or "image/png")


def _data(content: bytes, kind: str) -> str:
    return f"data:{kind};base64,{b64encode(content).decode()}"
