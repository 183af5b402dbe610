"""How much memory this process has used at most, and giving back what it does not use."""

import ctypes
import resource
import sys


def peak_memory_mb() -> int:
    """Peak resident memory of this process so far, in MiB (getrusage(2): KiB on Linux, bytes on macOS)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(peak // (1024 * 1024 if sys.platform == "darwin" else 1024))


def give_back_memory() -> None:
    """Return freed memory to the system, after each list in a process that runs many.

    glibc keeps what the threads of DuckDB and Arrow freed in arenas of its own: 4 MiB per small list, for ever, without
    this (mallopt(3), malloc_trim(3)). Other C libraries have no such function and no such habit.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
