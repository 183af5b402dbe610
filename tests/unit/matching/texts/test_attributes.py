"""When what two titles say of their variant agrees."""

import duckdb
import pytest

from listmatch.matching.texts.attributes import attribute_match, create_attributes

SAME, MORE, SILENT, HIDDEN, DIFFERENT = 4, 3, 2, 1, 0


def agreement(left: str | None, right: str | None) -> int | None:
    connection = duckdb.connect()
    for side, said in (("l", left), ("r", right)):
        connection.execute(f"create table {side} (_lmg_row_id bigint, attributes varchar)")
        connection.execute(f"insert into {side} values (1, ?)", [said])
        create_attributes(connection, f"attributes_{side}", table=side)
    query = f"""select {attribute_match("al", "ar")} from l left join attributes_l al on al.row_id = 1
        left join attributes_r ar on ar.row_id = 1"""
    found: int | None = connection.execute(query).fetchall()[0][0]
    return found


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("weight:2500", "weight:100", DIFFERENT),
        ("weight:2500", "weight:2500", SAME),
        ("length:685.8", "length:690", SAME),
        ("memory:1000000", "memory:1024000", SAME),
        ("capacity:500 count:6", "capacity:500 count:12", DIFFERENT),
        ("capacity:500 count:6", "capacity:500", HIDDEN),
        ("capacity:500 count:1", "capacity:500", MORE),
        ("memory:8000 memory:256000", "memory:256000", MORE),
        ("memory:8000 memory:256000", "memory:8000 memory:512000", DIFFERENT),
        ("colour:black size:m", "colour:black", MORE),
        ("colour:black", "size:m", SILENT),
        ("colour:black", None, SILENT),
        ("part:2", None, HIDDEN),
        ("part:1", "part:2", DIFFERENT),
        (None, None, None),
    ],
)
def test_attributes_agree_differ_or_are_left_out(one: str | None, other: str | None, expected: int | None) -> None:
    assert agreement(one, other) == expected
    assert agreement(other, one) == expected
