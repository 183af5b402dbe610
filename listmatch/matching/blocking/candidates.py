"""Candidate pairs: which rows of two lists share a key of at least one pass.

Both lists are read once; what is held in memory grows with the source and with the pairs, not with the master. A key
value that too many master rows share blocks only together with one more column; what even that leaves out is counted
and reported.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from listmatch.domain.columns import ROW_ID
from listmatch.domain.progress import Progress, silent
from listmatch.domain.verdicts import ProfileType
from listmatch.duck import Compute, literal
from listmatch.matching.arrays import load_arrays
from listmatch.matching.candidate_summary import (
    CANDIDATES,
    CandidateSummary,
    HotValues,
    IdlePass,
    PassReach,
    lacking,
    why_nothing,
)
from listmatch.matching.engines.engine import Engine
from listmatch.matching.engines.opening import open_engine
from listmatch.matching.filled import Filled, count_filled
from listmatch.matching.index.plan import MasterIndex, open_index
from listmatch.matching.passes import Pass, PassPlan, pass_plan
from listmatch.matching.profile import MatchProfile


@dataclass(frozen=True, slots=True)
class _Sides:
    """The two lists as SQL; a dedupe reads one list twice and keeps pairs in ascending order of rows."""

    source: str
    master: str
    source_filled: Filled
    master_filled: Filled
    is_dedupe: bool
    index: MasterIndex | None = None

    def can_run(self, one: Pass) -> bool:
        return one.can_run(source=self.source_filled.columns, master=self.master_filled.columns)

    def master_keys(self, batch: Sequence[Pass]) -> list[str]:
        """The hashed keys that these passes read of the master, each once."""
        usable = (key for one in batch for key in one.keys if key.columns <= self.master_filled.columns)
        return list(dict.fromkeys(key.hashed for key in usable))


def find_candidates(
    source: Path,
    master: Path | None,
    *,
    profile: MatchProfile,
    into: Path,
    compute: Compute,
    progress: Progress = silent,
    index: Path | None = None,
) -> CandidateSummary:
    """Write ``candidate_pairs.parquet`` into *into*: the distinct pairs that share a key of at least one pass.

    *source* and *master* are standard.parquet files; without a master the source is compared with itself. With the
    folder of the master's *index* the master itself is not read. Lists without a common key give an empty table and a
    summary that says why. Raises ProfileInvalid for unknown passes, ContractBroken for an index of something else.
    """
    if profile.type is ProfileType.PRODUCT:
        from listmatch.matching.texts.titles import find_text_candidates

        return find_text_candidates(source, master, profile=profile, into=into, compute=compute, progress=progress)
    plan = pass_plan(profile.type, names=profile.passes, lists=profile.fields_of_lists)
    with open_engine(profile.engine, compute) as engine:
        progress(0.0, "reading both lists")
        sides = _sides(source, master, open_index(index, profile_type=profile.type) if index else None)
        running = [one for one in plan.passes if sides.can_run(one)]
        if sides.index:
            sides.index.check(plan, sides.master_keys(running))
        engine.run("create temp table found (s bigint, m bigint, pass utinyint, is_common boolean)")
        engine.run("create temp table crowded (s bigint)")
        hot: list[HotValues] = []
        one_by_one = sides.is_dedupe and engine.is_one_machine
        batches = [[one] for one in running] if one_by_one else [running] * bool(running)
        for number, batch in enumerate(batches):
            progress(
                number / len(batches),
                f"looking for pairs by {batch[0].says}" if one_by_one else "looking for pairs",
            )
            hot += _collect(engine, sides, plan, batch, compute=compute)
        progress(0.9, "writing candidate pairs")
        _write(engine, into / CANDIDATES)
        summary = _summary(engine, sides, plan, running, hot)
        progress(1.0, f"{summary.pairs} candidate pairs")
        return summary


def _sides(source: Path, master: Path | None, index: MasterIndex | None) -> _Sides:
    left = f"read_parquet({literal(source)})"
    left_filled = count_filled(source)
    if master is None:
        return _Sides(left, left, left_filled, left_filled, is_dedupe=True)
    right = f"read_parquet({literal(master)})"
    right_filled = index.filled if index else count_filled(master)
    return _Sides(left, right, left_filled, right_filled, is_dedupe=False, index=index)


def _collect(
    engine: Engine, sides: _Sides, plan: PassPlan, batch: Sequence[Pass], *, compute: Compute
) -> list[HotValues]:
    """Add the pairs of some passes to ``found``; what was too frequent is returned."""
    source_keys = [
        f"select {ROW_ID} as s, {plan.passes.index(one)}::utinyint as pass, {key.hashed} as h from {sides.source}"
        for one in batch
        for key in one.source_keys
        if key.columns <= sides.source_filled.columns
    ]
    engine.run(f"create or replace temp table source_keys as {_known(' union all '.join(source_keys))}")
    if sides.index:
        _look_up(engine.local, sides.index, plan, compute=compute)
    else:
        _scan(engine, sides, plan, batch)
    order = "and s < m" if sides.is_dedupe else ""
    lone = {plan.passes.index(one): one.alone for one in batch if one.alone}
    common = " or ".join(f"(pass = {number} and n > {alone})" for number, alone in lone.items()) or "false"
    engine.run(
        f"""create or replace temp table behind as
        select h, count(*) as n from hits group by h having n > {min(lone.values(), default=plan.cap)}"""
    )
    engine.run(
        f"""insert into found select s, m, pass, coalesce({common}, false) as is_common
            from source_keys join hits using (h) left join behind using (h)
            where h not in (select h from hot) {order}"""
    )
    return _narrow(engine, sides, plan, compute=compute)


def _scan(engine: Engine, sides: _Sides, plan: PassPlan, batch: Sequence[Pass]) -> None:
    """The tables ``hits`` (m, h), master rows that have a key of the source, and ``hot`` (h, n), keys of too many."""
    wanted = "having count(distinct s) > 1" if sides.is_dedupe else ""
    keys = ", ".join(sides.master_keys(batch))
    engine.run(
        f"""create or replace temp table hits as select distinct m, h
            from (select {ROW_ID} as m, unnest([{keys}]) as h from {sides.master})
            where h in (select h from source_keys group by h {wanted})"""
    )
    engine.run(
        f"create or replace temp table hot as select h, count(*) as n from hits group by h having n > {plan.cap}"
    )


def _look_up(connection: duckdb.DuckDBPyConnection, index: MasterIndex, plan: PassPlan, *, compute: Compute) -> None:
    """The same tables from an index; ``hits`` without the hot keys."""
    keys = connection.sql("select distinct h from source_keys").fetchnumpy()["h"]
    found = index.keys.find(keys, most=plan.cap)
    load_arrays(connection, compute, "hits", {"m": found.rows.astype(np.int64), "h": found.keys})
    load_arrays(connection, compute, "hot", {"h": found.hot, "n": found.hot_rows.astype(np.int64)})


def _known(keys: str) -> str:
    return f"select distinct * from ({keys}) where h is not null"


def _narrow(engine: Engine, sides: _Sides, plan: PassPlan, *, compute: Compute) -> list[HotValues]:
    """Join hot values with one more column each; pairs whose narrower value is rare enough go to ``found``."""
    if not engine.ask("select count(*) from hot")[0][0]:
        return []
    engine.run(
        f"""create or replace temp table hot_source as select distinct s, pass, h, unnest([{plan.narrowed}]) as k
            from (select k.s, k.pass, k.h, r.* from source_keys k join {sides.source} r on r.{ROW_ID} = k.s
                  where k.h in (select h from hot))"""
    )
    engine.run("insert into crowded select distinct s from hot_source")
    if sides.index:
        _look_up_narrower(engine.local, sides.index, plan, compute=compute)
    else:
        engine.run(
            f"""create or replace temp table hot_master as select distinct m, unnest([{plan.narrowed}]) as k
                from (select k.m, k.h, r.* from hits k join {sides.master} r on r.{ROW_ID} = k.m
                      where k.h in (select h from hot))"""
        )
    order = "and s < m" if sides.is_dedupe else ""
    for statement in (
        f"""create or replace temp table kept as
            with rare as (select k from hot_master where k is not null group by k having count(*) <= {plan.cap})
            select distinct s, m, pass, h from hot_source join hot_master using (k)
            where k in (select k from rare) {order}""",
        "insert into found select s, m, pass, false as is_common from kept",
    ):
        engine.run(statement)
    half = "// 2" if sides.is_dedupe else ""
    rows = engine.ask(
        f"""with all_pairs as (
              select pass, h, n, count(distinct s) as rows from hot_source join hot using (h) group by all),
            kept_pairs as (select pass, count(*) as kept from kept group by pass)
            select pass, count(*), max(n), sum(rows), coalesce(any_value(kept), 0),
                greatest(sum(rows * n)::bigint {half} - coalesce(any_value(kept), 0), 0)
            from all_pairs left join kept_pairs using (pass) group by pass order by pass"""
    )
    return [HotValues(plan.passes[number].name, *map(int, figures)) for number, *figures in rows]


def _look_up_narrower(
    connection: duckdb.DuckDBPyConnection, index: MasterIndex, plan: PassPlan, *, compute: Compute
) -> None:
    """The table ``hot_master`` (m, k) from an index: the master's rows behind hot keys, and their narrower keys."""
    keys = connection.sql("select distinct k from hot_source where k is not null").fetchnumpy()["k"]
    found = index.narrow.find(keys, most=plan.cap)
    load_arrays(connection, compute, "hot_master", {"m": found.rows.astype(np.int64), "k": found.keys})


def _write(engine: Engine, path: Path) -> None:
    engine.run(
        """create or replace temp table pairs as
        select s as source_row_id, m as master_row_id, bit_or(1::ubigint << pass) as passes from found
        group by s, m having count(*) > 1 or not bool_or(is_common)"""
    )
    engine.bring("pairs")
    engine.local.execute(
        f"""copy (
            select source_row_id, master_row_id, passes::ubigint as passes from pairs
            order by source_row_id, master_row_id
        ) to {literal(path)} (format parquet)"""
    ).fetchall()


def _summary(
    engine: Engine, sides: _Sides, plan: PassPlan, running: Sequence[Pass], hot: Sequence[HotValues]
) -> CandidateSummary:
    [(pairs, reached)] = engine.local.execute("select count(*), count(distinct source_row_id) from pairs").fetchall()
    engine.run(
        """create or replace temp table too_common as select s, m, pass from found where is_common
        and not exists (select 1 from pairs where source_row_id = s and master_row_id = m)"""
    )
    engine.run("insert into crowded select distinct s from too_common")
    pairs_left_out = dict(engine.ask("select pass, count(*) from too_common group by pass"))
    [(left_out,)] = engine.ask(
        f"""select count(distinct s) from crowded where s not in (
            select source_row_id as s from pairs{" union all select master_row_id from pairs" * sides.is_dedupe})"""
    )
    idle = tuple(
        IdlePass(one.name, lacking(one.source_keys, sides.source_filled), lacking(one.keys, sides.master_filled))
        for one in plan.passes
        if one not in running
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
