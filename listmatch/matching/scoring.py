"""Candidate pairs in, scored pairs out: comparison vectors by the engine, scores by the relationship model.

The steps are elsewhere (records, engine, relationships, reasons); here they are put in order and the table is written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from listmatch.domain.columns import ROW_ID
from listmatch.domain.progress import Progress, silent
from listmatch.domain.verdicts import ProfileType
from listmatch.duck import Compute, literal
from listmatch.matching.arrays import load_arrays
from listmatch.matching.class_fit import Leash, fit_tables
from listmatch.matching.comparing import compare_all
from listmatch.matching.comparisons import probability_sql, weight_sql
from listmatch.matching.engines.engine import VECTORS, Engine, open_engine
from listmatch.matching.evidence import EvidenceTables, Kind, evidence_tables
from listmatch.matching.foreign_keys import KEY, is_foreign
from listmatch.matching.index import open_index
from listmatch.matching.model import ScoringModel
from listmatch.matching.model_drift import level_shares
from listmatch.matching.parts import parts_of
from listmatch.matching.passes import pass_names
from listmatch.matching.patterns import code_without_sql, unpack
from listmatch.matching.profile import MatchProfile
from listmatch.matching.reasons import reasons, relationships
from listmatch.matching.records import Lists, Records
from listmatch.matching.relationships import Floats, Patterns, pair_posteriors, shipped_model
from listmatch.matching.rivals import CONTESTED, find_rivals
from listmatch.matching.row_fit import Ints, fit_rows, lone_posteriors
from listmatch.memory import give_back_memory
from listmatch.parquet import RowGroups

SCORED = "scored_matches.parquet"
MODEL = "model.json"
BATCH = 20_480
"""lines that leave a query at a time"""


@dataclass(frozen=True, slots=True)
class ScoreSummary:
    """What scoring did. ``matched_share`` is the estimated share of source rows that the master holds at all,
    ``copies`` the estimated further master rows per matched row; both None for a dedupe."""

    pairs: int
    patterns: int
    kinds: tuple[str, ...]
    matched_share: float | None
    copies: float | None
    fallbacks: tuple[str, ...]
    model_hash: str
    foreign_key: bool = False
    """the identifiers of the two lists number different things, and were left out"""


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Candidate pairs as arrays, ordered by source row and pattern, so that no result depends on the master's order."""

    row: Ints
    """source row, 0-based"""
    which: Ints
    """index into the distinct patterns"""
    codes: Ints
    patterns: Patterns

    @property
    def prior(self) -> float:
        """Probability that a candidate pair is right, for Splink's weights: as if half of the rows had a match."""
        rows = np.count_nonzero(np.diff(self.row, prepend=-1))
        return min(max(rows / max(len(self.row), 1) / 2, 1e-4), 0.5)


def score_candidates(
    source: Path,
    master: Path | None,
    *,
    candidates: Path,
    profile: MatchProfile,
    into: Path,
    compute: Compute,
    progress: Progress = silent,
    index: Path | None = None,
) -> ScoreSummary:
    """Write ``scored_matches.parquet`` (one line per candidate pair) and ``model.json`` into *into*.

    With the folder of the master's *index* nothing is counted over the master again. Raises ProfileInvalid when the
    profile carries a model that does not fit, ContractBroken for an index of something else.
    """
    tables = evidence_tables(profile.type, profile.fields_of_lists)
    with open_engine(profile.engine, compute) as engine:
        connection = engine.local
        progress(0.0, "reading candidate rows")
        connection.execute(f"create temp table pairs as from read_parquet({literal(candidates)})").fetchall()
        lists = Lists(
            f"read_parquet({literal(source)})",
            f"read_parquet({literal(master)})" if master else None,
            open_index(index, profile_type=profile.type) if index else None,
        )
        kinds, records = _compare(engine, compute, lists, tables, progress=progress)
        progress(0.6, "weighing the evidence")
        n_rows = connection.execute(f"select count({ROW_ID}) from {lists.source}").fetchall()[0][0]
        pairs = _fetch(connection, kinds)
        foreign = master is not None and is_foreign(tables, kinds, pairs.patterns, which=pairs.which, row=pairs.row)
        if foreign:
            kinds = _leave_out(connection, KEY, kinds)
            pairs = _fetch(connection, kinds)
        model = _model(profile, tables, kinds, pairs, n_rows=n_rows, is_dedupe=master is None)
        scores, fits = _scores(model, tables, pairs, n_rows=n_rows)
        load_arrays(connection, compute, "scores", _scores_table(pairs, scores, fits))
        compared = records or lists.master or ""
        find_rivals(engine, compute, tables, kinds, model=model.classes, rows=model.rows, compared=compared)
        if records:
            records.release()
            give_back_memory()
        progress(0.8, "writing scored matches")
        _write(connection, compute, profile, tables, kinds, pairs, model=model, path=into / SCORED)
        model.write(into / MODEL)
        progress(1.0, f"{len(pairs.row)} pairs scored")
    return ScoreSummary(
        pairs=len(pairs.row),
        patterns=len(pairs.patterns),
        kinds=model.classes.kinds,
        matched_share=model.rows.matched if model.rows else None,
        copies=model.rows.copies if model.rows else None,
        fallbacks=model.fallbacks,
        model_hash=model.content_hash,
        foreign_key=foreign,
    )


def _compare(
    engine: Engine, compute: Compute, lists: Lists, tables: EvidenceTables, *, progress: Progress
) -> tuple[tuple[Kind, ...], Records | None]:
    """Comparison vectors of all pairs as the local table ``vectors``: the kinds of evidence in them, and the records.

    Products compare texts, everything else compares fields of records.
    """
    if tables.type is ProfileType.PRODUCT:
        from listmatch.matching.text import compare_texts

        left, right = lists.source, lists.master
        return compare_texts(engine.local, pairs="pairs", left=left, right=right, tables=tables, into=VECTORS), None
    engine.send("pairs")
    records = Records(engine, lists, tables, compute)
    progress(0.3, "comparing pairs")
    return compare_all(engine, records), records


def _fetch(connection: duckdb.DuckDBPyConnection, kinds: Sequence[Kind]) -> _Pairs:
    found = connection.sql(f"select source_row_id, code from {VECTORS} order by source_row_id, code").fetchnumpy()
    codes, which = np.unique(np.asarray(found["code"], dtype=np.int64), return_inverse=True)
    row = np.asarray(found["source_row_id"], dtype=np.int64) - 1
    return _Pairs(row, which.astype(np.int64), codes, unpack(codes, kinds))


def _leave_out(connection: duckdb.DuckDBPyConnection, name: str, kinds: Sequence[Kind]) -> tuple[Kind, ...]:
    """Take a kind of evidence out of the vectors; the kinds that are left."""
    connection.execute(f"update {VECTORS} set code = {code_without_sql(name, kinds)}").fetchall()
    return tuple(kind for kind in kinds if kind.name != name)


def _model(
    profile: MatchProfile,
    tables: EvidenceTables,
    kinds: Sequence[Kind],
    pairs: _Pairs,
    *,
    n_rows: int,
    is_dedupe: bool,
) -> ScoringModel:
    """The model of the profile, or one fitted to these pairs."""
    if isinstance(profile.model, dict):
        pinned = ScoringModel.from_dict(profile.model, profile_type=profile.type).about([kind.name for kind in kinds])
        return replace(pinned, rows=None) if is_dedupe else pinned
    names = [kind.name for kind in kinds]
    counts = np.bincount(pairs.which, minlength=len(pairs.patterns)).astype(float)
    fit = fit_tables(tables, pairs.patterns, counts, kinds=names, n_rows=n_rows, leash=Leash())
    classes = fit.model if profile.model == "adaptive" else shipped_model(tables, names)
    rows = None
    if not is_dedupe:
        rows, _ = fit_rows(classes, tables, pairs.patterns, which=pairs.which, row=pairs.row, n_rows=n_rows)
    return ScoringModel(
        type=profile.type,
        classes=classes,
        pair_odds=fit.pair_odds,
        rows=rows,
        fallbacks=fit.fallbacks,
        n_patterns=len(pairs.patterns),
        n_pairs=len(pairs.row),
        n_rows=n_rows,
        seen=level_shares(pairs.patterns, counts, kinds),
    )


def _scores(model: ScoringModel, tables: EvidenceTables, pairs: _Pairs, *, n_rows: int) -> tuple[Floats, Floats]:
    """Score (0-100) per pair, and what it would be if the source row had no other candidate."""
    if model.rows is None:
        p = pair_posteriors(model.classes, pairs.patterns, odds=model.pair_odds)[pairs.which]
        alone = p
    else:
        _, p = fit_rows(
            model.classes, tables, pairs.patterns, which=pairs.which, row=pairs.row, n_rows=n_rows, start=model.rows
        )
        alone = np.maximum(p, lone_posteriors(model.classes, pairs.patterns, rows=model.rows)[pairs.which])
    scores, fits = (np.round(model.calibration.applied(100 * np.clip(each, 0, 1)), 4) for each in (p, alone))
    return scores, fits


def _write(
    connection: duckdb.DuckDBPyConnection,
    compute: Compute,
    profile: MatchProfile,
    tables: EvidenceTables,
    kinds: Sequence[Kind],
    pairs: _Pairs,
    *,
    model: ScoringModel,
    path: Path,
) -> None:
    """A fit is a function of source row and pattern, a reason one of the pattern: both are joined to the pairs.

    So is the score, except where rivals share it.

    Types are spelt out, because where there is no pair nothing tells them.
    """
    load_arrays(connection, compute, "explained", _explained(tables, model, kinds, pairs))
    names = list(pass_names(profile))
    weight = weight_sql(tables, kinds, prior=pairs.prior)
    likeness = "likeness" if tables.type is ProfileType.PRODUCT else "0"
    evidence = "".join(f", gamma_{kind.name} as evidence_{kind.name}" for kind in kinds)
    gammas = "".join(f", gamma_{kind.name}" for kind in kinds)
    connection.execute(
        f"create temp table weighed as select *, {weight}::double as match_weight from explained"
    ).fetchall()
    query = f"""
        select source_row_id, master_row_id, score::double as score,
            (case when fit >= 50 then same_class else other_class end)::varchar as relationship,
            {names}[bit_count(xor(passes, passes - 1))] as pass,
            (case when score >= {profile.threshold} then reason else full_reason end)::varchar as reason
            {evidence}, match_weight, {probability_sql("match_weight")} as match_probability{gammas},
            fit::double as fit, coalesce(entity, 0)::tinyint as entity, {likeness}::double as likeness
        from (select {VECTORS}.*, coalesce(own_score, scores.score) as score, fit, entity
            from {VECTORS} join scores using (source_row_id, code)
            left join {CONTESTED} using (source_row_id, master_row_id))
        join pairs using (source_row_id, master_row_id) join weighed using (code)"""
    order = "order by source_row_id, score desc, master_row_id"
    schema = connection.sql(f"{query} limit 0").to_arrow_table().schema
    with RowGroups(path, schema, compression="zstd", compression_level=1) as groups:
        for part in parts_of(connection, "pairs"):
            with connection.sql(f"{query} where {part.condition} {order}").to_arrow_reader(BATCH) as reader:
                for batch in reader:
                    groups.add(pa.Table.from_batches([batch]))


def _scores_table(pairs: _Pairs, scores: Floats, fits: Floats) -> Mapping[str, Any]:
    """One line per source row and pattern; pairs come ordered by both, so the first of each is enough."""
    changes = (np.diff(pairs.row, prepend=-1) != 0) | (np.diff(pairs.which, prepend=-1) != 0)
    first = np.flatnonzero(changes)
    return {
        "source_row_id": pairs.row[first] + 1,
        "code": pairs.codes[pairs.which[first]],
        "score": scores[first],
        "fit": fits[first],
    }


def _explained(tables: EvidenceTables, model: ScoringModel, kinds: Sequence[Kind], pairs: _Pairs) -> Mapping[str, Any]:
    """What is said about each pattern, whichever side of .5 its score is on, and its levels."""
    same, other = relationships(tables, model.classes, pairs.patterns)
    plain, full = reasons(tables, model.classes, pairs.patterns)
    said = {"code": pairs.codes, "same_class": same, "other_class": other, "reason": plain, "full_reason": full}
    return said | {f"gamma_{kind.name}": pairs.patterns[:, place] for place, kind in enumerate(kinds)}
