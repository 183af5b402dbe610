"""Splink as its documentation teaches: ready-made comparisons, term frequencies, u by sampling, three runs of EM.

python -m benchmarks.peers.splink_plain SOURCE MASTER OUT [PAIRS]     PAIRS: how many are sampled for u
"""

import logging
import sys
from collections.abc import Callable
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_library as cl

from benchmarks.peers.lists import load_both, write_pairs

LINE = 0.85

SAMPLED_PAIRS = 1e7
"""for u. Of the default, a million, Splink warns that it may be too small; its documentation has ten million for trying
out a model and a billion for the best one."""

COMPARISONS: dict[str, Callable[[], Any]] = {
    "email": lambda: cl.EmailComparison("email"),
    "phone": lambda: cl.ExactMatch("phone"),
    "company": lambda: cl.JaroWinklerAtThresholds("company", [0.9, 0.7]).configure(term_frequency_adjustments=True),
    "domain": lambda: cl.ExactMatch("domain"),
    "birth": lambda: cl.DateOfBirthComparison("birth", input_is_string=True),
    "street": lambda: cl.JaroWinklerAtThresholds("street", [0.92]),
    "city": lambda: cl.ExactMatch("city").configure(term_frequency_adjustments=True),
    "zip": lambda: cl.ExactMatch("zip"),
    "suffix": lambda: cl.ExactMatch("suffix"),
}
BLOCKS = [
    ("email",),
    ("phone",),
    ("first", "last"),
    ("last", "zip"),
    ("last", "company"),
    ("first", "domain"),
    ("last", "birth"),
]
COMPANY_BLOCKS = [("domain",), ("phone",), ("company",), ("street", "city"), ("zip", "company")]


def main() -> None:
    connection = duckdb.connect()
    filled, is_dedupe, out = load_both(connection)
    sampled = float(sys.argv[4]) if len(sys.argv) > 4 else SAMPLED_PAIRS
    logging.getLogger("splink").setLevel(logging.ERROR)
    rules = [rule for rule in (BLOCKS if "last" in filled else COMPANY_BLOCKS) if set(rule) <= set(filled)]
    comparisons: list[Any] = [make() for name, make in COMPARISONS.items() if name in filled]
    if "last" in filled:
        comparisons.insert(0, cl.ForenameSurnameComparison("first", "last"))
    settings = SettingsCreator(
        link_type="dedupe_only" if is_dedupe else "link_only",
        unique_id_column_name="row",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in rules],
    )
    api = DuckDBAPI(connection)
    tables = [api.register(name) for name in (("source",) if is_dedupe else ("source", "master"))]
    linker = Linker(tables if len(tables) > 1 else tables[0], settings)
    sure: list[Any] = [block_on(*rule) for rule in rules[:3]]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=sampled, seed=1)
    for rule in sure:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.01)
    rows = connection.execute(
        f"select row_l, row_r, match_probability from {found.physical_name} order by row_l, row_r"
    ).fetchall()
    write_pairs(out, rows)


if __name__ == "__main__":
    main()
