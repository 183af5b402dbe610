"""Hundreds of lists that are laid under a watched folder at once: all done, each exactly once."""

import os
import time
from collections import Counter
from pathlib import Path

from benchmarks.recovery.site import everything, wait_until, write_list
from listmatch.catalog.pages import Page
from listmatch.catalog.queries import jobs as job_rows
from listmatch.domain.jobs import JobStatus
from listmatch.settings import Settings
from listmatch.workflows.drops.rules import DROPS_FILE
from listmatch.workflows.services import open_own_services


def measure(home: Path, *, lists: int, rows: int, has_worker: bool) -> str:
    """Drop the lists, wait until every job has ended, and count."""
    services = open_own_services(Settings(home=home, threads=2))
    incoming, arriving, master = home / "in", home / "arriving", home / "crm.csv"
    incoming.mkdir()
    arriving.mkdir()
    write_list(master, rows=rows, seed=0)
    os.utime(master, (1, 1))
    rule = f"rules:\n  - {{name: leads, prefix: {incoming}, action: match, master: {{file: {master}}}}}\n"
    (home / DROPS_FILE).write_text(rule, encoding="utf-8")
    for number in range(1, lists + 1):
        write_list(arriving / f"{number}.csv", rows=rows, seed=number)
    with everything(services.settings, has_worker=has_worker):
        for path in arriving.iterdir():
            path.rename(incoming / path.name)
        dropped = time.monotonic()

        def statuses() -> Counter[str]:
            with services.catalog.reading() as session:
                return Counter(
                    job.status for job in job_rows.list_recent(session, owner_id="local", page=Page(10 * lists))
                )

        def is_over() -> bool:
            found = statuses()
            return found[JobStatus.COMPLETED] + found[JobStatus.FAILED] >= lists

        wait_until(is_over, seconds=60 * lists)
        seconds = time.monotonic() - dropped
        time.sleep(30)  # whatever would come twice comes now
    with services.catalog.reading() as session:
        jobs = job_rows.list_recent(session, owner_id="local", page=Page(10 * lists))
    sources = {job.source_file_id for job in jobs}
    attempts = Counter(job.attempt for job in jobs)
    return (
        f"{lists} lists of {rows} rows dropped at once: {statuses()[JobStatus.COMPLETED]} jobs completed, "
        f"{len(jobs)} in all, {len(sources)} lists, begun {dict(sorted(attempts.items()))} times; "
        f"{seconds:.0f} s, {seconds / lists:.2f} s a list."
    )
