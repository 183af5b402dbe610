"""Importing ahead what lists and jobs import late: for a process that waits for work and would otherwise make the first
of its users wait for 2 CPU seconds of imports.
"""

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


def warm() -> None:
    """Import all of them."""
    for name in LATE:
        importlib.import_module(name)
