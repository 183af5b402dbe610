"""The base of all request and response models."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic.alias_generators import to_camel

from listmatch.api.schemas import examples
from listmatch.api.schemas.written import Written
from listmatch.workflows import paging
from listmatch.workflows.paging import Listed, Page


def _iso(instant: datetime) -> str:
    text = instant.astimezone(UTC).isoformat(timespec="seconds")
    return text.replace("+00:00", "Z")


def _integral(value: Any) -> Any:
    """5.0 is an integer in JSON Schema; "5" and true are none."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Instant = Annotated[
    datetime,
    PlainSerializer(_iso, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": [examples.CREATED_AT]}),
]
"""UTC, to the second: 2026-04-22T14:32:00Z."""

INTEGRAL = BeforeValidator(_integral)
"""For integers of requests, after their bounds."""

CONTROL = r"\x00-\x1f\x7f-\x9f"
LINE = Written(rf"[^{CONTROL}]*", "must have no control characters")
WORDS = Written(rf"[^{CONTROL}]*[^{CONTROL} ][^{CONTROL}]*", "must not be blank and have no control characters")
FILE_NAME = Written(
    rf"[^{CONTROL}/\\]*[^{CONTROL}/\\ .][^{CONTROL}/\\]*",
    "must be a name without folders and control characters, and of more than blanks and dots",
)

Name = Annotated[str, Field(max_length=255), WORDS]
"""A name of the user's: no control characters, not blank."""
FileName = Annotated[str, Field(max_length=255), FILE_NAME]
"""A name without folders."""
Id = Annotated[str, Field(min_length=1, max_length=64), LINE]


class Shape(BaseModel):
    """A body of an answer."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, from_attributes=True)


class Request(Shape):
    """A body of a request: types as documented, no coercion, no fields that are not documented."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=False, strict=True, allow_inf_nan=False, extra="forbid"
    )


class Pagination(Shape):
    """Which part of a list this is."""

    limit: int = Field(examples=[50])
    offset: int = Field(examples=[0])
    returned: int = Field(examples=[1])
    next_cursor: str | None = Field(
        default=None, examples=[examples.CURSOR], description="Where the next page begins; null on the last one."
    )

    @classmethod
    def cut(cls, found: Sequence[Listed], *, page: Page) -> tuple[Sequence[Listed], Self]:
        """The page, and which part of the list it is; *found* is `page.and_one_more()`."""
        shown, following = paging.cut(found, limit=page.limit)
        return shown, cls(limit=page.limit, offset=page.offset, returned=len(shown), next_cursor=following)


class Fault(Shape):
    """One thing that is wrong with a request."""

    field: str = Field(examples=["fileSize"])
    message: str = Field(examples=["is required"])


class Problem(Shape):
    """The body of every error: a sentence, and more fields where they help."""

    model_config = ConfigDict(extra="allow")

    error: str = Field(examples=["fileSize is required"])
    field: str = Field(default="", examples=["fileSize"], description="400: the first place at fault.")
    details: list[Fault] = Field(default_factory=list, description="400: everything that is at fault.")
    required_tier: str = Field(default="", examples=["pro"], description="402, 403: the lowest plan that has it.")
    tier: str = Field(default="", examples=["starter"], description="402: the plan of the key's owner.")


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The documented errors of a route, beyond those that every route has."""
    errors = _errors()
    wanted = sorted({400, 401, 402, 408, 413, 429, 500, 503, *statuses})
    return {status: _error(*errors[status]) for status in wanted}


def _error(description: str, error: str, extras: Mapping[str, Any]) -> dict[str, Any]:
    example = {"application/json": {"example": {"error": error, **extras}}}
    return {"model": Problem, "description": description, "content": example}


def _errors() -> dict[int, tuple[str, str, Mapping[str, Any]]]:
    """Meaning, example sentence and example extras by status."""
    fault = {"field": "fileSize", "message": "is required"}
    return {
        400: (
            "The request is not as documented; `field` names the place.",
            "fileSize is required",
            {"field": "fileSize", "details": [fault]},
        ),
        401: ("The key is missing, malformed, or revoked.", "Invalid or revoked API key", {}),
        402: (
            "The API needs the Business plan.",
            "The API needs the Business plan.",
            {"requiredTier": "business", "tier": "pro"},
        ),
        403: (
            "The plan does not include this; `requiredTier` says which does.",
            "Exporting pdf is not part of your plan. It needs the Pro plan.",
            {"requiredTier": "pro"},
        ),
        404: ("There is no such thing, or it belongs to somebody else.", "There is no such file.", {}),
        408: ("The body did not come in time.", "The request was not sent in time. Send it again.", {}),
        409: ("The thing is not in the state for this, or its name is taken.", "The report is not completed yet.", {}),
        413: (
            "The file is too large for the plan, or the body for the API.",
            "File too large for your plan: at most 2048 MB.",
            {},
        ),
        429: (
            "Too many requests; `Retry-After` says how long to wait.",
            "Rate limit exceeded. Retry after 7 s.",
            {},
        ),
        500: ("Our fault.", "Something on our side went wrong. Try again with growing pauses.", {}),
        503: (
            "A part of the service is out of reach; `Retry-After` says when to try again.",
            "The service is not available right now. Try again in a few seconds.",
            {},
        ),
    }
