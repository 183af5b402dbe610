"""Starts and ends the process of a command, with as little of Python's own overhead as possible."""

import atexit
import os
import sys
import threading

from listmatch.memory import use_sparingly


def start() -> None:
    """The command `listmatch`: run the command line and end the process.

    At its end Python takes every object apart one by one, a sixth of the CPU seconds of a match of small lists, and
    the system then frees all of it at once. So what was registered for the end is run, and the rest is left to the
    system.
    """
    use_sparingly()  # before the imports, which make most objects
    from listmatch.cli.app import main

    try:
        main()
    except SystemExit as end:
        if not isinstance(end.code, int | None) or threading.active_count() > 1:
            raise
        _leave(end.code or 0)
    _leave(0)


def _leave(code: int) -> None:
    """End the process; where what it printed cannot be written, Python does, and tells of that."""
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        sys.exit(code)
    os._exit(code)
