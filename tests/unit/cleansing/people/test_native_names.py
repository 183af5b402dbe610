"""Names in the letters of their languages: which part is the family, and how it is written in Latin letters."""

import pytest

from listmatch.cleansing.people.name_order import NameOrder, name_order
from listmatch.lexicon.native_names import family_first, family_reading


@pytest.mark.parametrize(
    ("name", "country", "read"),
    [
        ("王伟", "CN", "wang, wei"),
        ("欧阳娜娜", "CN", "ouyang, nana"),
        ("曾志伟", "", "zeng, zhiwei"),
        ("李 明", "", "li, ming"),
        ("王伟先生", "CN", "wang, wei"),
        ("김민준", "KR", "kim, minjun"),
        ("이영희님", "", "lee, yeonghui"),
        ("민준 김", "", "kim, minjun"),
        ("남궁민수", "KR", "namgung, minsu"),
        ("田中太郎", "JP", "tianzhong, tailang"),
        ("田中\u3000太郎", "", "tianzhong, tailang"),
        ("山本誠", "JP", "shanben, cheng"),
        ("タナカ タロウ", "", "tanaka, taro"),
        ("Иванов Иван Петрович", "", "Иванов, Иван Петрович"),
        ("Петрова А. С.", "", "Петрова, А. С."),
        ("Шевченко Олена", "", "Шевченко, Олена"),
    ],
)
def test_the_family_is_told_where_the_letters_tell_it(name: str, country: str, read: str) -> None:
    assert family_first(name, country) == read


@pytest.mark.parametrize(
    "name",
    [
        "José García",
        "Wang Wei",
        "ジョンスミス",
        "Иван Петров",
        "Иван Петрович Сидоров",
        "Ирина Король",
        "Яков Шевченко",
        "王 Wei",
        "สมชาย ใจดี",
    ],
)
def test_other_names_stay_as_they_are(name: str) -> None:
    assert family_first(name, "") == name


def test_a_family_is_written_as_its_bearers_do() -> None:
    assert [family_reading(name) for name in ("曾", "이", "佐々木", "Ünal", None)] == [
        "zeng",
        "lee",
        "zuozuomu",
        "Ünal",
        None,
    ]


def test_vietnamese_names_have_the_family_first_and_the_given_name_last() -> None:
    assert name_order(["Nguyễn Văn Hùng", "Trần Thị Mai", "Lê Minh Anh", "Đỗ Thu Hà"]) is NameOrder.VIETNAMESE
    assert name_order(["LE GOFF Jean", "DUPONT Marie", "MARTIN Paul"]) is NameOrder.FAMILY_FIRST
    assert name_order(["Mai Nguyen", "Anna Tran", "Bill Le"]) is NameOrder.GIVEN_FIRST


def test_patronymics_tell_where_the_family_stands() -> None:
    assert (
        name_order(["Orlova Anna Petrovna", "Gusev Oleg Ivanovich", "Titov Igor Olegovich"]) is NameOrder.FAMILY_FIRST
    )
