"""The owner's options for reading a file: stored beside its bytes on arrival, used when it is prepared."""

import json
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from listmatch.domain.reading import DETECT_ALL, ReadOptions
from listmatch.storage import keys
from listmatch.workflows.artifacts import read_as, to_plain
from listmatch.workflows.services import Services

READING = "reading.json"


class Reading(BaseModel):
    """The options for reading as keys of YAML and JSON; what is left out is detected."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    encoding: Annotated[str, Field(max_length=40)] = ""
    """name of the encoding, e.g. ``cp1250``"""
    delimiter: Annotated[str, Field(max_length=9)] = ""
    """one character, or ``tab``, ``comma``, ``semicolon``, ``pipe``, ``space``"""
    quote: Annotated[str, Field(max_length=1)] | None = None
    """one character; empty: nothing is quoted"""
    sheet: Annotated[str, Field(max_length=31)] = ""
    """name of the worksheet; Excel allows 31 characters"""
    header_row: Annotated[int, Field(ge=0, le=10_000)] | None = None
    """number of the header's line or worksheet row; 0 if there is none"""
    column_names: Annotated[tuple[str, ...], Field(max_length=16_384)] = ()
    """names to use instead of the file's own, one per column"""

    @property
    def options(self) -> ReadOptions:
        """The same as intake takes it."""
        return ReadOptions(
            encoding=self.encoding,
            delimiter=self.delimiter,
            quote=self.quote,
            sheet=self.sheet,
            has_header=None if self.header_row is None else bool(self.header_row),
            header_line=self.header_row or 0,
            column_names=self.column_names,
        )


def keep_options(services: Services, options: ReadOptions, *, owner_id: str, file_id: str) -> None:
    """Keep *options* with a file, before the file itself is registered; nothing when they say nothing."""
    if options != DETECT_ALL:
        text = json.dumps(to_plain(options), ensure_ascii=False, indent=2)
        services.store.put_bytes(_key(owner_id, file_id), text.encode())


def kept_options(services: Services, *, owner_id: str, file_id: str) -> ReadOptions:
    """The options that were kept with a file; those that say nothing when there were none."""
    key = _key(owner_id, file_id)
    if not services.store.exists(key):
        return DETECT_ALL
    return read_as(services.store, key, ReadOptions, cure="Upload the list again, and say again how it is read.")


def _key(owner_id: str, file_id: str) -> str:
    return f"{keys.file_folder(owner_id, file_id)}{READING}"
