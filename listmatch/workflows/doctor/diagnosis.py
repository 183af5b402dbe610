"""What can be wrong between catalog and object store: pure comparisons of rows with names of objects."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from listmatch.catalog.queries.inventory import ReadyExport
from listmatch.catalog.records import FileSummary, JobSummary
from listmatch.domain.files import FileStatus
from listmatch.domain.jobs import JobStatus
from listmatch.storage import keys
from listmatch.storage.store import ObjectInfo

YOUNG = timedelta(hours=1)
"""Objects are written before their row; younger ones may belong to something that is being written now."""


class Trouble(StrEnum):
    """Kinds of disagreement; each value is a sentence."""

    BYTES_GONE = "the uploaded bytes of a file are not in the store"
    PREPARATION_GONE = "a ready file lacks what its preparation wrote"
    RESULT_GONE = "a completed job lacks its results"
    EXPORT_GONE = "a formatted report that is said to be ready lacks its file"
    RUN_GONE = "the run that works on it gives no sign of life"
    ORPHAN = "objects that belong to no file and no job"
    UNFINISHED = "uploads that a killed process left behind"


@dataclass(frozen=True, slots=True)
class Finding:
    """One disagreement: what about (a file's or job's id, a folder), and what would be done about it."""

    trouble: Trouble
    subject: str
    cure: str
    owner_id: str = ""


Folders = Mapping[str, tuple[Set[str], datetime]]
"""Folder of a file or job (``owners/…/files/…/``) -> the names below it, and when the newest was written."""


def group(objects: Iterable[ObjectInfo]) -> dict[str, tuple[set[str], datetime]]:
    """The objects of a store by the file or job to which they belong; anything else of an owner is left out."""
    folders: dict[str, tuple[set[str], datetime]] = {}
    for info in objects:
        parts = info.key.split("/")
        if len(parts) < 5 or parts[0] != "owners" or parts[2] not in ("files", "jobs"):
            continue
        folder = "/".join(parts[:4]) + "/"
        names, newest = folders.get(folder, (set(), info.modified_at))
        names.add(info.key.removeprefix(folder))
        folders[folder] = (names, max(newest, info.modified_at))
    return folders


def of_files(files: Iterable[FileSummary], folders: Folders, *, prepared: Set[str]) -> Iterator[Finding]:
    """Files whose objects are not there. *prepared* are the names that a ready file has."""
    for file in files:
        if file.deleted_at is not None or file.received_at is None:
            continue
        folder = keys.file_folder(file.owner_id, file.id)
        names = folders.get(folder, (frozenset(), None))[0]
        if file.status is FileStatus.READY and not prepared <= names:
            yield Finding(Trouble.PREPARATION_GONE, file.id, "prepare it again", file.owner_id)
        elif file.status is FileStatus.UPLOADED and file.raw_key.removeprefix(folder) not in names:
            yield Finding(Trouble.BYTES_GONE, file.id, "mark it failed", file.owner_id)


def of_jobs(
    jobs: Iterable[JobSummary], folders: Folders, *, needed: Callable[[JobSummary], Set[str]]
) -> Iterator[Finding]:
    """Completed jobs that lack what is *needed* (names below their folder), unless retention deleted it."""
    for job in jobs:
        names = folders.get(keys.job_folder(job.owner_id, job.id), (frozenset(), None))[0]
        is_kept = job.results_deleted_at is None
        if job.status is JobStatus.COMPLETED and is_kept and not needed(job) <= names:
            yield Finding(Trouble.RESULT_GONE, job.id, "run it again", job.owner_id)


def of_exports(exports: Iterable[ReadyExport], folders: Folders, *, run_again: Set[str]) -> Iterator[Finding]:
    """Formatted reports that are not there; *run_again* are jobs that have to be run again first."""
    for export in exports:
        folder = keys.job_folder(export.owner_id, export.job_id)
        names = folders.get(folder, (frozenset(), None))[0]
        if export.job_id not in run_again and export.key.removeprefix(folder) not in names:
            subject = f"{export.report_id}/{export.format}"
            yield Finding(Trouble.EXPORT_GONE, subject, "make it again", export.owner_id)


def orphans(folders: Folders, *, known: Set[str], now: datetime) -> Iterator[Finding]:
    """Folders without a row, unless something in them is still young."""
    for folder, (_, newest) in folders.items():
        if folder not in known and now - newest >= YOUNG:
            yield Finding(Trouble.ORPHAN, folder, "delete them", folder.split("/")[1])
