"""What stages pass on: references to stored objects rather than tables in memory, and the names of these objects."""

from dataclasses import dataclass, field

CANDIDATES = "candidate_pairs.parquet"
SCORED = "scored_matches.parquet"
MODEL = "model.json"
VERDICTS = "verdicts.parquet"
CLUSTERS = "clusters.parquet"
DECIDED = "decided.parquet"
"""beside verdicts or clusters: the pairs decided by people that they were made with, none or more"""
SUMMARY = "summary.json"
"""beside the table of a matching stage: what it says of its work (``summaries``)"""


@dataclass(frozen=True, slots=True)
class Artifact:
    """An object that one stage wrote whole and the next one reads. ``rows`` is None for what has none (a PDF)."""

    key: str
    uri: str
    rows: int | None = None


Scalar = str | int | float | bool


@dataclass(frozen=True, slots=True)
class StageResult:
    """What a stage made, and the figures about it that a person would plot or read.

    ``columns`` is (name, type) of the main artifact; ``preview`` a Markdown table of made-up or masked examples.
    """

    artifacts: tuple[Artifact, ...]
    figures: dict[str, Scalar] = field(default_factory=dict)
    columns: tuple[tuple[str, str], ...] = ()
    preview: str = ""
