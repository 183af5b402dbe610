"""Rows that are to be compared: the candidate rows of a list, with everything a comparison reads about one side.

Only candidate rows are fetched, of many pairs those of a part at a time; but what rows share is counted over the whole
master. What a single row says beyond its standard columns stands in ``derived``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING

from listmatch.domain.columns import ROW_ID
from listmatch.duck import Compute, literal
from listmatch.lexicon.folding import vowels_sql
from listmatch.matching.comparison.company_senses import SENSES, create_senses, load_senses
from listmatch.matching.comparison.derived import DERIVED, PARTNER
from listmatch.matching.comparison.legal_forms import FORMS, create_forms, load_legal_systems
from listmatch.matching.engines.engine import Engine
from listmatch.matching.evidence.kinds import EvidenceTables, Kind, columns_read
from listmatch.matching.sharing import Counting, countings, frequencies, sharing_counts
from listmatch.tables import STANDARD_COLUMNS

if TYPE_CHECKING:
    from listmatch.matching.index.plan import MasterIndex

RECORDS = "records"
"""table of candidate rows of both lists; ``unique_id`` is the row id in the source, its negative in the master. Of a
list that is compared with itself each row is there once"""

WANTED = "wanted"
"""table of what is counted of the candidate rows of the source: only values that they have can agree"""

FETCHED = "master_rows"
"""table of the candidate rows of the master, where an index has them"""

COUNTED = "counted"
"""table of what an index counted of the source's values: name of the counting, key, n"""


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists to compare, as SQL (a table or a read of a parquet file); without a master, one list with itself."""

    source: str
    master: str | None
    index: "MasterIndex | None" = None
    """spares the counts over the master, and to look for its rows"""

    @property
    def is_dedupe(self) -> bool:
        """Whether there is one list only."""
        return self.master is None

    @property
    def counted(self) -> str:
        """The list over which sharing is counted."""
        return self.master or self.source


_COLUMNS = ", ".join(STANDARD_COLUMNS)


@dataclass(slots=True)
class Records:
    """The table ``records`` of *engine*: one line per row that some pairs name, with the columns to compare.

    Half a kilobyte a row, which is why it can hold those of a part of the pairs. *pairs* is the table of all of them
    (source_row_id, master_row_id).
    """

    engine: Engine
    lists: Lists
    tables: EvidenceTables
    compute: Compute
    pairs: str = "pairs"
    _holds_all: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        """Count what rows share, which is asked of all candidate rows together."""
        engine, lists, counted = self.engine, self.lists, countings(self.tables.type)
        engine.run(
            f"""create or replace temp table {WANTED} as select {", ".join(_read_by(counted))}
            from {self._read_source(self.pairs)}"""
        )
        _load_nicknames(engine)
        if self._reads_senses:
            load_senses(engine, self.compute, SENSES)
            load_legal_systems(engine, self.compute)
        if lists.index:
            _look_counts_up(engine, lists.index, counted)
        for each in sharing_counts(self.tables.type):
            _count_sharing(engine, lists, each)
        for each in frequencies(self.tables.type):
            _create_counts(engine, each, [_counted_in_master(each, lists)])
        total = str(lists.index.filled.rows) if lists.index else f"(select count(*) from {lists.counted})"
        engine.run(f"create or replace temp table total as select {total} as n")
        engine.local.execute(f"drop table if exists {WANTED}").fetchall()

    def hold(self, pairs: str) -> None:
        """Make the table hold the rows of *pairs*, a table of some of the pairs; all rows, once held, stay."""
        if self._holds_all:
            return
        columns = [f"{DERIVED.get(name, 'rows.' + name)} as {name}" for name in sorted(columns_read(self.tables))]
        counted = [f"left join {each.name} on {each.name}.key = {each.key}" for each in countings(self.tables.type)]
        self.engine.run(f"create or replace temp view rows as {self._rows(pairs)}")
        if self._reads_senses:
            create_senses(self.engine, SENSES, "rows")
            counted += [f"left join {each.name} on {each.name}.key = rows.{each.column}" for each in SENSES]
            create_forms(self.engine, "rows")
            counted.append(f"left join {FORMS} on {FORMS}.key = rows.company_full")
        self.engine.local.execute(f"drop table if exists {RECORDS}").fetchall()
        self.engine.run(
            f"""create or replace temp table {RECORDS} as select unique_id, {", ".join(columns)} from rows
            left join nicknames on nicknames.name = split_part(rows.first, ' ', 1)
            left join nicknames as of_partners on of_partners.name = {PARTNER}
            {" ".join(counted)} cross join total"""
        )
        self.engine.local.execute(f"drop table if exists {FETCHED}").fetchall()
        self._holds_all = pairs == self.pairs

    def comparable(self) -> tuple[Kind, ...]:
        """The kinds of evidence whose columns candidate rows of both lists fill."""
        columns = sorted({column for kind in self.tables.kinds for column in kind.needed})
        counts = ", ".join(f"count({column})" for column in columns)
        if self._holds_all and not self.lists.is_dedupe:
            asked = [f"{RECORDS} where unique_id {which} 0" for which in "><"]
        else:
            asked = [self._read_source(self.pairs), self._read_master(self.pairs)]
        counted = [zip(columns, self.engine.ask(f"select {counts} from {side}")[0], strict=True) for side in asked]
        here, there = ({column for column, filled in side if filled} for side in counted)
        return tuple(kind for kind in self.tables.kinds if kind.can_compare(here, there))

    def rows_by_level(self) -> Mapping[str, tuple[float, ...]]:
        """Per kind that asks for it how many source rows with a name stand at each of its levels (``Level.of_rows``).

        Of the names of rows that no pair names nothing was counted: they are rare.
        """
        counted = [f"left join {each.name} on {each.name}.key = {each.key}" for each in frequencies(self.tables.type)]
        found = {}
        for kind in self.tables.kinds:
            asked = [level.of_rows for level in kind.levels if level.of_rows]
            if asked:
                read = [
                    f"{sql} as {name}" for name, sql in DERIVED.items() if re.search(rf"\b{name}\b", " ".join(asked))
                ]
                places = " ".join(f"when {condition} then {place}" for place, condition in enumerate(asked))
                lines = self.engine.ask(
                    f"""select case {places} end as place, count(*) as n from (
                        select {", ".join(read)} from {self.lists.source} as rows {" ".join(counted)} cross join total
                        where rows.first is not null and rows.last is not null) group by 1"""
                )
                rows = dict(lines)
                found[kind.name] = tuple(float(rows.get(place, 0)) for place in range(len(asked)))
        return found

    def release(self) -> None:
        """Give the memory back; the engine's other tables stay."""
        self.engine.local.execute(f"drop table if exists {RECORDS}").fetchall()
        self._holds_all = False

    @property
    def _reads_senses(self) -> bool:
        """Whether a comparison asks what the words of companies stand for."""
        return not columns_read(self.tables).isdisjoint(each.name for each in SENSES)

    def _rows(self, pairs: str) -> str:
        """SQL of the rows in *pairs* of both lists, or of the one."""
        if self.lists.is_dedupe:
            named = f"select source_row_id from {pairs} union all select master_row_id from {pairs}"
            return f"select {ROW_ID} as unique_id, {_COLUMNS} from {self.lists.source} where {ROW_ID} in ({named})"
        return f"""select {ROW_ID} as unique_id, {_COLUMNS} from {self._read_source(pairs)}
            union all select -{ROW_ID} as unique_id, {_COLUMNS} from {self._of_master(pairs)}"""

    def _of_master(self, pairs: str) -> str:
        """SQL of the master's rows in *pairs*; an index fetches them, else they are looked for."""
        if self.lists.index is None:
            return self._read_master(pairs)
        self.lists.index.load_rows(self.engine.local, self.compute, of=pairs, into=FETCHED)
        return FETCHED

    def _read_source(self, pairs: str) -> str:
        return f"{self.lists.source} where {ROW_ID} in (select source_row_id from {pairs})"

    def _read_master(self, pairs: str) -> str:
        return f"{self.lists.counted} where {ROW_ID} in (select master_row_id from {pairs})"


def _read_by(counted: Sequence[Counting]) -> Sequence[str]:
    """The standard columns of which *counted* counts the values."""
    words = set(re.findall(r"\w+", " ".join(each.key for each in counted)))
    return [column for column in STANDARD_COLUMNS if column in words]


def _look_counts_up(engine: Engine, index: "MasterIndex", counted: Sequence[Counting]) -> None:
    """The table ``counted``: whatever the index counted of a value of the source; its file is read once."""
    values = ", ".join(each.key for each in counted)
    engine.run(
        f"""create or replace temp table {COUNTED} as select name, key, n from {index.shared}
        where key in (select unnest([{values}]) from {WANTED} as rows)"""
    )


def _count_sharing(engine: Engine, lists: Lists, each: Counting) -> None:
    """Create a table key -> number of people (companies) behind it, for keys of candidate rows that several share.

    The list in which more share it decides: two tenants of a building may both be in the source and one in the master.
    In a list compared with itself the pair itself is among them, perhaps written in two ways, so one is taken off:
    else every duplicate with a nickname makes its own phone a shared one (recall of a dedupe .76 instead of .97).
    """
    if lists.master is None:
        counts = [f"select key, n - 1 as n from ({each.query(lists.source, among=WANTED)}) where n > 2"]
    else:
        counts = [_counted_in_master(each, lists), each.query(lists.source, among=WANTED)]
    _create_counts(engine, each, counts)


def _counted_in_master(each: Counting, lists: Lists) -> str:
    """SQL of a counting over the whole master, which an index has done already."""
    if lists.index is None:
        return each.query(lists.counted, among=WANTED)
    return f"""select key, n from {COUNTED}
        where name = '{each.name}' and key in (select {each.key} from {WANTED} as rows)"""


def _create_counts(engine: Engine, each: Counting, counts: Sequence[str]) -> None:
    """A table key -> n; where several counts know a value, the largest."""
    engine.run(
        f"""create or replace temp table {each.name} as
        select key, max(n) as n from ({" union all ".join(counts)}) group by key"""
    )


def _load_nicknames(engine: Engine) -> None:
    """The table ``nicknames``: first name -> names it may stand for, itself included; folded, as first names are.

    Sources: PyPI ``nicknames`` (Apache-2.0), lines of name, relation, nickname; of other languages the lexicon.
    """
    with (
        resources.as_file(resources.files("nicknames") / "names.csv") as english,
        resources.as_file(resources.files("listmatch.lexicon") / "data" / "nicknames.csv") as others,
    ):
        engine.local.execute(
            f"""create or replace temp table nicknames as
            with written as (
                select name, nickname from read_csv({literal(english)}, header = true,
                    columns = {{name: 'varchar', relation: 'varchar', nickname: 'varchar'}})
                union all from read_csv({literal(others)}, header = true,
                    columns = {{name: 'varchar', nickname: 'varchar'}})),
            pairs as (select {vowels_sql("name")} as name, {vowels_sql("nickname")} as nickname from written),
            meanings as (
                select nickname as name, name as stands_for from pairs
                union select name, name from pairs union select nickname, nickname from pairs)
            select name, list_sort(list(stands_for)) as stands_for from meanings group by name"""
        ).fetchall()
    engine.send("nicknames")
