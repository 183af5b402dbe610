"""Fetches the inputs of a stage from the object store and promotes its outputs."""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, is_dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter

from listmatch.domain.artifacts import Artifact
from listmatch.storage import ObjectStore
from listmatch.workflows.damaged_objects import MADE_AGAIN, damage_named, damaged

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Told = TypeVar("Told", bound="DataclassInstance")
"""a dataclass of plain values, enumerations and other such dataclasses"""


@contextmanager
def opened(store: ObjectStore, *keys: str) -> Iterator[list[Path]]:
    """Local paths of the objects at *keys*, for as long as the context lasts.

    Raises NotFound, and ContractBroken for a damaged table that the block could not read.
    """
    with ExitStack() as stack:
        paths = {key: stack.enter_context(store.open_local(key)) for key in keys}
        with damage_named(paths):
            yield list(paths.values())


def promote(store: ObjectStore, folder: Path, *, prefix: str, names: Sequence[str] | None = None) -> list[Artifact]:
    """Put the files of *folder* (all, or those named) under *prefix*, each one whole, in the order of names."""
    found = list(names) if names is not None else sorted(path.name for path in folder.iterdir() if path.is_file())
    return [_promote_file(store, folder / name, key=f"{prefix}/{name}") for name in found]


def _promote_file(store: ObjectStore, path: Path, *, key: str) -> Artifact:
    rows = table_rows(path) if path.suffix == ".parquet" else None
    with store.write(key) as target:
        shutil.move(path, target)
    return Artifact(key=key, uri=store.uri(key), rows=rows)


def table_columns(path: Path) -> tuple[tuple[str, str], ...]:
    """(name, Arrow type) of a Parquet file's columns."""
    import pyarrow.parquet as pq

    return tuple((field.name, str(field.type)) for field in pq.read_schema(path))


def table_rows(path: Path) -> int:
    """Number of rows of a Parquet file, from its footer."""
    import pyarrow.parquet as pq

    return int(pq.read_metadata(path).num_rows)


def write_json(path: Path, value: Any) -> None:
    """Write a dataclass, dict or list as UTF-8 JSON with a stable order of keys as given."""
    data = asdict(value) if is_dataclass(value) and not isinstance(value, type) else value
    path.write_text(json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n", encoding="utf-8")


def read_json(store: ObjectStore, key: str, *, cure: str = MADE_AGAIN) -> Any:
    """The JSON object at *key*. Raises NotFound, and ContractBroken with the *cure* when it is damaged."""
    try:
        return json.loads(store.get_bytes(key))
    except ValueError as error:
        raise damaged(key, cure=cure) from error


def read_as(store: ObjectStore, key: str, kind: type[Told], *, cure: str = MADE_AGAIN) -> Told:
    """What ``write_json`` wrote at *key*, as the dataclass it was. Raises NotFound, and ContractBroken likewise."""
    try:
        return from_plain(kind, read_json(store, key, cure=cure))
    except ValueError as error:
        raise damaged(key, cure=cure) from error


def to_plain(told: "DataclassInstance") -> dict[str, Any]:
    """A dataclass as JSON-ready data; ``from_plain`` gives it back."""
    return dict(_adapter_of(type(told)).dump_python(told, mode="json"))


def from_plain(kind: type[Told], data: Any) -> Told:
    """The dataclass that JSON-ready *data* are of. Raises ValueError for those of something else."""
    told: Told = _adapter_of(kind).validate_python(data)
    return told


@cache
def _adapter_of(kind: "type[DataclassInstance]") -> TypeAdapter[Any]:
    return TypeAdapter(kind)
