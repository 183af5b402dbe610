"""Titles, notes and totals around the rows are told as what they are: nobody is sent to correct them."""

from dataclasses import replace

import pytest

from listmatch.domain.files import FileFormat, FileProfile
from listmatch.reporting.narrative import write_narrative
from listmatch.reporting.quality import data_quality

LIST = FileProfile(FileFormat("csv"), lines=14, rows=10, quarantined=4, columns=(), fields={})


@pytest.mark.parametrize(
    ("apart", "unread", "told"),
    [
        (4, 0, "Every row of the source file was read. 4 lines with titles, notes or totals were left out."),
        (
            3,
            1,
            "if it belongs to the list, correct it and load it again. 3 lines with titles, notes or totals were left",
        ),
        (0, 4, "4 lines could not be read as rows and are not in these figures; source_quarantine.csv says why:"),
    ],
)
def test_only_lines_that_may_be_rows_are_to_be_corrected(apart: int, unread: int, told: str) -> None:
    quality = data_quality(
        replace(LIST, lines_apart=apart), master=None, missing={"no_field": 0}, duplicates=0, excluded=None
    )
    assert (quality["quarantinedLines"], quality["unreadLines"]) == (4, unread)
    totals = {"sourceRows": 10, "duplicates": 0, "duplicateRatePct": 0, "newRecords": 0, "reviewPairs": 0}
    rollups = {"mode": "dedupe", "dataQuality": quality, "totals": totals, "passBreakdown": [], "pivots": []}
    rollups |= {"relationships": [], "weakestLinks": []}
    assert told in write_narrative(rollups).data_quality
