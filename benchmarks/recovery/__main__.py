"""``python -m benchmarks.recovery latency|drops|backfill --home FOLDER``: prints a line for benchmarks/RECOVERY.md.

FOLDER should be empty; the servers that a measurement needs run in it and end with it.
"""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from benchmarks.recovery import backfill, drops, latency

MEASUREMENTS: dict[str, Callable[[argparse.Namespace], str]] = {
    "latency": lambda asked: latency.measure(asked.home, jobs=asked.lists, has_worker=asked.worker),
    "drops": lambda asked: drops.measure(asked.home, lists=asked.lists, rows=asked.rows, has_worker=asked.worker),
    "backfill": lambda asked: backfill.measure(
        asked.home, lists=asked.lists, rows=asked.rows, workers=asked.workers, runner=asked.runner
    ),
}


def main() -> None:
    """Measure one thing and print it with the load of the machine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=sorted(MEASUREMENTS))
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--lists", type=int, default=200)
    parser.add_argument("--rows", type=int, default=20)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--runner", default="", help="LISTMATCH_RUNNER of a backfill; empty: Dagster's")
    parser.add_argument(
        "--worker", action=argparse.BooleanOptionalAction, default=True, help="listmatch serve's worker"
    )
    asked = parser.parse_args()
    asked.home.mkdir(parents=True, exist_ok=True)
    before, told = os.getloadavg()[0], MEASUREMENTS[asked.what](asked)
    print(f"{told} Load of the machine before and after: {before:.1f}, {os.getloadavg()[0]:.1f}.")


if __name__ == "__main__":
    main()
