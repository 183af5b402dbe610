"""``python -m benchmarks.api_job SOURCE MASTER``: from POST /jobs to a completed job with its report and CSV, over the
API of `listmatch serve` in an empty home, with both files ready. The first job finds a worker that has run nothing yet.
"""

import argparse
import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx2

from benchmarks.server import serving
from listmatch.settings import Settings
from listmatch.workflows.owners import accounts
from listmatch.workflows.services import open_services

POLL_EVERY_S = 0.1
NO_LIMIT = 10**9


def new_key(settings: Settings) -> str:
    """A key without a limit."""
    services = open_services(settings)
    owner = accounts.ensure_owner(services, email="bench@example.com", name="Bench")
    issued = accounts.create_key(services, owner_id=owner.id, label="bench", actor="x", rate_limit=NO_LIMIT)
    services.catalog.close()
    return issued.secret


def upload(api: httpx2.Client, path: Path) -> str:
    """Announce and send a file; its id."""
    ticket = api.post("files", json={"fileName": path.name, "fileSize": path.stat().st_size}).json()
    httpx2.put(ticket["uploadUrl"], content=path.read_bytes(), timeout=600).raise_for_status()
    return str(ticket["fileId"])


def wait(api: httpx2.Client, path: str, wanted: str) -> tuple[dict[str, Any], list[tuple[float, str, int, str]]]:
    """The thing once it has the wanted status, and what it said on the way: (seconds, status, percent, message)."""
    began = time.perf_counter()
    told: list[tuple[float, str, int, str]] = []
    while True:
        (found,) = api.get(path).json().values()
        said = (found["status"], found.get("progress", 0), found.get("message", ""))
        if not told or told[-1][1:] != said:
            told.append((round(time.perf_counter() - began, 2), *said))
        if found["status"] in (wanted, "failed"):
            return found, told
        time.sleep(POLL_EVERY_S)


def run_job(api: httpx2.Client, source: str, master: str) -> dict[str, object]:
    """Post one job and see it through; seconds from POST to completed, and until CSV and report are here."""
    began = time.perf_counter()
    body = {"sourceFileId": source, "masterFileId": master, "profileId": "auto"}
    job_id = api.post("jobs", json=body).json()["job"]["id"]
    job, told = wait(api, f"jobs/{job_id}", "completed")
    completed = time.perf_counter() - began
    size = len(httpx2.get(job["downloadUrl"], timeout=600).content)
    report = api.get(f"reports?jobId={job_id}").json()["reports"][0]["id"]
    rate = api.get(f"reports/{report}").json()["report"]["rollups"]["totals"]["matchRatePct"]
    return {
        "POST to completed, s": round(completed, 2),
        "with CSV and report, s": round(time.perf_counter() - began, 2),
        "result": job["resultSummary"],
        "match rate": rate,
        "CSV bytes": size,
        "load of the machine": round(os.getloadavg()[0], 1),
        "told": told,
    }


def main() -> None:
    """Run the jobs one after the other, and print one JSON object for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("master", type=Path)
    parser.add_argument("--jobs", type=int, default=3)
    parser.add_argument("--port", type=int, default=18610)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        settings = Settings(home=Path(folder) / "home")
        headers = {"Authorization": f"Bearer {new_key(settings)}"}
        base = f"http://127.0.0.1:{given.port}/api/v1/"
        with (
            serving(settings, given.port, worker=True),
            httpx2.Client(base_url=base, headers=headers, timeout=60) as api,
        ):
            files = [upload(api, given.source), upload(api, given.master)]
            for file in files:
                wait(api, f"files/{file}", "ready")
            for _ in range(given.jobs):
                print(json.dumps(run_job(api, *files)), flush=True)


if __name__ == "__main__":
    main()
