"""The two lists of a run of blocking: where their rows are, and which passes they can be compared by."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from listmatch.duck import literal
from listmatch.matching.filled import Filled, count_filled
from listmatch.matching.index.plan import MasterIndex
from listmatch.matching.passes import Pass


@dataclass(frozen=True, slots=True)
class Sides:
    """The two lists as SQL; a dedupe reads one list twice and keeps pairs in ascending order of rows."""

    source: str
    master: str
    source_filled: Filled
    master_filled: Filled
    is_dedupe: bool
    index: MasterIndex | None = None

    def can_run(self, one: Pass) -> bool:
        """Whether both lists have values for a key of the pass."""
        return one.can_run(source=self.source_filled.columns, master=self.master_filled.columns)

    def master_keys(self, batch: Sequence[Pass]) -> list[str]:
        """The hashed keys that these passes read of the master, each once."""
        usable = (key for one in batch for key in one.keys if key.columns <= self.master_filled.columns)
        return list(dict.fromkeys(key.hashed for key in usable))


def read_sides(source: Path, master: Path | None, index: MasterIndex | None) -> Sides:
    """The lists *source* and *master* (standard.parquet); a dedupe has no master, and the *index* is the master's."""
    left = f"read_parquet({literal(source)})"
    left_filled = count_filled(source)
    if master is None:
        return Sides(left, left, left_filled, left_filled, is_dedupe=True)
    right = f"read_parquet({literal(master)})"
    right_filled = index.filled if index else count_filled(master)
    return Sides(left, right, left_filled, right_filled, is_dedupe=False, index=index)
