"""Delimiters, quotes, line ends and encodings are found out by content."""

import re
from typing import Any

import pytest

from listmatch.errors import InputError
from listmatch.intake import ReadOptions

LOOK = "If letters look wrong, name it with option encoding."
ROWS = [
    ["id", "name", "address"],
    ["1", "Lee, Ann", "1 Main St, Apt 2"],
    ["2", 'The "Best"', "2 High St; rear"],
    ["3", "Müller | Co", "3 Oak\tAve"],
]


def written(rows: list[list[str]], delimiter: str, quote: str = '"', newline: str = "\n") -> str:
    def cell(text: str) -> str:
        special = delimiter in text or quote in text
        return quote + text.replace(quote, quote * 2) + quote if special else text

    return "".join(delimiter.join(map(cell, row)) + newline for row in rows)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~", ":", "\x1f"])
@pytest.mark.parametrize(("newline", "name"), [("\n", "LF"), ("\r\n", "CRLF"), ("\r", "CR")])
def test_delimiter_and_line_ends_are_found(read: Any, delimiter: str, newline: str, name: str) -> None:
    found = read(written(ROWS, delimiter, newline=newline))
    assert (found.result.format.delimiter, found.result.format.newline) == (delimiter, name)
    assert [list(cells) for cells in found.cells] == ROWS[1:]


@pytest.mark.parametrize(
    ("text", "delimiter", "width"),
    [
        ("id;address\n1;Foo St 1, Bern\n2;Bar Rd 2, Ulm\n", ";", 2),
        ("id;amount;city\n1;1,50;Bern\n2;2,30;Ulm\n", ";", 3),
        ('id,address\n1,"Foo; Bar; Baz"\n2,"a; b; c"\n', ",", 2),
        ("id|url|time\n1|http://x.org|10:30:00\n2|http://y.org|11:30:00\n", "|", 3),
        ("email\nann@example.com\nbob@example.com\n", "", 1),
        ('name\n"Smith, J"\nDoe, Jane\nRoe, Rich\n', "", 1),
        ("note\nhello there\none, two, three\nnothing\n", "", 1),
        ("sep=;\nid;name\n1;a,b\n", ";", 2),
        ("name,age\nAnn,3\n", ",", 2),
    ],
)
def test_marks_inside_cells_do_not_mislead(read: Any, text: str, delimiter: str, width: int) -> None:
    found = read(text)
    assert (found.result.format.delimiter, len(found.names)) == (delimiter, width)
    assert found.result.quarantined == 0


def test_single_quotes_are_recognised(read: Any) -> None:
    found = read("id,name\n1,'Lee, Ann'\n2,'Bob'\n3,'O''Neil'\n")
    assert found.cells == [("1", "Lee, Ann"), ("2", "Bob"), ("3", "O'Neil")]


def test_an_apostrophe_is_no_quote(read: Any) -> None:
    assert read("id,name\n1,O'Neil\n2,'t Hooft\n").cells == [("1", "O'Neil"), ("2", "'t Hooft")]


def test_backslash_escapes_are_recognised(read: Any) -> None:
    found = read('id,name\n1,"Ann \\"A\\" Lee"\n2,"\\"B\\", Esq."\n3,"C:\\dir"\n')
    assert found.result.format.escape == "\\"
    assert found.cells == [("1", 'Ann "A" Lee'), ("2", '"B", Esq.'), ("3", "C:\\dir")]


def test_mixed_line_ends_each_end_a_line(read: Any) -> None:
    found = read('id,name\r\n1,a\r\n2,b\r3,c\r\n4,"x\ny"\n5,d')
    assert found.result.format.newline == "mixed"
    assert found.row_lines == [2, 3, 4, 5, 7]


def test_crlf_with_bare_lf_inside_quotes_is_not_mixed(read: Any) -> None:
    assert read('id,name\r\n1,"x\ny"\r\n2,b\r\n').result.format.newline == "CRLF"


@pytest.mark.parametrize(
    ("codec", "name", "has_bom"),
    [
        ("utf-8", "utf-8", False),
        ("utf-8-sig", "utf-8", True),
        ("utf-16", "utf-16-le", True),
        ("utf-16-le", "utf-16-le", False),
        ("utf-16-be", "utf-16-be", False),
        ("utf-32", "utf-32-le", True),
        ("cp1252", "windows-1252", False),
        ("latin-1", "windows-1252", False),
    ],
)
def test_encodings_are_found(read: Any, codec: str, name: str, has_bom: bool) -> None:
    found = read("id;näme\n1;Zoë\n2;Müller\n".encode(codec))
    assert (found.result.format.encoding, found.result.format.has_bom) == (name, has_bom)
    assert found.names == ["id", "näme"]
    assert found.cells == [("1", "Zoë"), ("2", "Müller")]
    assert found.result.repairs == (
        () if name.startswith("utf") else (f"The text is not UTF-8; it was read as {name}. {LOOK}",)
    )


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("cp1251", "id;имя;город\n1;Анна Иванова;Москва\n2;Борис Петров;Казань\n"),
        ("cp1253", "id;όνομα;πόλη\n1;Γιώργος Παπαδόπουλος;Αθήνα\n2;Μαρία;Πάτρα\n"),
        ("cp932", "番号,名前,市\n1,山田太郎,東京\n2,鈴木花子,大阪\n3,佐藤健,名古屋\n"),
        ("gb18030", "编号,姓名,城市\n1,王小明,北京\n2,李丽,上海\n3,张伟,广州\n"),
        ("cp1250", "id;imię;miasto\n1;Łukasz Żółć;Łódź\n2;Małgorzata Wiśniewska;Kraków\n3;Paweł;Gdańsk\n"),
    ],
)
def test_other_scripts_in_old_encodings_are_read_and_said_to_be_guessed(read: Any, codec: str, text: str) -> None:
    found = read(text.encode(codec))
    assert found.result.format.encoding == codec
    assert found.names == re.split("[;,]", text.splitlines()[0])
    assert found.cells[0] == tuple(re.split("[;,]", text.splitlines()[1]))
    assert found.result.repairs == (f"The text is not UTF-8; it was read as {codec}. {LOOK}",)


@pytest.mark.parametrize("text", ["id;имя\n1;Анна\n2;Борис\n", "編號,姓名\n1,山田太郎\n2,鈴木花子\n"])
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_mark_is_found_in_other_scripts(read: Any, text: str, codec: str) -> None:
    found = read(text.encode(codec))
    assert (found.result.format.encoding, found.result.rows) == (codec, 2)


def test_windows_characters_are_read(read: Any) -> None:
    assert read("id,name\n1,“Zoë” – €\n".encode("cp1252")).cells == [("1", "“Zoë” – €")]


def test_single_lines_in_another_encoding_are_repaired_and_reported(read: Any) -> None:
    text = "id,name\n1,Müller\n2,Zoë\n".encode() + b"3,M\xfcller\n" + "4,Łuk\n".encode()
    found = read(text)
    assert [cells[1] for cells in found.cells] == ["Müller", "Zoë", "Müller", "Łuk"]
    assert found.result.repairs == ("Lines that are not valid UTF-8 and were read as Windows-1252: 1.",)


def test_certain_mojibake_is_repaired_and_reported(read: Any) -> None:
    found = read("id,näme\n1,MÃ¼ller\n2,JOÃO\n3,Müller\n4,SÃ£o Paulo\n5,\n")
    assert [cells[1] for cells in found.cells] == ["Müller", "JOÃO", "Müller", "São Paulo", None]
    assert found.result.repairs[-1].endswith("repaired: 2.")


def test_characters_that_cannot_be_decoded_are_reported(read: Any) -> None:
    data = "id,name\n1,Ann\n2,Bob\n".encode("utf-16-le") + b"3\0,\0\x00\xd8"
    assert "cannot" in read(data).result.repairs[-1] or "could not" in read(data).result.repairs[-1]


@pytest.mark.parametrize(
    ("options", "cells"),
    [
        (ReadOptions(delimiter=";"), ("1,a", "x")),
        (ReadOptions(quote=""), ("1", "a;x")),
        (ReadOptions(encoding="cp1250"), ("1", "a;x")),
    ],
)
def test_what_a_person_says_is_not_questioned(read: Any, options: ReadOptions, cells: tuple[str, ...]) -> None:
    assert read("id,name\n1,a;x\n2,b;y\n", options=options).cells[0] == cells


@pytest.mark.parametrize(
    ("options", "place"),
    [
        (ReadOptions(encoding="nonsense"), "option encoding"),
        (ReadOptions(encoding="hex"), "option encoding"),
        (ReadOptions(delimiter="||"), "option delimiter"),
        (ReadOptions(header_line=99), "option header row"),
        (ReadOptions(column_names=("a",)), "option column_names"),
    ],
)
def test_an_unusable_option_is_named(read: Any, options: ReadOptions, place: str) -> None:
    with pytest.raises(InputError) as raised:
        read("id,name\n1,a\n", options=options)
    assert raised.value.place == f"list.csv, {place}"
