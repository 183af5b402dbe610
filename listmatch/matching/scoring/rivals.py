"""Candidates of one source row that fit about equally well and cannot both be right.

The row model (``row_fit``) takes two candidates that both fit for copies of one entity. Whether they are shows in what
they say of each other where the source row leaves it open: of "Alex Rossi" both Alexander and Alexandra have the name,
and yet they are two people. So the likely candidates of a row are compared with each other, in the same kinds and by
the same tables, and those that are not the same share the probability that one of them is right.

Be j right, and k a candidate that fits as well. Then k is a further copy, with the odds copies * s(k) of the row model
times P(what j and k say of each other | same) / P(the same | other), or somebody else. Of what j and k say of each
other only that counts which the source row does not say of one of them already; and it can only speak against a copy,
since what speaks for one is in the odds of the row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from listmatch.duck import Compute
from listmatch.matching.arrays import load_arrays
from listmatch.matching.comparison.records import RECORDS, Records
from listmatch.matching.engines.engine import VECTORS, Engine
from listmatch.matching.engines.on_duckdb import vectors
from listmatch.matching.evidence.kinds import UNKNOWN, EvidenceTables, Kind
from listmatch.matching.evidence.patterns import unpack
from listmatch.matching.model.relationships import ClassModel, Floats, Patterns, log_ratios, log_sum, shares_of, sigmoid
from listmatch.matching.model.row_fit import Ints, RowFit

CONTESTED = "contested"
"""table: source_row_id, master_row_id, own_score, entity, of the likely candidates of rows that have several;
``entity`` counts from 1, and two candidates of a row with different numbers are not the same"""

LIKELY = 50.0
"""a candidate with this score, were there no other, is likelier right than not"""
MOST_LIKELY = 12
"""candidates of a row that are compared with each other; where more fit, the master holds copies by the dozen"""


@dataclass(frozen=True, slots=True)
class Meetings:
    """Ordered pairs of likely candidates of one source row, all of a row, by the indices of the candidates."""

    one: Ints
    other: Ints
    one_pattern: Patterns
    """what the source row and *one* say of each other"""
    other_pattern: Patterns
    between: Patterns
    """what the two say of each other; ``UNKNOWN`` also where the source row speaks of several"""


def find_rivals(
    engine: Engine,
    compute: Compute,
    tables: EvidenceTables,
    kinds: Sequence[Kind],
    *,
    model: ClassModel,
    rows: RowFit | None,
    compared: Records | str,
) -> None:
    """Create the table ``contested`` of ``engine.local``.

    Of the local tables ``vectors`` and ``scores``, and what was *compared*: records, or the texts of a master (SQL that
    can stand after ``from``). Few rows have more than one likely candidate, so they are compared here, whatever the
    engine.
    """
    connection = engine.local
    connection.execute(
        f"""create temp table {CONTESTED} (
            source_row_id bigint, master_row_id bigint, own_score double, entity tinyint)"""
    ).fetchall()
    if rows is None or not kinds:  # without rows pairs stand for themselves
        return
    connection.execute(
        f"""create temp table likely as select source_row_id, master_row_id, code, score
        from {VECTORS} join scores using (source_row_id, code) where fit >= {LIKELY}
        qualify count(*) over (partition by source_row_id) between 2 and {MOST_LIKELY}
        order by source_row_id, code, master_row_id"""
    ).fetchall()
    likely = connection.sql("select source_row_id, master_row_id, code, score from likely order by rowid").fetchnumpy()
    if not len(likely["code"]):
        return
    _compare_likely(engine, tables, kinds, compared=compared)
    patterns = unpack(np.asarray(likely["code"], dtype=np.int64), kinds)
    met = _meetings(connection, kinds, patterns)
    share, entity = shares(model, rows, log_ratios(model, patterns), met)
    load_arrays(connection, compute, CONTESTED, _contested(likely, share, entity))


def shares(model: ClassModel, rows: RowFit, log_ratio: Floats, met: Meetings) -> tuple[Floats, Ints]:
    """Per candidate its share of the probability that it or a rival is right, and the number of its entity.

    *log_ratio* is log P(pattern | same) / P(pattern | other) per candidate. Without a rival the share is 1.
    """
    n = len(log_ratio)
    log_s = np.clip(log_ratio - np.log(rows.others_per_row), -40, 40)
    log_copy = np.log(rows.copies) + log_s[met.other]
    between = _log_between(model, met)
    apart, taken_apart = (sigmoid(-log_odds) for log_odds in (log_copy + np.minimum(between, 0.0), log_copy))
    # the row model has what the number of copies says of it; who has copies counts once among the rivals of another
    doubt = apart - taken_apart
    copies = 1 + np.bincount(met.one, 1 - apart, n)
    against = np.bincount(met.one, doubt * np.exp(log_s[met.other] - log_s[met.one]) / copies[met.other], n)
    entity = np.arange(n)
    is_same = log_copy + between > 0  # whether two are one is for all that they say of each other to tell
    np.minimum.at(entity, met.one[is_same], met.other[is_same])
    return 1 / (1 + against), entity


def _log_between(model: ClassModel, met: Meetings) -> Floats:
    """log P(between | same) / P(between | other), in the kinds that the source row leaves open.

    If *one* is the entity of the source row, *other* is to it what it is to the source row.
    """
    is_open = (met.between != met.one_pattern) & (met.between != met.other_pattern)
    levels = np.where(is_open, met.between, UNKNOWN)
    same, other = model.log_likelihoods(met.other_pattern)
    with np.errstate(divide="ignore"):
        between = np.log(np.hstack([shares_of(same), shares_of(other)]))
        for column, table in enumerate(model.tables):
            between += np.column_stack([np.log(table), np.zeros(len(table))]).T[levels[:, column]]
    ratio: Floats = log_sum(between[:, : model.n_same]) - log_sum(between[:, model.n_same :])
    return ratio


def _compare_likely(engine: Engine, tables: EvidenceTables, kinds: Sequence[Kind], *, compared: Records | str) -> None:
    """The table ``met``: what the likely candidates of a row say of each other, with either of them on the left."""
    connection = engine.local
    side = "" if isinstance(compared, str) else "-"  # records of the master are numbered downwards
    connection.execute(
        f"""create temp table meetings as select distinct {side}one.master_row_id as source_row_id, other.master_row_id
        from likely one join likely other using (source_row_id) where one.master_row_id <> other.master_row_id"""
    ).fetchall()
    if isinstance(compared, str):
        from listmatch.matching.texts.titles import compare_master_texts

        compare_master_texts(connection, pairs="meetings", master=compared, kinds=kinds, into="met")
        return
    engine.send("likely")
    compared.hold("likely")
    engine.run(
        f"""create temp table likely_rows as
        select * from {RECORDS} where unique_id in (select -master_row_id from likely)"""
    )
    engine.bring("likely_rows")
    query = vectors("meetings", "likely_rows", tables, kinds)
    connection.execute(f"create temp table met as {query}").fetchall()


def _meetings(connection: duckdb.DuckDBPyConnection, kinds: Sequence[Kind], patterns: Patterns) -> Meetings:
    found = connection.sql(
        """select one.rowid as one, other.rowid as other, met.code
        from likely one join likely other using (source_row_id)
        join met on abs(met.source_row_id) = one.master_row_id and met.master_row_id = other.master_row_id
        order by one.rowid, other.rowid"""
    ).fetchnumpy()
    one, other, code = (np.asarray(found[name], dtype=np.int64) for name in ("one", "other", "code"))
    between = unpack(code, kinds)
    for column, kind in enumerate(kinds):
        several = [kind.value_of(level) for level in kind.levels if level.is_several]
        is_several = np.isin(patterns[:, column], several)
        between[is_several[one] | is_several[other], column] = UNKNOWN
    return Meetings(one, other, patterns[one], patterns[other], between)


def _contested(likely: Mapping[str, NDArray[Any]], share: Floats, entity: Ints) -> Mapping[str, NDArray[Any]]:
    """The candidates with what is theirs of their scores; entities are numbered within their row."""
    row = np.asarray(likely["source_row_id"], dtype=np.int64)
    return {
        "source_row_id": row,
        "master_row_id": np.asarray(likely["master_row_id"], dtype=np.int64),
        "own_score": np.round(np.asarray(likely["score"]) * share, 4),
        "entity": (entity - np.searchsorted(row, row) + 1).astype(np.int8),
    }
