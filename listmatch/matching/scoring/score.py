"""Candidate pairs in, scored pairs out: comparison vectors by the engine, scores by the relationship model.

The steps are elsewhere (records, comparing, class_fit, row_fit, rivals, scored_pairs); here they are put in order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path

import duckdb
import numpy as np

from listmatch.domain.artifacts import MODEL, SCORED
from listmatch.domain.columns import ROW_ID
from listmatch.domain.progress import Progress, silent
from listmatch.domain.summaries import ScoreSummary
from listmatch.domain.verdicts import ProfileType
from listmatch.duck import Compute, literal
from listmatch.matching.comparison.agreement import agreement_by_chance, agreement_of_one_name
from listmatch.matching.comparison.comparing import compare_all
from listmatch.matching.comparison.records import Lists, Records
from listmatch.matching.engines.engine import VECTORS, Engine
from listmatch.matching.engines.opening import open_engine
from listmatch.matching.evidence.kinds import EvidenceTables, Kind
from listmatch.matching.evidence.patterns import code_without_sql
from listmatch.matching.evidence.tables import evidence_tables
from listmatch.matching.index.plan import open_index
from listmatch.matching.lists import ListPaths
from listmatch.matching.model.chance import Commonness
from listmatch.matching.model.class_fit import fit_tables, kinds_known
from listmatch.matching.model.document import ScoringModel
from listmatch.matching.model.drift import level_shares
from listmatch.matching.model.foreign_keys import KEY, is_foreign
from listmatch.matching.model.leash import Leash
from listmatch.matching.model.relationships import pair_posteriors, shipped_model
from listmatch.matching.model.row_fit import Candidates, fit_rows, lone_posteriors, posteriors
from listmatch.matching.profile import MatchProfile
from listmatch.matching.scoring.pair_patterns import PairPatterns, Rivals, Scores, fetch_pairs, load_scores
from listmatch.matching.scoring.rivals import find_rivals
from listmatch.matching.scoring.scored_pairs import Said, scored_query, write_scored
from listmatch.memory import give_back_memory


def score_candidates(
    lists: ListPaths,
    candidates: Path,
    *,
    profile: MatchProfile,
    into: Path,
    compute: Compute,
    progress: Progress = silent,
) -> ScoreSummary:
    """Write ``scored_matches.parquet`` (one line per candidate pair) and ``model.json`` into *into*.

    With an index nothing is counted over the master again. Raises ProfileInvalid when the profile carries a model that
    does not fit, ContractBroken for an index of something else.
    """
    tables = evidence_tables(profile.type, profile.fields_of_lists)
    with open_engine(profile.engine, compute) as engine:
        progress(0.0, "reading candidate rows")
        engine.local.execute(f"create temp view pairs as from read_parquet({literal(candidates)})").fetchall()
        index = open_index(lists.index, profile_type=profile.type) if lists.index else None
        sides = Lists(lists.source_sql, lists.master_sql, index)
        seen = _compare(engine, compute, sides, tables, progress=progress)
        counted = _commonness(engine.local, sides, tables, seen)
        model = _model(profile, tables, seen, counted, is_dedupe=lists.master is None)
        scored_by = load_scores(engine.local, compute, seen.pairs, _scores(model, seen))
        compared = seen.records or sides.master or ""
        find_rivals(engine, compute, tables, seen.kinds, model=model.classes, rows=model.rows, compared=compared)
        if seen.records:
            seen.records.release()
            give_back_memory()
        progress(0.8, "writing scored matches")
        said = Said(tables, model.classes, seen.kinds)
        query = scored_query(engine.local, compute, seen.pairs, said=said, profile=profile, scored_by=scored_by)
        write_scored(engine.local, query, into / SCORED)
        model.write(into / MODEL)
        progress(1.0, f"{seen.pairs.count} pairs scored")
    return _summary(model, seen)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the candidate pairs say: their patterns, of the levels of *kinds*."""

    kinds: tuple[Kind, ...]
    pairs: PairPatterns
    n_rows: int
    """rows of the source, with or without a candidate"""
    records: Records | None
    """what was compared; None for texts"""
    foreign_key: bool
    """the identifiers number different things, and were left out"""

    def candidates(self, rivals: Rivals) -> Candidates:
        """The pairs as they compete for their rows."""
        return Candidates(rivals.which, rivals.row, self.n_rows)


def _compare(
    engine: Engine, compute: Compute, lists: Lists, tables: EvidenceTables, *, progress: Progress
) -> _Evidence:
    """Compare all pairs; leaves the local table ``vectors``."""
    kinds, records = _vectors(engine, compute, lists, tables, progress=progress)
    progress(0.6, "weighing the evidence")
    [(n_rows,)] = engine.local.execute(f"select count({ROW_ID}) from {lists.source}").fetchall()
    pairs = fetch_pairs(engine.local, kinds, is_dedupe=lists.is_dedupe)
    rivals = pairs.rivals
    foreign = rivals is not None and is_foreign(tables, kinds, pairs.patterns, which=rivals.which, row=rivals.row)
    if foreign:
        kinds = _leave_out(engine.local, KEY, kinds)
        pairs = fetch_pairs(engine.local, kinds, is_dedupe=lists.is_dedupe)
    return _Evidence(kinds, pairs, n_rows, records, foreign)


def _commonness(
    connection: duckdb.DuckDBPyConnection, lists: Lists, tables: EvidenceTables, seen: _Evidence
) -> Commonness:
    """How common it is in these lists that rows agree, as far as levels and classes ask for it."""
    asked = {level.chance for kind in seen.kinds for level in kind.levels} - {""}
    # lists of more show by their pairs how common names are, and how far from home; where names are all, the commonest
    # may all be namesakes
    known = kinds_known(tables, [kind.name for kind in seen.kinds], seen.pairs.patterns)
    are_few = 1 < known < tables.free_from
    seen_by = {each.seen_by for each in tables.classes if are_few or not each.by_chance} - {""}
    one_name: Mapping[str, tuple[float, float]] = {}
    if seen_by:
        [name] = seen_by
        one_name = agreement_of_one_name(connection, lists, name, asked)
    return Commonness(
        chances=agreement_by_chance(connection, lists, asked),
        one_name=one_name,
        of_rows=seen.records.rows_by_level() if seen.records and are_few else {},
    )


def _vectors(
    engine: Engine, compute: Compute, lists: Lists, tables: EvidenceTables, *, progress: Progress
) -> tuple[tuple[Kind, ...], Records | None]:
    """Comparison vectors of all pairs as the local table ``vectors``: the kinds of evidence in them, and the records.

    Products compare texts, everything else compares fields of records.
    """
    if tables.type is ProfileType.PRODUCT:
        from listmatch.matching.texts.titles import compare_texts

        left, right = lists.source, lists.master
        return compare_texts(engine.local, pairs="pairs", left=left, right=right, tables=tables, into=VECTORS), None
    engine.send("pairs")
    records = Records(engine, lists, tables, compute)
    progress(0.3, "comparing pairs")
    return compare_all(engine, records), records


def _leave_out(connection: duckdb.DuckDBPyConnection, name: str, kinds: Sequence[Kind]) -> tuple[Kind, ...]:
    """Take a kind of evidence out of the vectors; the kinds that are left."""
    connection.execute(f"update {VECTORS} set code = {code_without_sql(name, kinds)}").fetchall()
    return tuple(kind for kind in kinds if kind.name != name)


def _model(
    profile: MatchProfile, tables: EvidenceTables, seen: _Evidence, counted: Commonness, *, is_dedupe: bool
) -> ScoringModel:
    """The model of the profile, or one fitted to these pairs."""
    names, pairs, n_rows = [kind.name for kind in seen.kinds], seen.pairs, seen.n_rows
    if isinstance(profile.model, dict):
        pinned = ScoringModel.from_dict(profile.model, profile_type=profile.type).about(names)
        return replace(pinned, rows=None) if is_dedupe else pinned
    counts = pairs.counts.astype(float)
    fit = fit_tables(
        tables,
        pairs.patterns,
        counts,
        kinds=names,
        n_rows=n_rows,
        leash=Leash(right_per_row=inf) if is_dedupe else Leash(),
        counted=counted,
    )
    classes = fit.model if profile.model == "adaptive" else shipped_model(tables, names)
    rows = fit_rows(classes, tables, pairs.patterns, seen.candidates(pairs.rivals)) if pairs.rivals else None
    return ScoringModel(
        type=profile.type,
        classes=classes,
        pair_odds=fit.pair_odds,
        rows=rows,
        fallbacks=fit.fallbacks,
        n_patterns=len(pairs.patterns),
        n_pairs=pairs.count,
        n_rows=n_rows,
        seen=level_shares(pairs.patterns, counts, seen.kinds),
    )


def _scores(model: ScoringModel, seen: _Evidence) -> Scores:
    """Score (0-100) per pair, and what it would be if the source row had no other candidate.

    Where rows do not count, a score is one of the pattern, and both are the same.
    """
    patterns, rivals = seen.pairs.patterns, seen.pairs.rivals
    if model.rows is None or rivals is None:
        alone = p = pair_posteriors(model.classes, patterns, odds=model.pair_odds)
        rivals = None
    else:
        p = posteriors(model.classes, patterns, seen.candidates(rivals), rows=model.rows)
        alone = np.maximum(p, lone_posteriors(model.classes, patterns, rows=model.rows)[rivals.which])
    scores, fits = (np.round(model.calibration.applied(100 * np.clip(each, 0, 1)), 4) for each in (p, alone))
    return Scores(scores, fits, rivals)


def _summary(model: ScoringModel, seen: _Evidence) -> ScoreSummary:
    return ScoreSummary(
        pairs=seen.pairs.count,
        patterns=len(seen.pairs.patterns),
        kinds=model.classes.kinds,
        matched_share=model.rows.matched if model.rows else None,
        copies=model.rows.copies if model.rows else None,
        fallbacks=model.fallbacks,
        model_hash=model.content_hash,
        foreign_key=seen.foreign_key,
    )
