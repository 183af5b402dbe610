"""`listmatch serve` as its users run it: real processes, plain HTTP, and a kill in the middle."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from tests.api.test_walkthrough import MASTER, SOURCE, as_csv

pytestmark = pytest.mark.slow

LISTMATCH = str(Path(sys.executable).with_name("listmatch"))


def free_port() -> int:
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        return int(candidate.getsockname()[1])


@contextmanager
def serving(home: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server with its worker, in a session of its own so that all of it can be killed."""
    environment = {**os.environ, "LISTMATCH_HOME": str(home)}
    command = [LISTMATCH, "serve", "--port", str(port)]
    with (home.parent / "serve.log").open("ab") as log:
        server = subprocess.Popen(command, env=environment, stderr=log, stdout=log, start_new_session=True)
    try:
        wait_until(lambda: is_listening(port), seconds=60)
        yield server
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=60)


def is_listening(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/api/v1/openapi.json", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def wait_until(is_true: Any, *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, "it takes too long"
        time.sleep(0.3)


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
