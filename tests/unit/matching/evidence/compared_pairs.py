"""Pairs of rows that are compared as the matcher compares them."""

from pathlib import Path

import duckdb

from listmatch.domain.verdicts import ProfileType
from listmatch.duck import Compute
from listmatch.matching.comparison.records import RECORDS, Lists, Records
from listmatch.matching.engines.engine import VECTORS, create_vectors
from listmatch.matching.engines.on_duckdb import DuckDBEngine
from listmatch.matching.evidence.kinds import EvidenceTables
from listmatch.matching.evidence.patterns import unpack
from listmatch.matching.evidence.tables import evidence_tables
from listmatch.matching.wording import FieldsOfLists
from tests.unit.matching.standard_lists import Row, write_list


def levels_of(
    folder: Path,
    pairs: list[tuple[Row, Row]],
    *,
    profile_type: ProfileType = ProfileType.PERSON,
    others: list[Row] | None = None,
    lists: FieldsOfLists = (),
) -> list[dict[str, str]]:
    """Per pair: kind -> name of the level; kinds about which a side says nothing are left out."""
    tables = evidence_tables(profile_type, lists)
    with duckdb.connect() as connection:
        compare(connection, folder, pairs, tables, others=others)
        codes = connection.sql(f"select code from {VECTORS} order by source_row_id").fetchnumpy()["code"]
        lines = unpack(codes, tables.kinds).tolist()
    return [
        {kind.name: kind.level(value).name for kind, value in zip(tables.kinds, line, strict=True) if value >= 0}
        for line in lines
    ]


def compare(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    pairs: list[tuple[Row, Row]],
    tables: EvidenceTables,
    *,
    others: list[Row] | None = None,
) -> None:
    """Make the tables of comparison vectors and of what they were made from."""
    source = write_list(folder / "source.parquet", [left for left, _ in pairs])
    master = write_list(folder / "master.parquet", [right for _, right in pairs] + (others or []))
    rows = f"select unnest(range(1, {len(pairs) + 1})) as source_row_id"
    connection.execute(f"create temp table pairs as select *, source_row_id as master_row_id from ({rows})").fetchall()
    lists = Lists(f"read_parquet('{source}')", f"read_parquet('{master}')")
    engine = DuckDBEngine(connection)
    Records(engine, lists, tables, Compute(scratch=folder / "scratch")).hold("pairs")
    create_vectors(connection)
    engine.compare(pairs="pairs", records=RECORDS, tables=tables, kinds=tables.kinds, is_dedupe=False)
