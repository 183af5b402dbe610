"""What changed since the previous run of the same schedule or pair of lists."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from listmatch.domain.rollups import Comparison, FigureChange, Rollups, Totals
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


def compare(rollups: Rollups, *, previous: Rollups, on: date | None = None) -> Comparison:
    """The ``comparison`` of *rollups* with those of the *previous* run, which was *on* that day.

    ``isSameShape`` is false when mode or threshold differ: the figures then do not mean the same. A figure that either
    run lacks is left out.
    """
    figures = DEDUPE_FIGURES if rollups["mode"] == "dedupe" else MATCH_FIGURES
    now, before = rollups["totals"], previous.get("totals", {})
    return {
        "previousOn": on.isoformat() if on else None,
        "isSameShape": all(rollups[key] == previous.get(key) for key in ("mode", "threshold")),
        "changes": list(_changes(figures, now=now, before=before)),
    }


def _changes(figures: Iterable[str], *, now: Totals, before: Totals) -> Iterator[FigureChange]:
    for figure in figures:
        current, previous = now.get(figure), before.get(figure)
        if current is not None and previous is not None:
            yield {
                "figure": figure,
                "label": label_of(f"totals.{figure}"),
                "previous": previous,
                "current": current,
                "change": _difference(current, previous),
            }


def _difference(now: float, before: float) -> float:
    if isinstance(now, int) and isinstance(before, int):
        return now - before
    return half_up(Decimal(str(now)) - Decimal(str(before)), places=2)
