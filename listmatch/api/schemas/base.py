"""What all shapes share."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer
from pydantic.alias_generators import to_camel


def _iso(instant: datetime) -> str:
    text = instant.astimezone(UTC).isoformat(timespec="seconds")
    return text.replace("+00:00", "Z")


def _integral(value: Any) -> Any:
    """5.0 is an integer in JSON Schema; "5" and true are none."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Instant = Annotated[datetime, PlainSerializer(_iso, return_type=str)]
"""UTC, to the second: 2026-04-22T14:32:00Z."""

INTEGRAL = BeforeValidator(_integral)
"""For integers of requests, after their bounds."""

_CONTROL = r"\x00-\x1f\x7f-\x9f"
Name = Annotated[str, Field(max_length=255, pattern=rf"^[^{_CONTROL}]*[^{_CONTROL} ][^{_CONTROL}]*$")]
"""A name of the user's: no control characters, not blank."""
FileName = Annotated[str, Field(max_length=255, pattern=rf"^[^{_CONTROL}/\\]*[^{_CONTROL}/\\ ][^{_CONTROL}/\\]*$")]
"""A name without folders."""
Id = Annotated[str, Field(min_length=1, max_length=64)]


class Shape(BaseModel):
    """A body of an answer."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, from_attributes=True)


class Request(Shape):
    """A body of a request: types as documented, no coercion; fields that are not documented are ignored."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=False, strict=True, allow_inf_nan=False)


class Pagination(Shape):
    """Which part of a list this is."""

    limit: int = Field(examples=[50])
    offset: int = Field(examples=[0])
    returned: int = Field(examples=[1])


class Problem(Shape):
    """The body of every error."""

    model_config = ConfigDict(extra="allow")

    error: str = Field(examples=["Invalid or revoked API key"])


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The documented errors of a route, beyond those that every route has."""
    words = {
        400: "The request is not as documented; `field` names the place.",
        401: "The key is missing, malformed, or revoked.",
        402: "The API needs the Business plan.",
        403: "The plan does not include this; `requiredTier` says which does.",
        404: "There is no such thing, or it belongs to somebody else.",
        409: "The thing is not in the state for this.",
        413: "The file is too large for the plan, or the body for the API.",
        429: "Too many requests; `Retry-After` says how long to wait.",
        500: "Our fault.",
        503: "A part of the service is out of reach; `Retry-After` says when to try again.",
    }
    wanted = sorted({400, 401, 402, 413, 429, 500, 503, *statuses})
    return {status: {"model": Problem, "description": words[status]} for status in wanted}
