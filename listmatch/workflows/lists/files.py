"""Files: taking a list in, preparing it, and opening what preparation left behind."""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.records import FileRecord
from listmatch.domain.artifacts import Artifact, Scalar, StageResult
from listmatch.domain.drift import Drift
from listmatch.domain.files import (
    PREPARATION,
    FileProfile,
    FileStatus,
    Purpose,
    distinct_counts,
)
from listmatch.domain.progress import Progress, part_of, silent
from listmatch.domain.reading import DETECT_ALL, ReadOptions
from listmatch.errors import FileUnreadable, NotReady
from listmatch.memory import give_back_memory
from listmatch.storage import keys
from listmatch.workflows.artifacts import opened, promote, read_json, table_columns, write_json
from listmatch.workflows.lists.content_hash import content_hash
from listmatch.workflows.lists.families import predecessor
from listmatch.workflows.lists.profile_json import profile_from_dict, profile_to_dict
from listmatch.workflows.lists.reading import keep_options, kept_options
from listmatch.workflows.services import Services

ROWS = "rows.parquet"
STANDARD = "standard.parquet"
QUARANTINE = "quarantine.csv"
PROFILE = "profile.json"
PREPARED = (ROWS, STANDARD, QUARANTINE, PROFILE)
"""What a prepared file consists of; the profile is promoted last, so that whoever can read it can read the rest."""


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
            owner_id=owner_id,
            name=path.name,
            purpose=purpose,
            size=path.stat().st_size,
            raw_key=raw_key,
            file_id=file_id,
        )


def _is_current(services: Services, file: FileRecord, *, name: str, options: ReadOptions) -> bool:
    """Whether a file prepared before still serves: same name, options, version of preparation; objects still there."""
    is_same = file.name == name and (file.profile or {}).get("preparation") == PREPARATION
    return (
        is_same
        and kept_options(services, owner_id=file.owner_id, file_id=file.id) == options
        and services.store.exists(f"{prepared_prefix(file.owner_id, file.id)}/{PROFILE}")
    )


def raw_upload(services: Services, file_id: str, progress: Progress = silent) -> StageResult:
    """Stage: the uploaded bytes are there, and as many as were announced. Raises FileUnreadable, NotFound."""
    record = _any_file(services, file_id)
    info = services.store.stat(record.raw_key)
    if info.size == 0:
        raise FileUnreadable("the file is empty.", place=record.name, cure="Export the list again.")
    progress(1.0, "upload is there")
    artifact = Artifact(key=record.raw_key, uri=services.store.uri(record.raw_key))
    return StageResult((artifact,), figures={"bytes": info.size, "etag": info.etag, "purpose": str(record.purpose)})


def prepared_file(services: Services, file_id: str, progress: Progress = silent) -> StageResult:
    """Stage: read, profile and standardise the upload.

    Whoever runs the stage then calls *settle*, once what it wrote has been checked, or *fail*. Raises InputError for a
    list that cannot be read.
    """
    record = _any_file(services, file_id)
    with services.catalog.session() as session:
        file_rows.mark_preparing(session, file_id=file_id)
    with opened(services.store, record.raw_key) as [raw], services.folder() as into:
        profile = _prepare(services, record, raw, into=into, progress=progress)
        write_json(into / PROFILE, profile_to_dict(profile))
        columns = table_columns(into / ROWS) + table_columns(into / STANDARD)[1:]
        artifacts = promote(services.store, into, prefix=prepared_prefix(record.owner_id, file_id), names=PREPARED)
    figures: dict[str, Scalar] = {
        "lines": profile.lines,
        "rows": profile.rows,
        "quarantined": profile.quarantined,
        "quality_score": profile.quality.score,
        "columns": len(profile.columns),
    }
    return StageResult(tuple(artifacts), figures=figures, columns=columns, preview=_preview(profile))


def settle(services: Services, file_id: str) -> None:
    """Make a prepared file ``ready``, with the profile that its preparation left. Idempotent.

    Of a file that was deleted meanwhile nothing is left.
    """
    record = _any_file(services, file_id)
    if record.deleted_at is not None:
        _sweep(services, record)
        return
    data = read_json(services.store, f"{prepared_prefix(record.owner_id, file_id)}/{PROFILE}")
    with services.catalog.session() as session:
        is_ready = file_rows.mark_ready(
            session,
            file_id=file_id,
            profile=data,
            row_count=data["rows"],
            column_count=len(data["columns"]),
            content_hash=data["content_hash"],
        )
    if not is_ready:
        _sweep(services, record)


def _sweep(services: Services, record: FileRecord) -> None:
    """Remove what preparation wrote after its list was deleted, and give its place among those at work to another."""
    with services.catalog.session() as session:
        file_rows.mark_waiting(session, file_id=record.id)
    services.store.delete_prefix(keys.file_folder(record.owner_id, record.id))


def _prepare(services: Services, record: FileRecord, raw: Path, *, into: Path, progress: Progress) -> FileProfile:
    from listmatch.cleansing import standardise
    from listmatch.intake import read_list
    from listmatch.profiling import profile_rows, propose_fields, quality_of

    compute = services.compute
    read = read_list(
        raw,
        name=record.name,
        into=into,
        compute=compute,
        options=kept_options(services, owner_id=record.owner_id, file_id=record.id),
        progress=part_of(progress, 0.0, 0.4),
    )
    seen = profile_rows(into / ROWS, header=read.header, compute=compute, progress=part_of(progress, 0.4, 0.7))
    fields = propose_fields(seen.columns)
    give_back_memory()
    standard = standardise(
        into / ROWS,
        fields=fields,
        into=into,
        compute=compute,
        distinct=distinct_counts(seen.columns),
        progress=part_of(progress, 0.7, 1.0),
    )
    profile = FileProfile(
        format=read.format,
        lines=read.lines,
        rows=read.rows,
        quarantined=read.quarantined,
        columns=seen.columns,
        fields=fields,
        cleanse_report=dict(standard.report),
        physical_lines=read.physical_lines,
        blank_lines=read.blank_lines,
        padded_rows=read.padded_rows,
        duplicate_rows=seen.duplicate_rows,
        country=standard.country,
        repairs=read.repairs,
        quality=quality_of(
            seen.columns,
            rows=read.rows,
            quarantined=read.quarantined - read.lines_above,
            duplicate_rows=seen.duplicate_rows,
        ),
        content_hash=read.content_hash,
    )
    return replace(profile, drift=_drift(services, record, profile))


def _drift(services: Services, record: FileRecord, profile: FileProfile) -> Drift | None:
    """What moved since the previous list of the same kind; None when there is none."""
    from listmatch.profiling import find_drift

    names = [column.name for column in profile.columns]
    before = predecessor(services, record, content_hash=profile.content_hash, columns=names)
    if before is None or before.profile is None:
        return None
    return Drift(before.id, before.name, find_drift(profile_from_dict(dict(before.profile)), profile))


def _preview(profile: FileProfile) -> str:
    """The columns as a Markdown table; no values of the list, which would be personal data in the event log."""
    lines = ["| column | type | fits | empty | distinct |", "|---|---|---:|---:|---:|"]
    for column in profile.columns:
        name = column.name.replace("|", "/")
        lines.append(
            f"| {name} | {column.type} | {column.valid_share:.0%} | {column.null_count} | {column.distinct_count} |"
        )
    return "\n".join(lines)


def fail(services: Services, file_id: str, error: str) -> None:
    """Mark a file failed, with one clear sentence as its ``prepareError``. Idempotent."""
    with services.catalog.session() as session:
        file_rows.mark_failed(session, file_id=file_id, error=error)


def give_back(services: Services, file_id: str) -> None:
    """Preparation cannot go on through no fault of the file, which waits again. Idempotent."""
    with services.catalog.session() as session:
        file_rows.give_back(session, file_id=file_id)


def _any_file(services: Services, file_id: str) -> FileRecord:
    """The file's record whoever owns it: for the pipeline itself, never for a door."""
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
    """What preparation left behind, whoever owns the file: for the pipeline's checks, never for a door."""
    with _opened(services, _any_file(services, file_id)) as prepared:
        yield prepared


@contextmanager
def _opened(services: Services, record: FileRecord) -> Iterator[PreparedFile]:
    prefix = prepared_prefix(record.owner_id, record.id)
    profile = profile_from_dict(read_json(services.store, f"{prefix}/{PROFILE}"))
    names = (ROWS, STANDARD, QUARANTINE)
    with opened(services.store, *(f"{prefix}/{name}" for name in names)) as [rows, standard, quarantine]:
        yield PreparedFile(record, profile, rows, standard, quarantine)
