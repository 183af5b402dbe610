"""Splink on DuckDB: the only module that touches Splink. Pairs and candidate rows in, comparison vectors out.

Splink is given our own candidate pairs and only the rows that occur in them, through its public API; it evaluates the
comparisons and adds its match weight and probability. Training does not happen here.
"""

from collections.abc import Sequence

import duckdb

from listmatch.matching.comparisons import splink_settings
from listmatch.matching.evidence import EvidenceTables, Kind

CHUNK = 100_000
"""pairs per run of Splink; its tables hold every compared column of both sides, about half a kilobyte a pair"""
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

    api = DuckDBAPI(connection)
    settings = splink_settings(tables, kinds, prior=prior)
    linker = Linker(api.register(records), settings, log_level=None, validate_settings=False)
    columns = "source_row_id bigint, master_row_id bigint, match_weight double, match_probability double"
    gammas = "".join(f", gamma_{kind.name} tinyint" for kind in kinds)
    connection.execute(f"create or replace temp table {VECTORS} ({columns}{gammas})").fetchall()
    [(count,)] = connection.execute(f"select count(*) from {pairs}").fetchall()
    for start in range(0, max(count, 1), CHUNK):
        connection.execute(
            f"""create or replace temp view blocked as
            select '0' as match_key, source_row_id as join_key_l, -master_row_id as join_key_r
            from {pairs} where rowid >= {start} and rowid < {start + CHUNK}"""
        ).fetchall()
        linker.table_management.register_blocked_pairs_for_predict(api.register("blocked"))
        predicted = linker.inference.predict(warning_mode="never")
        _append(connection, predicted.physical_name, kinds)
        predicted.drop_table_from_database_and_remove_from_cache()


def _append(connection: duckdb.DuckDBPyConnection, predicted: str, kinds: Sequence[Kind]) -> None:
    """Keep what is ours of Splink's table, which also repeats every compared column."""
    gammas = "".join(f", gamma_{kind.name}" for kind in kinds)
    connection.execute(
        f"""insert into {VECTORS} select unique_id_l, -unique_id_r, match_weight, match_probability{gammas}
        from {predicted}"""
    ).fetchall()
