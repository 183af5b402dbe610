"""`listmatch serve`: the REST API and a worker, in two processes of one machine."""

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from listmatch.errors import InputError
from listmatch.memory import keep_for_good
from listmatch.settings import Settings, read_settings

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

WORKER_GRACE_S = 10.0
"""How long a worker may take to end; what it was doing is done again by the next one."""


WATCH_EVERY_S = 0.5

BACKLOG = 2048
"""Connections that may wait to be taken."""


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
    worker: Annotated[bool, typer.Option(help="Also prepare files and run jobs, without Dagster's daemon.")] = True,
) -> None:
    """Serve the REST API and run the jobs it receives.

    Example: listmatch serve --port 8000
    """
    try:
        import uvicorn

        from listmatch.api.app import create_app
        from listmatch.api.slow_clients import PatientProtocol
    except ModuleNotFoundError as error:
        cure = "Install listmatch[api]."
        raise InputError(f"the API needs a package that is missing ({error.name}).", cure=cure) from error
    settings, listening = read_settings(), _listen(host, port)
    app = create_app(settings)  # migrates the catalog before anybody else opens it
    keep_for_good()
    stop_working = _keep_working(settings) if worker else None
    url = settings.base_url or f"http://{_name_of(host)}:{listening.getsockname()[1]}"
    typer.echo(f"listmatch API on {url}/api/v1 · documentation on {url}/docs", err=True)
    # On h11, which bounds the size of headers (64 KiB), as httptools does not.
    config = uvicorn.Config(
        app, http=PatientProtocol, log_level="warning", server_header=False, timeout_graceful_shutdown=5
    )
    try:
        with suppress(KeyboardInterrupt):  # uvicorn has ended in order, and raises it again
            uvicorn.Server(config).run(sockets=[listening])
    finally:
        if stop_working is not None:
            stop_working()


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises InputError when another program has the address, or the machine does not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=BACKLOG)
        # Connections inherit it. Where asyncio's own loop runs, headers and body go out by themselves, and without it
        # the second waits 40 ms for the client to acknowledge the first (RFC 896, RFC 1122 4.2.3.2).
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening
    except OSError as error:
        reason = str(error.strerror).partition(" (")[0]
        raise InputError(
            f"nobody can listen on {host} port {port} ({reason}).",
            cure="End the program that has it, or choose another with --port or --host.",
        ) from error


def _name_of(host: str) -> str:
    """What a browser on this machine calls the address that the server listens on; the wildcards are none to go to."""
    known = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - a name to replace, not to listen on
    return known.get(host) or (f"[{host}]" if ":" in host else host)


def _keep_working(settings: Settings) -> Callable[[], None]:
    """Start a worker, and another one whenever it was killed; returns what ends this."""
    is_over = threading.Event()
    children = [_start_worker(settings)]

    def watch() -> None:
        while not is_over.is_set():
            children[-1].join(WATCH_EVERY_S)
            if not children[-1].is_alive() and not is_over.wait(WATCH_EVERY_S):
                typer.echo("The worker was killed; a new one starts.", err=True)
                children.append(_start_worker(settings))

    watcher = threading.Thread(target=watch, name="listmatch-watcher", daemon=True)
    watcher.start()

    def stop() -> None:
        is_over.set()
        watcher.join()
        _stop_worker(children[-1])

    return stop


def _start_worker(settings: Settings) -> "BaseProcess":
    import multiprocessing

    context = multiprocessing.get_context("spawn")  # a fork would share the parent's database connections
    child = context.Process(target=work, args=(settings, os.getpid()), name="listmatch-worker")
    child.start()
    return child


def _stop_worker(child: "BaseProcess") -> None:
    child.terminate()
    child.join(WORKER_GRACE_S)
    if child.is_alive():
        child.kill()
        child.join()


def work(settings: Settings, parent: int) -> None:
    """Run what is due until SIGTERM or the end of the process *parent*."""
    with suppress(SystemExit):
        _work(settings, parent)
    # At once: there is nothing left to keep, no message to a slow address to wait for, and DuckDB would tell at length
    # what it did not free.
    os._exit(0)


def _work(settings: Settings, parent: int) -> None:
    from listmatch.workflows.runners import find_runner
    from listmatch.workflows.running.preimports import import_ahead
    from listmatch.workflows.running.worker import Worker, only_worker, reap_late, send_messages
    from listmatch.workflows.services import open_services

    stop = threading.Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which stops us
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0) if stop.is_set() else _interrupt(stop))
    services = open_services(settings)

    def should_stop() -> bool:
        return stop.is_set() or os.getppid() != parent

    with only_worker(services, should_stop) as notebook:
        if notebook is None:
            return
        for beside in (send_messages, reap_late):
            threading.Thread(target=beside, args=(services, should_stop), daemon=True).start()
        runner = find_runner(services, is_lasting=True)
        import_ahead()
        Worker(services, runner, notebook=notebook).run(should_stop)


def _interrupt(stop: threading.Event) -> None:
    """End at once: the work in hand is noted and is done again."""
    stop.set()
    raise SystemExit(0)
