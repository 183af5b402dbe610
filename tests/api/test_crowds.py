"""Many clients at once against `listmatch serve`, as other processes with plain HTTP."""

import csv
import io
import json
import os
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from listmatch.api.gate import WINDOW_S
from tests.api.test_serve import Client
from tests.api.test_walkthrough import MASTER, as_csv
from tests.servers import LISTMATCH, free_port, serving, wait_until

pytestmark = pytest.mark.slow

CLIENTS = 50
PATIENCE_S = 1800
"""For all of their jobs, which one worker runs one after the other."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def new_key(home: Path, *options: str) -> str:
    command = [LISTMATCH, "keys", "create", "--email", "you@example.com", "--json", *options]
    environment = {**os.environ, "LISTMATCH_HOME": str(home)}
    return str(json.loads(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)["key"])


def status_of(port: int, key: str) -> int:
    request = Request(f"http://127.0.0.1:{port}/api/v1/whoami", headers={"Authorization": f"Bearer {key}"})
    try:
        with urlopen(request, timeout=60) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


@pytest.fixture
def two_servers(home: Path) -> Iterator[tuple[int, int]]:
    """The ports of two processes on one catalog."""
    with ExitStack() as stack:
        ports = free_port(), free_port()
        for port in ports:
            stack.enter_context(serving(home, port, options=("--no-worker",)))
        yield ports


def test_twenty_requests_pass_and_no_more_however_many_come_to_two_processes(
    home: Path, two_servers: tuple[int, int]
) -> None:
    for port in two_servers:
        assert status_of(port, new_key(home)) == 200  # whatever is made at the first request is made
    for _ in range(5):
        key, began = new_key(home), time.monotonic()
        with ThreadPoolExecutor(20) as pool:
            statuses = list(pool.map(lambda number, key=key: status_of(two_servers[number % 2], key), range(60)))
        if time.monotonic() - began < WINDOW_S:  # else a second window has begun, on a machine that is too busy
            break
    assert (statuses.count(200), statuses.count(429)) == (20, 40)


def test_every_one_of_fifty_clients_at_once_gets_its_own_right_result(home: Path) -> None:
    port = free_port()
    with serving(home, port):
        key = new_key(home, "--rate-limit", "1000000")
        master = Client(port, key).upload("crm.csv", as_csv(MASTER))
        with ThreadPoolExecutor(CLIENTS) as pool:
            found = list(pool.map(lambda number: matched_emails(port, key, master, number), range(CLIENTS)))
        listed = Client(port, key).call("GET", "jobs?status=completed&limit=200")["jobs"]
    assert found == [expected_emails(number) for number in range(CLIENTS)]
    assert len({job["id"] for job in listed}) == CLIENTS


def leads(number: int) -> list[tuple[str, ...]]:
    """The list of one client: one row of the master, and two people of its own."""
    first, last, email, postcode, _ = MASTER[1 + number % (len(MASTER) - 1)]
    strangers = [(f"Nina{number}", f"Novak{number}{n}", f"nn{number}.{n}@new.example", "73301") for n in (1, 2)]
    return [("first_name", "last_name", "email", "zip"), strangers[0], (first, last, email, postcode), strangers[1]]


def expected_emails(number: int) -> list[tuple[str, str]]:
    return [(row[2], "matched" if place == 1 else "unmatched") for place, row in enumerate(leads(number)[1:])]


def matched_emails(port: int, key: str, master: str, number: int) -> list[tuple[str, str]]:
    """What one client finds in its result: (e-mail of the row, its verdict)."""
    client = Client(port, key)
    source = client.upload(f"leads_{number}.csv", as_csv(leads(number)))
    body = {"sourceFileId": source, "masterFileId": master, "profileId": "auto"}
    job = client.call("POST", "jobs", body)["job"]
    wait_until(lambda: client.status(f"jobs/{job['id']}") in ("completed", "failed"), seconds=PATIENCE_S, every=3.0)
    done = client.call("GET", f"jobs/{job['id']}")["job"]
    assert done["status"] == "completed", done["errorMessage"]
    with urlopen(done["downloadUrl"], timeout=60) as answer:
        rows = csv.DictReader(io.StringIO(answer.read().decode()))
        return [(row["email"], row["_lmg_match_status"]) for row in rows]
