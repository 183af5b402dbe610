"""Every line is a row, blank, or in quarantine; a broken line costs itself only."""

import errno
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from listmatch.errors import FileUnreadable, StorageUnavailable

HEAD = "id,name,city\n"
GOOD = "".join(f"{number},Bob,Bern\n" for number in range(10, 20))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('1,"Ann,Rome', "never closed"),
        ('"1,Ann,Rome', "never closed"),
        ('1,Ann,"Rome', "never closed"),
        ('"1,"Ann","Rome"', "do not pair"),
        ('1,"Ann" Lee",Rome,x', "do not pair"),
        ("1,Ann,Rome,surplus", "has 4 cells where the header has 3"),
        ("1,Ann\0", "NUL"),
        ("\0\0\0\0", "NUL"),
    ],
)
@pytest.mark.parametrize("position", [0, 5, 10])
def test_a_broken_line_costs_itself_only(read: Any, line: str, reason: str, position: int) -> None:
    good = GOOD.splitlines(keepends=True)
    found = read(HEAD + "".join([*good[:position], line + "\n", *good[position:]]))
    assert found.bad_lines == [position + 2]
    assert reason in found.quarantine[0][1]
    assert found.quarantine[0][2] == line.replace("\0", "\ufffd")
    assert found.row_lines == [number for number in range(2, 13) if number != position + 2]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('1,An"n,Rome', ("1", 'An"n', "Rome")),
        ('1,5" pipe,Rome', ("1", '5" pipe', "Rome")),
        ('1,"Ann "Lee" Poe",Rome', ("1", 'Ann "Lee" Poe', "Rome")),
        ('1,"Acme" Inc,Rome', ("1", '"Acme" Inc', "Rome")),
        ('1,"Ann ""Lee""",Rome', ("1", 'Ann "Lee"', "Rome")),
        ('1,"""Ann""",Rome', ("1", '"Ann"', "Rome")),
        ('1,"Lee, Ann",Rome', ("1", "Lee, Ann", "Rome")),
        ('1, "Lee, Ann" ,Rome', ("1", " Lee, Ann ", "Rome")),
        ('1,"",Rome', ("1", None, "Rome")),
        ('1,"  ",Rome', ("1", None, "Rome")),
        ("1, \t\u00a0,Rome", ("1", None, "Rome")),
        (f"1,{' ' * 200},Rome", ("1", None, "Rome")),
        ("1, Ann ,Rome", ("1", " Ann ", "Rome")),
        ("1,Ann", ("1", "Ann", None)),
        ("1", ("1", None, None)),
        ("1,Ann,Rome,,", ("1", "Ann", "Rome")),
        (",,", (None, None, None)),
        ("1,A\0nn,Rome", ("1", "Ann", "Rome")),
        ("1,O'Neil,01234", ("1", "O'Neil", "01234")),
    ],
)
def test_a_readable_line_becomes_a_row(read: Any, line: str, cells: tuple[str | None, ...]) -> None:
    found = read(f"{HEAD}{GOOD}{line}\n{GOOD}")
    assert found.cells[10] == cells
    assert found.result.rows == 21


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_quoted_line_breaks_stay_in_the_cell(read: Any, newline: str) -> None:
    lines = ["id,name,city", f'1,"Ann{newline}Lee",Rome', f'2,"Bob{newline}{newline}, Esq.",Bern', "3,Cy,Ulm", ""]
    found = read(newline.join(lines))
    assert found.rows == [
        (2, ("1", f"Ann{newline}Lee", "Rome")),
        (4, ("2", f"Bob{newline}{newline}, Esq.", "Bern")),
        (7, ("3", "Cy", "Ulm")),
    ]
    assert (found.result.physical_lines, found.result.blank_lines, found.result.lines) == (7, 0, 3)


def test_two_lone_quotes_far_apart_do_not_swallow_the_rows_between_them(read: Any) -> None:
    found = read(f'{HEAD}1,"Ann,Rome\n{GOOD}2,Cy",Ulm\n{GOOD}')
    assert found.result.rows == 21
    assert found.bad_lines == [2]
    assert found.cells[10] == ("2", 'Cy"', "Ulm")


def test_prose_with_commas_over_several_lines_is_one_cell(read: Any) -> None:
    note = "Dear all,\nwe met in Rome, it rained, badly\nsee you"
    found = read(f'id,name,notes\n1,Ann,"{note}"\n2,Bob,x\n')
    assert found.cells == [("1", "Ann", note), ("2", "Bob", "x")]


def test_line_breaks_in_the_first_and_the_last_cell_are_one_row(read: Any) -> None:
    found = read('a,b,c,d,e\n"1\n2",x,y,z,"3\n4"\n')
    assert found.cells == [("1\n2", "x", "y", "z", "3\n4")]


def test_a_quote_that_is_never_closed_does_not_swallow_the_file(read: Any) -> None:
    many = "".join(f"{number},Bob,Bern\n" for number in range(5000))
    found = read(f'{HEAD}1,"Ann,Rome\n{many}')
    assert (found.result.rows, found.bad_lines) == (5000, [2])


def test_blank_lines_are_counted_and_keep_the_numbering(read: Any) -> None:
    found = read(f"\n{HEAD}\n1,Ann,Rome\n   \n\t\n2,Bob,Bern\n\n")
    assert found.row_lines == [4, 7]
    assert (found.result.blank_lines, found.result.physical_lines) == (5, 8)


def test_a_byte_order_mark_inside_the_list_stays_in_its_cell(read: Any) -> None:
    found = read("email\n\ufeffann@example.com\n\ufeff\nbob@example.com\n")
    assert found.cells == [("\ufeffann@example.com",), (None,), ("bob@example.com",)]


def test_short_rows_are_padded_and_counted(read: Any) -> None:
    found = read(f"{HEAD}1,Ann\n2\n3,Cy,Ulm\n")
    assert found.cells == [("1", "Ann", None), ("2", None, None), ("3", "Cy", "Ulm")]
    assert found.result.padded_rows == 2


def test_a_last_line_without_line_end_counts(read: Any) -> None:
    assert read(f"{HEAD}1,Ann,Rome").cells == [("1", "Ann", "Rome")]


def test_the_raw_text_of_a_quarantined_line_is_cut(read: Any) -> None:
    found = read(f"{HEAD}1,{'x' * 9000},Rome,surplus\n2,Bob,Bern\n")
    raw = found.quarantine[0][2]
    assert len(raw) < 2100
    assert raw.endswith("(9,015 bytes in all)")


def test_a_line_too_long_to_read_is_quarantined(read: Any) -> None:
    found = read(f"{HEAD}1,{'x' * (5 << 20)},Rome\n2,Bob,Bern\n")
    assert (found.bad_lines, found.cells) == ([2], [("2", "Bob", "Bern")])
    assert found.quarantine[0][1] == "longer than 4 MiB"


def test_a_text_of_hardly_any_readable_line_is_given_up(read: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("listmatch.intake.delimited.MOST_BAD_LINES", 20)
    with pytest.raises(FileUnreadable, match="of the first 26 lines only 1 could be read"):
        read(f"{HEAD}1,Ann,Rome\n" + '2,"Bob,Bern\n' * 25)


def test_a_full_disk_is_told_and_leaves_nothing_behind(
    read: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class FullDisk(pq.ParquetWriter):
        def write_table(self, *_: Any, **__: Any) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("listmatch.parquet.pq.ParquetWriter", FullDisk)
    with pytest.raises(StorageUnavailable, match="no space left"):
        read(f"{HEAD}1,Ann,Rome\n")
    assert list((tmp_path / "into").iterdir()) == []


def test_a_row_on_every_side_of_a_chunk_border_is_kept(read: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("listmatch.intake.blocks.CHUNK_BYTES", 64)
    monkeypatch.setattr("listmatch.intake.delimited.CHUNK_BYTES", 64)
    body = "".join(f'{number},"Ann\n{"y" * (number % 90)}, Lee",Rome\n{number},"lone,Bern\n' for number in range(60))
    found = read(HEAD + body)
    assert found.cells == [(str(number), f"Ann\n{'y' * (number % 90)}, Lee", "Rome") for number in range(60)]
    assert found.bad_lines == [4 + 3 * number for number in range(60)]


def test_the_careful_and_the_fast_way_agree(read: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD + "".join(f'{n},"L{n}, ""A""\nB", Rome\n{n}, "x" ,\n' for n in range(50))
    fast = read(text)
    monkeypatch.setattr("listmatch.intake.delimited.DelimitedReader._read_clean", lambda *_, **__: None)
    careful = read(text)
    assert careful.rows == fast.rows
    assert careful.result == fast.result


def test_the_number_of_threads_does_not_change_a_byte(read: Any, tmp_path: Any) -> None:
    text = HEAD + "".join(f'{n},"Name {n}",\n' if n % 7 else f'{n},"lone,Bern\n' for n in range(3000))
    files = []
    for threads in (1, 4):
        read(text, threads=threads)
        files.append([(tmp_path / "into" / name).read_bytes() for name in ("rows.parquet", "quarantine.csv")])
    assert files[0] == files[1]
