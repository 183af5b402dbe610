"""Memory of a process: how often Python looks for unreachable cycles, and what allocators keep that nobody uses.

By default Python looks after every 700 new objects, which suits programs that make few. Starting one of our processes
makes a million that stay (Dagster, SQLAlchemy, pandas, Splink): looking at them again and again took 1.1 s of the
15.8 s of a match of 5,000 against 500,000 rows. Lists are held by DuckDB and Arrow, whose memory is freed by reference
counts.

What is freed so goes back to an allocator, which may keep it: of a list of a million rows Arrow's default (mimalloc)
kept 150 MB while the next step asked for as much elsewhere; with jemalloc, which Arrow brings too, a match of it took
90 MB less at its peak.
"""

import ctypes
import gc
import os
import resource
import sys

NEW_OBJECTS = 50_000
YOUNGER_LOOKS = 20
ARROW_POOL = "ARROW_DEFAULT_MEMORY_POOL"
"""Arrow's own variable, read when it is loaded"""


def use_sparingly() -> None:
    """For the start of a process of ours, before its imports."""
    gc.set_threshold(NEW_OBJECTS, YOUNGER_LOOKS, YOUNGER_LOOKS)
    if sys.platform != "win32":  # where Arrow is built without jemalloc
        os.environ.setdefault(ARROW_POOL, "jemalloc")


def keep_for_good() -> None:
    """For the end of a server's start: what exists now is there to stay and never looked at again."""
    gc.collect()
    gc.freeze()


def peak_memory_mb() -> int:
    """Peak resident memory of this process so far, in MiB (getrusage(2): KiB on Linux, bytes on macOS)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(peak // (1024 * 1024 if sys.platform == "darwin" else 1024))


def give_back_memory() -> None:
    """Return freed memory to the system: after each step that holds much, and after each list of many.

    glibc keeps what the threads of DuckDB freed in arenas of its own (mallopt(3), malloc_trim(3)); other C libraries
    have no such function and no such habit.
    """
    if "pyarrow" in sys.modules:
        import pyarrow as pa

        pa.default_memory_pool().release_unused()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
