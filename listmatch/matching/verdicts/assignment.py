"""Scored pairs in, verdicts out: which master row is the answer for a source row, and how sure that is.

Scores are taken as they are; here stand the rules of choice. A row is in review from the lower line on, and also where
its candidate would be matched but for a rival (``rivals``): one of them is right, and a person can say which.

Of several candidates the better score wins, then the more similar title, then the stronger evidence, and among equals
what ``ties`` says: nothing depends on the order in which rows or pairs arrive. A pair that a person accepted comes
before all that; a pair that a person rejected is not there any more (``rulings``).
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from listmatch.domain.columns import ROW_ID
from listmatch.domain.verdicts import NO_LINE, REVIEW_MARGIN, MatchMode, Verdict, reached_from
from listmatch.duck import Compute, identifier, literal
from listmatch.matching.index.plan import open_index
from listmatch.matching.model.calibration import Promises, line_for, promises
from listmatch.matching.model.relationships import Floats
from listmatch.matching.profile import MatchProfile
from listmatch.matching.rulings import load_refusals, rule
from listmatch.matching.scoring.rivals import LIKELY
from listmatch.matching.verdicts.one_to_one import choose, find_given_away
from listmatch.matching.verdicts.ties import ORDER, OwnRows, load_tie_breaks

VERDICTS = "verdicts.parquet"
NO_CANDIDATE = "no similar row in the master"
NO_OTHER_CANDIDATE = "no other similar row in the master"
BOTH_RIGHT = 150.0
"""where the scores of two candidates add up to this, both are right rather than not, and so the same entity"""
RIVALS = "more as likely"
EVIDENCE = "is_accepted, score, likeness, match_weight"
STRENGTH = ", ".join(f"{column} desc nulls last" for column in EVIDENCE.split(", "))
"""SQL of what makes a candidate better than another; levels of likeness score alike, so the likeness itself follows"""


@dataclass(frozen=True, slots=True)
class VerdictSummary:
    """The outcome per source row. ``threshold`` is the one that was used, be it fixed or chosen by ``max_wrong``."""

    source_rows: int
    matched: int
    review: int
    unmatched: int
    lines: int
    """lines written: more than the source has rows only in mode all_candidates"""
    threshold: float
    review_from: float
    rows_with_master_duplicates: int
    source_duplicates: int
    promises: Promises
    accepted: int = 0
    """source rows that are matched because a person said so"""
    rejected: int = 0
    """source rows of which a person rejected a candidate"""


def decide(
    source: Path,
    master: Path,
    *,
    scored: Path,
    profile: MatchProfile,
    mode: MatchMode,
    into: Path,
    compute: Compute,
    decided: Path | None = None,
    own: OwnRows | None = None,
    index: Path | None = None,
) -> VerdictSummary:
    """Write ``verdicts.parquet`` into *into*: one line per source row, in source order (more in all_candidates).

    *decided* is the table of ``rulings.find_decided``, or None where nothing is decided. An accepted pair is matched
    whatever its score, also where one-to-one would forbid it; a rejected pair is never an answer. *own* is the master
    as it was read, for ties. With the folder of the master's *index* the master is not read for them.
    """
    with compute.connect() as connection, compute.folder() as folder:
        if decided is not None:
            scored = rule(scored, decided=decided, into=folder, compute=compute)
        connection.execute(f"create temp view source_rows as from read_parquet({literal(source)})").fetchall()
        load_refusals(connection, decided=decided)
        is_best_enough = mode is MatchMode.BEST_MATCH and not profile.one_to_one
        _load(connection, scored=scored, is_ruled=decided is not None, is_best_enough=is_best_enough)
        tied = f"read_parquet({literal(master)})"
        if index:
            tied = "tied_rows"
            open_index(index, profile_type=profile.type).load_rows(connection, compute, of="tied", into=tied)
        load_tie_breaks(connection, master=tied, own=own)
        _rank(connection, is_one_to_one=profile.one_to_one)
        choose(connection, compute, is_one_to_one=profile.one_to_one)
        find_given_away(connection, is_one_to_one=profile.one_to_one)
        best = _best_scores(connection)
        threshold = profile.threshold
        if profile.max_wrong is not None:
            threshold = line_for(best.scores[~best.is_accepted], max_wrong=profile.max_wrong)
        _find_master_duplicates(connection, own=own)
        _find_source_duplicates(connection, threshold=threshold)
        _write(connection, scored=scored, mode=mode, threshold=threshold, path=into / VERDICTS)
        return _summary(connection, into / VERDICTS, best, threshold=threshold)


@dataclass(frozen=True, slots=True)
class _Best:
    """Per source row, in order: the score of the candidate that was chosen (0 where there is none), and whether it was
    chosen by a person."""

    scores: Floats
    is_accepted: NDArray[np.bool_]


def _load(connection: duckdb.DuckDBPyConnection, *, scored: Path, is_ruled: bool, is_best_enough: bool) -> None:
    """The tables ``scored``, with what the choice depends on, and ``tied``: the master rows as good as another one.

    Where only the best candidate of a source row is asked for, ties further down need no decision. Whose rivals were
    all rejected shares with nobody any more.
    """
    rank = "and place = 1" if is_best_enough else ""
    likely = f"where fit >= {LIKELY}"
    for statement in (
        f"""create temp table scored as
            select source_row_id, master_row_id, if(entity > 0 and not is_contested, fit, score) as score, fit, entity,
                likeness, match_weight, is_accepted
            from (select *, {"" if is_ruled else "false as is_accepted, "}
                min(entity) filter ({likely}) over row <> max(entity) filter ({likely}) over row as is_contested
                from read_parquet({literal(scored)}) window row as (partition by source_row_id))""",
        f"""create temp table tied as select distinct master_row_id from (
                select master_row_id, count(*) over (partition by source_row_id, {EVIDENCE}) as n,
                    rank() over (partition by source_row_id order by {STRENGTH}) as place
                from scored)
            where n > 1 {rank}""",
    ):
        connection.execute(statement).fetchall()


def _rank(connection: duckdb.DuckDBPyConnection, *, is_one_to_one: bool) -> None:
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


def _best_scores(connection: duckdb.DuckDBPyConnection) -> _Best:
    found = connection.sql(
        f"""select coalesce(score, 0)::double as score, coalesce(is_accepted, false) as is_accepted
        from source_rows left join chosen on source_row_id = {ROW_ID} order by {ROW_ID}"""
    ).fetchnumpy()
    return _Best(np.asarray(found["score"], dtype=np.float64), np.asarray(found["is_accepted"], dtype=np.bool_))


def _find_master_duplicates(connection: duckdb.DuckDBPyConnection, *, own: OwnRows | None) -> None:
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


def _find_source_duplicates(connection: duckdb.DuckDBPyConnection, *, threshold: float) -> None:
    """Source rows that are a later copy of an earlier one: matched to the same master row, or equal in all they say."""
    columns = connection.sql("from source_rows limit 0").columns
    values = [identifier(column) for column in columns if column != ROW_ID]
    says = " + ".join(f"({value} is not null)::int" for value in values)
    content = ", ".join(f"coalesce({value}, '')" for value in values)
    connection.execute(
        f"""create temp table repeated as
        with same_master as (
            select source_row_id as id, min(source_row_id) over (partition by master_row_id) as first
            from chosen where score >= {reached_from(threshold)} or is_accepted),
        same_content as (
            select {ROW_ID} as id, min({ROW_ID}) over (partition by concat_ws(chr(31), {content})) as first
            from source_rows where {says} > 1)
        select id, min(first) as first from (from same_master union all from same_content)
        where first < id group by id"""
    ).fetchall()


def _shown(threshold: float, *, of: str) -> str:
    """SQL, of lines of ``ranked``: the score that is shown. One that would be matched but for a rival is for a person
    to decide, so it does not fall below the line of those."""
    lowest = reached_from(threshold)
    is_held = f"{of}.fit >= {lowest} and {of}.best < {lowest} and {of}.score >= {of}.best / 2"
    held = f"greatest({of}.score, {_review_from(threshold)})"
    return f"round(case when {is_held} then {held} else coalesce({of}.score, 0) end, 1)"


def _review_from(threshold: float) -> float:
    """The lower line. Where no score is sure enough to be matched, a person is asked as if 100 were."""
    return min(threshold, 100.0) - REVIEW_MARGIN


def _is_shown(threshold: float, *, of: str) -> str:
    """SQL, of lines of ``ranked``: whether a candidate reaches the lower line."""
    return f"{_shown(threshold, of=of)} >= {_review_from(threshold)}"


def _write(
    connection: duckdb.DuckDBPyConnection, *, scored: Path, mode: MatchMode, threshold: float, path: Path
) -> None:
    """What is said of a candidate is read for those that are written, not carried through the choice."""
    lines = "chosen"
    if mode is MatchMode.ALL_CANDIDATES:
        free = "(from ranked anti join given_away using (source_row_id, master_row_id)) as free"
        lines = f"(from chosen union from {free} where {_is_shown(threshold, of='free')} or is_accepted)"
    shown = _shown(threshold, of="l")
    status = f"""case when l.score is null then '{Verdict.UNMATCHED}'
        when l.score >= {reached_from(threshold)} or l.is_accepted then '{Verdict.MATCHED}'
        when {_is_shown(threshold, of="l")} then '{Verdict.REVIEW}' else '{Verdict.UNMATCHED}' end"""
    more = "case when copies.n > 0 then '; ' || copies.n || ' more in the master' else '' end"
    rivals = f"case when copies.rivals > 0 then '; ' || copies.rivals || ' {RIVALS}' else '' end"
    given = (
        "coalesce('; master row ' || g.master_row_id || ' (' || round(g.score, 1) || ') answers row ' || answers, '')"
    )
    refused = "case when l.is_accepted or refused.says is null then '' else '; ' || refused.says end"
    connection.execute(
        f"""copy (
            select s.{ROW_ID}, {status} as _lmg_match_status, {shown} as _lmg_match_score,
                case when l.score is null and answers is null then '{NO_CANDIDATE}'
                    when l.score is null then '{NO_OTHER_CANDIDATE}'
                    else said.reason || {more} || {rivals}
                end || {given} || {refused} as _lmg_match_reason,
                case when {status} <> '{Verdict.UNMATCHED}' then l.master_row_id end as _lmg_master_row_id,
                said.relationship as _lmg_relationship, copies.rows as _lmg_master_duplicates, said.pass,
                l.master_row_id as nearest_master_row_id, repeated.first as source_duplicate_of
            from source_rows s left join {lines} l on l.source_row_id = s.{ROW_ID}
            left join read_parquet({literal(scored)}) said
                on said.source_row_id = l.source_row_id and said.master_row_id = l.master_row_id
            left join copies on copies.source_row_id = s.{ROW_ID} left join repeated on repeated.id = s.{ROW_ID}
            left join given_away g on g.source_row_id = s.{ROW_ID} and g.place = 1 and g.score >= {LIKELY}
            left join refused on refused.row_id = s.{ROW_ID}
            order by s.{ROW_ID}, l.place
        ) to {literal(path)} (format parquet)"""
    ).fetchall()


def _summary(connection: duckdb.DuckDBPyConnection, path: Path, best: _Best, *, threshold: float) -> VerdictSummary:
    [(matched, review, accepted, rejected)] = connection.execute(
        f"""select count(*) filter (is_matched),
            count(*) filter (not is_matched and {_is_shown(threshold, of="found")}),
            count(*) filter (is_accepted), (select count(*) from refused)
        from (select *, score >= {reached_from(threshold)} or is_accepted as is_matched from chosen) as found"""
    ).fetchall()
    lines, copies, repeated = connection.execute(
        f"""select count(*), count(distinct {ROW_ID}) filter (_lmg_master_duplicates is not null),
            count(distinct {ROW_ID}) filter (source_duplicate_of is not null) from read_parquet({literal(path)})"""
    ).fetchall()[0]
    sure = np.where(best.is_accepted, NO_LINE, best.scores)
    return VerdictSummary(
        source_rows=len(sure),
        matched=matched,
        review=review,
        unmatched=len(sure) - matched - review,
        lines=lines,
        threshold=min(threshold, 100.0),
        review_from=_review_from(threshold),
        rows_with_master_duplicates=copies,
        source_duplicates=repeated,
        promises=promises(sure, threshold=threshold),
        accepted=accepted,
        rejected=rejected,
    )
