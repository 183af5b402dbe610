"""Undocumented members and parameters are refused, with a suggestion of the one that was probably meant.

A misspelt option that is silently ignored would have no effect, and nobody would notice.
"""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any, get_args

from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic.alias_generators import to_camel

LONGEST = 64
"""Characters of an undocumented name that are repeated in the error."""


def refuse_undocumented(sent: Iterable[str], *, documented: Iterable[str]) -> None:
    """Raise RequestValidationError when a query has parameters that are not *documented*."""
    unknown = [name for name in dict.fromkeys(sent) if name not in documented]
    if unknown:
        raise RequestValidationError([{"type": "extra_forbidden", "loc": ("query", name)} for name in unknown])


def documented_at(route: object, place: Sequence[str | int]) -> list[str]:
    """The names that a route of the API documents beside the one at *place* (``("body", "reading", "shet")``)."""
    if not isinstance(route, APIRoute):  # nothing answers there, or not with JSON
        return []
    where, *way = place
    if where == "query":
        return list(query_names(route.dependant))
    shape = _shape_in(route.body_field.field_info.annotation) if route.body_field else None
    for part in way[:-1]:
        if shape is not None and isinstance(part, str):
            field = _fields(shape).get(part)
            shape = _shape_in(field.annotation) if field else None
    return list(_fields(shape)) if shape else []


def in_words(name: str, *, documented: Sequence[str]) -> str:
    """Why a name is refused, after the name itself."""
    nearest = get_close_matches(to_camel(name[:LONGEST]), documented, n=1)
    return f"is not known here; did you mean {nearest[0]}?" if nearest else "is not known here"


def query_names(dependant: Dependant) -> Iterator[str]:
    """The names of the query parameters of a route, those of what it depends on included."""
    yield from (parameter.alias for parameter in dependant.query_params)
    for each in dependant.dependencies:
        yield from query_names(each)


def _fields(shape: type[BaseModel]) -> dict[str, Any]:
    """The fields of a shape by the names that clients see."""
    return {field.alias or name: field for name, field in shape.model_fields.items()}


def _shape_in(annotation: Any) -> type[BaseModel] | None:
    """The shape that an annotation is about: itself, of a list's entries, of what may be left out."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_shape_in, get_args(annotation))), None)
