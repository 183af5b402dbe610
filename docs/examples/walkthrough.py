"""From two lists to verdicts, a report and a PDF: the REST API with requests.

LMG_API_KEY=lmg_live_... python docs/examples/walkthrough.py leads.csv crm.csv results/
"""

import os
import sys
import time
from pathlib import Path
from typing import Any

import requests

API = os.environ.get("LMG_API", "http://127.0.0.1:8000/api/v1")
PATIENCE_S = 900


class Listmatch:
    """The few calls that a match needs."""

    def __init__(self, key: str) -> None:
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {key}"

    def call(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        """One request; waits as long as the server says when it was one too many, and raises with its sentence."""
        answer = self.session.request(method, f"{API}/{path}", timeout=60, **options)
        if answer.status_code == 429:
            time.sleep(int(answer.headers["Retry-After"]))
            return self.call(method, path, **options)
        if not answer.ok:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.json()['error']}")
        found: dict[str, Any] = answer.json()
        return found

    def upload(self, path: Path, purpose: str) -> str:
        """Announce a file and send its bytes straight to the store; its id."""
        kind = "text/csv"
        announced = {"fileName": path.name, "fileSize": path.stat().st_size, "contentType": kind, "purpose": purpose}
        ticket = self.call("POST", "files", json=announced)
        with path.open("rb") as content:
            sent = requests.put(ticket["uploadUrl"], data=content, headers={"Content-Type": kind}, timeout=3600)
        sent.raise_for_status()
        return str(ticket["fileId"])

    def wait(self, path: str, noun: str, wanted: str) -> dict[str, Any]:
        """Poll with growing pauses until the status is the wanted one; raises with the reason of a failure."""
        pause, deadline = 1.0, time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            found: dict[str, Any] = self.call("GET", path)[noun]
            if found["status"] == wanted:
                return found
            if found["status"] == "failed":
                raise RuntimeError(found.get("prepareError") or found.get("errorMessage"))
            time.sleep(pause)
            pause = min(pause * 1.5, 15)
        raise TimeoutError(f"{path} is not {wanted} after {PATIENCE_S} s")


def download(url: str, into: Path) -> None:
    """Fetch a signed link, in constant memory; it needs no key."""
    with requests.get(url, stream=True, timeout=60) as answer, into.open("wb") as file:
        answer.raise_for_status()
        for part in answer.iter_content(2**20):
            file.write(part)


def main(source: Path, master: Path, into: Path) -> None:
    """The whole way."""
    into.mkdir(parents=True, exist_ok=True)
    api = Listmatch(os.environ["LMG_API_KEY"])
    print("Key of", api.call("GET", "whoami")["user"]["email"])
    lists = {"sourceFileId": api.upload(source, "source"), "masterFileId": api.upload(master, "master")}
    for file_id in lists.values():
        file = api.wait(f"files/{file_id}", "file", "ready")
        print(f"{file['name']}: {file['rowCount']} rows")

    # How to compare: proposed from the two files, kept under a name, and of use for every later job with such lists.
    proposed = api.call("POST", "profiles/suggest", json=lists)
    profile = api.call("POST", "profiles", json={"name": proposed["name"], "content": proposed["content"]})["profile"]

    job = api.call("POST", "jobs", json={**lists, "profileId": profile["id"]})["job"]
    job = api.wait(f"jobs/{job['id']}", "job", "completed")
    figures = job["resultSummary"]
    print(f"{figures['matched']} matched, {figures['review']} to review, {figures['unmatched']} unmatched")
    download(job["downloadUrl"], into / "results.csv")

    report = api.call("GET", f"reports?jobId={job['id']}")["reports"][0]
    detail = api.call("GET", f"reports/{report['id']}")["report"]
    print(f"Match rate: {detail['rollups']['totals']['matchRatePct']} %")
    print(detail["narrative"]["executive"])

    while (export := api.call("GET", f"reports/{report['id']}/export?format=pdf"))["status"] != "ready":
        time.sleep(3)
    download(export["downloadUrl"], into / "report.pdf")
    print(f"Written: {into}/results.csv and report.pdf")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
