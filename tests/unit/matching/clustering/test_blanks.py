"""A cell that says nothing does not survive beside one that does."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from listmatch.domain.columns import Field
from listmatch.matching.clustering.survivorship import (
    GOLDEN,
    GoldenInputs,
    Survivor,
    Survivorship,
    write_golden_records,
)
from tests.unit.matching.dedupe_tables import compute_in, write_standard

FIELDS = {
    Field.LAST_NAME: ("Name",),
    Field.EMAIL: ("Mail",),
    Field.STREET: ("Street",),
    Field.CITY: ("Town",),
    Field.POSTCODE: ("Zip",),
}
NOTHING = {"test@test.com", "N/A", "00000"}
STANDARD = {"Name": "last", "Mail": "email", "Street": "street", "Town": "city", "Zip": "zip"}

Row = dict[str, str | None]
Merge = Callable[..., dict[str, object]]


@pytest.fixture
def merge(tmp_path: Path) -> Merge:
    """The golden record of rows that are one, the first of which is the representative."""

    def make(*rows: Row, **rules: Survivor) -> dict[str, object]:
        number = pa.array(range(1, len(rows) + 1), pa.int64())
        columns = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in STANDARD}
        pq.write_table(pa.table({"_lmg_row_id": number, "_lmg_line": number, **columns}), tmp_path / "rows.parquet")
        said = [{STANDARD[name]: value for name, value in row.items() if value not in NOTHING} for row in rows]
        standard = write_standard(tmp_path / "standard.parquet", said, columns=tuple(STANDARD.values()))
        clusters = {
            "_lmg_row_id": number,
            "_lmg_cluster_id": pa.array([1] * len(rows), pa.int64()),
            "_lmg_is_representative": pa.array([n == 0 for n in range(len(rows))]),
        }
        pq.write_table(pa.table(clusters), tmp_path / "clusters.parquet")
        inputs = GoldenInputs(
            rows=tmp_path / "rows.parquet",
            clusters=tmp_path / "clusters.parquet",
            standard=standard,
            fields=FIELDS,
        )
        write_golden_records(inputs, into=tmp_path, compute=compute_in(tmp_path), rules=Survivorship(columns=rules))
        [record] = pq.read_table(tmp_path / GOLDEN).to_pylist()
        return dict(record)

    return make


def test_a_mailbox_survives_the_placeholder_of_the_representative(merge: Merge) -> None:
    record = merge({"Name": "Lee", "Mail": "test@test.com"}, {"Name": "Lee", "Mail": "j@lee.org"})
    assert record["Mail"] == "j@lee.org"


@pytest.mark.parametrize("rule", [Survivor.LONGEST, Survivor.MOST_FREQUENT])
def test_no_rule_prefers_a_placeholder(merge: Merge, rule: Survivor) -> None:
    nobody = {"Name": "Lee", "Mail": "test@test.com"}
    assert merge(nobody, nobody, {"Name": "Lee", "Mail": "j@lee.org"}, Mail=rule)["Mail"] == "j@lee.org"


def test_where_nothing_else_is_said_a_cell_stays_as_it_is(merge: Merge) -> None:
    assert merge({"Name": "Lee", "Mail": "test@test.com"}, {"Name": "Lee"})["Mail"] == "test@test.com"


def test_an_address_comes_as_a_whole_from_a_row_that_has_its_street(merge: Merge) -> None:
    first = {"Name": "Lee", "Street": "N/A", "Town": "Ayton", "Zip": "12345"}
    record = merge(first, {"Name": "Lee", "Street": "1 Oak St", "Town": "Beeton", "Zip": None})
    assert (record["Street"], record["Town"], record["Zip"]) == ("1 Oak St", "Beeton", None)


def test_of_two_addresses_that_say_as_much_the_representatives_survives(merge: Merge) -> None:
    first = {"Name": "Lee", "Street": "1 Oak St", "Town": "Ayton", "Zip": "00000"}
    record = merge(first, {"Name": "Lee", "Street": "9 Elm St", "Town": "Beeton"})
    assert (record["Street"], record["Town"]) == ("1 Oak St", "Ayton")
