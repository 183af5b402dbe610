"""Which of several candidates of a source row is the better one: the tables ``scored``, ``tied`` and ``ranked``.

The better score wins, then the more similar title, then the stronger evidence, and among equals what ``ties`` says. A
candidate that a person accepted comes before all that. Scores that round to 100 are equal: two such candidates are
copies, and which of them is the answer should not depend on what the other rows of a list taught.
"""

from pathlib import Path

import duckdb

from listmatch.duck import literal
from listmatch.matching.scoring.rivals import LIKELY
from listmatch.matching.verdicts.ties import ORDER

CERTAIN = 99.5
"""from this score on a candidate is as good as any other: what is left between them is what a list taught"""
EVIDENCE = "is_accepted, sureness, likeness, match_weight"
STRENGTH = ", ".join(f"{column} desc nulls last" for column in EVIDENCE.split(", "))
"""SQL of what makes a candidate better than another; levels of likeness score alike, so the likeness itself follows"""


def load_scored(connection: duckdb.DuckDBPyConnection, *, scored: Path, is_ruled: bool, is_best_enough: bool) -> None:
    """The tables ``scored``, with what the choice depends on, and ``tied``: the master rows as good as another one.

    Where only the best candidate of a source row is asked for, ties further down need no decision. Whose rivals were
    all rejected shares with nobody any more.
    """
    rank = "and place = 1" if is_best_enough else ""
    likely = f"where fit >= {LIKELY}"
    for statement in (
        f"""create temp table scored as
            select source_row_id, master_row_id, own_score as score, least(own_score, {CERTAIN}) as sureness,
                fit, entity, likeness, match_weight, is_accepted
            from (select *, if(entity > 0 and not is_contested, fit, score) as own_score
                from (select *, {"" if is_ruled else "false as is_accepted, "}
                    min(entity) filter ({likely}) over row <> max(entity) filter ({likely}) over row as is_contested
                    from read_parquet({literal(scored)}) window row as (partition by source_row_id)))""",
        f"""create temp table tied as select distinct master_row_id from (
                select master_row_id, count(*) over (partition by source_row_id, {EVIDENCE}) as n,
                    rank() over (partition by source_row_id order by {STRENGTH}) as place
                from scored)
            where n > 1 {rank}""",
    ):
        connection.execute(statement).fetchall()


def rank_candidates(connection: duckdb.DuckDBPyConnection, *, is_one_to_one: bool) -> None:
    """The table ``ranked``: every candidate with its place (1 is best) among those of its source row.

    Its ``strength`` among those of all rows too, where master rows are given away in that order.
    """
    order = f"{STRENGTH}, {ORDER}"
    strength = f", dense_rank() over (order by {order}) as strength" if is_one_to_one else ""
    connection.execute(
        f"""create temp table ranked as select scored.*,
            max(score) over (partition by source_row_id) as best,
            row_number() over (partition by source_row_id order by {order}, master_row_id) as place{strength}
        from scored left join tie_breaks using (master_row_id)"""
    ).fetchall()
