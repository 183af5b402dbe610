"""The runner of the command line: stages run in this process, and a second process records them in Dagster.

Importing Dagster, opening its databases and driving a run takes 2.5 CPU seconds, more than matching a small list. So
the command runs the stages itself and sends the result and checks of each to the process of pipelines/follower.py,
which executes a run of the same assets from these messages. The command ends when its results are delivered; the
follower ends a second or two later (docs/adr/0006). Nothing here may import Dagster.
"""

import fcntl
import logging
import os
import pickle
import subprocess
import sys
from contextlib import suppress
from functools import cache

from listmatch.settings import Settings
from listmatch.workflows.running.runner import LoopRunner, RunEvent
from listmatch.workflows.services import Services

LOGGER = logging.getLogger("listmatch.relay")

FOLLOWER = "pipelines.follower"
LOG = "follower.log"
NICE = 10
"""The follower yields to the command and to everything else on the machine."""

PIPE_BYTES = 1 << 20
"""A run sends 20 to 100 kB, so the command never waits for Dagster's import (the default pipe holds 64 kB, pipe(7))."""


class RelayRunner(LoopRunner):
    """The default runner of a command in a checkout or image (listmatch.workflows.runners.Runner)."""

    def __init__(self, services: Services) -> None:
        follower, settings = follower_process(), services.settings
        follower.start(settings)
        super().__init__(services, notify=lambda event: follower.send(settings, event))


class Follower:
    """The process that follows. It ends when it has read everything; if it fails, the command goes on without it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, settings: Settings) -> None:
        """Start it early, so that it imports Dagster while this process works; its errors go to a log. Idempotent.

        If it cannot be started (read-only folder, process limit), the run is missing in the UI and nothing else.
        """
        if self._process is not None:
            return
        try:
            self._process = _started(settings)
        except OSError as error:
            LOGGER.warning("This run will not appear in Dagster (%s).", error)

    def send(self, settings: Settings, event: RunEvent) -> None:
        """Send it an event of the installation with these settings."""
        pipe = self._process.stdin if self._process else None
        if pipe is None or pipe.closed:
            return
        try:
            pipe.write(pickle.dumps((settings, event)))
            pipe.flush()
        except OSError as error:
            LOGGER.warning("This run will not appear in Dagster (%s); see %s.", error, settings.dagster_home / LOG)
            with suppress(OSError):  # what it could not write before
                pipe.close()

    def close(self) -> None:
        """Wait until it has recorded everything. Idempotent."""
        process, self._process = self._process, None
        if process is not None:
            process.communicate()


def _started(settings: Settings) -> "subprocess.Popen[bytes]":
    settings.dagster_home.mkdir(parents=True, exist_ok=True)
    with (settings.dagster_home / LOG).open("ab") as log:
        fcntl.flock(log, fcntl.LOCK_SH)  # goes with the open file: held until the follower has ended
        process = subprocess.Popen(  # noqa: S603 (our own module)
            [sys.executable, "-m", FOLLOWER],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            pipesize=PIPE_BYTES,
            start_new_session=True,  # neither Ctrl-C nor the end of the terminal reach it
        )
    os.setpriority(os.PRIO_PROCESS, process.pid, NICE)  # from here, as most of its work is importing
    return process


def wait_for_follower(settings: Settings) -> None:
    """Return when no follower of this installation is running any more."""
    settings.dagster_home.mkdir(parents=True, exist_ok=True)
    with (settings.dagster_home / LOG).open("ab") as log:
        fcntl.flock(log, fcntl.LOCK_EX)


@cache
def follower_process() -> Follower:
    """The follower of this process, which does not wait for it when it exits."""
    return Follower()
