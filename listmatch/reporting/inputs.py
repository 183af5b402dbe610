"""What the rollups of one job are computed from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from listmatch.domain.files import FileProfile
from listmatch.domain.rollups import DecidedCounts, Rollups
from listmatch.domain.summaries import CandidateSummary, Promises
from listmatch.domain.verdicts import DEFAULT_THRESHOLD, REVIEW_MARGIN, MatchMode
from listmatch.errors import ContractBroken


@dataclass(frozen=True, slots=True, kw_only=True)
class RollupInputs:
    """Local paths of a job's tables, what is known about its files, and how it was run.

    A match has ``verdicts`` and ``master``; a dedupe has ``clusters`` instead and no master.
    """

    rows: Path
    """rows.parquet of the source list"""
    standard: Path
    """standard.parquet of the source list"""
    scored: Path
    """scored_matches.parquet"""
    source: FileProfile
    mode: MatchMode
    verdicts: Path | None = None
    clusters: Path | None = None
    master: FileProfile | None = None
    threshold: float = DEFAULT_THRESHOLD
    passes: Mapping[str, str] = field(default_factory=dict)
    """name of a pass -> what it is called in print; a pass that is missing here is printed by its name"""
    excluded: Path | None = None
    """excluded.parquet: source rows that an exclusion list forbids to contact; None: there is no such list"""
    promises: Promises | None = None
    """what the step of verdicts or clusters promises"""
    same_entity: Collection[str] = ()
    """the relationships of two rows that are one and the same"""
    foreign_identifiers: tuple[str, str] | None = None
    """the columns of identifiers, of source and master, that number different things and were not compared"""
    blocking: CandidateSummary | None = None
    """what the candidate step tells"""
    max_wrong: float | None = None
    """the share of wrong matches, 0-1, by which the threshold was chosen; None: it was given"""
    decided: DecidedCounts = field(default_factory=lambda: DecidedCounts(accepted=0, rejected=0))
    """how many rows (of a dedupe: pairs) people ``accepted`` and ``rejected``"""
    previous: Rollups | None = None
    """the rollups of the previous run of the same schedule or pair of lists"""
    previous_on: date | None = None
    """the day of that run"""
    are_leads: bool = False
    """the source's rows are people, the master's the accounts they may belong to"""
    are_households: bool = False
    """several rows of one household are its members, which nobody would merge"""
    pivot_columns: tuple[str, ...] | None = None
    """columns (or derived dimensions) to pivot by; None: chosen from the profile"""

    def __post_init__(self) -> None:
        is_complete = self.clusters if self.is_dedupe else self.verdicts and self.master
        if not is_complete:
            wanted = "clusters" if self.is_dedupe else "verdicts and the master's profile"
            raise ContractBroken(f"the rollups of a {self.mode.value} job need {wanted}.")

    @property
    def is_dedupe(self) -> bool:
        """Whether one list was compared with itself."""
        return self.mode is MatchMode.DEDUPE

    @property
    def review_from(self) -> float:
        """The lowest score that puts a row in review."""
        return max(self.threshold - REVIEW_MARGIN, 0.0)
