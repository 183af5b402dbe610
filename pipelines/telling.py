"""The runner of the command line: stages run in its own process, and a second one tells Dagster what they did.

Importing Dagster, opening its databases and driving a run takes 2.5 CPU seconds, more than matching a small list. So
the command runs the stages itself and writes what each of them made, and what its checks found, to the process of
pipelines/follower.py, where a run of the very same assets follows. The command ends when its results are delivered; the
follower a second or two later (docs/adr/0006). Nothing here may import Dagster.
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
from listmatch.workflows.running.runner import LoopRunner, Told
from listmatch.workflows.services import Services

LOGGER = logging.getLogger("listmatch.telling")

FOLLOWER = "pipelines.follower"
LOG = "follower.log"
NICE = 10
"""The command comes first, and whatever else the machine does."""

PIPE_BYTES = 1 << 20
"""What a run tells is 20 to 100 kB, so the command need not wait until Dagster is imported (pipe(7): 64 kB, 1 MiB)."""


class TellingRunner(LoopRunner):
    """The default runner of a command in a checkout or image (listmatch.workflows.runners.Runner)."""

    def __init__(self, services: Services) -> None:
        follower, settings = the_follower(), services.settings
        follower.start(settings)
        super().__init__(services, tell=lambda told: follower.tell(settings, told))


class Follower:
    """The process that follows. It ends when it has read everything; without it the work goes on, untold."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, settings: Settings) -> None:
        """Have it import Dagster while this process does other things; what troubles it goes to a log. Idempotent.

        A folder that cannot be written, or a machine that gives no further process, costs the view in the UI and
        nothing else.
        """
        if self._process is not None:
            return
        try:
            self._process = _started(settings)
        except OSError as error:
            LOGGER.warning("Dagster is not told of this run (%s).", error)

    def tell(self, settings: Settings, told: Told) -> None:
        """Tell it what happened in an installation."""
        pipe = self._process.stdin if self._process else None
        if pipe is None or pipe.closed:
            return
        try:
            pipe.write(pickle.dumps((settings, told)))
            pipe.flush()
        except OSError as error:
            LOGGER.warning("Dagster is not told of this run (%s); see %s.", error, settings.dagster_home / LOG)
            with suppress(OSError):  # what it could not write before
                pipe.close()

    def close(self) -> None:
        """Wait until it has told Dagster everything. Idempotent."""
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


def wait_until_told(settings: Settings) -> None:
    """Return when no follower of this installation is at work any more."""
    settings.dagster_home.mkdir(parents=True, exist_ok=True)
    with (settings.dagster_home / LOG).open("ab") as log:
        fcntl.flock(log, fcntl.LOCK_EX)


@cache
def the_follower() -> Follower:
    """The one of this process, which does not wait for it at its end."""
    return Follower()
