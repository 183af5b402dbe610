"""Preparing a list: the stages of a file, and how its preparation ends."""

from dataclasses import replace
from pathlib import Path

from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.records import FileRecord
from listmatch.domain.artifacts import Artifact, Scalar, StageResult
from listmatch.domain.drift import Drift
from listmatch.domain.files import FileProfile, distinct_counts
from listmatch.domain.progress import Progress, part_of, silent
from listmatch.errors import FileUnreadable
from listmatch.memory import give_back_memory
from listmatch.storage import keys
from listmatch.workflows.artifacts import from_plain, opened, promote, read_json, table_columns, write_json
from listmatch.workflows.lists.families import predecessor
from listmatch.workflows.lists.files import PREPARED, PROFILE, ROWS, STANDARD, any_file, prepared_prefix
from listmatch.workflows.lists.reading import kept_options
from listmatch.workflows.services import Services


def raw_upload(services: Services, file_id: str, progress: Progress = silent) -> StageResult:
    """Stage: the uploaded bytes are there, and as many as were announced. Raises FileUnreadable, NotFound."""
    record = any_file(services, file_id)
    info = services.store.stat(record.raw_key)
    if info.size == 0:
        raise FileUnreadable("the file is empty.", place=record.name, cure="Export the list again.")
    progress(1.0, "upload is there")
    artifact = Artifact(key=record.raw_key, uri=services.store.uri(record.raw_key))
    return StageResult((artifact,), figures={"bytes": info.size, "etag": info.etag, "purpose": str(record.purpose)})


def begin(services: Services, file_id: str, *, run_id: str) -> None:
    """Make *run_id* the run that prepares a file. Idempotent within a run, which counts as one attempt."""
    with services.catalog.session() as session:
        file_rows.mark_preparing(session, file_id=file_id, run_id=run_id)


def prepared_file(services: Services, file_id: str, progress: Progress = silent) -> StageResult:
    """Stage: read, profile and standardise the upload.

    Whoever runs the stage calls *begin* before it, and *settle* after it, once what it wrote has been checked, or
    *fail*. Raises InputError for a list that cannot be read.
    """
    record = any_file(services, file_id)
    with opened(services.store, record.raw_key) as [raw], services.folder() as into:
        profile = _prepare(services, record, raw, into=into, progress=progress)
        write_json(into / PROFILE, profile)
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
    record = any_file(services, file_id)
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
        repairs=(*read.repairs, *seen.notes),
        quality=quality_of(
            seen.columns,
            rows=read.rows,
            quarantined=read.quarantined - read.lines_apart,
            duplicate_rows=seen.duplicate_rows,
        ),
        content_hash=read.content_hash,
        lines_apart=read.lines_apart,
    )
    return replace(profile, drift=_drift(services, record, profile))


def _drift(services: Services, record: FileRecord, profile: FileProfile) -> Drift | None:
    """What moved since the previous list of the same kind; None when there is none."""
    from listmatch.profiling import find_drift

    names = [column.name for column in profile.columns]
    before = predecessor(services, record, content_hash=profile.content_hash, columns=names)
    if before is None or before.profile is None:
        return None
    return Drift(before.id, before.name, find_drift(from_plain(FileProfile, before.profile), profile))


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
