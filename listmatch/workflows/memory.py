"""How much memory this process has used at most."""

import resource
import sys


def peak_memory_mb() -> int:
    """Peak resident memory of this process so far, in MiB (getrusage(2): KiB on Linux, bytes on macOS)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(peak // (1024 * 1024 if sys.platform == "darwin" else 1024))
