"""Where the header is, whether there is one, and what the columns are called."""

from typing import Any

import pytest

from listmatch.errors import FileUnreadable
from listmatch.intake import ReadOptions

ROWS = "1,Ann,ann@example.com,Rome\n2,Bob,bob@example.com,Bern\n3,Cy,cy@example.com,Ulm\n"


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("id,name,email,city", ["id", "name", "email", "city"]),
        (" id , name ,email , city", ["id", "name", "email", "city"]),
        ("\ufeffid,name,email,city", ["id", "name", "email", "city"]),
        ('id,"full\nname",email,"home\r\ncity"', ["id", "full name", "email", "home city"]),
        ("id,,email,", ["id", "column_2", "email", "column_4"]),
        ("id,Email,email,EMAIL", ["id", "Email", "email_2", "EMAIL_3"]),
        ("id,x,x_2,x", ["id", "x", "x_2", "x_3"]),
        ("_lmg_row_id,name,_LMG_score,city", ["lmg_row_id", "name", "LMG_score", "city"]),
        ("номер,имя,почта,город", ["номер", "имя", "почта", "город"]),
        ("番号,名前,メール,市", ["番号", "名前", "メール", "市"]),
        ("Nr.,Vorname,E-Mail-Adresse,Straße", ["Nr.", "Vorname", "E-Mail-Adresse", "Straße"]),
        ("foo,bar,baz,qux", ["foo", "bar", "baz", "qux"]),
        ('"2023","2024",email,city', ["2023", "2024", "email", "city"]),
    ],
)
def test_names_are_tidied_and_made_unique(read: Any, header: str, names: list[str]) -> None:
    found = read(f"{header}\n{ROWS}")
    assert found.names == names
    assert found.cells[0] == ("1", "Ann", "ann@example.com", "Rome")


@pytest.mark.parametrize("groups", ["Key,Person,Person,Home", "Key,,Person,", "Lead,Lead,Contact,Contact"])
def test_headings_over_groups_of_columns_stand_above_the_header(read: Any, groups: str) -> None:
    found = read(f"Leads 2026,,,\n{groups}\nid,name,email,city\n{ROWS}")
    assert found.names == ["id", "name", "email", "city"]
    assert found.cells[0] == ("1", "Ann", "ann@example.com", "Rome")
    assert [(line, reason) for line, reason, _ in found.quarantine] == [
        (1, "stands above the header"),
        (2, "stands above the header"),
    ]


def test_a_header_that_repeats_its_names_is_no_row_of_headings(read: Any) -> None:
    found = read(
        "name,name,email,email\nAnn,Lee,ann@example.com,a@example.org\nBob,Ray,bob@example.com,b@example.org\n"
    )
    assert found.names == ["name", "name_2", "email", "email_2"]
    assert (len(found.cells), found.quarantine) == (2, [])


@pytest.mark.parametrize(
    ("header", "repair"),
    [
        ("id,,email,city", "Columns without a name are called column_2."),
        ("id,name,email,name", "Names that occur more than once were numbered: name_2."),
        ("id,_lmg_x,email,city", "Names beginning with _lmg_ are reserved and were renamed to lmg_x."),
        ("id,prÃ©nom,email,city", "Names in a broken encoding were repaired to prénom."),
    ],
)
def test_every_repair_of_a_name_is_reported(read: Any, header: str, repair: str) -> None:
    assert repair in read(f"{header}\n{ROWS}").result.repairs


def test_the_original_name_is_kept(read: Any) -> None:
    header = read(f" id ,Name,name,\n{ROWS}").result.header
    assert [column.original_name for column in header] == [" id ", "Name", "name", ""]


@pytest.mark.parametrize(
    ("above", "line", "blank", "kept"),
    [
        ("", 1, 0, []),
        ("\n\n", 3, 2, []),
        ("Export of 2024-01-01\n", 2, 0, [1]),
        ("CRM list,,,\n\nas of today\n  \n", 5, 2, [1, 3]),
        (",,,\n", 2, 1, []),
        ("sep=,\n", 2, 0, []),
        ('"A title\nover two lines"\n', 3, 0, [1]),
    ],
)
def test_lines_above_the_header_are_kept_in_quarantine(
    read: Any, above: str, line: int, blank: int, kept: list[int]
) -> None:
    found = read(f"{above}id,name,email,city\n\n{ROWS}")
    assert found.result.format.header_line == line
    assert found.names == ["id", "name", "email", "city"]
    assert found.row_lines == [line + 2, line + 3, line + 4]
    assert found.result.blank_lines == blank + 1
    assert found.bad_lines == kept
    assert found.result.lines_apart == len(kept)
    assert {reason for _, reason, _ in found.quarantine} <= {"stands above the header"}


SUMMARY = "Topic,Webinar ID,Start Time,# Registered,# Denied\nPipeline 101,871 4420 1187,2025-11-11 09:00,3,0\n"
HOST = "Host Details\nAttended,User Name,Email,Join Time\nYes,Dora Host,dora@example.com,10:02\n"


@pytest.mark.parametrize(
    ("above", "line"),
    [
        (f"{SUMMARY}Attendee Details\n", 4),
        (f"Report\nGenerated,today\n{SUMMARY}\n", 6),
        (f"{SUMMARY}{HOST}Attendee Details\n", 7),
        ("Event,Summer party\nDate,2025-06-01\nPlace,Bern\nOrganiser,Ann\n\n", 6),
        ("Person,,Place,\n", 2),
    ],
)
@pytest.mark.parametrize("is_padded", [False, True])
def test_a_table_above_the_list_is_none_of_it(read: Any, above: str, line: int, *, is_padded: bool) -> None:
    text = f"{above}id,name,email,city\n{ROWS}"
    if is_padded:  # as Excel saves it
        text = "".join(each + "," * (4 - each.count(",")) + "\n" for each in text.splitlines())
    found = read(text)
    assert (found.names, found.result.format.header_line) == (["id", "name", "email", "city"], line)
    assert found.row_lines == [line + 1, line + 2, line + 3]


@pytest.mark.parametrize("title", ["Guests of 2025", "Report,today"])
def test_a_title_above_a_narrow_list_is_no_header(read: Any, title: str) -> None:
    assert read(f"{title}\n\nname,email\nAnn,ann@example.com\nBob,bob@example.com\n").names == ["name", "email"]


@pytest.mark.parametrize(
    "row",
    [
        "1,name,email,city",
        "4,Sales Office,,City Manager",
        "4,Contact,Email Company,\n\n5,Dan,dan@example.com,Linz",
        "id,name,email,city",
        "\nCustomer,Name,,",
    ],
)
def test_a_row_of_words_that_columns_have_too_is_no_header(read: Any, row: str) -> None:
    found = read(f"id,name,email,city\n{row}\n{ROWS}")
    assert (found.names, found.result.format.header_line) == (["id", "name", "email", "city"], 1)


@pytest.mark.parametrize(
    "rows",
    [
        ROWS,
        "Ann,Lee,Rome\nBob,Poe,Bern\nAnn,Day,Ulm\nCy,Lee,Rome\nDi,Poe,Ulm\n",
        "ann@example.com\nbob@example.com\n",
        "Ann;+41 44 123 45 67;8001\nBob;+41 44 123 45 68;8002\n",
    ],
)
def test_a_list_without_header_is_recognised(read: Any, rows: str) -> None:
    found = read(rows)
    assert found.result.format.header_line == 0
    assert found.names == [f"column_{number}" for number in range(1, len(found.names) + 1)]
    assert found.result.rows == rows.count("\n")
    assert "no header line" in found.result.repairs[0]


def test_one_line_of_data_is_a_list_of_one_row(read: Any) -> None:
    assert read("1,Ann,ann@example.com\n").cells == [("1", "Ann", "ann@example.com")]


def test_columns_that_the_header_leaves_out_are_added(read: Any) -> None:
    found = read("name,city\nAnn,Rome,x\nBob,Bern,y\n")
    assert found.names == ["name", "city", "column_3"]


def test_row_numbers_without_a_name_come_first(read: Any) -> None:
    found = read('"name","city"\n"1","Ann","Rome"\n"2","Bob","Bern"\n')
    assert found.names == ["column_1", "name", "city"]


def test_trailing_delimiters_make_no_columns(read: Any) -> None:
    assert read("id,name,,\n1,Ann,,\n2,Bob,,\n").names == ["id", "name"]
    assert read("id,name\n1,Ann,\n2,Bob,\n").names == ["id", "name"]


@pytest.mark.parametrize(
    ("options", "names", "first"),
    [
        (ReadOptions(has_header=False), ["column_1", "column_2"], ("a", "b")),
        (ReadOptions(has_header=True), ["a", "b"], ("1", "2")),
        (ReadOptions(header_line=2), ["1", "2"], ("3", "4")),
        (ReadOptions(column_names=("x", "y")), ["x", "y"], ("1", "2")),
    ],
)
def test_what_a_person_says_of_the_header_holds(
    read: Any, options: ReadOptions, names: list[str], first: tuple[str, ...]
) -> None:
    found = read("a,b\n1,2\n3,4\n", options=options)
    assert (found.names, found.cells[0]) == (names, first)


@pytest.mark.parametrize(
    "text", ["id,name,city\n", "id,name,city", "email\n", "\n\nname;city\n\n", "A title\n\nid;name;city\n"]
)
def test_a_header_alone_is_no_list(read: Any, text: str) -> None:
    with pytest.raises(FileUnreadable, match="not a single row"):
        read(text)


def test_too_many_columns_point_to_the_delimiter(read: Any) -> None:
    with pytest.raises(FileUnreadable, match=r"columns.*delimiter"):
        read("a," * 20_000 + "\n1,2\n")
