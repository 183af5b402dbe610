"""Lists in other scripts: where they come from, their figures, their companies."""

import pytest

from listmatch.cleansing.locations.country import guess_country
from listmatch.cleansing.locations.scripts import country_of_script
from listmatch.domain.columns import Field
from tests.unit.cleansing.conftest import Standardise


@pytest.mark.parametrize(
    ("texts", "country"),
    [
        (["김민준", "이영희"], "KR"),
        (["田中 太郎", "山田あかり"], "JP"),
        (["张伟", "刘洋", "王芳"], "CN"),
        (["陳怡婷", "黃淑芬"], "TW"),
        (["Олексій", "Київ", "Марія Іванівна"], "UA"),
        (["สมชาย"], "TH"),
        (["Γιώργος"], "GR"),
        (["Nguyễn Văn Hùng", "Trần Thị Bưởi"], "VN"),
        (["Иван", "Анна"], ""),  # Russian, Bulgarian or Serbian
        (["Anna Smith", "Bob Jones", "王伟"], ""),
        ([], ""),
    ],
)
def test_letters_tell_the_country_that_alone_writes_them(texts: list[str], country: str) -> None:
    assert country_of_script(texts) == country


def test_numbers_dialled_from_within_are_of_the_country_that_the_others_name() -> None:
    abroad = ["+90 532 123 45 67", "+90 533 765 43 21", "+90 212 555 66 77"]
    assert guess_country({Field.PHONE: [*abroad, *["0532 987 65 43"] * 7]}) == "TR"
    assert guess_country({Field.PHONE: [*abroad, *["2125551234"] * 7]}) == ""


@pytest.mark.parametrize("phone", ["０９０－１２３４－５６７８", "+81 90 1234 5678"])
def test_figures_of_full_width_are_figures(run: Standardise, phone: str) -> None:
    [row], _ = run(last_name=["山田あ"], phone=[phone], postcode=["〒１００－０００１"], country="JP")
    assert (row["phone"], row["zip"]) == ("+819012345678", "1000001")


@pytest.mark.parametrize("phone", ["٠٥٠١٢٣٤٥٦٧", "۰۵۰۱۲۳۴۵۶۷", "०५०१२३४५६७"])
def test_figures_of_other_scripts_are_figures(run: Standardise, phone: str) -> None:
    [row], _ = run(phone=[phone], country="SA")
    assert row["phone"] == "+966501234567"


@pytest.mark.parametrize("company", ["株式会社山田商事", "山田商事（株）", "㈱山田商事", "山田商事株式会社"])
def test_a_legal_form_without_a_blank_is_no_part_of_the_name(run: Standardise, company: str) -> None:
    rows, _ = run(company=[company, "山田商事"])
    assert rows[0]["company"] == rows[1]["company"]


@pytest.mark.parametrize(
    "company", ["ТОВ «Вектор Буд»", "ПрАТ Вектор Буд", "Công ty TNHH Vektor Bud", "Công ty cổ phần Vektor Bud"]
)
def test_a_legal_form_in_front_is_no_part_of_the_name(run: Standardise, company: str) -> None:
    [row], _ = run(company=[company])
    assert row["company"] == "vektor bud"


@pytest.mark.parametrize("date", ["1985年3月12日", "1985년 3월 12일", "1985. 03. 12."])
def test_dates_name_year_month_and_day_in_that_order(run: Standardise, date: str) -> None:
    [row], _ = run(birth_date=[date])
    assert row["birth"] == "19850312"


def test_names_without_a_blank_are_split_in_the_query(run: Standardise) -> None:
    rows, _ = run(full_name=["王伟", "欧阳娜娜", "Anna Smith"], city=["北京", "广州", "Rome"])
    assert [(row["first"], row["last"]) for row in rows] == [("wei", "wang"), ("nana", "ouyang"), ("anna", "smith")]


def test_a_vietnamese_given_name_stands_last(run: Standardise) -> None:
    rows, _ = run(full_name=["Nguyễn Văn Hùng", "Đỗ Thị Mai", "Lê Minh Anh"])
    assert [(row["first"], row["middle"], row["last"]) for row in rows] == [
        ("hung", "van", "nguyen"),
        ("mai", "thi", "do"),
        ("anh", "minh", "le"),
    ]
