"""Rows that come out of order are put back, and a lost or doubled row is found."""

from collections.abc import Iterable

import pyarrow as pa
import pytest

from listmatch.cleansing.ordering import in_order
from listmatch.errors import ContractBroken


def batch(ids: Iterable[int]) -> pa.RecordBatch:
    numbers = list(ids)
    return pa.record_batch({"id": pa.array(numbers, pa.int64()), "name": [f"n{number}" for number in numbers]})


@pytest.mark.parametrize(
    "batches",
    [
        [range(1, 4), range(4, 7)],
        [range(4, 7), range(1, 4)],
        [[3, 4, 1, 2], [6, 5]],
        [[5, 6], [], [3, 4], [1, 2]],
    ],
    ids=["in order", "turned", "runs within a batch", "an empty batch"],
)
def test_rows_come_out_in_the_order_of_their_numbers(batches: list[Iterable[int]]) -> None:
    rows = pa.Table.from_batches(in_order(map(batch, batches))).to_pydict()
    assert rows["id"] == sorted(rows["id"])
    assert rows["name"] == [f"n{number}" for number in rows["id"]]
    assert len(rows["id"]) == sum(len(list(numbers)) for numbers in batches)


@pytest.mark.parametrize(
    ("batches", "said"),
    [([[1, 2], [4, 5]], "row 3 got lost"), ([[1, 2], [2, 3]], "row 2 came twice"), ([[3], [3], [1]], "row 3 came")],
    ids=["a gap", "a row that is done", "a row that waits"],
)
def test_a_lost_or_doubled_row_breaks_the_contract(batches: list[list[int]], said: str) -> None:
    with pytest.raises(ContractBroken, match=said):
        list(in_order(map(batch, batches)))
