"""Which lists a request is about: two for a match, one for a dedupe."""

from typing import Any

from pydantic import ConfigDict, Field, ValidationInfo, field_validator

from listmatch.api.schemas import examples
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

    match_mode: MatchMode = Field(default=MatchMode.BEST_MATCH, strict=False, examples=["best_match"])
    source_file_id: Id = Field(examples=[examples.SOURCE_ID])
    master_file_id: Id | None = Field(
        default=None,
        validate_default=True,
        examples=[examples.MASTER_ID],
        description="Required, except for a dedupe, which has none.",
    )

    @field_validator("master_file_id")
    @classmethod
    def _fits_the_mode(cls, value: str | None, info: ValidationInfo) -> str | None:
        mode = info.data.get("match_mode")
        if mode is MatchMode.DEDUPE and value is not None:
            raise ValueError("must be absent when matchMode is dedupe")
        if mode is not MatchMode.DEDUPE and value is None:
            raise ValueError("is required")
        return value
