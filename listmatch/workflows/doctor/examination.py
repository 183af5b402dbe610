"""Examines this installation and repairs what was found."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TypeVar

from listmatch.catalog.queries import exports as export_rows
from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import inventory
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.records import FileSummary, JobSummary
from listmatch.domain.artifacts import SCORED
from listmatch.domain.jobs import ExportFormat
from listmatch.domain.progress import Progress, silent
from listmatch.errors import NotFound
from listmatch.storage import keys
from listmatch.storage.store import ObjectInfo
from listmatch.workflows.artifacts import table_rows
from listmatch.workflows.damaged_objects import TABLE, count_records, is_readable
from listmatch.workflows.doctor.diagnosis import (
    Finding,
    Trouble,
    folder_of,
    group,
    of_exports,
    of_files,
    of_jobs,
    of_objects,
    orphans,
)
from listmatch.workflows.lists.files import PREPARED
from listmatch.workflows.lists.preparation import fail
from listmatch.workflows.lists.reading import READING
from listmatch.workflows.matches.open_jobs import answers_of
from listmatch.workflows.results.exports import RESULTS_CSV, RESULTS_PARQUET
from listmatch.workflows.running.reaper import SILENT_AFTER, find_silent, release_file, release_job
from listmatch.workflows.services import Services

CERTAINLY_GONE = 3 * SILENT_AFTER
"""The doctor looks once, where the reaper looks twice, so it waits longer before it calls a run gone."""

UNFINISHED_AFTER = timedelta(days=1)

_PREPARED = frozenset(f"prepared/{name}" for name in PREPARED)
_RESULTS = f"/exports/{RESULTS_CSV}"
_PAGE = 1000

Summary = TypeVar("Summary", FileSummary, JobSummary)


def examine(
    services: Services, *, now: datetime | None = None, read: bool = False, progress: Progress = silent
) -> list[Finding]:
    """Every disagreement between catalog and store, and every run that is gone. Changes nothing.

    With *read* every object of ours is read as well, which takes as long as fetching the whole store.
    The store is read before the catalog: what is written meanwhile then has its row, or is young.
    """
    now = now or datetime.now(UTC)
    progress(0.0, "reading the object store")
    is_sound = partial(_can_be_read, services) if read else _has_content
    folders = group(services.store.list("owners/"), is_sound=is_sound)
    progress(0.6, "reading the catalog")
    files, jobs = list(_every(services, inventory.files)), list(_every(services, inventory.jobs))
    with services.catalog.reading() as session:
        exports, rollups = inventory.ready_exports(session), inventory.rollups_keys(session)
        owners = inventory.owners(session)
    unfinished = list(of_jobs(jobs, folders, needed=lambda job: _needed(job, rollups.get(job.id))))
    known = {keys.file_folder(file.owner_id, file.id) for file in files if file.deleted_at is None}
    known |= {keys.job_folder(job.owner_id, job.id) for job in jobs if job.results_deleted_at is None}
    return [
        *of_objects(folders, known=known),
        *of_files(files, folders, prepared=_PREPARED),
        *unfinished,
        *of_exports(exports, folders, run_again={finding.subject for finding in unfinished}),
        *orphans(folders, known=known, owners=owners, now=now),
        *_gone(services, now=now),
    ]


def treat(services: Services, finding: Finding) -> bool:
    """Do what the finding's cure says; False when there was nothing to do any more."""
    treatments: dict[Trouble, Callable[[Services, Finding], bool]] = {
        Trouble.BYTES_GONE: _fail_file,
        Trouble.PREPARATION_GONE: _prepare_again,
        Trouble.RESULT_GONE: _run_again,
        Trouble.EXPORT_GONE: _make_again,
        Trouble.RUN_GONE: _release,
        Trouble.DAMAGED: _delete,
        Trouble.ORPHAN: lambda services, finding: services.store.delete_prefix(finding.subject) > 0,
        Trouble.FOREIGN: lambda _services, _finding: False,
    }
    return treatments[finding.trouble](services, finding)


def discard_unfinished(services: Services) -> int:
    """Remove invisible partial objects left by killed writers; returns how many there were."""
    return services.store.discard_unfinished(older_than=UNFINISHED_AFTER)


def _has_content(info: ObjectInfo) -> bool:
    """Whether an object has content, as all but uploaded lists must; an empty list is for preparation to report."""
    return info.size > 0 or _is_given(info.key)


def _can_be_read(services: Services, info: ObjectInfo) -> bool:
    """Whether all of an object can be read, as far as its kind tells."""
    if not _has_content(info) or _is_given(info.key):
        return _has_content(info)
    try:
        with services.store.open_local(info.key) as path:
            is_whole = is_readable(path, kind=PurePosixPath(info.key).suffix)
            return is_whole and (not info.key.endswith(_RESULTS) or _has_all_rows(services, info.key, path))
    except NotFound:  # deleted since it was listed
        return False


def _has_all_rows(services: Services, key: str, path: Path) -> bool:
    """Whether results.csv has the rows of the table written with it: cut at the end of a line it looks whole."""
    try:
        with services.store.open_local(f"{key.removesuffix(RESULTS_CSV)}{RESULTS_PARQUET}") as table:
            return not is_readable(table, kind=TABLE) or count_records(path) == table_rows(table) + 1
    except NotFound:  # that is what is told of then
        return True


def _is_given(key: str) -> bool:
    """Whether an object holds user input (a list, or how to read it), which cannot be made again."""
    name = key.removeprefix(folder_of(key))
    return name == READING or name.startswith("raw")


def _delete(services: Services, finding: Finding) -> bool:
    services.store.delete(finding.subject)
    return True


def _needed(job: JobSummary, rollups_key: str | None) -> set[str]:
    """What a completed job has: results, what explains them, the figures of its report if there is one."""
    answers = "/".join(answers_of(job.mode))
    needed = {f"exports/{RESULTS_CSV}", f"exports/{RESULTS_PARQUET}", f"scored_matches/{SCORED}", answers}
    folder = keys.job_folder(job.owner_id, job.id)
    return needed | ({rollups_key.removeprefix(folder)} if rollups_key else set())


def _gone(services: Services, *, now: datetime) -> Iterator[Finding]:
    files, jobs = find_silent(services, now=now - CERTAINLY_GONE + SILENT_AFTER)
    found: Sequence[FileSummary | JobSummary] = [*files, *jobs]
    for each in found:
        yield Finding(Trouble.RUN_GONE, each.id, "let it wait again, or fail it the third time", each.owner_id)


def _fail_file(services: Services, finding: Finding) -> bool:
    fail(services, finding.subject, "The uploaded list is no longer in the store; upload it again.")
    return True


def _prepare_again(services: Services, finding: Finding) -> bool:
    with services.catalog.session() as session:
        return file_rows.prepare_again(session, file_id=finding.subject)


def _run_again(services: Services, finding: Finding) -> bool:
    with services.catalog.session() as session:
        return job_rows.reopen(session, owner_id=finding.owner_id, job_id=finding.subject)


def _make_again(services: Services, finding: Finding) -> bool:
    report_id, _, export_format = finding.subject.partition("/")
    with services.catalog.session() as session:
        return export_rows.make_again(session, report_id=report_id, format=ExportFormat(export_format))


def _release(services: Services, finding: Finding) -> bool:
    now = datetime.now(UTC) - CERTAINLY_GONE + SILENT_AFTER
    files, jobs = find_silent(services, now=now)
    for file in files:
        if file.id == finding.subject:
            release_file(services, file)
            return True
    return any(release_job(services, job) is not None for job in jobs if job.id == finding.subject)


def _every(services: Services, page_of: Callable[..., list[Summary]]) -> Iterator[Summary]:
    """All rows that *page_of* lists by id, a page and a short transaction at a time."""
    last = ""
    while True:
        with services.catalog.reading() as session:
            page = page_of(session, after=last, limit=_PAGE)
        yield from page
        if len(page) < _PAGE:
            return
        last = page[-1].id
