"""Watching one folder in the foreground: a drop rule of its own, run here, one list after the other."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from listmatch.catalog.queries import drops as drop_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.records import DropRecord
from listmatch.domain.progress import Progress, silent
from listmatch.workflows.drops.evaluation import Bookmarks, evaluate
from listmatch.workflows.drops.next_master import take_next_master
from listmatch.workflows.drops.rules import DropRule
from listmatch.workflows.running.foreground import run_to_end
from listmatch.workflows.services import Services

EVALUATION_S = 10.0


@dataclass(frozen=True, slots=True)
class Handled:
    """A list that was handled; ``error`` is empty when its results were delivered, and ``summary`` holds its counts."""

    uri: str
    job_id: str | None
    error: str = ""
    summary: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Watched:
    """One look at the folder: what it led to, where the next one begins, and what lists have to wait for."""

    handled: tuple[Handled, ...]
    bookmarks: Bookmarks
    problem: str = ""


def watch_once(services: Services, rule: DropRule, *, bookmarks: Bookmarks, progress: Progress = silent) -> Watched:
    """Look once and run what is new to its end; results and failed lists then lie where the rule says.

    What an earlier process took in and did not bring to its end is brought there now.
    """
    found = evaluate(services, [rule], bookmarks=bookmarks, seconds=EVALUATION_S)
    refused = [Handled(drop.uri, None, drop.error) for drop in found.settled if drop.error]
    with services.catalog.reading() as session:
        taken_in = drop_rows.at_work(session, rule=rule.name)
    handled = (*refused, *(_run(services, rule, drop, progress) for drop in taken_in))
    if handled:
        found = evaluate(services, [rule], bookmarks=found.bookmarks, seconds=EVALUATION_S)
    return Watched(handled, found.bookmarks, found.problems.get(rule.name, ""))


def _run(services: Services, rule: DropRule, drop: DropRecord, progress: Progress) -> Handled:
    error = _to_end(services, drop, progress)
    while error and take_next_master(services, rule, drop):
        error = _to_end(services, drop, progress)
    return Handled(drop.uri, drop.job_id, error, _summary_of(services, drop.job_id))


def _to_end(services: Services, drop: DropRecord, progress: Progress) -> str:
    files = [file_id for file_id in (drop.file_id, _master_of(services, drop.job_id)) if file_id]
    return run_to_end(services, file_ids=files, job_id=drop.job_id, progress=progress)


def _summary_of(services: Services, job_id: str | None) -> Mapping[str, int]:
    if job_id is None:
        return {}
    with services.catalog.reading() as session:
        return dict(job_rows.get_any(session, job_id=job_id).result_summary or {})


def _master_of(services: Services, job_id: str | None) -> str | None:
    if job_id is None:
        return None
    with services.catalog.reading() as session:
        return job_rows.get_any(session, job_id=job_id).master_file_id
