"""Which lists a request is about: two for a match, one for a dedupe."""

from typing import Any, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from listmatch.api.schemas.base import Id, Request
from listmatch.domain.verdicts import MatchMode


def _describe_rule(schema: dict[str, Any]) -> None:
    """The rule below in JSON Schema, so that generated clients and tests know it."""
    schema["if"] = {"properties": {"matchMode": {"const": MatchMode.DEDUPE}}, "required": ["matchMode"]}
    schema["then"] = {"properties": {"masterFileId": {"type": "null"}}}
    schema["else"] = {"properties": {"masterFileId": {"type": "string"}}, "required": ["masterFileId"]}


class Lists(Request):
    """The lists of a match or a dedupe."""

    model_config = ConfigDict(json_schema_extra=_describe_rule)

    source_file_id: Id = Field(examples=["b1c9f3a0-5d1e-4f7a-9f0e-2c8a4b6d7e10"])
    master_file_id: Id | None = Field(
        default=None,
        examples=["f4d29b5c-1f0a-4a7e-b1fd-5f3c2d8e9a11"],
        description="Required, but for a dedupe, which has none.",
    )
    match_mode: MatchMode = Field(default=MatchMode.BEST_MATCH, strict=False, examples=["best_match"])

    @model_validator(mode="after")
    def _has_the_lists_of_its_mode(self) -> Self:
        if self.match_mode is MatchMode.DEDUPE and self.master_file_id is not None:
            raise PydanticCustomError("absent", "must be absent when matchMode is dedupe", {"field": "masterFileId"})
        if self.match_mode is not MatchMode.DEDUPE and self.master_file_id is None:
            raise PydanticCustomError("missing", "is required", {"field": "masterFileId"})
        return self
