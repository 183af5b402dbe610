"""The API as a server on loopback: in a thread of this process, or as `listmatch serve` starts it."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import uvicorn
from fastapi import FastAPI

from listmatch.api.slow_clients import PatientProtocol

LISTMATCH = str(Path(sys.executable).with_name("listmatch"))


@contextmanager
def in_thread(app: FastAPI, *, protocol: type[PatientProtocol] = PatientProtocol) -> Iterator[int]:
    """The port of an application that runs in a thread for as long as the block lasts."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, http=protocol, log_level="critical"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.02)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


@contextmanager
def serving(
    home: Path, port: int, *, settings: Mapping[str, str] | None = None, options: tuple[str, ...] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    """`listmatch serve` with its worker, in a session of its own so that all of it can be killed."""
    environment = {**os.environ, "LISTMATCH_HOME": str(home), **(settings or {})}
    command = [LISTMATCH, "serve", "--port", str(port), *options]
    said = home.parent / f"serve_{port}.log"
    with said.open("ab") as log:
        server = subprocess.Popen(command, env=environment, stderr=log, stdout=log, start_new_session=True)
    try:
        wait_until(lambda: is_listening(port) or server.poll() is not None, seconds=60)
        assert server.poll() is None, said.read_text()
        yield server
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=60)


def free_port() -> int:
    """A port of loopback that nobody uses."""
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        return int(candidate.getsockname()[1])


def is_listening(port: int) -> bool:
    """Whether an API answers at a port."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/docs", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def wait_until(is_true: Callable[[], bool], *, seconds: float, every: float = 0.3) -> None:
    """Return when something is true, and fail when it is not in time."""
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, "it takes too long"
        time.sleep(every)
