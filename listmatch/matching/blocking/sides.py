"""The two lists of a run of blocking: where their rows are, and which passes they can be compared by."""

from collections.abc import Sequence
from dataclasses import dataclass

from listmatch.domain.verdicts import ProfileType
from listmatch.matching.filled import Filled, count_filled
from listmatch.matching.index.plan import MasterIndex, open_index
from listmatch.matching.lists import ListPaths
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


def read_sides(lists: ListPaths, profile_type: ProfileType) -> Sides:
    """The two lists; a list without a master is both. Raises ContractBroken for an index of something else."""
    left, left_filled = lists.source_sql, count_filled(lists.source)
    if lists.master is None or lists.master_sql is None:
        return Sides(left, left, left_filled, left_filled, is_dedupe=True)
    index = open_index(lists.index, profile_type=profile_type) if lists.index else None
    right_filled = index.filled if index else count_filled(lists.master)
    return Sides(left, lists.master_sql, left_filled, right_filled, is_dedupe=False, index=index)
