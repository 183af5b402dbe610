"""Verdicts, match modes and the result columns of SPEC 1."""

from enum import StrEnum

DEFAULT_THRESHOLD = 85.0
"""Score at or above which a row is matched."""

REVIEW_MARGIN = 20.0
"""Width of the review band below the threshold, in points of the score."""


class Verdict(StrEnum):
    """The answer for one source row."""

    MATCHED = "matched"
    REVIEW = "review"
    UNMATCHED = "unmatched"

    @classmethod
    def of(cls, score: float, *, threshold: float = DEFAULT_THRESHOLD) -> "Verdict":
        """The verdict for a score (0-100) under a threshold (0-100)."""
        if score >= threshold:
            return cls.MATCHED
        return cls.REVIEW if score >= threshold - REVIEW_MARGIN else cls.UNMATCHED


class MatchMode(StrEnum):
    """How many lines a source row may have in the result."""

    BEST_MATCH = "best_match"
    ALL_CANDIDATES = "all_candidates"
    DEDUPE = "dedupe"
    """One list against itself; there is no master."""


class ProfileType(StrEnum):
    """What the rows of the two lists are."""

    PERSON = "person"
    COMPANY = "company"
    HOUSEHOLD = "household"
    PRODUCT = "product"


class ResultColumn(StrEnum):
    """The columns that a match adds to results.csv, in their order."""

    ROW_ID = "_lmg_row_id"
    STATUS = "_lmg_match_status"
    SCORE = "_lmg_match_score"
    REASON = "_lmg_match_reason"
    MASTER_ROW_ID = "_lmg_master_row_id"
    RELATIONSHIP = "_lmg_relationship"
    MASTER_DUPLICATES = "_lmg_master_duplicates"


class DedupeColumn(StrEnum):
    """The columns that a dedupe adds to results.csv, in their order."""

    ROW_ID = "_lmg_row_id"
    CLUSTER_ID = "_lmg_cluster_id"
    IS_REPRESENTATIVE = "_lmg_is_representative"
    SCORE = "_lmg_match_score"
    REASON = "_lmg_match_reason"
