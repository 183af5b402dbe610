"""``python -m benchmarks.api_load``: how long the REST API takes to answer when requests come at a constant rate.

An owner with 200 files, 200 jobs and one finished match reads what clients read; the server is `listmatch serve` with
one process. Every request has its time in a timetable and its latency counts from then on, so that a server that
falls behind cannot hide it by slowing the client down ("coordinated omission").
"""

import argparse
import asyncio
import json
import os
import platform
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx2

from benchmarks.server import serving
from listmatch.domain.files import Purpose
from listmatch.domain.verdicts import MatchMode
from listmatch.settings import Settings
from listmatch.workflows.lists import uploads
from listmatch.workflows.matches import requests
from listmatch.workflows.matches.jobs import JobRequest
from listmatch.workflows.owners import accounts
from listmatch.workflows.running.runner import LoopRunner
from listmatch.workflows.running.worker import Worker
from listmatch.workflows.services import Services, open_services

ENTRIES = 200
CONNECTIONS = 32
NO_LIMIT = 10**9
LEADS = b"first_name,last_name,email\nJon,Smith,jon@acme.example\nMary,Jones,mary@initech.example\n"
SHARES = (0.5, 0.95, 0.99, 1.0)


@dataclass(frozen=True, slots=True)
class Answered:
    """One request: when it was due and when its answer was there (seconds), its status (0: no answer) and its path."""

    due: float
    done: float
    status: int
    path: str


def populate(services: Services) -> tuple[str, list[str]]:
    """A key without a limit, and the paths that are read, after filling the catalog."""
    owner = accounts.ensure_owner(services, email="load@example.com", name="Load")
    secret = accounts.create_key(services, owner_id=owner.id, label="load", actor="x", rate_limit=NO_LIMIT).secret
    lists = [
        uploads.Announcement(name=f"leads_{n}.csv", size=len(LEADS), content_type="", purpose=Purpose.SOURCE)
        for n in range(ENTRIES)
    ]
    files = [uploads.announce(services, owner, each, actor="x").file for each in lists]
    with services.store.write(files[0].raw_key) as path:
        path.write_bytes(LEADS)
    uploads.arrived(services, files[0], size=len(LEADS))
    done = _request_dedupe(services, owner.id, files[0].id)
    with tempfile.TemporaryFile("w+") as notebook:
        worker = Worker(services, LoopRunner(services), notebook=notebook)
        while worker.run_due():
            pass
    waiting = [_request_dedupe(services, owner.id, file.id) for file in files[1:]]
    return secret, _paths(files[0].id, done, waiting[0])


def _request_dedupe(services: Services, owner_id: str, file_id: str) -> str:
    return requests.create_job(
        services, JobRequest(owner_id=owner_id, source_file_id=file_id, mode=MatchMode.DEDUPE), actor="x"
    ).id


def _paths(file_id: str, done: str, waiting: str) -> list[str]:
    """What a client that polls and a page that shows an account would read."""
    polls = [f"jobs/{waiting}", f"jobs/{done}", f"files/{file_id}"]
    pages = ["files?limit=50", "jobs?limit=50", "jobs?status=completed", "profiles", "schedules", "keys"]
    return ["whoami", *polls, *polls, *pages, f"reports?jobId={done}"]


async def drive(base: str, key: str, paths: Sequence[str], *, rate: int, seconds: int) -> list[Answered]:
    """Send *rate* requests a second for *seconds*, each at its time, whatever became of those before."""
    limits = httpx2.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    headers = {"Authorization": f"Bearer {key}"}
    async with httpx2.AsyncClient(base_url=base, headers=headers, limits=limits, timeout=30) as client:
        await asyncio.gather(*(client.get("whoami") for _ in range(CONNECTIONS)))
        begin = time.perf_counter() + 0.5
        return await asyncio.gather(
            *(_send(client, paths[n % len(paths)], begin + n / rate) for n in range(rate * seconds))
        )


async def _send(client: httpx2.AsyncClient, path: str, due: float) -> Answered:
    await asyncio.sleep(max(0.0, due - time.perf_counter()))
    try:
        status = (await client.get(path)).status_code
    except httpx2.TransportError:
        status = 0
    return Answered(due, time.perf_counter(), status, path)


def cpu_seconds(pid: int) -> float:
    """What a process has used of the processors so far (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(settings: Settings, *, port: int, rate: int, seconds: int) -> dict[str, object]:
    """Fill a catalog, serve it, read from it, and say what came of it; times in ms."""
    services = open_services(settings)
    key, paths = populate(services)
    services.catalog.close()
    with serving(settings, port, worker=False) as server:
        before = cpu_seconds(server.pid)
        answers = asyncio.run(
            drive(f"http://127.0.0.1:{port}/api/v1/", key, paths, rate=rate, seconds=seconds)
        )  # fmt: skip
        used = cpu_seconds(server.pid) - before
    times = sorted(answer.done - answer.due for answer in answers)
    told = {
        f"p{100 * share:g}": round(1000 * times[min(len(times) - 1, int(share * len(times)))], 1) for share in SHARES
    }
    statuses = Counter(answer.status for answer in answers)
    return {
        "catalog": settings.database_url.partition(":")[0].partition("+")[0],
        "requests": len(answers),
        "a second": rate,
        **told,
        "errors": len(answers) - statuses[200],
        "server's CPU ms per request": round(1000 * used / len(answers), 2),
        "load of the machine": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
    }


def main() -> None:
    """Measure, and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--catalog-url", default="", help="an empty PostgreSQL database; default: SQLite")
    parser.add_argument("--rate", type=int, default=200, help="requests a second")
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--port", type=int, default=18600)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        settings = Settings(home=Path(folder) / "home", catalog_url=given.catalog_url)
        print(json.dumps(measure(settings, port=given.port, rate=given.rate, seconds=given.seconds)))


if __name__ == "__main__":
    main()
