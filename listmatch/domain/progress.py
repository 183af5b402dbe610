"""Progress of long-running work, reported through one callback."""

from typing import Protocol


class Progress(Protocol):
    """Called with the share done (0.0-1.0, never falling) and a short present-tense phrase."""

    def __call__(self, share: float, message: str) -> None:
        """Tell where the work is."""


def silent(share: float, message: str) -> None:
    """A listener for callers that do not care."""


def part_of(progress: Progress, start: float, end: float) -> Progress:
    """A progress for one part of a larger piece of work that covers *start* to *end* of it."""

    def report(share: float, message: str) -> None:
        progress(start + (end - start) * min(max(share, 0.0), 1.0), message)

    return report
