"""What holds for any bytes at all, and for any well-formed list."""

import csv
import io
import tempfile
from pathlib import Path

import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from listmatch.duck import Compute
from listmatch.errors import FileUnreadable
from listmatch.intake import IntakeResult, read_list

PIECES = [
    b"id,name\n",
    b"1,Ann\n",
    b'"',
    b'""',
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r",
    b"\r\n",
    b"\\",
    b"\0",
    b" ",
    b"x",
    b"\xfc",
]
PIECES += [
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    "é".encode(),
    "Ã¼".encode(),
    b"{",
    b'{"a": 1}\n',
    b"'",
    b"|",
    b"PK\x03\x04",
    b"\x1f\x8b",
]

any_bytes = st.binary(max_size=400) | st.lists(st.sampled_from(PIECES), max_size=60).map(b"".join)
profile = settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def read_into(data: bytes, folder: Path) -> IntakeResult | FileUnreadable:
    (folder / "upload").write_bytes(data)
    try:
        return read_list(folder / "upload", name="x", into=folder / "into", compute=Compute(folder / "scratch"))
    except FileUnreadable as error:
        return error


@profile
@given(any_bytes)
def test_any_bytes_give_a_ledger_that_adds_up_or_a_clear_refusal(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        outcome = read_into(data, Path(name))
        if isinstance(outcome, FileUnreadable):
            assert outcome.cure
            return
        rows = pq.read_table(Path(name) / "into" / "rows.parquet").to_pydict()
        with (Path(name) / "into" / "quarantine.csv").open(encoding="utf-8", newline="") as file:
            bad = [int(line["line"]) for line in csv.DictReader(file)]
        assert outcome.lines == outcome.rows + outcome.quarantined == len(rows["_lmg_row_id"]) + len(bad)
        assert len({*rows["_lmg_line"], *bad}) == outcome.lines
        assert outcome.blank_lines + outcome.lines <= outcome.physical_lines


cells = st.text(st.sampled_from("aB1é\"\n ;|\\'Ω"), max_size=8)  # Python's writer leaves a lone CR unquoted
tables = st.lists(st.tuples(*[cells | st.just("Lee, Ann")] * 5), min_size=2, max_size=12)


@profile
@given(tables, st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), st.sampled_from(["\n", "\r\n"]))
def test_a_well_formed_list_comes_back_cell_by_cell(rows: list[tuple[str, ...]], quoting: int, newline: str) -> None:
    target = io.StringIO(newline="")
    writer = csv.writer(target, quoting=quoting, lineterminator=newline)
    writer.writerow(("id", "name", "company", "city", "notes"))
    writer.writerows((str(number), *row[1:]) for number, row in enumerate(rows))
    with tempfile.TemporaryDirectory() as name:
        outcome = read_into(target.getvalue().encode(), Path(name))
        assert isinstance(outcome, IntakeResult)
        assert outcome.quarantined == 0
        found = pq.read_table(Path(name) / "into" / "rows.parquet").to_pylist()
    expected = [[str(number), *(cell if cell.strip() else None for cell in row[1:])] for number, row in enumerate(rows)]
    assert [list(row.values())[2:] for row in found] == expected
