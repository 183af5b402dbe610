"""The ``promises`` of a report: what the scores say about themselves, in the report's units."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from listmatch.domain.rollups import Expectations, Promises
from listmatch.domain.summaries import Interval
from listmatch.domain.summaries import Promises as Given
from listmatch.reporting.breakdowns import bucket_name
from listmatch.reporting.figures import half_up, percent_of

NOTE_OF_A_MATCH = (
    "True matches found are counted among those that share a key with the master list; no other can be seen."
)
NOTE_OF_A_DEDUPE = (
    "True duplicates found are counted among rows that share a key with another row; no other can be seen."
)


def promises(given: Given | None, *, buckets: Sequence[Mapping[str, Any]], is_dedupe: bool) -> Promises | None:
    """What the step of verdicts or clusters promises, as shares in per cent; None when it promises nothing.

    *buckets* are the lines of
    ``marts.score_distribution``: a score says how likely the match is right, so the mean score of a bucket is the
    share of it that should be right.
    """
    if given is None:
        return None
    return {
        **_precision(given.precision),
        **_recall(given.recall),
        "reliability": [
            {
                "bucket": bucket_name(line["bucket_from"]),
                "rows": line["row_count"],
                "expectedPct": half_up(Decimal(line["score_tenths_sum"]) / (10 * line["row_count"]), places=2),
            }
            for line in sorted(buckets, key=lambda line: -line["bucket_from"])
        ],
        "notes": [NOTE_OF_A_DEDUPE if is_dedupe else NOTE_OF_A_MATCH] if given.recall else [],
    }


def _precision(given: Interval | None) -> Expectations:
    if not given:
        return {}
    expected, low, high = _percents(given)
    return {"expectedPrecisionPct": expected, "precisionLowPct": low, "precisionHighPct": high}


def _recall(given: Interval | None) -> Expectations:
    if not given:
        return {}
    expected, low, high = _percents(given)
    return {"expectedRecallPct": expected, "recallLowPct": low, "recallHighPct": high}


def _percents(given: Interval) -> tuple[float, float, float]:
    return percent_of(given.expected), percent_of(given.low), percent_of(given.high)
