"""What the kill tests share: jobs in a catalog, orders to die, servers, and the bytes of an undisturbed run."""

import json
import os
import signal
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from listmatch.catalog.pages import Page
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.queries import webhooks as webhook_rows
from listmatch.catalog.records import JobRecord
from listmatch.domain.events import Event
from listmatch.domain.files import FileStatus, Purpose
from listmatch.domain.jobs import JobStatus
from listmatch.domain.verdicts import MatchMode
from listmatch.settings import CHECKOUT, Settings
from listmatch.storage import keys
from listmatch.workflows.lists.files import register_path
from listmatch.workflows.matches.jobs import JobOptions, JobRequest, request_job
from listmatch.workflows.running.runner import LoopRunner
from listmatch.workflows.services import Services, open_own_services
from tests.lists import write_lists

BIN = CHECKOUT / ".venv" / "bin"
DEADLY = Path(__file__).parent / "deadly"
SAME_BYTES = (
    "exports/results.csv",
    "exports/results.parquet",
    "verdicts/verdicts.parquet",
    "clusters/clusters.parquet",
)


@dataclass(frozen=True, slots=True)
class Point:
    """Where a process dies: at the promotion of this object, before or after; the process itself, or its parent too."""

    stage: str
    moment: str = "before"
    victim: str = "self"
    mode: MatchMode = MatchMode.BEST_MATCH


def order(folder: Path, key: str, point: Point) -> Path:
    """Order one death; the path is there once it has come, and as old as it is."""
    folder.mkdir(exist_ok=True)
    name = f"{key}/{point.stage}".replace("/", "+") + point.moment
    (folder / f"{name}.order").write_text(f"{key}/{point.stage} {point.moment} {point.victim}", encoding="utf-8")
    return folder / f"{name}.done"


def queue_job(
    services: Services, folder: Path, *, mode: MatchMode = MatchMode.BEST_MATCH, is_prepared: bool = False
) -> JobRecord:
    """A job over the made-up lists, which are taken in for it and wait to be prepared, or are prepared here."""
    source, master = (
        register_path(services, path, owner_id="local", purpose=purpose)
        for path, purpose in zip(write_lists(folder), (Purpose.SOURCE, Purpose.MASTER), strict=True)
    )
    if is_prepared:
        LoopRunner(services).prepare([file.id for file in (source, master) if file.status is not FileStatus.READY])
    is_dedupe = mode is MatchMode.DEDUPE
    return request_job(
        services,
        JobRequest(
            owner_id="local",
            source_file_id=source.id,
            master_file_id=None if is_dedupe else master.id,
            mode=mode,
            options=JobOptions(formats=()),
        ),
    )


def results(services: Services, job: JobRecord) -> dict[str, bytes]:
    """The bytes that a job made."""
    found = {name: keys.job_key(job.owner_id, job.id, name) for name in SAME_BYTES}
    tables = {name: services.store.get_bytes(key) for name, key in found.items() if services.store.exists(key)}
    rollups = json.loads(services.store.get_bytes(keys.job_key(job.owner_id, job.id, "rollups/rollups.json")))
    rollups.pop("comparison", None)  # with the job before this one, which is another one in each installation
    return {**tables, "rollups": json.dumps(rollups).encode()}


def undisturbed(folder: Path, mode: MatchMode) -> dict[str, bytes]:
    """The bytes that the job makes when nothing dies."""
    folder.mkdir()
    services = open_own_services(Settings(home=folder / "home", threads=2))
    job = queue_job(services, folder, mode=mode, is_prepared=True)
    LoopRunner(services).run_job(job.id)
    return results(services, job)


def state(services: Services, job: JobRecord) -> JobRecord:
    """The job as it is now."""
    with services.catalog.reading() as session:
        return job_rows.get_any(session, job_id=job.id)


def has_ended(services: Services, job: JobRecord) -> bool:
    """Whether a job is completed or failed."""
    return state(services, job).status in (JobStatus.COMPLETED, JobStatus.FAILED)


def listen_for_ends(services: Services) -> str:
    """A webhook whose messages are queued with every end of a job; nothing is sent, since nobody sends here."""
    with services.catalog.session() as session:
        hook = webhook_rows.create(
            session,
            owner_id="local",
            url="https://hooks.example/ends",
            events=[Event.JOB_COMPLETED, Event.JOB_FAILED],
            secret="whsec_bWFkZSB1cA==",
        )
    return hook.id


def ends(services: Services, webhook_id: str) -> Counter[str]:
    """Job id -> how often its end was told to the webhook."""
    with services.catalog.reading() as session:
        told = webhook_rows.deliveries(session, owner_id="local", webhook_id=webhook_id, page=Page(1000))
    return Counter(delivery.payload["data"]["jobId"] for delivery in told)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        return int(candidate.getsockname()[1])


def within_s() -> float:
    """From a death, or the restart after it, to the end of the job: a minute, longer where others load the machine."""
    return 60.0 * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def wait_until(is_true: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Wait; fails with *what* when it takes too long."""
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, f"it takes longer than {seconds} s: {what}"
        time.sleep(0.2)


@contextmanager
def running(
    command: Sequence[str],
    *,
    home: Path,
    orders: Path | None = None,
    log: Path,
    environment: Mapping[str, str] | None = None,
) -> Iterator["subprocess.Popen[bytes]"]:
    """A server in a session of its own, ended with all its children."""
    settings = Settings(home=home)
    extra = {
        "LISTMATCH_HOME": str(home),
        "DAGSTER_HOME": str(settings.dagster_home),
        "LISTMATCH_DEADLY": str(orders or ""),
        "LISTMATCH_THREADS": "2",
        "PYTHONPATH": os.pathsep.join([str(DEADLY), str(CHECKOUT)]),
    }
    env = os.environ | extra | dict(environment or {})
    with log.open("ab") as out:
        server = subprocess.Popen(
            command, cwd=home, env=env, stdout=out, stderr=out, stdin=subprocess.DEVNULL, start_new_session=True
        )
    try:
        yield server
    finally:
        kill_all(server)


def serving(
    services: Services, *, log: Path, orders: Path | None = None
) -> AbstractContextManager["subprocess.Popen[bytes]"]:
    """`listmatch serve` on the catalog and store of *services*."""
    command = [str(BIN / "listmatch"), "serve", "--port", str(free_port())]
    return running(command, home=services.settings.home, orders=orders, log=log)


def kill_all(server: "subprocess.Popen[bytes]") -> None:
    """Kill a server and everything in its session that is left."""
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait()
