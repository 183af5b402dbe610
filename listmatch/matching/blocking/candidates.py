"""Candidate pairs: which rows of two lists share a key of at least one pass.

Both lists are read once; what is held in memory grows with the source and with the pairs, not with the master. A key
value that too many master rows share blocks only together with one more column; what even that leaves out is counted
and reported.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from listmatch.domain.artifacts import CANDIDATES
from listmatch.domain.progress import Progress, silent
from listmatch.domain.summaries import CandidateSummary, HotValues
from listmatch.domain.verdicts import ProfileType
from listmatch.duck import Compute, literal
from listmatch.matching.blocking.figures import summarise
from listmatch.matching.blocking.keys import collect_pairs
from listmatch.matching.blocking.sides import Sides, read_sides
from listmatch.matching.engines.engine import Engine
from listmatch.matching.engines.opening import open_engine
from listmatch.matching.lists import ListPaths
from listmatch.matching.passes import Pass, PassPlan, pass_plan
from listmatch.matching.profile import MatchProfile

LINES_AT_ONCE = 1_000_000
"""pairs by pass that are grouped at once"""


def find_candidates(
    lists: ListPaths, *, profile: MatchProfile, into: Path, compute: Compute, progress: Progress = silent
) -> CandidateSummary:
    """Write ``candidate_pairs.parquet`` into *into*: the distinct pairs that share a key of at least one pass.

    With an index the master itself is not read. Lists without a common key give an empty table and a summary that says
    why. Raises ProfileInvalid for unknown passes, ContractBroken for an index of something else.
    """
    if profile.type is ProfileType.PRODUCT:
        from listmatch.matching.texts.titles import find_text_candidates

        return find_text_candidates(lists, profile=profile, into=into, compute=compute, progress=progress)
    plan = pass_plan(profile.type, names=profile.passes, lists=profile.fields_of_lists)
    with open_engine(profile.engine, compute) as engine:
        progress(0.0, "reading both lists")
        sides = read_sides(lists, profile.type)
        running = [one for one in plan.passes if sides.can_run(one)]
        if sides.index:
            sides.index.check(plan, sides.master_keys(running))
        hot = _find(engine, sides, plan, running, compute=compute, progress=progress)
        progress(0.9, "writing candidate pairs")
        _create_pairs(engine)
        summary = summarise(engine, sides, plan, running, hot)
        _write(engine.local, into / CANDIDATES)
        progress(1.0, f"{summary.pairs} candidate pairs")
        return summary


def _find(
    engine: Engine,
    sides: Sides,
    plan: PassPlan,
    running: Sequence[Pass],
    *,
    compute: Compute,
    progress: Progress,
) -> list[HotValues]:
    """The tables ``found`` and ``crowded`` of all passes that run; what was too frequent is returned.

    A list that is compared with itself is read once per pass, which bounds memory; a source with a master at once,
    since that is to be read but once.
    """
    engine.run("create temp table found (s bigint, m bigint, pass utinyint, is_common boolean)")
    engine.run("create temp table crowded (s bigint)")
    one_by_one = sides.is_dedupe and engine.is_one_machine
    batches = [[one] for one in running] if one_by_one else [running] * bool(running)
    hot: list[HotValues] = []
    for number, batch in enumerate(batches):
        words = f"looking for pairs by {batch[0].says}" if one_by_one else "looking for pairs"
        progress(number / len(batches), words)
        hot += collect_pairs(engine, sides, plan, batch, compute=compute)
    return hot


def _create_pairs(engine: Engine) -> None:
    """The table ``pairs``; on one machine of a share of the source rows at a time, since groups take five times the
    memory of what comes of them."""
    shares = 1
    if engine.is_one_machine:
        [(lines,)] = engine.ask("select count(*) from found")
        shares = max(1, lines // LINES_AT_ONCE)
    for share in range(shares):
        into = "insert into pairs" if share else "create or replace temp table pairs as"
        engine.run(
            f"""{into}
            select s as source_row_id, m as master_row_id, bit_or(1::ubigint << pass) as passes from found
            where s % {shares} = {share} group by s, m having count(*) > 1 or not bool_or(is_common)"""
        )
    engine.bring("pairs")


def _write(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write the table ``pairs``, for which the others make room: to put it in order takes twice its memory."""
    for table in ("found", "source_keys", "hits", "too_common", "crowded"):
        connection.execute(f"drop table if exists {table}").fetchall()
    connection.execute(
        f"""copy (
            select source_row_id, master_row_id, passes::ubigint as passes from pairs
            order by source_row_id, master_row_id
        ) to {literal(path)} (format parquet)"""
    ).fetchall()
