"""The ``totals`` of a report, from the one line of ``marts.totals``."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from listmatch.domain.columns import Field
from listmatch.domain.rollups import Totals
from listmatch.reporting.figures import half_up, score_from_tenths, share_pct


def match_totals(
    counted: Mapping[str, Any],
    *,
    fields: Collection[str],
    master_rows: int,
    result_lines: int,
    excluded: Mapping[str, int] | None,
) -> Totals:
    """The totals of a match; *fields* are the comparable fields that the source list has.

    *excluded* is the one line of ``marts.excluded_rows``; None where nobody is excluded.
    """
    rows = counted["source_rows"]
    return {
        "sourceRows": rows,
        "masterRows": master_rows,
        "matched": counted["matched"],
        "review": counted["review"],
        "unmatched": counted["unmatched"],
        "matchRatePct": share_pct(counted["matched"], rows),
        "reviewSharePct": share_pct(counted["review"], rows),
        "unmatchedPct": share_pct(counted["unmatched"], rows),
        "newRecords": counted["new_records"],
        "newRecordsWithEmail": counted["new_records_with_email"] if Field.EMAIL in fields else None,
        "newRecordsWithPhone": counted["new_records_with_phone"] if Field.PHONE in fields else None,
        "withoutCandidate": counted["without_candidate"],
        **_scores(counted),
        "sourceDuplicates": counted["source_duplicates"],
        "masterRowsMatched": counted["master_rows_matched"],
        "masterDuplicates": counted["master_duplicates"],
        "excludedRows": None if excluded is None else excluded["excluded_rows"],
        "excludedMatched": None if excluded is None else excluded["excluded_matched"],
        "resultLines": result_lines,
    }


def dedupe_totals(
    counted: Mapping[str, Any], *, clusters: Mapping[str, Any], excluded: Mapping[str, int] | None
) -> Totals:
    """The totals of a dedupe; *clusters* is the one line of ``marts.cluster_totals``."""
    rows = counted["source_rows"]
    return {
        "sourceRows": rows,
        "entities": clusters["entities"],
        "clusters": clusters["clusters"],
        "duplicates": counted["matched"],
        "duplicateRatePct": share_pct(counted["matched"], rows),
        "uniqueRows": clusters["unique_rows"],
        "largestCluster": clusters["largest_cluster"],
        "reviewPairs": clusters["review_pairs"],
        **_scores(counted),
        "excludedRows": None if excluded is None else excluded["excluded_rows"],
    }


def _scores(counted: Mapping[str, Any]) -> dict[str, float | None]:
    scored = counted["matched"] + counted["review"]
    average = half_up(Decimal(counted["score_tenths_sum"]) / (10 * scored), places=1) if scored else None
    return {"avgScore": average, "medianScore": score_from_tenths(counted["score_tenths_median"])}
