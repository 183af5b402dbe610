"""What holds of standardising any values: it is done once and for all, and row by row."""

import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listmatch.cleansing import standardise
from listmatch.domain.columns import Field
from listmatch.duck import Compute
from listmatch.tables.schemas import validate

STANDARD = {Field.EMAIL: "email", Field.PHONE: "phone", Field.CITY: "city", Field.STATE: "state", Field.POSTCODE: "zip"}
PIECES = {
    Field.EMAIL: ["ann.lee", "ANN", "+news", "@", "@", "mail.example", "acme.example", ".co.uk", "<", ">", "mailto:"],
    Field.PHONE: ["(212)", "212", "555-0100", "5550100", "+1", "0044", "20 7946 0000", "x12", "ext. 7", "/", "-"],
    Field.CITY: ["New York", "NYC", "St.", "Saint Louis", "São Paulo", "München", "Köln", ",", "TX", "(West)", "-"],
    Field.STATE: ["NY", "new york", "N.Y.", "Texas", "TX", "Bavaria", "BY", "Ontario", "-", "."],
    Field.POSTCODE: ["10001", "01002", "1002", "10001-1234", "SW1A 1AA", "sw1a1aa", "K1A", "0B1", "D-", "80331", "n/a"],
}
profile = settings(max_examples=5, deadline=None, derandomize=True)
"""few lists of many cells, since a list costs a quarter of a second and a cell next to nothing"""


def standard(field: Field, values: Sequence[str | None]) -> list[str | None]:
    """The standard column that *values* of *field* become in an American list."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        numbers = pa.array(range(1, len(values) + 1), pa.int64())
        rows = {"_lmg_row_id": numbers, "_lmg_line": numbers, "given": pa.array(values, pa.string())}
        pq.write_table(pa.table(rows), folder / "rows.parquet")
        standardise(
            folder / "rows.parquet",
            fields={field: ("given",)},
            into=folder / "out",
            compute=Compute(folder / "scratch"),
            country="US",
            distinct={"given": len(set(values))},
        )
        found: list[str | None] = pq.read_table(folder / "out" / "standard.parquet")[STANDARD[field]].to_pylist()
        return found


def cells(field: Field) -> st.SearchStrategy[list[str]]:
    """Cells put together from pieces that mean something to *field*, and some of any characters."""
    pieces = st.lists(st.sampled_from([*PIECES[field], " "]), min_size=1, max_size=5).map("".join)
    anything = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)
    return st.lists(pieces | anything, min_size=10, max_size=80)


@pytest.mark.parametrize("field", STANDARD)
def test_standard_values_are_their_own_standard(field: Field) -> None:
    @profile
    @given(cells(field))
    def holds(values: list[str]) -> None:
        once = standard(field, values)
        assert standard(field, once) == once

    holds()


@pytest.mark.parametrize("field", STANDARD)
def test_the_order_of_the_rows_changes_no_value(field: Field) -> None:
    @profile
    @given(cells(field), st.randoms())
    def holds(values: list[str], shuffled: random.Random) -> None:
        order = shuffled.sample(range(len(values)), len(values))
        once = standard(field, values)
        assert standard(field, [values[row] for row in order]) == [once[row] for row in order]

    holds()


ANY_FIELD = [field for field in Field if field is not Field.KEY]
WORDS = "| # - ' apt 12 12-14 St Main Box unit & , ( Inc GmbH c/o Jr".split()  # noqa: SIM905  # a list is 20 lines


@settings(max_examples=3, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=False))
def test_whatever_stands_beside_what_the_standard_table_keeps_its_contract(rng: random.Random) -> None:
    fields = rng.sample(ANY_FIELD, rng.randint(8, len(ANY_FIELD)))
    rows = [[" ".join(rng.choices(WORDS, k=rng.randint(1, 3))) for _ in fields] for _ in range(300)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        numbers = pa.array(range(1, len(rows) + 1), pa.int64())
        columns = {field.value: pa.array([row[n] for row in rows]) for n, field in enumerate(fields)}
        pq.write_table(pa.table({"_lmg_row_id": numbers, "_lmg_line": numbers, **columns}), folder / "rows.parquet")
        standardise(
            folder / "rows.parquet",
            fields={field: (field.value,) for field in fields},
            into=folder / "out",
            compute=Compute(folder / "scratch"),
            country="US",
            distinct=dict.fromkeys(columns, len(rows)),
        )
        validate("standard", folder / "out" / "standard.parquet")
