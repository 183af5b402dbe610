"""Names in letters that do not say how they are spelt in Latin ones are not held against pairs."""

import pytest

from listmatch.domain.columns import ColumnType, Field
from listmatch.domain.files import ColumnProfile, FileFormat, FileProfile
from listmatch.matching.proposal.suggest import suggest_profile


def people(*names: str, country: str = "", fields: tuple[Field, ...] = (Field.FULL_NAME, Field.EMAIL)) -> FileProfile:
    kinds = {Field.FULL_NAME: ColumnType.FULL_NAME, Field.EMAIL: ColumnType.EMAIL, Field.CITY: ColumnType.CITY}
    columns = tuple(
        ColumnProfile(field.value, field.value, kinds[field], 0.9, 1.0, 0, 50, names if "name" in field.value else ())
        for field in fields
    )
    known = {field: (field.value,) for field in fields}
    return FileProfile(FileFormat("csv"), 50, 50, 0, columns, known, country=country)


@pytest.mark.parametrize(
    ("names", "country"),
    [
        (("محمد حسن", "علي صالح"), ""),
        (("דוד כהן",), ""),
        (("สมชาย ใจดี",), ""),
        (("田中 太郎",), "JP"),
        (("김민준",), "KR"),
    ],
)
def test_names_are_left_out_where_nobody_can_tell_how_they_are_spelt(names: tuple[str, ...], country: str) -> None:
    profile = suggest_profile(people("Mohammed Hassan", "David Cohen"), people(*names, country=country))
    assert Field.FULL_NAME not in profile.master_fields
    assert Field.EMAIL in profile.master_fields


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("David Cohen", "Иван Петров"), ("Wang Wei", "王伟"), ("דוד כהן", "משה לוי"), ("David Cohen", "Moshe Levi")],
)
def test_names_of_one_script_and_those_that_are_spelt_alike_are_compared(ours: str, theirs: str) -> None:
    assert Field.FULL_NAME in suggest_profile(people(ours), people(theirs)).master_fields


def test_names_are_kept_where_there_is_nothing_else() -> None:
    fields = (Field.FULL_NAME, Field.CITY)
    profile = suggest_profile(people("David Cohen", fields=fields), people("דוד כהן", fields=fields))
    assert Field.FULL_NAME in profile.master_fields


def test_a_dedupe_compares_names_whatever_they_are_written_in() -> None:
    assert Field.FULL_NAME in suggest_profile(people("דוד כהן David Cohen"), None).source_fields


def test_japanese_names_are_compared_as_they_sound_where_the_list_says_so() -> None:
    names = {
        "姓": ("佐藤", "小林"),
        "名": ("健太", "恵子"),
        "セイ": ("サトウ", "コバヤシ"),
        "メイ": ("ケンタ", "ケイコ"),
    }
    kinds = (ColumnType.LAST_NAME, ColumnType.FIRST_NAME) * 2
    columns = tuple(
        ColumnProfile(name, name, kind, 0.9, 1.0, 0, 50, values)
        for (name, values), kind in zip(names.items(), kinds, strict=True)
    )
    fields = {Field.LAST_NAME: ("姓",), Field.FIRST_NAME: ("名",)}
    japanese = FileProfile(FileFormat("csv"), 50, 50, 0, columns, fields, country="JP")
    profile = suggest_profile(people("Kenta Sato", "Keiko Kobayashi"), japanese)
    assert dict(profile.master_fields) == {Field.FIRST_NAME: ("メイ",), Field.LAST_NAME: ("セイ",)}
