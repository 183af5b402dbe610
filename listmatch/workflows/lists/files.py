"""Files: taking a list in, and opening what preparation left behind. Preparation itself is in ``preparation``."""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.records import FileRecord
from listmatch.domain.files import (
    PREPARATION,
    FileProfile,
    FileStatus,
    Purpose,
)
from listmatch.domain.progress import Progress, silent
from listmatch.domain.reading import DETECT_ALL, ReadOptions
from listmatch.errors import FileUnreadable, NotReady
from listmatch.storage import keys
from listmatch.workflows.artifacts import opened, read_as
from listmatch.workflows.lists.content_hash import content_hash
from listmatch.workflows.lists.reading import keep_options, kept_options
from listmatch.workflows.runners import find_runner
from listmatch.workflows.services import Services

ROWS = "rows.parquet"
STANDARD = "standard.parquet"
QUARANTINE = "quarantine.csv"
PROFILE = "profile.json"
PREPARED = (ROWS, STANDARD, QUARANTINE, PROFILE)
"""The objects of a prepared file; the profile is promoted last, so that all others exist when it does."""


def prepared_prefix(owner_id: str, file_id: str) -> str:
    """The key prefix of what preparation makes of a file."""
    return f"{keys.file_folder(owner_id, file_id)}prepared"


@dataclass(frozen=True, slots=True)
class PreparedFile:
    """A ready file, opened: local paths for as long as its context lasts."""

    record: FileRecord
    profile: FileProfile
    rows: Path
    standard: Path
    quarantine: Path


def register_path(
    services: Services, path: Path, *, owner_id: str, purpose: Purpose, options: ReadOptions = DETECT_ALL
) -> FileRecord:
    """Take a local list in: its bytes into the object store, a row into the catalog.

    A list whose bytes this owner has prepared before, read alike, is not prepared again; its record is returned.
    Raises FileUnreadable when there is no such file.
    """
    hashed = content_hash(path, home=services.settings.home)
    with services.catalog.reading() as session:
        known = file_rows.find_ready_by_content(session, owner_id=owner_id, content_hash=hashed)
    if known is not None and _is_current(services, known, name=path.name, options=options):
        return known
    file_id = str(uuid.uuid4())
    keep_options(services, options, owner_id=owner_id, file_id=file_id)
    raw_key = keys.raw_key(owner_id, file_id, path.name)
    with services.store.write(raw_key) as target:
        shutil.copyfile(path, target)
    with services.catalog.session() as session:
        return file_rows.register(
            session,
            file_rows.NewFile(
                owner_id=owner_id,
                name=path.name,
                purpose=purpose,
                size=path.stat().st_size,
                raw_key=raw_key,
                id=file_id,
            ),
        )


def prepare_path(
    services: Services,
    path: Path,
    *,
    owner_id: str,
    purpose: Purpose,
    options: ReadOptions = DETECT_ALL,
    progress: Progress = silent,
) -> FileRecord:
    """Take one local list in and have it prepared, unless these very bytes were prepared before and read alike.

    The record is that of the list's arrival. Raises InputError for a list that cannot be read.
    """
    record = register_path(services, path, owner_id=owner_id, purpose=purpose, options=options)
    if record.status is not FileStatus.READY:
        find_runner(services).prepare([record.id], progress)
    return record


def _is_current(services: Services, file: FileRecord, *, name: str, options: ReadOptions) -> bool:
    """Whether a file prepared before still serves: same name, options, version of preparation; objects still there."""
    is_same = file.name == name and (file.profile or {}).get("preparation") == PREPARATION
    return (
        is_same
        and kept_options(services, owner_id=file.owner_id, file_id=file.id) == options
        and services.store.exists(f"{prepared_prefix(file.owner_id, file.id)}/{PROFILE}")
    )


def any_file(services: Services, file_id: str) -> FileRecord:
    """A file's record, of any owner: for the pipeline, never for an entry point."""
    with services.catalog.reading() as session:
        return file_rows.get_any(session, file_id=file_id)


@contextmanager
def open_prepared(services: Services, *, owner_id: str, file_id: str) -> Iterator[PreparedFile]:
    """Open a ready file. Raises NotFound, NotReady while it is being prepared, FileUnreadable when that failed."""
    with services.catalog.reading() as session:
        record = file_rows.get(session, owner_id=owner_id, file_id=file_id)
    if record.status is FileStatus.FAILED:
        raise FileUnreadable(record.prepare_error or "the file could not be prepared.")
    if record.status is not FileStatus.READY:
        raise NotReady("the file is still being prepared.", place=record.name, cure="Try again in a moment.")
    with _opened(services, record) as prepared:
        yield prepared


@contextmanager
def open_preparation(services: Services, file_id: str) -> Iterator[PreparedFile]:
    """The outputs of preparation, of any owner: for the pipeline's checks, never for an entry point."""
    with _opened(services, any_file(services, file_id)) as prepared:
        yield prepared


@contextmanager
def _opened(services: Services, record: FileRecord) -> Iterator[PreparedFile]:
    prefix = prepared_prefix(record.owner_id, record.id)
    profile = read_as(services.store, f"{prefix}/{PROFILE}", FileProfile)
    names = (ROWS, STANDARD, QUARANTINE)
    with opened(services.store, *(f"{prefix}/{name}" for name in names)) as [rows, standard, quarantine]:
        yield PreparedFile(record, profile, rows, standard, quarantine)
