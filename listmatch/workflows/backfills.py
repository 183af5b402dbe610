"""Backfills: years of lists under a prefix become files and jobs, each once, in the order of their dates."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath
from uuid import NAMESPACE_URL, uuid5

from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.records import FileRecord
from listmatch.domain.files import FileStatus, Purpose
from listmatch.domain.jobs import JobStatus
from listmatch.domain.progress import Progress, part_of, silent
from listmatch.domain.verdicts import MatchMode
from listmatch.errors import InputError, NotFound
from listmatch.workflows.drops.days import day_in
from listmatch.workflows.drops.lists import resolve, take_in
from listmatch.workflows.drops.places import Place, open_place
from listmatch.workflows.drops.rules import ListSource
from listmatch.workflows.drops.settle import profile_content
from listmatch.workflows.drops.versions import Version, is_named_like_a_list
from listmatch.workflows.matches.jobs import JobOptions, JobPlan, write_job
from listmatch.workflows.results.delivery import deliver
from listmatch.workflows.running.foreground import run_to_end
from listmatch.workflows.running.worker_pool import Assignment, run_all
from listmatch.workflows.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class BackfillRequest:
    """Which lists, and what is to be done with each. ``master`` None: a dedupe of each."""

    prefix: str
    pattern: str = "*"
    since: date | None = None
    until: date | None = None
    """the first day that is left out"""
    master: ListSource | None = None
    profile: str = ""
    mode: MatchMode = MatchMode.BEST_MATCH

    @property
    def job_mode(self) -> MatchMode:
        """The mode of every job."""
        return self.mode if self.master else MatchMode.DEDUPE


@dataclass(frozen=True, slots=True)
class Queued:
    """One list of a backfill: its job, or the reason why there is none."""

    name: str
    file_ids: tuple[str, ...] = ()
    job_id: str | None = None
    is_done: bool = False
    """a backfill before this one has matched it with the same master and profile"""
    error: str = ""
    left_out: str = ""
    """why it is not in the period that was asked for, where its name does not say so"""


def date_of(version: Version) -> date:
    """The day of a list: the last date in its key, else when it was last written."""
    return day_in(version.key) or version.modified_at.date()


def chosen(
    versions: Iterable[Version], *, pattern: str = "*", since: date | None = None, until: date | None = None
) -> tuple[list[Version], list[Version]]:
    """The lists from *since* up to, but not on, *until*, in the order of their days, and the others.

    An empty file is one that went wrong: unlike in a drop, nobody is still writing it, and its day must not be missed.
    Empty markers of other programs (``_SUCCESS``) have no suffix.
    """
    within, others = list[Version](), list[Version]()
    for version in sorted(versions, key=lambda version: (date_of(version), version.key)):
        if is_named_like_a_list(version, pattern=pattern) and (version.size or PurePosixPath(version.key).suffix):
            day = date_of(version)
            is_within = (since is None or day >= since) and (until is None or day < until)
            (within if is_within else others).append(version)
    return within, others


def queue(services: Services, request: BackfillRequest, *, progress: Progress = silent) -> Iterator[Queued]:
    """Write file and job of every list into the catalog, one by one; a list that cannot be read is only reported, as is
    one that was left out for the day it was written, since its name tells none.

    Doing it again makes nothing twice: same list, master, profile and mode are the same job. Raises NotFound without a
    list or master, InputError for days that cannot be, ProfileInvalid, StorageUnavailable.
    """
    if request.since and request.until and request.since >= request.until:
        raise InputError("no day lies between since and until.", place="until", cure="It is the first day left out.")
    place = open_place(services.settings, request.prefix)
    lists, others = chosen(place.versions(), pattern=request.pattern, since=request.since, until=request.until)
    for version in others:
        if day_in(version.key) is None:
            yield Queued(place.relative(version.uri), left_out=_written_outside(version))
    if not lists:
        raise NotFound("there is no list here for these days.", place=request.prefix, cure="Check prefix and dates.")
    owner_id = services.settings.owner
    master = resolve(services, request.master, owner_id=owner_id, purpose=Purpose.MASTER) if request.master else None
    content = profile_content(services, request.profile, owner_id=owner_id, mode=request.job_mode)
    for number, version in enumerate(lists):
        progress(number / len(lists), version.key.rpartition("/")[2])
        yield _queued(services, place, version, master=master, content=content, mode=request.job_mode)


def run(
    services: Services,
    request: BackfillRequest,
    *,
    into: Path | None = None,
    workers: int = 1,
    progress: Progress = silent,
) -> Iterator[Queued]:
    """Queue every list and run it to its end here; with *into* each is delivered to a folder there.

    One *worker* is this process, which takes the lists in their order; more are processes beside it, and lists come as
    they end. What an aborted backfill finished is not done again. One bad list does not stop the rest.
    """
    done = _one_by_one if workers == 1 else partial(_beside, workers=workers)
    for queued in done(services, request, progress=progress):
        if not queued.error and into is not None and queued.job_id:
            deliver(services, queued.job_id, into / queued.name)
        yield queued


def _one_by_one(services: Services, request: BackfillRequest, *, progress: Progress) -> Iterator[Queued]:
    for queued in queue(services, request, progress=part_of(progress, 0.0, 0.01)):
        error = queued.error
        if queued.job_id and not queued.is_done:
            error = run_to_end(services, file_ids=queued.file_ids, job_id=queued.job_id, progress=progress)
        yield replace(queued, error=error)


def _beside(services: Services, request: BackfillRequest, *, progress: Progress, workers: int) -> Iterator[Queued]:
    waiting = dict[Assignment, Queued]()
    for queued in queue(services, request, progress=part_of(progress, 0.0, 0.1)):
        if not queued.job_id or queued.is_done:
            yield queued
        else:
            waiting[Assignment(queued.file_ids, queued.job_id)] = queued
    for number, (done, error) in enumerate(run_all(services.settings, list(waiting), workers=workers), start=1):
        progress(0.1 + 0.9 * number / len(waiting), waiting[done].name)
        yield replace(waiting[done], error=error)


def _written_outside(version: Version) -> str:
    written = f"left out: its name has no clear date, and it was last changed on {version.modified_at:%Y-%m-%d}."
    return f"{written} Name it like leads_2024-03-05.csv, or widen the days."


def _queued(
    services: Services,
    place: Place,
    version: Version,
    *,
    master: FileRecord | None,
    content: dict[str, object] | None,
    mode: MatchMode,
) -> Queued:
    name = place.relative(version.uri)
    try:
        file = take_in(services, place, version, owner_id=services.settings.owner, purpose=Purpose.SOURCE)
    except (InputError, NotFound) as error:
        return Queued(name, error=error.message)
    plan = JobPlan(file, master, content, mode=mode, options=JobOptions(formats=()))
    job_id, is_done = _job(services, plan)
    return Queued(name, tuple(each.id for each in (file, master) if each), job_id, is_done)


def _job(services: Services, plan: JobPlan) -> tuple[str, bool]:
    """The id of the job and whether it is completed; one that failed, or whose results are gone, is run once more."""
    job_id = _job_id(plan)
    with services.catalog.session() as session:
        if plan.source.status is FileStatus.FAILED:
            file_rows.prepare_again(session, file_id=plan.source.id)
        try:
            job = job_rows.get_any(session, job_id=job_id)
        except NotFound:
            job = write_job(session, plan, job_id=job_id)
        if job.status in (JobStatus.FAILED, JobStatus.CANCELLED) or job.results_deleted_at:
            job_rows.reopen(session, owner_id=plan.source.owner_id, job_id=job_id)
    return job_id, job.status is JobStatus.COMPLETED and not job.results_deleted_at


def _job_id(plan: JobPlan) -> str:
    """What a job of a backfill depends on, as an id: list, master, profile, mode."""
    profile = hashlib.sha256(json.dumps(plan.profile, sort_keys=True).encode()).hexdigest()
    master = plan.master.id if plan.master else ""
    return str(uuid5(NAMESPACE_URL, f"backfill {plan.source.id} {master} {profile} {plan.mode}"))
