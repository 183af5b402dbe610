"""Columns of one name: what stands in them says which is which."""

import pytest

from listmatch.domain.columns import ColumnType, Field
from listmatch.domain.files import ColumnProfile
from listmatch.profiling.fields import propose_fields
from listmatch.profiling.profile import column_types

GIVEN, FAMILY = ["Anna", "Peter", "Maria", "Paul"] * 3, ["Novak", "Fischer", "Rossi", "Haas"] * 3


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_columns_called_name_one_holds_the_given_names(turned: bool) -> None:
    halves, kinds = [GIVEN, FAMILY], [ColumnType.FIRST_NAME, ColumnType.LAST_NAME]
    if turned:
        halves, kinds = halves[::-1], kinds[::-1]
    assert column_types(["Name", "Name_2"], halves) == kinds


def test_a_name_beside_a_vorname_is_a_surname() -> None:
    assert column_types(["Name", "Vorname"], [FAMILY, GIVEN]) == [ColumnType.LAST_NAME, ColumnType.FIRST_NAME]


def test_how_names_sound_is_no_other_name_than_how_they_are_written() -> None:
    columns = [
        ColumnProfile("氏名", "氏名", ColumnType.FULL_NAME, 0.9, 1.0, 0, 50, ("池田 翔太",)),
        ColumnProfile("セイ", "セイ", ColumnType.LAST_NAME, 0.9, 1.0, 0, 50, ("イケダ",)),
    ]
    assert propose_fields(columns) == {Field.FULL_NAME: ("氏名",)}
