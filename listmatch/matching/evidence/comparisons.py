"""Kinds of evidence as comparisons: as SQL of DuckDB, and as settings of Splink, from one definition (the YAML tables).

``gamma_<kind>`` is the value of our level, which Splink numbers alike. On one machine we write the SQL that Splink
would, and a test holds it to Splink's levels, weights and probabilities to the last bit: with Splink's imports, its
parsing of the conditions and its copies of the rows 5,000 rows against 500,000 took 1.2 CPU seconds more.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from listmatch.matching.evidence.kinds import UNKNOWN, EvidenceTables, Kind
from listmatch.matching.evidence.short_circuits import short_circuited


def splink_settings(
    tables: EvidenceTables, kinds: Sequence[Kind], *, prior: float, dialect: Callable[[str], str] = str
) -> dict[str, Any]:
    """Splink settings for *kinds*; m and u come from the shipped tables, so that nothing needs training.

    m is P(level | same entity), u is P(level | no relation): both among candidate pairs, as is *prior*, the
    probability that a candidate pair is right. Pairs are registered, so no blocking rule is needed. *dialect*
    translates a condition from DuckDB's SQL to that of the engine.
    """
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": prior,
        "retain_matching_columns": True,
        "blocking_rules_to_generate_predictions": [],
        "comparisons": [_comparison(tables, kind, dialect) for kind in kinds],
    }


def _comparison(tables: EvidenceTables, kind: Kind, dialect: Callable[[str], str]) -> dict[str, Any]:
    m, u = match_rates(tables, kind)
    levels: list[dict[str, Any]] = [
        {"sql_condition": dialect(kind.unknown), "label_for_charts": "one side does not say", "is_null_level": True}
    ]
    levels += [
        {
            "sql_condition": dialect(level.when) if level.when else "ELSE",
            "label_for_charts": level.name,
            "m_probability": float(m[number]),
            "u_probability": float(u[number]),
        }
        for number, level in enumerate(kind.levels)
    ]
    return {"output_column_name": kind.name, "comparison_description": kind.says, "comparison_levels": levels}


def level_sql(kind: Kind) -> str:
    """SQL of the level of a kind, over <column>_l and <column>_r: -1 where a side does not say, the last level is 0."""
    conditions = [kind.unknown, *(level.when for level in kind.levels[:-1])]
    values = (UNKNOWN, *range(len(kind.levels) - 1, 0, -1))
    cases = " ".join(
        f"when {short_circuited(condition)} then {value}" for condition, value in zip(conditions, values, strict=True)
    )
    return f"case {cases} else 0 end"


def weight_sql(tables: EvidenceTables, kinds: Sequence[Kind], *, prior: float) -> str:
    """SQL of Splink's match weight, over gamma_<kind>: log2 of the prior odds and of m / u of each level."""
    return " + ".join([_double(math.log2(prior / (1 - prior))), *(_weight(tables, kind) for kind in kinds)])


def probability_sql(weight: str) -> str:
    """SQL of the probability that a match weight means, written as Splink does: no power overflows."""
    two = "cast(2 as float8)"
    low = f"power({two}, {weight}) / (1.0 + power({two}, {weight}))"
    return f"case when {weight} >= 0 then 1.0 / (1.0 + power({two}, -{weight})) else {low} end"


def _weight(tables: EvidenceTables, kind: Kind) -> str:
    m, u = match_rates(tables, kind)
    weights = [math.log2(same / other) for same, other in zip(m.tolist(), u.tolist(), strict=True)][::-1]
    cases = " ".join(f"when {value} then {_double(weight)}" for value, weight in enumerate(weights))
    return f"case gamma_{kind.name} {cases} else {_double(0.0)} end"


def _double(value: float) -> str:
    return f"cast({value!r} as float8)"


def match_rates(tables: EvidenceTables, kind: Kind) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """(m, u) per level of a kind, in the order of its levels."""
    p = np.array([level.p for level in kind.levels], dtype=float)
    p /= p.sum(axis=0)
    same = p[:, : len(tables.same)] @ np.array(tables.same_shares)
    return same / same.sum(), p[:, -1]
