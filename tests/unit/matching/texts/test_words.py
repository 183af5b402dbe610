"""Words by which the titles of a list differ, and whether two titles differ in such words."""

from collections.abc import Mapping, Sequence

import duckdb
import pytest

from listmatch.matching.texts.words import create_plain, create_telling, create_words, word_match

SAME, ONE_SIDE, DIFFERENT = 2, 1, 0

MASTER = [
    "harbor granola strawberry",
    "harbor granola cherry",
    "sonora speaker riva pro",
    "sonora speaker riva max",
    "sonora speaker riva",
    "love in winter",
    "love in winter reprise at the arena",
    "sonora kettle new",
    "blackwater lamp amber",
]


def plain(
    connection: duckdb.DuckDBPyConnection, name: str, titles: list[str], attributes: Mapping[str, str] = {}
) -> None:
    said = "title varchar, attributes varchar, detail varchar, year varchar"
    connection.execute(f"create table list_{name} (_lmg_row_id bigint, {said})")
    for number, title in enumerate(titles, 1):
        connection.execute(
            f"insert into list_{name} values (?, ?, ?, null, null)", [number, title, attributes.get(title)]
        )
    create_plain(connection, name, table=f"list_{name}")


def telling(titles: list[str], *, is_dedupe: bool = False) -> set[str]:
    connection = duckdb.connect()
    plain(connection, "titles", titles)
    create_telling(connection, "telling", plain=["titles"], is_dedupe=is_dedupe)
    return {word for (word,) in connection.execute("from telling").fetchall()}


def agreement(left: str, right: str, *, attributes: Mapping[str, str] = {}, source: Sequence[str] = ()) -> int:
    connection = duckdb.connect()
    plain(connection, "master", [*MASTER, right], attributes)
    plain(connection, "source", [left, *source], attributes)
    create_telling(connection, "telling", plain=["source", "master"], is_dedupe=False)
    for side, titles, other in (("l", "source", "master"), ("r", "master", "source")):
        wanted = f"select row_id from {titles}"
        create_words(connection, f"words_{side}", plain=titles, other=other, wanted=wanted, telling="telling")
    query = f"""select {word_match("l", "r")} from words_l l, words_r r
        where l.row_id = 1 and r.row_id = {len(MASTER) + 1}"""
    found: int = connection.execute(query).fetchall()[0][0]
    return found


def test_a_word_tells_where_titles_of_one_list_agree_in_all_else() -> None:
    assert {"strawberry", "cherry", "pro", "max", "reprise", "arena"} <= telling(MASTER)
    assert not {"sonora", "speaker", "granola", "new", "lamp"} & telling(MASTER)


def test_a_word_mistyped_tells_nothing() -> None:
    assert telling(["harbor granola strawberry", "harbor granola strawbery"]) == set()


def test_what_copies_have_more_tells_nothing_where_copies_are_looked_for() -> None:
    titles = ["sonora speaker riva", "sonora speaker riva free shipping"]
    assert telling(titles) == {"free", "shipping"}
    assert telling(titles, is_dedupe=True) == set()


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("granola strawberry harbor", "harbor granola strawberry 500 g", SAME),
        ("harbor strawbery granola new", "harbor granola strawberry", SAME),
        ("granola strawberry harbor", "harbor granola cherry", DIFFERENT),
        ("riva pro speaker", "sonora speaker riva", ONE_SIDE),
        ("love in winter reprise", "love in winter", ONE_SIDE),
        ("black water lamp", "blackwater lamp", SAME),
        ("sonora antivirus 10 home", "sonora antivirus 11 home", DIFFERENT),
        ("sonora speaker 5 1", "sonora speaker 5", SAME),
        ("sonora lamp 2 amber", "sonora amber 3 lamp", SAME),
        ("2015 domaine faure 75cl", "domaine faure 2016 75cl", DIFFERENT),
        ("2015 domaine faure 75cl", "domaine faure 2015 75cl", SAME),
        ("2015 domaine faure 75cl", "domaine faure 75cl", SAME),
    ],
)
def test_words_that_tell_are_looked_for_in_the_other_title(left: str, right: str, expected: int) -> None:
    assert agreement(left, right) == expected


def test_an_abbreviation_is_a_word_that_the_other_list_does_not_have() -> None:
    assert agreement("harbor granola straw", "harbor granola strawberry") == SAME
    assert (
        agreement("harbor granola strawberry", "harbor granola straw", source=["straw hat", "cherry hat"]) == ONE_SIDE
    )


def test_an_amount_in_other_units_is_no_other_number() -> None:
    one, other = "sonora rope 200 cm", "sonora rope 2 m"
    assert agreement(one, other, attributes={one: "length:2000", other: "length:2000"}) == SAME
    assert agreement(one, other, attributes={one: "length:2000", other: "length:3000"}) == DIFFERENT
