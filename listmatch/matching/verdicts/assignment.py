"""Scored pairs in, verdicts out: which master row is the answer for a source row, and how sure that is.

Scores are taken as they are; here the steps of the choice are put in order. The rules are in ``ranking`` (which
candidate is better), ``ties`` (which of two equals), ``one_to_one`` (who gets a master row that several want),
``lines`` (what is sure enough) and ``copies`` (what is the same as another row). Nothing depends on the order in which
rows or pairs arrive. A pair that a person rejected is not there any more (``rulings``).
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from listmatch.domain.artifacts import VERDICTS
from listmatch.domain.columns import ROW_ID
from listmatch.domain.summaries import VerdictSummary
from listmatch.domain.verdicts import NO_LINE, MatchMode, ProfileType
from listmatch.duck import Compute, literal
from listmatch.matching.index.plan import open_index
from listmatch.matching.lists import ListPaths
from listmatch.matching.model.calibration import line_for, promises
from listmatch.matching.model.relationships import Floats
from listmatch.matching.profile import MatchProfile
from listmatch.matching.rulings import load_refusals, rule
from listmatch.matching.verdicts.copies import find_master_duplicates, find_source_duplicates
from listmatch.matching.verdicts.lines import Lines
from listmatch.matching.verdicts.one_to_one import choose, find_given_away
from listmatch.matching.verdicts.ranking import load_scored, rank_candidates
from listmatch.matching.verdicts.table import write_verdicts
from listmatch.matching.verdicts.ties import OwnRows, load_tie_breaks


@dataclass(frozen=True, slots=True)
class VerdictInputs:
    """What a verdict is made of: two lists, with the index of the master if there is one, and their scored pairs."""

    lists: ListPaths
    scored: Path
    decided: Path | None = None
    """the table of ``rulings.find_decided``; None where people decided nothing"""
    own: OwnRows | None = None
    """the master as it was read, for ties"""


def decide(
    inputs: VerdictInputs, *, profile: MatchProfile, mode: MatchMode, into: Path, compute: Compute
) -> VerdictSummary:
    """Write ``verdicts.parquet`` into *into*: one line per source row, in source order (more in all_candidates).

    A pair that a person accepted is matched whatever its score, also where one-to-one would forbid it; a rejected pair
    is never an answer.
    """
    with compute.connect() as connection, compute.folder() as folder:
        scored = inputs.scored
        if inputs.decided is not None:
            scored = rule(scored, decided=inputs.decided, into=folder, compute=compute)
        connection.execute(f"create temp view source_rows as from {inputs.lists.source_sql}").fetchall()
        load_refusals(connection, decided=inputs.decided)
        is_best_enough = mode is MatchMode.BEST_MATCH and not profile.one_to_one
        load_scored(connection, scored=scored, is_ruled=inputs.decided is not None, is_best_enough=is_best_enough)
        load_tie_breaks(connection, master=_tied_rows(connection, inputs.lists, profile, compute), own=inputs.own)
        rank_candidates(connection, is_one_to_one=profile.one_to_one)
        choose(connection, compute, is_one_to_one=profile.one_to_one)
        find_given_away(connection, is_one_to_one=profile.one_to_one)
        best = _best_scores(connection)
        lines = _lines(profile, best)
        find_master_duplicates(connection, own=inputs.own)
        find_source_duplicates(connection, lines=lines, are_leads=profile.type is ProfileType.ACCOUNT)
        write_verdicts(connection, scored=scored, mode=mode, lines=lines, path=into / VERDICTS)
        return _summary(connection, into / VERDICTS, best, lines)


def _tied_rows(connection: duckdb.DuckDBPyConnection, lists: ListPaths, profile: MatchProfile, compute: Compute) -> str:
    """SQL of standardised master rows, those of the table ``tied`` among them."""
    assert lists.master_sql is not None, "one list has clusters, no verdicts"
    if lists.index is None:
        return lists.master_sql
    opened = open_index(lists.index, profile_type=profile.type)
    opened.load_rows(connection, compute, of="tied", into="tied_rows")
    return "tied_rows"


@dataclass(frozen=True, slots=True)
class _Best:
    """Per source row, in order: the score of the candidate that was chosen (0 where there is none), and whether it was
    chosen by a person."""

    scores: Floats
    is_accepted: NDArray[np.bool_]


def _best_scores(connection: duckdb.DuckDBPyConnection) -> _Best:
    found = connection.sql(
        f"""select coalesce(score, 0)::double as score, coalesce(is_accepted, false) as is_accepted
        from source_rows left join chosen on source_row_id = {ROW_ID} order by {ROW_ID}"""
    ).fetchnumpy()
    return _Best(np.asarray(found["score"], dtype=np.float64), np.asarray(found["is_accepted"], dtype=np.bool_))


def _lines(profile: MatchProfile, best: _Best) -> Lines:
    """The profile's threshold, or the one at which so few answers are wrong as its ``max_wrong`` allows."""
    if profile.max_wrong is None:
        return Lines(profile.threshold)
    return Lines(line_for(best.scores[~best.is_accepted], max_wrong=profile.max_wrong))


def _summary(connection: duckdb.DuckDBPyConnection, path: Path, best: _Best, lines: Lines) -> VerdictSummary:
    [(matched, review, accepted, rejected)] = connection.execute(
        f"""select count(*) filter (is_matched),
            count(*) filter (not is_matched and {lines.is_shown("found")}),
            count(*) filter (is_accepted), (select count(*) from refused)
        from (select *, {lines.is_matched("chosen")} as is_matched from chosen) as found"""
    ).fetchall()
    written, copies, repeated = connection.execute(
        f"""select count(*), count(distinct {ROW_ID}) filter (_lmg_master_duplicates is not null),
            count(distinct {ROW_ID}) filter (source_duplicate_of is not null) from read_parquet({literal(path)})"""
    ).fetchall()[0]
    sure = np.where(best.is_accepted, NO_LINE, best.scores)
    return VerdictSummary(
        source_rows=len(sure),
        matched=matched,
        review=review,
        unmatched=len(sure) - matched - review,
        lines=written,
        threshold=min(lines.threshold, 100.0),
        review_from=lines.review_from,
        rows_with_master_duplicates=copies,
        source_duplicates=repeated,
        promises=promises(sure, threshold=lines.threshold),
        accepted=accepted,
        rejected=rejected,
    )
