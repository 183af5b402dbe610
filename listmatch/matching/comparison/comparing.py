"""Comparison vectors of all candidate pairs: of many a part at a time, since what is compared has to be at hand."""

from collections.abc import Iterator, Mapping, Sequence

from listmatch.domain.verdicts import ProfileType
from listmatch.matching.comparison.parts import Part, PartOfAlike, parts_of, parts_of_alike
from listmatch.matching.comparison.records import RECORDS, Records
from listmatch.matching.engines.engine import VECTORS, Engine, create_vectors
from listmatch.matching.evidence.kinds import Kind
from listmatch.matching.evidence.patterns import code_sql

PART = "part_of_pairs"
"""table of the pairs of the part that is being compared"""

ALIKE_BY: Mapping[ProfileType, str] = {ProfileType.PERSON: "first, company", ProfileType.HOUSEHOLD: "last, street"}
"""the columns that rows of most pairs share; of companies and accounts the name of the company"""


def compare_all(engine: Engine, records: Records) -> tuple[Kind, ...]:
    """Create the local table ``vectors``, one line per pair of *records*; return the kinds of evidence in it.

    A cluster of machines has its own way to hold much, so it compares all pairs at once.
    """
    parts = _parts(engine, records) if engine.is_one_machine else ()
    if len(parts) <= 1:
        records.hold(records.pairs)
    kinds = records.comparable()
    create_vectors(engine.local)
    if not kinds:  # all pairs have one code where there is nothing to compare them by
        engine.local.execute(
            f"insert into {VECTORS} select source_row_id, master_row_id, {code_sql(kinds)} from {records.pairs}"
        ).fetchall()
        return kinds
    is_dedupe = records.lists.is_dedupe
    for pairs in _tables(engine, records, parts):
        engine.compare(pairs=pairs, records=RECORDS, tables=records.tables, kinds=kinds, is_dedupe=is_dedupe)
    return kinds


def _parts(engine: Engine, records: Records) -> Sequence[Part | PartOfAlike]:
    """The parts of the pairs; of a list with itself those of rows that are alike, since the rest of the list is met."""
    parts = parts_of(engine.local, records.pairs)
    if len(parts) <= 1 or not records.lists.is_dedupe:
        return parts
    by = ALIKE_BY.get(records.tables.type, "company, city")
    return parts_of_alike(engine.local, records.pairs, rows=records.lists.source, by=by)


def _tables(engine: Engine, records: Records, parts: Sequence[Part | PartOfAlike]) -> Iterator[str]:
    """The table of the pairs of each part, while *records* holds their rows."""
    if not parts:
        yield records.pairs
        return
    for part in parts:
        engine.run(
            f"""create or replace temp table {PART} as
            select source_row_id, master_row_id from {records.pairs} where {part.condition}"""
        )
        records.hold(PART)
        yield PART
    engine.local.execute(f"drop table {PART}").fetchall()
