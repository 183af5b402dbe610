"""`listmatch serve` as its users run it: real processes, plain HTTP, and a kill in the middle."""

import json
import os
import signal
import subprocess
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.api.test_walkthrough import MASTER, SOURCE, as_csv
from tests.servers import LISTMATCH, free_port, serving, wait_until

pytestmark = pytest.mark.slow


class Client:
    """A client as somebody would write it with the standard library."""

    def __init__(self, port: int, key: str) -> None:
        self.base, self.key = f"http://127.0.0.1:{port}/api/v1", key

    def call(self, method: str, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        with urlopen(Request(f"{self.base}/{path}", data, headers, method=method), timeout=30) as answer:
            return json.load(answer)

    def upload(self, name: str, content: bytes) -> str:
        ticket = self.call("POST", "files", {"fileName": name, "fileSize": len(content), "contentType": "text/csv"})
        put = Request(ticket["uploadUrl"], content, {"Content-Type": "text/csv"}, method="PUT")
        with urlopen(put, timeout=30) as answer:
            assert answer.status == 200
        return str(ticket["fileId"])

    def status(self, path: str) -> str:
        return str(next(iter(self.call("GET", path).values()))["status"])


def test_an_accepted_job_survives_a_kill_of_everything(tmp_path: Path) -> None:
    home, port = tmp_path / "home", free_port()
    home.mkdir()
    with serving(home, port) as server:
        made = subprocess.run(
            [LISTMATCH, "keys", "create", "--email", "you@example.com", "--rate-limit", "1000", "--json"],
            env={**os.environ, "LISTMATCH_HOME": str(home)},
            capture_output=True,
            check=True,
        )
        client = Client(port, json.loads(made.stdout)["key"])
        source, master = client.upload("leads.csv", as_csv(SOURCE)), client.upload("crm.csv", as_csv(MASTER))
        job = client.call("POST", "jobs", {"sourceFileId": source, "masterFileId": master, "profileId": "auto"})["job"]
        wait_until(lambda: client.status(f"files/{source}") != "uploaded", seconds=120)
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
    with serving(home, port):
        wait_until(lambda: client.status(f"jobs/{job['id']}") in ("completed", "failed"), seconds=180)
        done = client.call("GET", f"jobs/{job['id']}")["job"]
        assert (done["status"], done["errorMessage"]) == ("completed", None)
        assert done["resultSummary"] == {"total_source_rows": 3, "matched": 2, "review": 0, "unmatched": 1}
        with urlopen(done["downloadUrl"], timeout=30) as answer:
            assert answer.read().count(b"\n") == len(SOURCE)
