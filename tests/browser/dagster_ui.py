"""A home in which the command line has run, and `dagster dev` over it, for the tests that look at Dagster's pages."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from listmatch.settings import CHECKOUT, Settings
from listmatch.workflows.services import Services, open_own_services
from pipelines.relay import wait_for_follower
from tests.servers import LISTMATCH, free_port, wait_until


@dataclass(frozen=True, slots=True)
class Installation:
    """An installation under one home with Dagster's pages at ``url``."""

    home: Path
    url: str

    @property
    def services(self) -> Services:
        """Its catalog and object store."""
        return open_own_services(Settings(home=self.home))

    def listmatch(self, *arguments: str) -> str:
        """What the command line prints."""
        return command_line(self.home, *arguments)

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The data that GraphQL answers."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = Request(f"{self.url}/graphql", data=body, headers={"Content-Type": "application/json"})
        with urlopen(request, timeout=30) as answer:
            return dict(json.load(answer)["data"])


def command_line(home: Path, *arguments: str) -> str:
    """What `listmatch` prints in a home."""
    environment = os.environ | {"LISTMATCH_HOME": str(home), "LISTMATCH_THREADS": "2"}
    done = subprocess.run([LISTMATCH, *arguments], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    wait_for_follower(Settings(home=home))
    return done.stdout


@contextmanager
def dagster_over(home: Path) -> Iterator[Installation]:
    """Web server, daemon and code location over a home that has been used before."""
    url = f"http://127.0.0.1:{free_port()}"
    command = [
        sys.executable,
        "-W",
        "ignore::FutureWarning",
        "-m",
        "dagster",
        "dev",
        "-w",
        str(CHECKOUT / "workspace.yaml"),
    ]
    environment = os.environ | {"LISTMATCH_HOME": str(home), "DAGSTER_HOME": str(home / "dagster")}
    with (home / "dagster.log").open("wb") as log:
        server = subprocess.Popen(
            [*command, "-p", url.rpartition(":")[2]],
            cwd=home / "dagster",
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    installation = Installation(home, url)
    try:
        wait_until(lambda: is_loaded(installation), seconds=120)
        yield installation
    finally:
        end(server)


def is_loaded(installation: Installation) -> bool:
    """Whether the web server answers and has loaded the code location."""
    try:
        answer = installation.ask("{ repositoriesOrError { ... on RepositoryConnection { nodes { name } } } }")
    except (URLError, OSError):
        return False
    return bool(answer["repositoriesOrError"].get("nodes"))


def end(server: subprocess.Popen[bytes]) -> None:
    """End the whole session: Dagster's code servers would outlive their parent by 45 s."""
    server.send_signal(signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        server.wait(timeout=20)
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait()
