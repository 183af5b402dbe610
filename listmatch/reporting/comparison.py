"""What changed since the previous run of the same schedule or pair of lists."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from listmatch.reporting.definitions import label_of
from listmatch.reporting.figures import half_up

MATCH_FIGURES = (
    "sourceRows",
    "masterRows",
    "matched",
    "review",
    "unmatched",
    "matchRatePct",
    "reviewSharePct",
    "newRecords",
    "avgScore",
)
DEDUPE_FIGURES = ("sourceRows", "entities", "clusters", "duplicates", "duplicateRatePct", "reviewPairs", "avgScore")


def compare(rollups: Mapping[str, Any], *, previous: Mapping[str, Any], on: date | None = None) -> dict[str, Any]:
    """The ``comparison`` of *rollups* with those of the *previous* run, which was *on* that day.

    ``isSameShape`` is false when mode or threshold differ: the figures then do not mean the same. A figure that either
    run lacks is left out.
    """
    figures = DEDUPE_FIGURES if rollups["mode"] == "dedupe" else MATCH_FIGURES
    now, before = rollups["totals"], previous.get("totals", {})
    return {
        "previousOn": on.isoformat() if on else None,
        "isSameShape": all(rollups[key] == previous.get(key) for key in ("mode", "threshold")),
        "changes": [
            {
                "figure": figure,
                "label": label_of(f"totals.{figure}"),
                "previous": before[figure],
                "current": now[figure],
                "change": _difference(now[figure], before[figure]),
            }
            for figure in figures
            if isinstance(now.get(figure), int | float) and isinstance(before.get(figure), int | float)
        ],
    }


def _difference(now: float, before: float) -> float:
    if isinstance(now, int) and isinstance(before, int):
        return now - before
    return half_up(Decimal(str(now)) - Decimal(str(before)), places=2)
