"""What blocking did, in figures and in a sentence: pass by pass, what was too frequent, and why nothing was found."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from listmatch.matching.filled import Filled
from listmatch.matching.passes import Key, Pass

CANDIDATES = "candidate_pairs.parquet"
"""what blocking wrote"""


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
    idle: tuple[IdlePass, ...] = field(default=())
    note: str = ""
    crowded: tuple[str, ...] = ()
    """names of the passes that found values too common, in order of strength"""


def lacking(keys: Sequence[Key], filled: Filled) -> tuple[str, ...]:
    """The columns of *keys* that a list does not fill."""
    return tuple(sorted({column for key in keys for column in key.columns - filled.columns}))


def why_nothing(running: Sequence[Pass], idle: Sequence[IdlePass], crowded: Collection[str], *, is_dedupe: bool) -> str:
    """One sentence: which comparisons were possible and found nothing, or what the lists lack.

    *crowded* names the passes that found values, all of them too common.
    """
    if crowded:
        rows, others = ("Rows", "rows") if is_dedupe else ("Rows of the source", "rows of the master")
        shared = _alternatives([one.says for one in running if one.name in crowded])
        return f"{rows} share {shared} only with too many {others} to go by."
    if running:
        shared = _alternatives([one.says for one in running])
        if is_dedupe:
            return f"No two rows share {shared}."
        return f"No row of the source shares {shared} with a row of the master."
    if is_dedupe:
        columns = sorted({column for one in idle for column in one.source_lacks})
        return f"No pass could run, because the list has no values for {', '.join(columns)}."
    lacks = sorted({column for one in idle for column in (*one.source_lacks, *one.master_lacks)})
    return f"No pass could run, because one list or the other has no values for {', '.join(lacks)}."


def _alternatives(words: Sequence[str]) -> str:
    """``a``, ``a or b``, ``a, b or c``."""
    return " or ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)
