"""Finishing: when a drop's file or job has ended, results and lists that failed go where the rule says."""

import logging
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from listmatch.catalog.queries import drops as drop_rows
from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.records import DropRecord
from listmatch.domain.drops import OnFailure
from listmatch.domain.files import FileStatus
from listmatch.domain.jobs import JobStatus
from listmatch.errors import InputError, NotFound, StorageUnavailable
from listmatch.workflows.drops.next_master import take_next_master
from listmatch.workflows.drops.places import open_place
from listmatch.workflows.drops.rules import DropRule
from listmatch.workflows.drops.versions import FAILED_SUFFIX
from listmatch.workflows.results.delivery import JOB_FILE, deliver
from listmatch.workflows.services import Services

LOGGER = logging.getLogger("listmatch.drops")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a drop ended. ``error`` is the sentence for its owner, empty when all went well."""

    is_delivered: bool
    error: str = ""


def outcome_of(drop: DropRecord, *, file: tuple[FileStatus, str] | None, job: tuple[JobStatus, str] | None) -> Outcome:
    """What is to be done with a drop whose file and job have ended; each is (status, error)."""
    if drop.error:
        return Outcome(False, drop.error)
    if job is not None:
        return Outcome(job[0] is JobStatus.COMPLETED, job[1] if job[0] is JobStatus.FAILED else "")
    if file is not None and file[0] is FileStatus.FAILED:
        return Outcome(False, file[1])
    return Outcome(False)


def finish(services: Services, rules: Iterable[DropRule], *, is_over: Callable[[], bool]) -> list[tuple[str, Outcome]]:
    """Deal with the outcome of every drop that has ended, until the time is over; returns (uri, outcome) of each.

    A destination that is out of reach leaves a drop for the next time.
    """
    by_name = {rule.name: rule for rule in rules}
    with services.catalog.reading() as session:
        ended = drop_rows.unfinished(session, rules=by_name.keys())
    done = []
    for drop in ended:
        done += _attempt(services, by_name[drop.rule], drop)
        if is_over():
            break
    return done


def _attempt(services: Services, rule: DropRule, drop: DropRecord) -> list[tuple[str, Outcome]]:
    outcome = _outcome(services, drop)
    try:
        if outcome.error and take_next_master(services, rule, drop):
            return []
        if outcome.is_delivered and rule.results and drop.job_id:
            _deliver(services, rule, drop)
        if outcome.error:
            _put_aside(services, rule, drop, outcome.error)
    except (StorageUnavailable, InputError) as error:
        LOGGER.warning("outcome of drop %s of rule %s waits: %s", drop.id, rule.name, error)
        return []
    with services.catalog.session() as session:
        drop_rows.finish(session, drop_id=drop.id, error=outcome.error or None)
    return [(drop.uri, outcome)]


def _outcome(services: Services, drop: DropRecord) -> Outcome:
    file = job = None
    with services.catalog.reading() as session:
        if drop.file_id:
            record = file_rows.get_any(session, file_id=drop.file_id)
            file = (record.status, record.prepare_error or "")
        if drop.job_id:
            run = job_rows.get_any(session, job_id=drop.job_id)
            job = (run.status, run.error or "")
    return outcome_of(drop, file=file, job=job)


def _deliver(services: Services, rule: DropRule, drop: DropRecord) -> None:
    """The results of a list go into a folder that has the list's own name; a list replaced since keeps the newer."""
    with services.catalog.reading() as session:
        if not drop_rows.is_newest(session, drop=drop):
            return
    source, target = (open_place(services.settings, address) for address in (rule.prefix, rule.results))
    name = source.relative(drop.uri)
    if target.folder is not None:
        deliver(services, drop.job_id or "", target.folder / name)
        return
    with services.folder() as folder:
        # What says whose results these are comes last, so that they are all there once it is.
        paths = deliver(services, drop.job_id or "", folder / "results")
        for path in sorted(paths, key=lambda path: path.name == JOB_FILE):
            with target.store.write(f"{target.as_folder}{name}/{path.name}") as into:
                shutil.copyfile(path, into)


def _put_aside(services: Services, rule: DropRule, drop: DropRecord, error: str) -> None:
    if rule.on_failure is OnFailure.LEAVE:
        return
    place = open_place(services.settings, rule.prefix)
    key, note = place.key_of(drop.uri), f"{error}\n".encode()
    try:
        if place.store.stat(key).etag != drop.etag:
            return  # replaced meanwhile; the newer version has an outcome of its own
        if rule.on_failure is OnFailure.TAG:
            place.store.put_bytes(f"{key}{FAILED_SUFFIX}", note)
            return
        target = open_place(services.settings, rule.failed)
        aside = f"{target.as_folder}{place.relative(drop.uri)}"
        with place.store.open_local(key) as path, target.store.write(aside) as into:
            shutil.copyfile(path, into)
        target.store.put_bytes(f"{aside}{FAILED_SUFFIX}", note)
        place.store.delete(key)
    except (NotFound, ValueError) as gone:
        LOGGER.info("the list of drop %s cannot be put aside (%s)", drop.id, type(gone).__name__)
