"""The table of verdicts: what is written of each source row, its candidate and its reason."""

from pathlib import Path

import duckdb

from listmatch.domain.columns import ROW_ID
from listmatch.domain.verdicts import MatchMode, Verdict
from listmatch.duck import literal
from listmatch.matching.scoring.rivals import LIKELY
from listmatch.matching.verdicts.lines import Lines

NO_CANDIDATE = "no similar row in the master"
NO_OTHER_CANDIDATE = "no other similar row in the master"
RIVALS = "more as likely"


def write_verdicts(
    connection: duckdb.DuckDBPyConnection, *, scored: Path, mode: MatchMode, lines: Lines, path: Path
) -> None:
    """Write ``verdicts.parquet``, in source order.

    What is said of a candidate is read for those that are written, not carried through the choice.
    """
    answers = "chosen"
    if mode is MatchMode.ALL_CANDIDATES:
        free = "(from ranked anti join given_away using (source_row_id, master_row_id)) as free"
        answers = f"(from chosen union from {free} where {lines.is_shown('free')} or is_accepted)"
    status = lines.status("l")
    more = "case when copies.n > 0 then '; ' || copies.n || ' more in the master' else '' end"
    rivals = f"case when copies.rivals > 0 then '; ' || copies.rivals || ' {RIVALS}' else '' end"
    given = (
        "coalesce('; master row ' || g.master_row_id || ' (' || round(g.score, 1) || ') answers row ' || answers, '')"
    )
    refused = "case when l.is_accepted or refused.says is null then '' else '; ' || refused.says end"
    connection.execute(
        f"""copy (
            select s.{ROW_ID}, {status} as _lmg_match_status, {lines.shown("l")} as _lmg_match_score,
                case when l.score is null and answers is null then '{NO_CANDIDATE}'
                    when l.score is null then '{NO_OTHER_CANDIDATE}'
                    else said.reason || {more} || {rivals}
                end || {given} || {refused} as _lmg_match_reason,
                case when {status} <> '{Verdict.UNMATCHED}' then l.master_row_id end as _lmg_master_row_id,
                said.relationship as _lmg_relationship, copies.rows as _lmg_master_duplicates, said.pass,
                l.master_row_id as nearest_master_row_id, repeated.first as source_duplicate_of
            from source_rows s left join {answers} l on l.source_row_id = s.{ROW_ID}
            left join read_parquet({literal(scored)}) said
                on said.source_row_id = l.source_row_id and said.master_row_id = l.master_row_id
            left join copies on copies.source_row_id = s.{ROW_ID} left join repeated on repeated.id = s.{ROW_ID}
            left join given_away g on g.source_row_id = s.{ROW_ID} and g.place = 1 and g.score >= {LIKELY}
            left join refused on refused.row_id = s.{ROW_ID}
            order by s.{ROW_ID}, l.place
        ) to {literal(path)} (format parquet)"""
    ).fetchall()
