"""Comparison vectors of all candidate pairs: of many a part at a time, since what is compared has to be at hand."""

from collections.abc import Iterator, Sequence

from listmatch.matching.comparison.parts import Part, parts_of
from listmatch.matching.comparison.records import RECORDS, Records
from listmatch.matching.engines.engine import VECTORS, Engine, create_vectors
from listmatch.matching.evidence.kinds import Kind
from listmatch.matching.evidence.patterns import code_sql

PART = "part_of_pairs"
"""table of the pairs of the part that is being compared"""


def compare_all(engine: Engine, records: Records) -> tuple[Kind, ...]:
    """Create the local table ``vectors``, one line per pair of *records*; return the kinds of evidence in it.

    A cluster of machines has its own way to hold much, so it compares all pairs at once.
    """
    parts = parts_of(engine.local, records.pairs) if engine.is_one_machine else ()
    if len(parts) <= 1:
        records.hold(records.pairs)
    kinds = records.comparable()
    create_vectors(engine.local)
    if not kinds:  # all pairs have one code where there is nothing to compare them by
        engine.local.execute(
            f"insert into {VECTORS} select source_row_id, master_row_id, {code_sql(kinds)} from {records.pairs}"
        ).fetchall()
        return kinds
    for pairs in _tables(engine, records, parts):
        engine.compare(pairs=pairs, records=RECORDS, tables=records.tables, kinds=kinds)
    return kinds


def _tables(engine: Engine, records: Records, parts: Sequence[Part]) -> Iterator[str]:
    """The table of the pairs of each part, while *records* holds their rows."""
    if len(parts) <= 1:
        yield records.pairs
        return
    for part in parts:
        engine.run(f"create or replace temp table {PART} as from {records.pairs} where {part.condition}")
        records.hold(PART)
        yield PART
    engine.local.execute(f"drop table {PART}").fetchall()
