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

import duckdb
import numpy as np

from listmatch.duck import Compute
from listmatch.matching.arrays import Column, load_arrays
from listmatch.matching.comparison.parts import Part, parts_of
from listmatch.matching.comparison.records import RECORDS, Records
from listmatch.matching.engines.engine import VECTORS, Engine
from listmatch.matching.engines.on_duckdb import vectors
from listmatch.matching.evidence.kinds import UNKNOWN, EvidenceTables, Kind
from listmatch.matching.evidence.patterns import unpack
from listmatch.matching.model.relationships import ClassModel, Floats, Patterns, log_sum, shares_of, sigmoid
from listmatch.matching.model.row_fit import Ints, RowFit

CONTESTED = "contested"
"""table: source_row_id, master_row_id, own_score, entity, of the likely candidates of rows that have several;
``entity`` counts from 1, and two candidates of a row with different numbers are not the same"""

LIKELY = 50.0
"""a candidate with this score, were there no other, is likelier right than not"""
MOST_LIKELY = 12
"""candidates of a row that are compared with each other; where more fit, the master holds copies by the dozen"""


@dataclass(frozen=True, slots=True)
class Likely:
    """The likely candidates of some source rows, all of a row, in the order of the rows."""

    row: Ints
    master_row: Ints
    score: Floats
    patterns: Patterns
    """what the source row and the candidate say of each other"""


@dataclass(frozen=True, slots=True)
class Meetings:
    """Ordered pairs of likely candidates of one source row, all of a row, by the indices of the candidates."""

    one: Ints
    other: Ints
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
    engine; where many do, a part of them at a time is weighed.
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
    if not connection.sql("from likely limit 1").fetchall():
        return
    _compare_likely(engine, tables, kinds, compared=compared)
    connection.execute(
        """create temp table met_in_rows as
        select source_row_id, one.rowid as one, other.rowid as other, met.code
        from likely one join likely other using (source_row_id)
        join met on abs(met.source_row_id) = one.master_row_id and met.master_row_id = other.master_row_id
        order by one, other"""
    ).fetchall()
    for part in parts_of(connection, "likely one join likely other using (source_row_id)"):
        likely, met = _fetch(connection, kinds, part)
        share, entity = shares(model, rows, likely.patterns, met)
        load_arrays(connection, compute, "shared", _contested(likely, share, entity))
        connection.execute(f"insert into {CONTESTED} from shared").fetchall()


def shares(model: ClassModel, rows: RowFit, patterns: Patterns, met: Meetings) -> tuple[Floats, Ints]:
    """Per candidate its share of the probability that it or a rival is right, and the number of its entity.

    *patterns* are what the source rows and their candidates say of each other. Without a rival the share is 1.
    """
    n = len(patterns)
    same, other = model.log_likelihoods(patterns)
    log_s = np.clip(log_sum(same) - log_sum(other) - np.log(rows.others_per_row), -40, 40)
    log_copy = np.log(rows.copies) + log_s[met.other]
    between = _log_between(model, patterns, met, classes=(shares_of(same), shares_of(other)))
    apart, taken_apart = (sigmoid(-log_odds) for log_odds in (log_copy + np.minimum(between, 0.0), log_copy))
    # the row model has what the number of copies says of it; who has copies counts once among the rivals of another
    doubt = apart - taken_apart
    copies = 1 + np.bincount(met.one, 1 - apart, n)
    against = np.bincount(met.one, doubt * np.exp(log_s[met.other] - log_s[met.one]) / copies[met.other], n)
    entity = np.arange(n)
    is_same = log_copy + between > 0  # whether two are one is for all that they say of each other to tell
    np.minimum.at(entity, met.one[is_same], met.other[is_same])
    return 1 / (1 + against), entity


def _log_between(model: ClassModel, patterns: Patterns, met: Meetings, *, classes: tuple[Floats, Floats]) -> Floats:
    """log P(between | same) / P(between | other), in the kinds that the source row leaves open.

    *classes* are the shares of the classes of each candidate, given that it is the same entity and that it is another.
    If *one* is the entity of the source row, *other* is to it what it is to the source row.
    """
    is_open = (met.between != patterns[met.one]) & (met.between != patterns[met.other])
    levels = np.where(is_open, met.between, UNKNOWN)
    with np.errstate(divide="ignore"):
        between = np.log(np.hstack(classes))[met.other]
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


def _fetch(connection: duckdb.DuckDBPyConnection, kinds: Sequence[Kind], part: Part) -> tuple[Likely, Meetings]:
    """The likely candidates of the source rows of a part, and their meetings, numbered from 0."""
    found = connection.sql(
        f"select rowid, source_row_id, master_row_id, score, code from likely where {part.condition} order by rowid"
    ).fetchnumpy()
    row, master_row, code = (np.asarray(found[n], dtype=np.int64) for n in ("source_row_id", "master_row_id", "code"))
    likely = Likely(row, master_row, np.asarray(found["score"], dtype=np.float64), unpack(code, kinds))
    met = connection.sql(
        f"select one, other, code from met_in_rows where {part.condition} order by one, other"
    ).fetchnumpy()
    one, other = (np.asarray(met[side], dtype=np.int64) - int(found["rowid"][0]) for side in ("one", "other"))
    between = unpack(np.asarray(met["code"], dtype=np.int64), kinds)
    for column, kind in enumerate(kinds):
        several = [kind.value_of(level) for level in kind.levels if level.is_several]
        is_several = np.isin(likely.patterns[:, column], several)
        between[is_several[one] | is_several[other], column] = UNKNOWN
    return likely, Meetings(one, other, between)


def _contested(likely: Likely, share: Floats, entity: Ints) -> Mapping[str, Column]:
    """The candidates with what is theirs of their scores; entities are numbered within their row."""
    return {
        "source_row_id": likely.row,
        "master_row_id": likely.master_row,
        "own_score": np.round(likely.score * share, 4),
        "entity": (entity - np.searchsorted(likely.row, likely.row) + 1).astype(np.int8),
    }
