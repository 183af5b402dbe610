"""What an exporter is given: the whole content of a report, read from files and the catalog by the workflows.

No field is computed here or in an exporter; the figures are those of the rollups.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from listmatch.domain.files import FileProfile
from listmatch.domain.rollups import Rollups, Totals, completed
from listmatch.errors import InputError

HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class Compared(NamedTuple):
    """A field in words, the columns of source and master that are shown beside each other, by their own names."""

    label: str
    source: Sequence[str]
    master: Sequence[str]
    is_joined: bool = False
    """the columns of a list are parts of one value, as first and last name are of the name"""


@dataclass(frozen=True, slots=True)
class ReportContent:
    """Everything that a formatted report says.

    Raises InputError when ``colour`` is not six hexadecimal digits: it is written into style sheets as it is.
    """

    title: str
    source_name: str
    master_name: str
    """the user's name of the file; empty for a dedupe"""
    generated_at: datetime
    rollups: Rollups
    """``rollups.json``; parts that it lacks are empty here"""
    narrative: Mapping[str, str]
    """``executive``, ``dataQuality``, ``keyFindings``; paragraphs are parted by line breaks"""
    results: Path
    """results.parquet, as ``write_results`` wrote it"""
    job_id: str = ""
    """the job that it is about; a workbook that comes back with decisions names it"""
    owner_name: str = ""
    colour: str = "#1f4e79"
    logo: Path | None = None
    """PNG, JPEG or SVG; formats that cannot show an SVG leave it out"""
    source_profile: FileProfile | None = None
    master_profile: FileProfile | None = None
    compared: Sequence[Compared] = ()
    """the most telling first"""
    profile_summary: Sequence[tuple[str, str]] = ()
    """(label, text) about the match profile, for the method page"""

    def __post_init__(self) -> None:
        object.__setattr__(self, "rollups", completed(self.rollups))
        if not HEX_COLOUR.fullmatch(self.colour):
            raise InputError(
                f"{self.colour!r} is not a colour.", place="report colour", cure="Write it as #rrggbb, e.g. #1f4e79."
            )

    @property
    def totals(self) -> Totals:
        """The totals of the rollups."""
        return self.rollups["totals"]

    @property
    def are_leads(self) -> bool:
        """The source's rows are people, the master's the accounts they may belong to."""
        return bool(self.rollups.get("leads"))

    @property
    def is_dedupe(self) -> bool:
        """Whether one list was compared with itself."""
        return self.rollups.get("mode") == "dedupe"

    @property
    def subtitle(self) -> str:
        """What was done with which files."""
        if self.is_dedupe:
            return f"Duplicates within {self.source_name}"
        return f"{self.source_name} matched against {self.master_name}"
