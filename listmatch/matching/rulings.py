"""What people decided about pairs, found again in the lists of one job and applied to its scored pairs.

Decisions come in as a table of marks (``matching.marks``), one line per mark: ``decision_id``, ``is_match``, ``says``
("accepted by Ann on 2026-11-21"), ``decided_at``, ``is_source``, ``mark``. Which list was the source when
it was decided does not matter: that two rows are the same is true both ways.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from listmatch.domain.artifacts import DECIDED
from listmatch.duck import Compute, literal
from listmatch.matching.marks import MOST_BEARERS, MarkedList, marks_query

RULED = "ruled_matches.parquet"
DECIDED_BY_HAND = "decision"
"""stands for a pass where a person brought the two rows together"""
ACCEPTED_CLASS = "accepted"
"""stands for a relationship where the model would have said another than "the same" """
NAMED_REFUSALS = 3


@dataclass(frozen=True, slots=True)
class Found:
    """How many pairs of the two lists are decided."""

    accepted: int
    rejected: int


def find_decided(
    source: MarkedList, master: MarkedList | None, *, decisions: Path, scored: Path, into: Path, compute: Compute
) -> Found:
    """Write ``decided.parquet`` into *into*: ``source_row_id``, ``master_row_id``, ``is_match``, ``says`` and
    ``decision_id``, in order.

    Of several decisions on one pair the one whose marks are surer holds, then the later one. An accepted row without
    an equal in the master is looked for by its surest mark only. *master* None: one list, smaller row id first.
    """
    with compute.connect() as connection:
        connection.execute(
            f"""create temp table asked as
            select decision_id, is_match, says, decided_at, mark, is_turned, is_source <> is_turned as is_left
            from read_parquet({literal(decisions)}), (values (false), (true)) as turns (is_turned)"""
        ).fetchall()
        _find(connection, marks_query(connection, source), side="is_left", into="left_hits")
        if master is None:
            _find(connection, marks_query(connection, source), side="not is_left", into="right_hits")
        else:
            _find_in_master(connection, master, scored)
        _write_decided(connection, into / DECIDED, is_one_list=master is None)
        [(accepted, rejected)] = connection.execute(
            "select count(*) filter (is_match), count(*) filter (not is_match) from read_parquet(?)",
            [str(into / DECIDED)],
        ).fetchall()
    return Found(accepted, rejected)


def rule(scored: Path, *, decided: Path, into: Path, compute: Compute) -> Path:
    """Write ``ruled_matches.parquet`` into *into* and return it: the scored pairs as people have ruled.

    Rejected pairs are gone. Accepted ones are marked (``is_accepted``), say who accepted them, and are there with a
    score of 0 if they were not candidates; all scores stay as they were.
    """
    with compute.connect() as connection:
        connection.execute(f"create view scored as from read_parquet({literal(scored)})").fetchall()
        connection.execute(f"create view decided as from read_parquet({literal(decided)})").fetchall()
        path = into / RULED
        connection.execute(
            f"""copy (
                select s.* replace (
                        case when d.is_match then s.reason || '; ' || d.says else s.reason end as reason,
                        case when d.is_match then '{DECIDED_BY_HAND}' else s.pass end as pass,
                        case when d.is_match and s.score < 50 then '{ACCEPTED_CLASS}' else s.relationship end
                            as relationship
                    ), coalesce(d.is_match, false) as is_accepted
                from scored s left join decided d using (source_row_id, master_row_id)
                where d.is_match is distinct from false
                union all by name
                select source_row_id, master_row_id, 0::double as score, 0::double as fit, 0::tinyint as entity,
                    '{ACCEPTED_CLASS}' as relationship, '{DECIDED_BY_HAND}' as pass,
                    'no shared key; ' || says as reason, true as is_accepted
                from decided anti join scored using (source_row_id, master_row_id) where is_match
                order by source_row_id, score desc, master_row_id
            ) to {literal(path)} (format parquet)"""
        ).fetchall()
    return path


def load_refusals(connection: duckdb.DuckDBPyConnection, *, decided: Path | None, is_one_list: bool = False) -> None:
    """Create the table *refused* (row_id, says): rows with a rejected partner, and by whom it was rejected.

    Of one list both rows of a pair are told, of two the source's.
    """
    connection.execute("create temp table refused (row_id bigint, says varchar)").fetchall()
    if decided is None:
        return
    turned = "union all select master_row_id, source_row_id, says from pairs" if is_one_list else ""
    named = f"array_to_string(list('row ' || other || ' ' || says order by other)[:{NAMED_REFUSALS}], '; ')"
    more = f"case when count(*) > {NAMED_REFUSALS} then '; ' || count(*) - {NAMED_REFUSALS} || ' more' else '' end"
    connection.execute(
        f"""insert into refused
        with pairs as (from read_parquet({literal(decided)}) where not is_match),
        ends as (select source_row_id as row_id, master_row_id as other, says from pairs {turned})
        select row_id, {named} || {more} from ends group by row_id"""
    ).fetchall()


def _find(connection: duckdb.DuckDBPyConnection, marks: str, *, side: str, into: str, among: str = "asked") -> None:
    """The table *into*: rows that bear a mark of one side of a decision, each with the surest."""
    connection.execute(
        f"""create or replace temp table {into} as
        with borne as (
            select m.row_id, m.mark, m.strength from ({marks}) m semi join {among} a on a.mark = m.mark and ({side})
            qualify count(*) over (partition by m.mark) <= {MOST_BEARERS})
        select a.decision_id, a.is_turned, b.row_id, max(b.strength) as strength
        from borne b join {among} a on a.mark = b.mark and ({side}) group by all"""
    ).fetchall()


def _find_in_master(connection: duckdb.DuckDBPyConnection, master: MarkedList, scored: Path) -> None:
    """Look among the candidates of the decided rows first: reading the whole master costs a second per million rows."""
    for statement in (
        f"""create temp table wanted as select distinct master_row_id as row_id from read_parquet({literal(scored)})
            where source_row_id in (select row_id from left_hits)""",
        "create temp table live as from asked semi join left_hits using (decision_id, is_turned)",
    ):
        connection.execute(statement).fetchall()
    near = marks_query(connection, master, wanted="wanted")
    _find(connection, near, side="not is_left", into="right_hits", among="live")
    connection.execute(
        """create temp table missing as
        from live anti join right_hits using (decision_id, is_turned) where is_match"""
    ).fetchall()
    if connection.execute("select count(*) from missing").fetchall()[0][0]:
        _find(connection, marks_query(connection, master), side="not is_left", into="far_hits", among="missing")
        connection.execute("insert into right_hits from far_hits").fetchall()


def _write_decided(connection: duckdb.DuckDBPyConnection, path: Path, *, is_one_list: bool) -> None:
    first, second = ("l.row_id", "r.row_id")
    if is_one_list:
        first, second = "least(l.row_id, r.row_id)", "greatest(l.row_id, r.row_id)"
    apart = "where l.row_id <> r.row_id" if is_one_list else ""
    connection.execute(
        f"""copy (
            with told as (select distinct decision_id, is_match, says, decided_at from asked),
            pairs as (
                select {first} as source_row_id, {second} as master_row_id, is_match, says, decided_at, decision_id,
                    l.strength + r.strength as strength, r.strength as surety,
                    max(r.strength) over (partition by decision_id, is_turned, l.row_id) as surest
                from left_hits l join right_hits r using (decision_id, is_turned) join told using (decision_id) {apart})
            select source_row_id, master_row_id, is_match, says, decision_id from pairs
            where not is_match or surety = surest
            qualify 1 = row_number() over (
                partition by source_row_id, master_row_id order by strength desc, decided_at desc, decision_id)
            order by source_row_id, master_row_id
        ) to {literal(path)} (format parquet)"""
    ).fetchall()
