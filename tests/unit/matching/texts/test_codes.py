"""Which words of a text are model numbers, and when those of two texts agree."""

import duckdb
import pytest

from listmatch.matching.texts.codes import MOST_ROWS, code_match, create_codes, create_spellings


def codes(*titles):
    connection = duckdb.connect()
    connection.execute("create table texts (_lmg_row_id bigint, title varchar)")
    connection.executemany("insert into texts values (?, ?)", list(enumerate(titles, 1)))
    create_codes(connection, "codes", table="texts")
    return dict(connection.execute("from codes").fetchall())


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("sony turntable pslx350h", ["pslx350h"]),
        ("garmin 010 10723 00 adapter 0101072300", ["0101072300", "10723"]),
        ("sony turntable", None),
        ("windows 7 32 bit", None),
        ("cola 1500 ml 25cl 1000g pslx350h", ["pslx350h"]),
        ("proceedings 1999", None),
        ("hex bolt m8x40 din933", ["din933"]),
    ],
)
def test_a_code_has_a_digit_and_some_length_and_is_no_year(title, expected):
    assert codes(title).get(1) == expected


def test_what_many_rows_carry_is_a_property_and_not_a_code():
    titles = [f"television 1080p kdl{i}v" for i in range(100, 101 + MOST_ROWS)]
    assert codes(*titles)[1] == ["kdl100v"]


def agreement(left, right):
    connection = duckdb.connect()
    for side, (title, detail) in (("l", left), ("r", right)):
        connection.execute(f"create table {side} (_lmg_row_id bigint, title varchar, detail varchar)")
        connection.execute(f"insert into {side} values (1, ?, ?)", [title, detail])
        create_codes(connection, f"codes_{side}", table=side)
        create_spellings(connection, f"spellings_{side}", table=side, wanted="1")
    sql = code_match("cl.codes", "cr.codes", "sl.spelled", "sr.spelled")
    return connection.execute(
        f"""select {sql} from l left join codes_l cl on cl.row_id = 1 left join codes_r cr on cr.row_id = 1
        left join spellings_l sl on sl.row_id = 1 left join spellings_r sr on sr.row_id = 1"""
    ).fetchall()[0][0]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        pytest.param(("player dvpfx820", None), ("dvpfx820 dvd", None), 2, id="the same"),
        pytest.param(("earbuds mdrex32lpblk", None), ("buds mdr ex32lp blk", None), 2, id="split"),
        pytest.param(("player dvpfx820", None), ("dvd player", "model dvp fx820"), 2, id="in the description"),
        pytest.param(("camcorder hf100x", None), ("camcorder hf100", None), 1, id="a variant"),
        pytest.param(("player dvpfx820", None), ("player dvpns708", None), 0, id="another"),
        pytest.param(("player dvpfx820", None), ("dvd player", None), None, id="one side has none"),
        pytest.param((None, None), ("player dvpfx820", None), None, id="no text"),
    ],
)
def test_codes_agree_however_they_are_split(left, right, expected):
    assert agreement(left, right) == expected
