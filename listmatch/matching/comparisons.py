"""Kinds of evidence as Splink comparisons: the same conditions that define our levels are what Splink evaluates.

``gamma_<kind>`` of Splink is the value of our level, so one definition (the YAML tables) serves Splink's comparison
vectors, its charts, and the relationship model.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from listmatch.matching.evidence import EvidenceTables, Kind


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


def match_rates(tables: EvidenceTables, kind: Kind) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """(m, u) per level of a kind, in the order of its levels."""
    p = np.array([level.p for level in kind.levels], dtype=float)
    p /= p.sum(axis=0)
    same = p[:, : len(tables.same)] @ np.array(tables.same_shares)
    return same / same.sum(), p[:, -1]
