"""Rows that are the same as another one: further candidates in the master, and later rows of the source.

Reads ``ranked`` and ``chosen``.
"""

import duckdb

from listmatch.domain.columns import ROW_ID
from listmatch.duck import identifier, literal
from listmatch.matching.scoring.rivals import LIKELY
from listmatch.matching.verdicts.lines import Lines
from listmatch.matching.verdicts.ties import OwnRows

BOTH_RIGHT = 150.0
"""where the scores of two candidates add up to this, both are right rather than not, and so the same entity"""


def find_master_duplicates(connection: duckdb.DuckDBPyConnection, *, own: OwnRows | None) -> None:
    """The table ``copies``: further candidates that are the entity of the chosen one, and the number of its rivals.

    Its ``rows`` are called by the identifier by which their owner knows them, else by their numbers.
    """
    connection.execute(
        f"""create temp table further as
        select r.source_row_id, r.master_row_id,
            r.is_accepted or r.entity = c.entity or r.score + c.score >= {BOTH_RIGHT} as is_same,
            not is_same and not c.is_accepted and r.score >= c.score / 2 as is_rival
        from ranked r join chosen c using (source_row_id)
        where r.master_row_id <> c.master_row_id
            and (r.fit >= {LIKELY} or r.is_accepted) and (c.fit >= {LIKELY} or c.is_accepted)"""
    ).fetchall()
    name, named = "master_row_id::varchar", "further"
    if own is not None and own.key:
        name = "own_id"
        named = f"""further join (
            select {ROW_ID} as master_row_id, {identifier(own.key)} as own_id from read_parquet({literal(own.path)})
            where {ROW_ID} in (select master_row_id from further where is_same or is_rival)) using (master_row_id)"""
    connection.execute(
        f"""create temp table copies as
        select source_row_id, count(*) filter (is_same) as n, count(*) filter (is_rival) as rivals,
            string_agg({name}, '; ' order by length({name}), {name}) filter (is_same) as rows
        from {named} group by source_row_id"""
    ).fetchall()


def find_source_duplicates(connection: duckdb.DuckDBPyConnection, *, lines: Lines, are_leads: bool) -> None:
    """The table ``repeated``: source rows that are a later copy of an earlier one, and that one (``first``).

    Copies are matched to the same master row, or equal in all they say. Leads of one account are not copies of each
    other: of them only those are that are equal, and say who they are.
    """
    columns = connection.sql("from source_rows limit 0").columns
    values = [identifier(column) for column in columns if column != ROW_ID]
    said = "coalesce(first, last, email) is not null" if are_leads else "true"
    says = " + ".join(f"({value} is not null)::int" for value in values)
    content = ", ".join(f"coalesce({value}, '')" for value in values)
    connection.execute(
        f"""create temp table repeated as
        with same_master as (
            select source_row_id as id, min(source_row_id) over (partition by master_row_id) as first
            from chosen where {lines.is_matched("chosen")} and not {are_leads}),
        same_content as (
            select {ROW_ID} as id, min({ROW_ID}) over (partition by concat_ws(chr(31), {content})) as first
            from source_rows where {says} > 1 and {said})
        select id, min(first) as first from (from same_master union all from same_content)
        where first < id group by id"""
    ).fetchall()
