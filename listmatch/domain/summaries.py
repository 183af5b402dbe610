"""What the matching stages of a job say of their work, beside the tables that they write.

A stage writes its summary, the stages after it and whoever reports on the job read it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PassReach:
    """What one pass found: pairs, the source rows they belong to, and the pairs that no other pass found.

    ``pairs_left_out`` share with each other but one value of this pass that is too common to be a reason on its own.
    """

    name: str
    pairs: int
    source_rows: int
    pairs_alone: int
    pairs_left_out: int = 0


@dataclass(frozen=True, slots=True)
class HotValues:
    """Values of one pass that more master rows carry than may block (``largest``: rows behind the most frequent).

    ``pairs_kept`` came back through a narrower key, ``pairs_left_out`` were not compared by this pass.
    """

    name: str
    values: int
    largest: int
    source_rows: int
    pairs_kept: int
    pairs_left_out: int


@dataclass(frozen=True, slots=True)
class IdlePass:
    """A pass that could not run, and the columns that a list does not fill."""

    name: str
    source_lacks: tuple[str, ...]
    master_lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CandidateSummary:
    """What blocking did. ``note`` is a sentence for the user when no pair was found, else empty."""

    pairs: int
    source_rows: int
    master_rows: int
    source_rows_reached: int
    source_rows_left_out: int = 0
    """source rows that share nothing with the master but values too frequent to block, so that they have no pair"""
    passes: tuple[PassReach, ...] = ()
    hot: tuple[HotValues, ...] = ()
    idle: tuple[IdlePass, ...] = ()
    note: str = ""
    crowded: tuple[str, ...] = ()
    """names of the passes that found values too common, in order of strength"""


@dataclass(frozen=True, slots=True)
class ScoreSummary:
    """What scoring did. ``matched_share`` is the estimated share of source rows that the master holds at all,
    ``copies`` the estimated further master rows per matched row; both None for a dedupe."""

    pairs: int
    patterns: int
    kinds: tuple[str, ...]
    matched_share: float | None
    copies: float | None
    fallbacks: tuple[str, ...]
    model_hash: str
    foreign_key: bool = False
    """the identifiers of the two lists number different things, and were left out"""


@dataclass(frozen=True, slots=True)
class Interval:
    """An expected value with its 95 % interval, all 0-1."""

    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Promises:
    """What a threshold promises. Recall is of the rows whose right partner shares any key: others cannot be seen.

    None where there are too few to estimate a share of.
    """

    threshold: float
    precision: Interval | None
    recall: Interval | None


@dataclass(frozen=True, slots=True)
class VerdictSummary:
    """The outcome per source row. ``threshold`` is the one that was used, be it fixed or chosen by ``max_wrong``."""

    source_rows: int
    matched: int
    review: int
    unmatched: int
    lines: int
    """lines written: more than the source has rows only in mode all_candidates"""
    threshold: float
    review_from: float
    rows_with_master_duplicates: int
    source_duplicates: int
    promises: Promises
    accepted: int = 0
    """source rows that are matched because a person said so"""
    rejected: int = 0
    """source rows of which a person rejected a candidate"""


@dataclass(frozen=True, slots=True)
class ClusterSummary:
    """What a dedupe found: *rows* rows in *clusters* clusters, *duplicates* of them to remove."""

    rows: int
    clusters: int
    duplicates: int
    """rows that are not the representative of their cluster"""
    duplicate_clusters: int
    """clusters of two rows or more"""
    largest_cluster: int
    links: int
    """pairs of rows that scored at or above the threshold"""
    links_cut: int
    """of these, pairs that ended in different clusters, because the other rows spoke against them"""
    threshold: float
    promises: Promises
    """how many of the duplicates should be right, and how many of all duplicates that share a key were found"""
    accepted: int = 0
    """pairs that are in one cluster because a person said so"""
    rejected: int = 0
    """pairs that a person keeps apart"""
