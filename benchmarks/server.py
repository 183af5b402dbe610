"""`listmatch serve` as a process of its own, for benchmarks of the REST API."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

from listmatch.settings import Settings

LISTMATCH = str(Path(sys.executable).with_name("listmatch"))
PATIENCE_S = 60


@contextmanager
def serving(settings: Settings, port: int, *, worker: bool) -> Iterator[subprocess.Popen[bytes]]:
    """A server that answers, with or without its worker."""
    environment = {**os.environ, "LISTMATCH_HOME": str(settings.home), "LISTMATCH_CATALOG_URL": settings.catalog_url}
    command = [LISTMATCH, "serve", "--port", str(port), "--worker" if worker else "--no-worker"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(f"http://127.0.0.1:{port}/docs")
            yield server
        finally:
            server.terminate()


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            httpx2.get(url)
        except httpx2.TransportError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"{url} does not answer.")
