"""The page at /docs, on which every operation can be read and tried: Swagger UI, served from here and nowhere else."""

from importlib.resources import files
from importlib.resources.abc import Traversable

from fastapi import APIRouter, Response

from listmatch.errors import NotFound

router = APIRouter(include_in_schema=False)

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy of the page: nothing from other hosts, no script or style in the page itself. Swagger UI's
pictures are data URLs."""

READ = ["GET", "HEAD"]
A_DAY = "public, max-age=86400"


@router.api_route("/", methods=READ)
def front() -> Response:
    """Whoever opens the address that `listmatch serve` prints is shown the page; relative, for a proxy's sake."""
    return Response(status_code=307, headers={"Location": "docs"})


@router.api_route("/docs", methods=READ)
def documentation() -> Response:
    """The page."""
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
    return Response(_ours("index.html").read_bytes(), media_type="text/html", headers=headers)


@router.api_route("/docs/{name}", methods=READ)
def asset(name: str) -> Response:
    """What the page consists of."""
    known = _assets()
    if name not in known:
        raise NotFound("Not found")
    content, kind = known[name]
    return Response(content.read_bytes(), media_type=kind, headers={"Cache-Control": A_DAY})


def _assets() -> dict[str, tuple[Traversable, str]]:
    """File and media type by name; Swagger UI itself comes with the package fastapi-offline."""
    theirs = files("fastapi_offline") / "static"
    return {
        "start.js": (_ours("start.js"), "text/javascript"),
        "swagger-ui-bundle.js": (theirs / "swagger-ui-bundle.js", "text/javascript"),
        "swagger-ui.css": (theirs / "swagger-ui.css", "text/css"),
        "favicon.png": (theirs / "favicon.png", "image/png"),
    }


def _ours(name: str) -> Traversable:
    return files("listmatch.api") / "page" / name
