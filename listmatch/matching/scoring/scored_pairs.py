"""The table of scored pairs: what is known of a pattern of evidence, joined to all pairs that have it.

A fit is a function of source row and pattern, a reason one of the pattern; so is the score, except where rivals share
it. Which score a pattern gets is the business of ``scoring``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from listmatch.domain.verdicts import ProfileType
from listmatch.duck import Compute
from listmatch.matching.arrays import load_arrays
from listmatch.matching.comparison.parts import parts_of
from listmatch.matching.engines.engine import VECTORS
from listmatch.matching.evidence.comparisons import probability_sql, weight_sql
from listmatch.matching.evidence.kinds import EvidenceTables, Kind
from listmatch.matching.model.relationships import ClassModel
from listmatch.matching.passes import pass_names
from listmatch.matching.profile import MatchProfile
from listmatch.matching.scoring.pair_patterns import SCORES, PairPatterns
from listmatch.matching.scoring.reasons import reasons, relationships
from listmatch.matching.scoring.rivals import CONTESTED
from listmatch.parquet import RowGroups

BATCH = 20_480
"""lines that leave a query at a time"""


@dataclass(frozen=True, slots=True)
class Said:
    """What the words about a pattern are made of; *kinds* are those that its codes hold."""

    tables: EvidenceTables
    model: ClassModel
    kinds: Sequence[Kind]


def scored_query(
    connection: duckdb.DuckDBPyConnection,
    compute: Compute,
    pairs: PairPatterns,
    *,
    said: Said,
    profile: MatchProfile,
    scored_by: str,
) -> str:
    """SQL of the scored pairs, from the tables ``pairs``, ``vectors``, ``contested`` and ``scores``, which stand there
    *scored_by* some columns."""
    load_arrays(connection, compute, "explained", _explained(pairs, said))
    weight = weight_sql(said.tables, said.kinds, prior=pairs.prior)
    connection.execute(
        f"create temp table weighed as select *, {weight}::double as match_weight from explained"
    ).fetchall()
    return _query(said, profile, scored_by)


def write_scored(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    """Write ``scored_matches.parquet``: the lines of *query*, in order."""
    order = "order by source_row_id, score desc, master_row_id"
    schema = connection.sql(f"{query} limit 0").to_arrow_table().schema
    with RowGroups(path, schema, compression="zstd", compression_level=1) as groups:
        for part in parts_of(connection, "pairs"):
            with connection.sql(f"{query} where {part.condition} {order}").to_arrow_reader(BATCH) as reader:
                for batch in reader:
                    groups.add(pa.Table.from_batches([batch]))


def _query(said: Said, profile: MatchProfile, scored_by: str) -> str:
    """SQL of the lines, in any order. Types are spelt out, because where there is no pair nothing tells them."""
    names = list(pass_names(profile))
    likeness = "likeness" if said.tables.type is ProfileType.PRODUCT else "0"
    evidence = "".join(f", gamma_{kind.name} as evidence_{kind.name}" for kind in said.kinds)
    gammas = "".join(f", gamma_{kind.name}" for kind in said.kinds)
    return f"""
        select source_row_id, master_row_id, score::double as score,
            (case when fit >= 50 then same_class else other_class end)::varchar as relationship,
            {names}[bit_count(xor(passes, passes - 1))] as pass,
            (case when score >= {profile.threshold} then reason else full_reason end)::varchar as reason
            {evidence}, match_weight, {probability_sql("match_weight")} as match_probability{gammas},
            fit::double as fit, coalesce(entity, 0)::tinyint as entity, {likeness}::double as likeness
        from (select {VECTORS}.*, coalesce(own_score, {SCORES}.score) as score, fit, entity
            from {VECTORS} join {SCORES} using ({scored_by})
            left join {CONTESTED} using (source_row_id, master_row_id))
        join pairs using (source_row_id, master_row_id) join weighed using (code)"""


def _explained(pairs: PairPatterns, said: Said) -> Mapping[str, Any]:
    """What is said about each pattern, whichever side of .5 its score is on, and its levels."""
    same, other = relationships(said.tables, said.model, pairs.patterns)
    plain, full = reasons(said.tables, said.model, pairs.patterns)
    words = {"code": pairs.codes, "same_class": same, "other_class": other, "reason": plain, "full_reason": full}
    return words | {f"gamma_{kind.name}": pairs.patterns[:, place] for place, kind in enumerate(said.kinds)}
