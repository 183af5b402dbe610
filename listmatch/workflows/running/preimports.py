"""Imports ahead of time what stages import late, sparing the first user of a waiting process 2 CPU seconds."""

import importlib

LATE = (
    "listmatch.intake",
    "listmatch.profiling",
    "listmatch.cleansing",
    "listmatch.matching.blocking.candidates",
    "listmatch.matching.scoring.score",
    "listmatch.matching.verdicts.assignment",
    "listmatch.matching.clustering.clusters",
    "listmatch.reporting",
    "listmatch.exports",
)
"""Modules that stages and checks import inside their functions, because a command that needs none of them must not."""


def import_ahead() -> None:
    """Import all of them."""
    for name in LATE:
        importlib.import_module(name)
