"""listmatch: verdicts on a source list against a master list that can be trusted and explained.

This is the library. It never imports Dagster: the code location (``pipelines/``, ``assets/``, ``resources/``,
``sensors/``, ``schedules/``) wraps what is here. Nothing heavy is imported at this level.
"""

__version__ = "0.1.0"
