"""What blocking did, counted from the tables that it left: pairs by pass, and what was too common."""

from collections.abc import Sequence

import duckdb

from listmatch.domain.summaries import CandidateSummary, HotValues, IdlePass, PassReach
from listmatch.matching.blocking.no_pairs import lacking, why_nothing
from listmatch.matching.blocking.sides import Sides
from listmatch.matching.engines.engine import Engine
from listmatch.matching.passes import Pass, PassPlan


def summarise(
    engine: Engine, sides: Sides, plan: PassPlan, running: Sequence[Pass], hot: Sequence[HotValues]
) -> CandidateSummary:
    """The figures of a run, from ``pairs``, ``found`` and ``crowded``; *hot* is what ``keys`` told of each pass."""
    [(pairs, reached)] = engine.local.execute("select count(*), count(distinct source_row_id) from pairs").fetchall()
    engine.run(
        """create or replace temp table too_common as select s, m, pass from found where is_common
        and not exists (select 1 from pairs where source_row_id = s and master_row_id = m)"""
    )
    engine.run("insert into crowded select distinct s from too_common")
    pairs_left_out = dict(engine.ask("select pass, count(*) from too_common group by pass"))
    [(left_out,)] = engine.ask(
        f"""select count(*) from (select distinct s from crowded)
            where not exists (select 1 from pairs where source_row_id = s)
            {"and not exists (select 1 from pairs where master_row_id = s)" * sides.is_dedupe}"""
    )
    idle = tuple(
        IdlePass(one.name, lacking(one.source_keys, sides.source_filled), lacking(one.keys, sides.master_filled))
        for one in plan.passes
        if one not in running and one.is_for(sides.source_filled.columns | sides.master_filled.columns)
    )
    reach = tuple(
        _reach(engine.local, one, number=number, left_out=pairs_left_out.get(number, 0))
        for number, one in enumerate(plan.passes)
        if one in running
    )
    too_common = {each.name for each in hot} | {each.name for each in reach if each.pairs_left_out}
    crowded = tuple(one.name for one in running if one.name in too_common)
    return CandidateSummary(
        pairs=pairs,
        source_rows=sides.source_filled.rows,
        master_rows=sides.master_filled.rows,
        source_rows_reached=reached,
        source_rows_left_out=left_out,
        passes=reach,
        hot=tuple(hot),
        idle=idle,
        note="" if pairs else why_nothing(running, idle, crowded, is_dedupe=sides.is_dedupe),
        crowded=crowded,
    )


def _reach(connection: duckdb.DuckDBPyConnection, one: Pass, *, number: int, left_out: int) -> PassReach:
    [(pairs, rows, alone)] = connection.execute(
        """select count(*), count(distinct source_row_id), count(*) filter (passes = $bit)
        from pairs where passes & $bit > 0""",
        {"bit": 1 << number},
    ).fetchall()
    return PassReach(one.name, pairs, rows, alone, left_out)
