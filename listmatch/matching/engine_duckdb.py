"""Splink on DuckDB: the only module that touches Splink. Pairs and candidate rows in, comparison vectors out.

Splink is given our own candidate pairs and only the rows that occur in them, through its public API; it evaluates the
comparisons and adds its match weight and probability. Training does not happen here.
"""

from collections.abc import Sequence

import duckdb

from listmatch.matching.comparisons import splink_settings
from listmatch.matching.evidence import EvidenceTables, Kind

VECTORS = "vectors"
"""table: source_row_id, master_row_id, match_weight, match_probability, gamma_<kind>"""


def compare(
    connection: duckdb.DuckDBPyConnection,
    *,
    pairs: str,
    records: str,
    tables: EvidenceTables,
    kinds: Sequence[Kind],
    prior: float,
) -> None:
    """Create the table ``vectors``, one line per line of *pairs*.

    *records* holds the rows of both lists under ``unique_id``: positive for the source, negative for the master.
    Without *kinds* there is nothing to compare, and every pair has the prior.
    """
    if not kinds:
        connection.execute(
            f"""create or replace temp table {VECTORS} as select source_row_id, master_row_id,
            log2({prior} / (1 - {prior})) as match_weight, {prior} as match_probability from {pairs}"""
        ).fetchall()
        return
    from splink import DuckDBAPI, Linker

    connection.execute(
        f"""create or replace temp view blocked as
        select '0' as match_key, source_row_id as join_key_l, -master_row_id as join_key_r from {pairs}"""
    ).fetchall()
    api = DuckDBAPI(connection)
    settings = splink_settings(tables, kinds, prior=prior)
    linker = Linker(api.register(records), settings, log_level=None, validate_settings=False)
    linker.table_management.register_blocked_pairs_for_predict(api.register("blocked"))
    predicted = linker.inference.predict(warning_mode="never")
    gammas = ", ".join(f"gamma_{kind.name}::tinyint as gamma_{kind.name}" for kind in kinds)
    connection.execute(
        f"""create or replace temp table {VECTORS} as
        select unique_id_l as source_row_id, -unique_id_r as master_row_id, match_weight, match_probability, {gammas}
        from {predicted.physical_name}"""
    ).fetchall()
    predicted.drop_table_from_database_and_remove_from_cache()
