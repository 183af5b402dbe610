"""A header that is repeated and ruled lines are no rows, wherever they stand; what is a little like them is."""

from typing import Any

import pytest

from tests.unit.intake.test_intake_formats import table, workbook

AGAIN, RULED = "is the header once more", "is a ruled line"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("First,Last,E-mail\na,b,c\nFirst,Last,E-mail\nd,e,f\n First , Last,E-mail\ng,h,i\n", [(4, AGAIN), (6, AGAIN)]),
        ("| First | Last | E-mail |\n|---|:--:|---|\n| a | b | c |\n| d | e | f |\n| g | h | i |\n", [(2, RULED)]),
        (" first | last | e-mail \n-------+------+------\n a | b | c \n d | e | f \n g | h | i \n", [(2, RULED)]),
        ("First,Last,E-mail\r\na,b,c\r\nd,e,f\r\ng,h,i\r\n\x1a", [(5, "is the end-of-file mark of DOS")]),
        ("First;Last;E-mail\na;b;c\nx;y;z;too many\n=====\nd;e;f\ng;h;i\n", [(4, "has 4 cells"), (4 + 1, RULED)]),
    ],
)
def test_what_is_no_row_goes_to_quarantine_in_the_order_of_lines(
    read: Any, text: str, kept: list[tuple[int, str]]
) -> None:
    found = read(text)
    assert ["".join(cell.strip() for cell in cells if cell) for cells in found.cells] == ["abc", "def", "ghi"]
    assert [line for line, _, _ in found.quarantine] == sorted(line for line, _, _ in found.quarantine)
    assert [(line, reason[: len(says)]) for (line, reason, _), (_, says) in zip(found.quarantine, kept, strict=True)]


@pytest.mark.parametrize("row", [",,", "---,b,c", "First,b,c", "--,--,--", "-,,", "First,Last,"])
def test_a_row_that_is_a_little_like_that_stays(read: Any, row: str) -> None:
    assert len(read(f"First,Last,E-mail\na,b,c\n{row}\nd,e,f\n").rows) == 3


def test_one_name_alone_repeats_no_header(read: Any) -> None:
    assert len(read("Company\nAcme\nCompany\n").rows) == 2


def test_pages_of_a_worksheet_repeat_its_header(read: Any) -> None:
    header = ("First", "Last", "E-mail")
    data = workbook(table(header, ("a", "b", "c"), header, ("d", "e", "f")))
    found = read(data, name="list.xlsx")
    assert (len(found.rows), found.quarantine) == (2, [(3, AGAIN, "First\tLast\tE-mail")])


def test_the_last_rows_are_in_order_with_what_was_set_aside_among_them(read: Any) -> None:
    found = read("First,Last,E-mail\na,b,c\nd,e,f\nTotal: 2\nx,y,z,4\nCopyright 2026 Acme\n---\n")
    assert [line for line, _, _ in found.quarantine] == [4, 5, 6, 7] or found.bad_lines == sorted(found.bad_lines)


def test_an_address_book_of_vcards_is_refused_with_the_cure(read: Any) -> None:
    from listmatch.errors import FileUnreadable

    with pytest.raises(FileUnreadable, match=r"vCards, not a list\. Export the contacts as CSV"):
        read("BEGIN:VCARD\nVERSION:3.0\nFN:Ann Lee\nEND:VCARD\n", name="contacts.csv")
