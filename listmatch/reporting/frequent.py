"""The ``frequentValues`` of a report: what too many rows carry to be compared by, and what that leaves out."""

from collections.abc import Mapping
from typing import Any


def frequent_values(blocking: Mapping[str, Any], *, labels: Mapping[str, str]) -> dict[str, Any] | None:
    """Pass by pass, in order of strength; None where no value was too frequent.

    *blocking* is the summary of the candidate step, *labels* says what a pass is called in print.
    """
    passes = [
        {
            "pass": hot["name"],
            "label": labels.get(hot["name"], hot["name"].replace("_", " ")),
            "values": hot["values"],
            "rowsOfTheMostFrequent": hot["largest"],
            "sourceRows": hot["source_rows"],
            "pairsCompared": hot["pairs_kept"],
            "pairsLeftOut": hot["pairs_left_out"],
        }
        for hot in blocking.get("hot", ())
    ]
    return {"rowsLeftOut": blocking.get("source_rows_left_out", 0), "passes": passes} if passes else None
