"""The ``frequentValues`` of a report: what too many rows carry to be compared by, and what that leaves out."""

from collections.abc import Mapping

from listmatch.domain.rollups import FrequentPass, FrequentValues
from listmatch.domain.summaries import CandidateSummary, HotValues


def frequent_values(blocking: CandidateSummary | None, *, labels: Mapping[str, str]) -> FrequentValues | None:
    """Pass by pass, in order of strength; None where no value was too frequent.

    *labels* says what a pass is called in print. Figures of the values themselves are there where they are too frequent
    to be looked up at all (``hot``).
    """
    if blocking is None or not blocking.crowded:
        return None
    hot = {each.name: each for each in blocking.hot}
    alone = {each.name: each.pairs_left_out for each in blocking.passes}
    passes = [_told(name, labels, hot.get(name), alone.get(name, 0)) for name in blocking.crowded]
    return {"rowsLeftOut": blocking.source_rows_left_out, "passes": passes}


def _told(name: str, labels: Mapping[str, str], hot: HotValues | None, alone: int) -> FrequentPass:
    """One pass; *alone* counts the pairs of rows that share nothing but one common value of it."""
    return {
        "pass": name,
        "label": labels.get(name, name.replace("_", " ")),
        "values": hot.values if hot else None,
        "rowsOfTheMostFrequent": hot.largest if hot else None,
        "sourceRows": hot.source_rows if hot else None,
        "pairsCompared": hot.pairs_kept if hot else None,
        "pairsLeftOut": (hot.pairs_left_out if hot else 0) + alone,
    }
