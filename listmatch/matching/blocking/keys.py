"""Rows that share a key: the pairs of some passes, into the table ``found`` (s, m, pass, is_common).

A key value that more master rows carry than ``PassPlan.cap`` is hot: it blocks only together with one more column, and
the source rows that have it are noted in ``crowded``. The master's side of the keys is scanned, or looked up in an
index.
"""

from collections.abc import Sequence

import duckdb
import numpy as np

from listmatch.domain.columns import ROW_ID
from listmatch.domain.summaries import HotValues
from listmatch.duck import Compute
from listmatch.matching.arrays import load_arrays
from listmatch.matching.blocking.sides import Sides
from listmatch.matching.engines.engine import Engine
from listmatch.matching.index.plan import MasterIndex
from listmatch.matching.passes import Key, Pass, PassPlan


def collect_pairs(
    engine: Engine, sides: Sides, plan: PassPlan, batch: Sequence[Pass], *, compute: Compute
) -> list[HotValues]:
    """Add the pairs of some passes to ``found``; what was too frequent is returned."""
    source_keys = [
        (plan.passes.index(one), key)
        for one in batch
        for key in one.source_keys
        if key.columns <= sides.source_filled.columns
    ]
    engine.run(f"create or replace temp table source_keys as {_known(source_keys, sides.source)}")
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


def _scan(engine: Engine, sides: Sides, plan: PassPlan, batch: Sequence[Pass]) -> None:
    """The tables ``hits`` (m, h), master rows that have a key of the source, and ``hot`` (h, n), keys of too many."""
    wanted = "having min(s) < max(s)" if sides.is_dedupe else ""
    if sides.is_dedupe and all(one.keys == one.source_keys for one in batch):
        # of one list they are those of the other side as well; of one pass none is there twice
        keys, distinct = "select s as m, h from source_keys", "distinct" if len(batch) > 1 else ""
    else:
        distinct = "distinct"
        keys = f"select {ROW_ID} as m, unnest([{', '.join(sides.master_keys(batch))}]) as h from {sides.master}"
    engine.run(
        f"""create or replace temp table hits as select {distinct} m, h from ({keys})
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


def _known(keys: Sequence[tuple[int, Key]], rows: str) -> str:
    """SQL of the known values of *keys* (number of the pass, key) of *rows*; only of one key that is written in several
    ways may a row have a value twice."""
    each = [f"select {ROW_ID} as s, {number}::utinyint as pass, {key.hashed} as h from {rows}" for number, key in keys]
    is_once = len({(number, key.number) for number, key in keys}) == len(keys)
    return f"select {'' if is_once else 'distinct'} * from ({' union all '.join(each)}) where h is not null"


def _narrow(engine: Engine, sides: Sides, plan: PassPlan, *, compute: Compute) -> list[HotValues]:
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
    return _hot_values(engine, sides, plan)


def _hot_values(engine: Engine, sides: Sides, plan: PassPlan) -> list[HotValues]:
    """What the tables ``hot``, ``hot_source`` and ``kept`` hold of each pass."""
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
