"""What can be wrong between catalog and object store: pure comparisons of rows with names of objects."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
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
    DAMAGED = "it is empty or cannot be read"
    ORPHAN = "objects that belong to no file and no job"
    FOREIGN = (
        "objects that this catalog never knew: their owner is unknown to it, or came to it after they were written"
    )


@dataclass(frozen=True, slots=True)
class Finding:
    """One disagreement: what about (a file's or job's id, a folder), and what would be done about it."""

    trouble: Trouble
    subject: str
    cure: str
    owner_id: str = ""


@dataclass(slots=True)
class Folder:
    """What lies in the folder of a file or job (``owners/…/files/…/``): names below it."""

    newest: datetime
    """when the last of them was written"""
    names: set[str] = field(default_factory=set)
    spoilt: set[str] = field(default_factory=set)
    """those that are there and as good as gone"""


Folders = Mapping[str, Folder]


def folder_of(key: str) -> str:
    """The folder of the file or job that an object belongs to; empty for anything else."""
    parts = key.split("/")
    is_ours = len(parts) >= 5 and parts[0] == "owners" and parts[2] in ("files", "jobs")
    return "/".join(parts[:4]) + "/" if is_ours else ""


def group(objects: Iterable[ObjectInfo], *, is_sound: Callable[[ObjectInfo], bool]) -> dict[str, Folder]:
    """The objects of a store by the file or job to which they belong; anything else of an owner is left out."""
    folders: dict[str, Folder] = {}
    for info in objects:
        place = folder_of(info.key)
        if not place:
            continue
        folder = folders.setdefault(place, Folder(info.modified_at))
        (folder.names if is_sound(info) else folder.spoilt).add(info.key.removeprefix(place))
        folder.newest = max(folder.newest, info.modified_at)
    return folders


def of_objects(folders: Folders, *, known: Set[str]) -> Iterator[Finding]:
    """Objects that are as good as gone; deleted, they are made again by what follows from their absence."""
    for place, folder in folders.items():
        if place in known:
            yield from (
                Finding(Trouble.DAMAGED, place + name, "delete it", place.split("/")[1])
                for name in sorted(folder.spoilt)
            )


def of_files(files: Iterable[FileSummary], folders: Folders, *, prepared: Set[str]) -> Iterator[Finding]:
    """Files whose objects are not there. *prepared* are the names that a ready file has."""
    for file in files:
        if file.deleted_at is not None or file.received_at is None:
            continue
        folder = keys.file_folder(file.owner_id, file.id)
        names = _names(folders, folder)
        if file.status is FileStatus.READY and not prepared <= names:
            yield Finding(Trouble.PREPARATION_GONE, file.id, "prepare it again", file.owner_id)
        elif file.status is FileStatus.UPLOADED and file.raw_key.removeprefix(folder) not in names:
            yield Finding(Trouble.BYTES_GONE, file.id, "mark it failed", file.owner_id)


def of_jobs(
    jobs: Iterable[JobSummary], folders: Folders, *, needed: Callable[[JobSummary], Set[str]]
) -> Iterator[Finding]:
    """Completed jobs that lack what is *needed* (names below their folder), unless retention deleted it."""
    for job in jobs:
        names = _names(folders, keys.job_folder(job.owner_id, job.id))
        is_kept = job.results_deleted_at is None
        if job.status is JobStatus.COMPLETED and is_kept and not needed(job) <= names:
            yield Finding(Trouble.RESULT_GONE, job.id, "run it again", job.owner_id)


def of_exports(exports: Iterable[ReadyExport], folders: Folders, *, run_again: Set[str]) -> Iterator[Finding]:
    """Formatted reports that are not there; *run_again* are jobs that have to be run again first."""
    for export in exports:
        folder = keys.job_folder(export.owner_id, export.job_id)
        names = _names(folders, folder)
        if export.job_id not in run_again and export.key.removeprefix(folder) not in names:
            subject = f"{export.report_id}/{export.format}"
            yield Finding(Trouble.EXPORT_GONE, subject, "make it again", export.owner_id)


def orphans(folders: Folders, *, known: Set[str], owners: Mapping[str, datetime], now: datetime) -> Iterator[Finding]:
    """Folders without a row, unless something in them is still young; *owners* are those of the catalog, since when.

    A row can be missing because it was deleted, or because this is not the catalog that had it: a new one after the
    loss of the old, that of another installation. What is older than its owner is of the second kind.
    """
    for place, folder in folders.items():
        if place in known or now - folder.newest < YOUNG:
            continue
        owner_id = place.split("/")[1]
        if folder.newest < owners.get(owner_id, now):
            yield Finding(Trouble.FOREIGN, place, "check LISTMATCH_CATALOG_URL; they are left alone", owner_id)
        else:
            yield Finding(Trouble.ORPHAN, place, "delete them", owner_id)


def _names(folders: Folders, place: str) -> Set[str]:
    folder = folders.get(place)
    return folder.names if folder else frozenset()
