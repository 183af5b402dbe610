"""Made-up summaries of the matching stages."""

from listmatch.domain.summaries import (
    CandidateSummary,
    ClusterSummary,
    PassReach,
    Promises,
    ScoreSummary,
    VerdictSummary,
)

NOTHING = Promises(85.0, precision=None, recall=None)
CANDIDATES = CandidateSummary(
    pairs=1200, source_rows=40, master_rows=900, source_rows_reached=38, passes=(PassReach("email_exact", 1200, 40, 7),)
)
SCORES = ScoreSummary(
    pairs=1200, patterns=9, kinds=("email",), matched_share=0.8, copies=0.0, fallbacks=(), model_hash="5eed"
)
VERDICTS = VerdictSummary(
    source_rows=200,
    matched=150,
    review=3,
    unmatched=47,
    lines=200,
    threshold=85.0,
    review_from=75.0,
    rows_with_master_duplicates=0,
    source_duplicates=0,
    promises=NOTHING,
)
CLUSTERS = ClusterSummary(
    rows=8,
    clusters=6,
    duplicates=2,
    duplicate_clusters=1,
    largest_cluster=3,
    links=2,
    links_cut=0,
    threshold=85.0,
    promises=NOTHING,
)
