"""Two standardised lists in, candidate pairs, scored matches, verdicts or clusters out.

The package knows standard columns only: which column of a user's list fed them is the business of cleansing, how
files are kept that of the object store. Heavy libraries (SciPy; Splink on Spark) load when a function first needs one.
"""

from listmatch.matching.assignment import VerdictSummary, decide
from listmatch.matching.candidates import CandidateSummary, find_candidates
from listmatch.matching.clusters import ClusterSummary, cluster
from listmatch.matching.profile import MatchProfile
from listmatch.matching.scoring import ScoreSummary, score_candidates
from listmatch.matching.suggest import suggest_profile

__all__ = [
    "CandidateSummary",
    "ClusterSummary",
    "MatchProfile",
    "ScoreSummary",
    "VerdictSummary",
    "cluster",
    "decide",
    "find_candidates",
    "score_candidates",
    "suggest_profile",
]
