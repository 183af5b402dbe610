"""Watching one folder in the foreground: a drop rule of its own, run here, one list after the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from listmatch.catalog.queries import jobs as job_rows
from listmatch.domain.progress import Progress, silent
from listmatch.workflows.drops.evaluation import Bookmarks, evaluate
from listmatch.workflows.drops.rules import DropRule
from listmatch.workflows.drops.settle import Settled
from listmatch.workflows.foreground import run_to_end
from listmatch.workflows.services import Services

EVALUATION_S = 10.0


@dataclass(frozen=True, slots=True)
class Handled:
    """A list that was handled; ``error`` is empty when its results were delivered."""

    uri: str
    job_id: str | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Watched:
    """One look at the folder: what it led to, where the next one begins, why the listing failed if it did."""

    handled: tuple[Handled, ...]
    bookmarks: Bookmarks
    problem: str = ""


def watch_once(services: Services, rule: DropRule, *, bookmarks: Bookmarks, progress: Progress = silent) -> Watched:
    """Look once and run what is new to its end; results and failed lists then lie where the rule says."""
    found = evaluate(services, [rule], bookmarks=bookmarks, seconds=EVALUATION_S)
    handled = tuple(_run(services, found.settled, progress))
    if handled:
        found = evaluate(services, [rule], bookmarks=found.bookmarks, seconds=EVALUATION_S)
    return Watched(handled, found.bookmarks, found.problems.get(rule.name, ""))


def _run(services: Services, settled: Sequence[Settled], progress: Progress) -> Iterator[Handled]:
    for drop in settled:
        if drop.error or drop.file_id is None:
            yield Handled(drop.uri, None, drop.error or "")
            continue
        files = [drop.file_id, *_master_of(services, drop.job_id)]
        error = run_to_end(services, file_ids=files, job_id=drop.job_id, progress=progress)
        yield Handled(drop.uri, drop.job_id, error)


def _master_of(services: Services, job_id: str | None) -> list[str]:
    if job_id is None:
        return []
    with services.catalog.reading() as session:
        master = job_rows.get_any(session, job_id=job_id).master_file_id
    return [master] if master else []
