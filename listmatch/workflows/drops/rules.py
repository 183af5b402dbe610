"""Drop rules: what is to happen with lists that arrive somewhere; their keys, and how they are read from YAML.

The file is ``drops.yaml`` under LISTMATCH_HOME, or what LISTMATCH_DROPS_FILE names; see docs/guides/drops.md.
"""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from listmatch.domain.drops import Action, OnFailure
from listmatch.domain.faults import in_words
from listmatch.domain.files import Purpose
from listmatch.domain.jobs import ExportFormat
from listmatch.domain.verdicts import MatchMode
from listmatch.errors import InputError
from listmatch.settings import Settings
from listmatch.workflows.lists.reading import Reading

DROPS_FILE = "drops.yaml"
QUIET_LOCAL_S = 5.0
"""How long a local file must not have changed; programs that copy write at least every second."""


class ListSource(BaseModel):
    """One list: always the same ``file``, or the ``latest`` under a prefix."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str = ""
    """address of one list, re-read whenever it has changed"""
    latest: str = ""
    """address of a folder or prefix; the newest list under it counts"""
    pattern: str = "*"
    read: Reading = Reading()
    """how the list is to be read, where detection is not to decide"""

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if bool(self.file) == bool(self.latest):
            raise ValueError("name either file or latest")
        if self.file.endswith("/"):
            raise ValueError("file names one list; a folder belongs under latest")
        return self


class DropRule(BaseModel):
    """One rule; its field names are the keys of the YAML."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$")]
    prefix: Annotated[str, Field(min_length=1)]
    """``s3://bucket/prefix/`` or the path of a folder"""
    action: Action = Action.PREPARE
    purpose: Purpose = Purpose.SOURCE
    family: str = ""
    """lists of one kind share expectations; empty: the rule's name"""
    pattern: str = "*"
    """shell pattern for the name of a list, or for its whole key"""
    read: Reading = Reading()
    """how its lists are to be read, where detection is not to decide"""
    profile: str = ""
    """path of a profile (YAML) or id of a saved one; empty: proposed"""
    master: ListSource | None = None
    mode: MatchMode = MatchMode.BEST_MATCH
    formats: tuple[ExportFormat, ...] = ()
    results: str = ""
    """folder or prefix for the results of each list; empty: they stay in the object store"""
    on_failure: OnFailure = OnFailure.LEAVE
    failed: str = ""
    """where failed lists are moved"""
    quiet_seconds: Annotated[float, Field(ge=0, le=3600)] | None = None
    owner: str = ""
    """empty: the settings' owner"""

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if (self.action is Action.MATCH) != (self.master is not None):
            raise ValueError("a match needs a master, and only a match has one. Name a master, or another action")
        if (self.on_failure is OnFailure.MOVE) != bool(self.failed):
            raise ValueError("on_failure: move and failed belong together. Give both, or neither")
        if self.mode is MatchMode.DEDUPE:
            raise ValueError("a dedupe is an action, not a mode")
        return self

    @property
    def quiet(self) -> timedelta:
        """How long a version must have rested."""
        default = 0.0 if self.prefix.startswith("s3://") else QUIET_LOCAL_S
        return timedelta(seconds=default if self.quiet_seconds is None else self.quiet_seconds)

    @property
    def job_mode(self) -> MatchMode:
        """The mode of the job that a list leads to."""
        return MatchMode.DEDUPE if self.action is Action.DEDUPE else self.mode


def drops_path(settings: Settings) -> Path:
    """The file that holds the rules."""
    return settings.drops_file or settings.home / DROPS_FILE


def load_rules(settings: Settings) -> tuple[DropRule, ...]:
    """The rules of this installation, in the file's order; none when there is no file. Raises InputError."""
    path = drops_path(settings)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("the drop rules cannot be read.", place=str(path), cure="Save them as UTF-8 text.") from error
    return parse_rules(text, place=str(path))


def parse_rules(text: str, *, place: str) -> tuple[DropRule, ...]:
    """Rules from YAML. Raises InputError, which names file, rule and key."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{place}: line {mark.line + 1}" if mark else place
        raise InputError("this is not valid YAML.", place=where, cure="Check indentation and quotes.") from None
    entries = data.get("rules") if isinstance(data, dict) else None
    if not isinstance(entries, list):
        raise InputError("there is no list of rules.", place=place, cure="Begin with `rules:` and a list under it.")
    rules = tuple(parse_rule(entry, place=f"{place}: rule {number}") for number, entry in enumerate(entries, 1))
    names = [rule.name for rule in rules]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise InputError(f"two rules are called {twice!r}.", place=place, cure="Give each a name of its own.")
    return rules


WORDS = {
    "string_pattern_mismatch": "use a to z, A to Z, digits and . _ : - only, and begin with a letter or digit",
    "missing": "the key is missing. Add it",
    "extra_forbidden": "there is no such key. Correct its spelling, or leave it out",
}
"""Kinds of faults that a rule has more to say of than ``faults``."""


def parse_rule(entry: Any, *, place: str) -> DropRule:
    """One rule from its keys. Raises InputError, which names *place* and key."""
    try:
        return DropRule.model_validate(entry)
    except ValidationError as error:
        # A misspelt key is also one that is missing: what stands there is told before what does not.
        first = min(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
        where = ".".join(str(part) for part in first["loc"])
        message = WORDS.get(first["type"]) or in_words(first)
        raise InputError(f"{message}.", place=f"{place}: {where}" if where else place) from None
