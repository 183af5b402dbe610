"""The shape of ``rollups.json``: every figure of a report, as reporting makes it and as exports and API read it.

What a figure means is said in listmatch/reporting/data/definitions.toml (and so in docs/guides/report.md). Keys are in
camel case because this is JSON that clients read; those that are words of Python are written as text.
"""

from collections.abc import Mapping
from typing import TypedDict, cast

Totals = Mapping[str, int | float | None]
"""Name of a figure -> its value; None where it does not apply to these lists. Match and dedupe have others."""

ScoreBucket = TypedDict(
    "ScoreBucket",
    {"bucket": str, "from": int, "to": int, "count": int, "matched": int, "review": int, "pct": float},
)
"""Rows by score: ``bucket`` is ``80-89``, ``pct`` the share of all source rows."""

PassShare = TypedDict("PassShare", {"pass": str, "label": str, "count": int, "pct": float})
"""Rows that one blocking pass found."""

ClusterSize = TypedDict("ClusterSize", {"size": str, "from": int, "to": int | None, "clusters": int, "rows": int})
"""Clusters of so many rows: ``size`` is ``3``, ``5-9`` or ``10+``."""

FrequentPass = TypedDict(
    "FrequentPass",
    {
        "pass": str,
        "label": str,
        "values": int | None,
        "rowsOfTheMostFrequent": int | None,
        "sourceRows": int | None,
        "pairsCompared": int | None,
        "pairsLeftOut": int,
    },
)
"""A blocking pass with values that too many rows share; None where the values are not too frequent to be looked up."""


class RelationshipShare(TypedDict):
    """Rows by what they are to their best candidate."""

    relationship: str
    isSame: bool
    rows: int
    matched: int
    review: int
    unmatched: int
    nearMisses: int
    pct: float


class PivotFigures(TypedDict, total=False):
    """What became of some rows: in a match their verdicts, in a dedupe how many are duplicates."""

    matched: int
    review: int
    unmatched: int
    newRecords: int
    matchRatePct: float
    reviewSharePct: float
    duplicates: int
    duplicateRatePct: float


class PivotValue(PivotFigures):
    """The rows of one value of a column."""

    value: str
    kind: str
    """``value``, ``other`` (rarer ones together) or ``empty``"""
    distinct: int
    rows: int
    sharePct: float


class Pivot(TypedDict):
    """The rows by the values of one column."""

    column: str
    label: str
    source: str
    """``column`` of the list, or ``derived`` from one"""
    filledPct: float
    distinct: int
    values: list[PivotValue]


class WeakestLink(TypedDict):
    """A cluster, and the score of the weakest link that holds it together."""

    clusterId: int
    size: int
    weakestLink: float | None
    rows: list[int]


class FrequentValues(TypedDict):
    """Values that too many rows share to be compared by alone."""

    rowsLeftOut: int
    passes: list[FrequentPass]


class Reliability(TypedDict):
    """The share of one score bucket that should be right."""

    bucket: str
    rows: int
    expectedPct: float


class Expectations(TypedDict, total=False):
    """Precision and recall that the scores lead to expect, with 95 % intervals; what cannot be said is absent."""

    expectedPrecisionPct: float
    precisionLowPct: float
    precisionHighPct: float
    expectedRecallPct: float
    recallLowPct: float
    recallHighPct: float


class Promises(Expectations):
    """What the scores say about themselves."""

    reliability: list[Reliability]
    notes: list[str]


class FigureChange(TypedDict):
    """A figure of two runs, and the difference."""

    figure: str
    label: str
    previous: float
    current: float
    change: float


class Comparison(TypedDict):
    """What changed since the previous run; of another shape its figures do not mean the same."""

    previousOn: str | None
    isSameShape: bool
    changes: list[FigureChange]


class MissingField(TypedDict):
    """A comparable field, and the rows in which every column of it is empty."""

    field: str
    label: str
    columns: list[str]
    count: int
    pct: float


class RuleCount(TypedDict):
    """The values that one cleansing rule touched or found in each list; ``master`` is None in a dedupe."""

    rule: str
    label: str
    source: int
    master: int | None


class ListChange(TypedDict):
    """One thing that moved since the previous list of the same kind; ``before`` and ``now`` as they are shown."""

    kind: str
    column: str
    before: str
    now: str
    sentence: str


class ListQuality(TypedDict):
    """How one list was read, and its quality score (0-100)."""

    rows: int
    lines: int
    quarantined: int
    duplicateRows: int
    score: float
    parts: dict[str, float]
    repairs: list[str]
    comparedWith: str | None
    """the previous list of the same kind"""
    drift: list[ListChange]


class DataQuality(TypedDict):
    """What the lists lack, and what reading and cleansing did to them; None where a figure does not apply."""

    totalSource: int
    missingEmail: int | None
    missingPhone: int | None
    invalidEmail: int | None
    duplicateRows: int
    quarantinedLines: int
    unreadLines: int
    paddedRows: int
    blankLines: int
    sourceDuplicates: int
    rowsWithNothingToCompare: int
    excludedRows: int | None
    missing: list[MissingField]
    rules: list[RuleCount]
    source: ListQuality
    master: ListQuality | None


class IdentifierColumns(TypedDict):
    """A column of each list: identifiers that number different things."""

    source: str
    master: str


class DecidedCounts(TypedDict):
    """Rows (of a dedupe: pairs) about which people decided."""

    accepted: int
    rejected: int


class Definition(TypedDict):
    """One figure: its path in rollups.json, its name in print, its meaning in one sentence."""

    figure: str
    label: str
    text: str


class Rollups(TypedDict, total=False):
    """Every figure of one job. Whoever reads a file of an earlier version may find any part absent."""

    version: int
    mode: str
    threshold: float
    reviewFrom: float
    """the lowest score that puts a row in review"""
    maxWrongPct: float | None
    totals: Totals
    dataQuality: DataQuality
    scoreDistribution: list[ScoreBucket]
    passBreakdown: list[PassShare]
    pivots: list[Pivot]
    relationships: list[RelationshipShare]
    clusterSizes: list[ClusterSize]
    weakestLinks: list[WeakestLink]
    frequentValues: FrequentValues | None
    promises: Promises | None
    comparison: Comparison | None
    identifiersLeftOut: IdentifierColumns | None
    decisions: DecidedCounts
    leads: bool
    households: bool
    definitions: list[Definition]


_NOTHING: Rollups = {
    "totals": {},
    "scoreDistribution": [],
    "passBreakdown": [],
    "pivots": [],
    "relationships": [],
    "clusterSizes": [],
    "weakestLinks": [],
    "frequentValues": None,
    "promises": None,
    "comparison": None,
    "definitions": [],
}


def completed(rollups: Rollups) -> Rollups:
    """*rollups* with nothing in the parts that a file of an earlier version lacks, all but the data quality."""
    return cast(Rollups, {**rollups, **{part: rollups.get(part) or nothing for part, nothing in _NOTHING.items()}})
