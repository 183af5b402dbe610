"""Verdicts, match modes and the result columns."""

from enum import StrEnum
from math import ceil

DEFAULT_THRESHOLD = 85.0
"""Score at or above which a row is matched."""

REVIEW_MARGIN = 20.0
"""Width of the review band below the threshold, in points of the score."""

NO_LINE = 100.1
"""A threshold that no score reaches."""


def reached_from(line: float) -> float:
    """The lowest score (0-100) that reaches *line*: scores are shown to a tenth, and verdicts go by what is shown."""
    return round(ceil(round(line * 10, 6)) / 10 - 0.05, 4)


class Verdict(StrEnum):
    """The answer for one source row."""

    MATCHED = "matched"
    REVIEW = "review"
    UNMATCHED = "unmatched"


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
    ACCOUNT = "account"
    """The source names people, the master companies: to which account does a lead belong?"""
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
