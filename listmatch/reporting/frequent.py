"""The ``frequentValues`` of a report: what too many rows carry to be compared by, and what that leaves out."""

from collections.abc import Mapping
from typing import Any

from listmatch.domain.rollups import FrequentPass, FrequentValues


def frequent_values(blocking: Mapping[str, Any], *, labels: Mapping[str, str]) -> FrequentValues | None:
    """Pass by pass, in order of strength; None where no value was too frequent.

    *blocking* is the summary of the candidate step, *labels* says what a pass is called in print. Figures of the values
    themselves are there where they are too frequent to be looked up at all (``hot``).
    """
    names = blocking.get("crowded", ())
    hot = {each["name"]: each for each in blocking.get("hot", ())}
    alone = {each["name"]: each["pairs_left_out"] for each in blocking.get("passes", ())}
    passes = [_told(name, labels, hot.get(name, {}), alone.get(name, 0)) for name in names]
    return {"rowsLeftOut": blocking["source_rows_left_out"], "passes": passes} if passes else None


def _told(name: str, labels: Mapping[str, str], hot: Mapping[str, int], alone: int) -> FrequentPass:
    """One pass; *alone* counts the pairs of rows that share nothing but one common value of it."""
    return {
        "pass": name,
        "label": labels.get(name, name.replace("_", " ")),
        "values": hot.get("values"),
        "rowsOfTheMostFrequent": hot.get("largest"),
        "sourceRows": hot.get("source_rows"),
        "pairsCompared": hot.get("pairs_kept"),
        "pairsLeftOut": hot.get("pairs_left_out", 0) + alone,
    }
