"""Progress of a stage: logged to the run by default, or passed to a caller's own listener in this process."""

from collections.abc import Callable

from dagster import DagsterLogManager

from listmatch.domain.progress import Progress

Listener = Callable[[DagsterLogManager], Progress]
"""Makes the progress callback of a stage from the log of its step."""


def log_progress(log: DagsterLogManager) -> Progress:
    """Progress as log events, one per whole tenth and message."""
    last: list[tuple[int, str]] = []

    def report(share: float, message: str) -> None:
        step = (int(share * 10), message)
        if step not in last[-1:]:
            last.append(step)
            log.info(f"{share:.0%} {message}")

    return report
