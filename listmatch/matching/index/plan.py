"""The master index as it is planned and read: what a match needs of a master that does not depend on the source.

Hashed keys of the passes and their rows; narrower keys of those that too many rows carry; the rows, to be fetched by
number; how many people share a phone, how frequent a name is. Building it is the business of ``index_build``, bringing
it up to date that of ``index_delta``, keeping it that of the workflows. With an index the same pairs, scores and
verdicts come out as without, only the scans of the master are gone.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from listmatch.domain.verdicts import ProfileType
from listmatch.duck import Compute, literal
from listmatch.errors import ContractBroken
from listmatch.matching.filled import Filled, count_filled
from listmatch.matching.index.key_table import KeyTable, open_key_table
from listmatch.matching.index.row_store import RowStore
from listmatch.matching.passes import Key, Pass, PassPlan, pass_plan
from listmatch.matching.profile import MatchProfile
from listmatch.matching.sharing import Counting, countings
from listmatch.tables import STANDARD_COLUMNS

VERSION = 14
"""raised when an index of the same plan would be built otherwise"""

KEYS, NARROW, ROWS, SHARED, MANIFEST = "keys.bin", "narrow.bin", "rows.bin", "shared.parquet", "index.json"
FILES = (KEYS, NARROW, ROWS, SHARED, MANIFEST)
"""The files of an index; the manifest comes last, so that all others exist when it does."""


@dataclass(frozen=True, slots=True)
class IndexPlan:
    """What an index is to cover: the passes of a profile, but not those that run only for unusual sources.

    ``source_lacks`` and ``source_has`` name the columns that make such a pass worth its keys (see
    ``Pass.only_without`` and ``only_with``).
    """

    type: ProfileType
    passes: PassPlan
    source_lacks: frozenset[str]
    source_has: frozenset[str]

    @property
    def countings(self) -> tuple[Counting, ...]:
        """What is counted over the whole master."""
        return countings(self.type)

    @property
    def fingerprint(self) -> str:
        """sha256 over everything that decides an index of the same master, the hash function of DuckDB included."""
        parts = {
            "version": VERSION,
            "duckdb": duckdb.__version__,
            "keys": [[key.hashed for key in one.keys] for one in self.passes.passes],
            "cap": self.passes.cap,
            "narrow_by": self.passes.narrow_by,
            "source_lacks": sorted(self.source_lacks),
            "source_has": sorted(self.source_has),
            "countings": [each.query("master") for each in self.countings],
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def keys(self, master_filled: frozenset[str]) -> tuple[Key, ...]:
        """The keys to index, each once, for a master that fills these columns."""
        chosen = [one for one in self.passes.passes if self._covers(one, master_filled)]
        keys = [key for one in chosen for key in one.keys if key.columns <= master_filled]
        return tuple({key.hashed: key for key in keys}.values())

    def _covers(self, one: Pass, master_filled: frozenset[str]) -> bool:
        is_lacking = one.only_without in self.source_lacks or one.only_without not in master_filled
        return one.is_for(self.source_has | master_filled) and (is_lacking or not one.only_without)


def plan_index(profile: MatchProfile, source: Path) -> IndexPlan | None:
    """The index that matches of *source* (a standard.parquet) under *profile* use; None for texts and on Spark.

    Its keys are hashes of DuckDB's, and what it spares is the work of one machine.
    Raises ProfileInvalid for unknown passes.
    """
    if profile.type is ProfileType.PRODUCT or profile.engine == "spark":
        return None
    passes = pass_plan(profile.type, names=profile.passes)
    lacking = {one.only_without for one in passes.passes if one.only_without}
    with_it = {one.only_with for one in passes.passes if one.only_with}
    filled = count_filled(source).columns
    return IndexPlan(
        profile.type, passes, source_lacks=frozenset(lacking - filled), source_has=frozenset(with_it & filled)
    )


@dataclass(frozen=True, slots=True)
class MasterIndex:
    """An index, opened."""

    folder: Path
    filled: Filled
    """rows and values of the master"""
    manifest: Mapping[str, Any]

    @property
    def keys(self) -> KeyTable:
        """Hashed keys and the master's rows that have them."""
        return open_key_table(self.folder / KEYS)

    @property
    def narrow(self) -> KeyTable:
        """Keys of more than ``cap`` rows joined with one more column, where those are of few enough rows."""
        return open_key_table(self.folder / NARROW)

    @property
    def shared(self) -> str:
        """Table name, key, n: the countings over the master, where n is more than 1."""
        return f"read_parquet({literal(self.folder / SHARED)})"

    def load_rows(self, connection: duckdb.DuckDBPyConnection, compute: Compute, *, of: str, into: str) -> None:
        """Make the temporary table *into*: row id and standard columns of the rows ``master_row_id`` of table *of*."""
        wanted = connection.sql(f"select distinct master_row_id as m from {of} order by m").fetchnumpy()["m"]
        store = RowStore(self.folder / ROWS, stored_columns(self.filled))
        store.load(connection, compute, wanted, columns=STANDARD_COLUMNS, into=into)

    def check(self, plan: PassPlan, keys: Iterable[str]) -> None:
        """Raise ContractBroken when the index lacks one of the hashed *keys* or narrows values in another way."""
        fits = self.manifest["cap"] == plan.cap and tuple(self.manifest["narrow_by"]) == plan.narrow_by
        if not fits or not set(keys) <= set(self.manifest["keys"]):
            raise ContractBroken("the master's index was built for other passes.", place=self.folder.name)


def stored_columns(filled: Filled) -> tuple[str, ...]:
    """The standard columns that the rows of an index have."""
    return tuple(column for column in STANDARD_COLUMNS if column in filled.columns)


def is_whole(manifest: bytes, *, sizes: Mapping[str, int]) -> bool:
    """Whether files of these *sizes* (bytes, by name) are the index that a *manifest* tells of.

    One that lost a part is as good as none: it is built anew from the master, where reading it would fail every match.
    """
    try:
        written = json.loads(manifest)["sizes"]
    except (ValueError, KeyError, TypeError):  # the manifest itself is cut off
        return False
    return all(sizes.get(name) == size for name, size in written.items())


def open_index(folder: Path, *, profile_type: ProfileType) -> MasterIndex:
    """Open the index that ``build_index`` wrote into *folder*. Raises ContractBroken when it is of another kind."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    made_by = [manifest["version"], manifest["duckdb"], manifest["type"]]
    if made_by != [VERSION, duckdb.__version__, profile_type.value]:
        raise ContractBroken("the master's index is of another version or type.", place=folder.name)
    return MasterIndex(folder, Filled(manifest["rows"], manifest["filled"]), manifest)
