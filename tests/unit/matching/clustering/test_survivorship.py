"""Which row stands for a cluster and which values survive."""

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from listmatch.domain.artifacts import CLUSTERS
from listmatch.domain.columns import Field
from listmatch.domain.verdicts import MatchMode, ProfileType
from listmatch.matching.clustering.clusters import ClusterInputs, cluster
from listmatch.matching.clustering.survivorship import (
    GOLDEN,
    GoldenInputs,
    Survivor,
    Survivorship,
    write_golden_records,
)
from listmatch.matching.profile import MatchProfile
from tests.unit.matching.dedupe_tables import compute_in, write_scored, write_standard

FIELDS = {Field.LAST_NAME: ("Name",), Field.STREET: ("Street",), Field.CITY: ("Town",)}
PROFILE = MatchProfile(type=ProfileType.PERSON, source_fields=FIELDS, mode=MatchMode.DEDUPE)
ROWS = [
    {"Name": "Lee", "Street": "1 Oak St", "Town": None, "Note": "a", "Changed": "2024-05-01"},
    {"Name": "Lee-Ray", "Street": None, "Town": "Ayton", "Note": "a", "Changed": "2023-01-31"},
    {"Name": "Lee", "Street": "9 Elm St", "Town": "Beeton", "Note": None, "Changed": "1999-01-01"},
    {"Name": "Fox", "Street": None, "Town": None, "Note": "b", "Changed": "soon"},
]


@pytest.fixture
def golden(tmp_path):
    """Golden records of ROWS (1-3 are one cluster) under given rules."""
    rows = tmp_path / "rows.parquet"
    columns = {name: pa.array([row[name] for row in ROWS], pa.string()) for name in ROWS[0]}
    number = pa.array(range(1, 5), pa.int64())
    pq.write_table(pa.table({"_lmg_row_id": number, "_lmg_line": number, **columns}), rows)
    standard = write_standard(
        tmp_path / "standard.parquet",
        [{"last": row["Name"], "street": row["Street"], "city": row["Town"]} for row in ROWS],
        columns=("last", "street", "city"),
    )
    scored = write_scored(tmp_path / "scored.parquet", [(1, 2, 99.0), (2, 3, 99.0), (1, 3, 99.0)])

    def make(**given):
        rules = Survivorship(**given)
        compute = compute_in(tmp_path)
        cluster(
            ClusterInputs(standard, scored, rows=rows, recency=rules.recency),
            profile=PROFILE,
            into=tmp_path,
            compute=compute,
        )
        inputs = GoldenInputs(rows=rows, clusters=tmp_path / CLUSTERS, standard=standard, fields=FIELDS)
        summary = write_golden_records(inputs, into=tmp_path, compute=compute, rules=rules)
        return summary, duckdb.connect().execute(f"from '{tmp_path / GOLDEN}'").fetchall()

    return make


def test_there_is_one_record_per_cluster_with_the_columns_of_the_list(golden):
    summary, records = golden()
    assert (summary.rows, summary.records) == (4, 2)
    assert records[1] == (4, "Fox", None, None, "b", "soon", 1)


def test_gaps_of_the_representative_are_filled_but_an_address_is_never_mixed(golden):
    _, [merged, _] = golden()
    assert merged == (1, "Lee", "9 Elm St", "Beeton", "a", "1999-01-01", 3)


def test_a_column_may_follow_the_most_recent_row(golden):
    _, [merged, _] = golden(
        recency="Changed", columns={"Changed": Survivor.MOST_RECENT, "Street": Survivor.MOST_RECENT}
    )
    assert (merged[2], merged[5]) == ("1 Oak St", "2024-05-01")


@pytest.mark.parametrize(
    ("rule", "expected"), [(Survivor.LONGEST, "Lee-Ray"), (Survivor.MOST_FREQUENT, "Lee"), (Survivor.FILL, "Lee")]
)
def test_a_column_may_have_a_rule_of_its_own(golden, rule, expected):
    _, [merged, _] = golden(columns={"Name": rule})
    assert merged[1] == expected
