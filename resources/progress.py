"""Where the progress of a stage goes: into the run's log by default, to the caller's own listener in this process."""

from collections.abc import Callable

from dagster import DagsterLogManager

from listmatch.domain.progress import Progress

Listener = Callable[[DagsterLogManager], Progress]
"""Given the log of the step, the progress that its stage reports to."""


def log_progress(log: DagsterLogManager) -> Progress:
    """Progress as log events, one per whole tenth and message."""
    last: list[tuple[int, str]] = []

    def report(share: float, message: str) -> None:
        step = (int(share * 10), message)
        if step not in last[-1:]:
            last.append(step)
            log.info(f"{share:.0%} {message}")

    return report
