"""The match profile: everything a user may decide about a match, as one frozen value with a hash.

It says *what* is compared (type, columns per field), *how* (passes, model, threshold) and what the answer looks like
(mode, one-to-one). How columns are standardised and how pairs are scored is none of its business.
"""

import difflib
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator
from pydantic import Field as Setting

from listmatch.domain.columns import Field, FieldMap
from listmatch.domain.engines import EngineName
from listmatch.domain.faults import in_words
from listmatch.domain.verdicts import DEFAULT_THRESHOLD, MatchMode, ProfileType
from listmatch.errors import ProfileInvalid


class MatchProfile(BaseModel):
    """How two lists are compared; equal profiles have equal hashes, whatever the order of their keys.

    ``source_fields`` and ``master_fields`` name, per comparable field, the columns that feed it, the main one first.
    A dedupe has no master: ``mode`` is ``dedupe`` and ``master_fields`` is empty.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    version: Literal[1] = 1
    """version of this format"""
    type: ProfileType
    source_fields: FieldMap
    master_fields: FieldMap = Setting(default_factory=dict)
    mode: MatchMode = MatchMode.BEST_MATCH
    threshold: float = Setting(default=DEFAULT_THRESHOLD, ge=0, le=100)
    """score (0-100) from which a row is matched"""
    max_wrong: float | None = Setting(default=None, gt=0, le=0.5)
    """expected share of wrong rows among the matched; when set, it chooses the threshold from the scores"""
    one_to_one: bool = False
    """a master row may be the answer for at most one source row"""
    passes: tuple[str, ...] = ()
    """names of the passes to run; empty: all of the type that the columns allow"""
    pivots: tuple[str, ...] | None = None
    """columns of the source by which the report is broken down, ``email_class``, ``title_level``, ``state`` and
    ``country`` among them; empty: none, null: chosen from the list. They decide no verdict, so no part of the hash"""
    engine: EngineName = "duckdb"
    """where candidate pairs are found and compared; the verdicts are the same, so it is not part of the hash"""
    model: Literal["adaptive", "shipped"] | dict[str, Any] = "adaptive"
    """``adaptive``: shipped tables, re-estimated from this pair of lists; ``shipped``: tables as they are;
    otherwise the content of a model.json, used as it is"""

    @field_validator("source_fields", "master_fields", mode="before")
    @classmethod
    def _one_column_may_stand_alone(cls, value: object) -> object:
        if not isinstance(value, Mapping):
            return value
        return {field: (columns,) if isinstance(columns, str) else columns for field, columns in value.items()}

    @field_validator("source_fields", "master_fields")
    @classmethod
    def _leave_out_fields_without_column(cls, value: FieldMap) -> FieldMap:
        return {field: tuple(value[field]) for field in Field if value.get(field)}

    @model_validator(mode="after")
    def _sides_fit_the_mode(self) -> Self:
        if not self.source_fields:
            raise ValueError("source_fields names no column")
        if (self.mode is MatchMode.DEDUPE) == bool(self.master_fields):
            raise ValueError("master_fields must be empty in mode dedupe and must not be empty otherwise")
        if self.mode is MatchMode.DEDUPE and self.type is ProfileType.ACCOUNT:
            raise ValueError(
                "type account compares people with companies, and a dedupe has one list: use person or company"
            )
        if self.engine == "spark" and self.type is ProfileType.PRODUCT:
            raise ValueError("engine spark compares fields, and products are compared by their texts: use duckdb")
        return self

    @property
    def content_hash(self) -> str:
        """sha256 over everything in the profile that decides verdicts, in a canonical order."""
        decisive = {name: value for name, value in self.to_dict().items() if name not in ("engine", "pivots")}
        canonical = json.dumps(decisive, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()

    @property
    def fields_of_lists(self) -> tuple[frozenset[Field], ...]:
        """The comparable fields of each list, one list for a dedupe: what the words of reasons depend on."""
        return tuple(frozenset(fields) for fields in (self.source_fields, self.master_fields) if fields)

    def to_dict(self) -> dict[str, Any]:
        """The profile as JSON-ready values; ``from_dict`` gives it back."""
        return self.model_dump(mode="json")

    def to_yaml(self) -> str:
        """The profile as YAML that a person can edit; ``from_yaml`` gives it back."""
        return yaml.safe_dump(self.to_dict(), sort_keys=False, allow_unicode=True, default_flow_style=None, width=100)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """A profile from JSON-ready values.

        Raises ProfileInvalid, which names the place of the first fault and its cure.
        """
        try:
            return cls.model_validate(dict(data))
        except ValidationError as error:
            raise _explained(error) from error

    @classmethod
    def from_yaml(cls, text: str) -> Self:
        """A profile from YAML text.

        Raises ProfileInvalid, which names the line or the key at fault and its cure.
        """
        try:
            data = yaml.safe_load(text)
        except yaml.MarkedYAMLError as error:
            line = f" line {error.problem_mark.line + 1}" if error.problem_mark else ""
            message = f"the text is not valid YAML ({error.problem})."
            raise ProfileInvalid(message, place=f"profile{line}", cure="Correct that line.") from error
        except yaml.YAMLError as error:
            raise ProfileInvalid(
                "the text is not valid YAML.", place="profile", cure="Save it as UTF-8 text."
            ) from error
        if not isinstance(data, Mapping):
            cure = "Begin with `type: person` and `source_fields:`."
            raise ProfileInvalid("the profile is empty or not a mapping of keys.", place="profile", cure=cure)
        return cls.from_dict(data)

    def check_columns(self, *, source: Collection[str], master: Collection[str] = ()) -> None:
        """Raise ProfileInvalid when a side names a column that its list does not have."""
        for side, fields, present in (("source", self.source_fields, source), ("master", self.master_fields, master)):
            for field, columns in fields.items():
                for column in columns:
                    if column not in present:
                        raise ProfileInvalid(
                            f"the {side} list has no column {column!r}.",
                            place=f"profile: {side}_fields.{field}",
                            cure=_closest(column, present, intro="Its columns are"),
                        )


def _closest(word: str, known: Iterable[str], *, intro: str) -> str:
    """A cure: the likely meant word, else all that there are."""
    names = list(known)
    near = difflib.get_close_matches(word.lower(), [name.lower() for name in names], n=1)
    if near:
        return f"Did you mean {next(name for name in names if name.lower() == near[0])!r}?"
    shown = ", ".join(names[:20]) + (", …" if len(names) > 20 else "")
    return f"{intro}: {shown}."


def _explained(error: ValidationError) -> ProfileInvalid:
    """The first fault that pydantic found, as one sentence with place and cure."""
    fault = error.errors(include_url=False)[0]
    path = [str(part) for part in fault["loc"] if part != "[key]"]
    place = "profile: " + ".".join(path) if path else "profile"
    if fault["type"] == "extra_forbidden":
        return ProfileInvalid(
            "there is no such key.", place=place, cure=_closest(path[-1], MatchProfile.model_fields, intro="Known keys")
        )
    if fault["type"] == "enum" and path[0].endswith("_fields"):
        cure = _closest(path[1], [field.value for field in Field], intro="Known fields")
        return ProfileInvalid("there is no such comparable field.", place=place, cure=cure)
    if fault["type"] == "missing":
        return ProfileInvalid("the key is missing.", place=place, cure="Add it, or let `listmatch` propose a profile.")
    text = in_words(fault)
    subject = "it " if text.startswith(("must ", "is ")) else ""
    return ProfileInvalid(f"{subject}{text}.", place=place, cure="Correct it, or leave the key out for the default.")
