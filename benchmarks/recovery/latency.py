"""From the row of a job to its first op, with everything running."""

import statistics
import time
from pathlib import Path

from benchmarks.recovery.site import everything, wait_until, write_list
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.records import JobRecord
from listmatch.domain.files import Purpose
from listmatch.domain.jobs import JobStatus
from listmatch.domain.verdicts import MatchMode
from listmatch.settings import Settings
from listmatch.workflows.lists.files import register_path
from listmatch.workflows.matches.jobs import JobOptions, JobRequest, request_job
from listmatch.workflows.running.runner import LoopRunner
from listmatch.workflows.services import Services, open_own_services

PAUSE_S = 2.0
WARM_UP_S = 30.0


def measure(home: Path, *, jobs: int, has_worker: bool) -> str:
    """Ask for jobs one after the other, each when the one before has ended."""
    services = open_own_services(Settings(home=home, threads=2))
    path = home / "list.csv"
    write_list(path, rows=20, seed=1)
    file_id = register_path(services, path, owner_id="local", purpose=Purpose.SOURCE).id
    LoopRunner(services).prepare([file_id])
    with everything(services.settings, has_worker=has_worker):
        time.sleep(WARM_UP_S)
        waited = sorted(_seconds_to_begin(services, file_id) for _ in range(jobs))
    who = "a worker of `listmatch serve`" if has_worker else "runs of Dagster alone"
    return (
        f"Job row to first op, {who}, {jobs} jobs: median {statistics.median(waited):.1f} s, "
        f"{waited[0]:.1f} to {waited[-1]:.1f} s."
    )


def _seconds_to_begin(services: Services, file_id: str) -> float:
    job = request_job(
        services,
        JobRequest(
            owner_id="local",
            source_file_id=file_id,
            mode=MatchMode.DEDUPE,
            options=JobOptions(formats=()),
        ),
    )

    def now() -> JobRecord:
        with services.catalog.reading() as session:
            return job_rows.get_any(session, job_id=job.id)

    wait_until(lambda: now().status not in (JobStatus.PENDING, JobStatus.PROCESSING), seconds=300)
    ended = now()
    if ended.status is not JobStatus.COMPLETED or ended.started_at is None:
        raise RuntimeError(f"a job has not been completed: {ended.error}")
    time.sleep(PAUSE_S)
    return (ended.started_at - ended.created_at).total_seconds()
