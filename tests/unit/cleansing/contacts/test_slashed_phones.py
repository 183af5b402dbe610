"""A slash in a phone cell: behind an area code, or between two numbers."""

from tests.unit.cleansing.conftest import Standardise, read_each


def test_a_slash_behind_an_area_code_is_part_of_the_number(run: Standardise) -> None:
    phones = {
        "089 / 55523014": ("+498955523014", None),
        "0711 / 12 34 56": ("+49711123456", None),
        "(033203) / 81234": ("+493320381234", None),
        "+49 711 / 123456": ("+49711123456", None),
        "0049 (0)33203 / 81234": ("+493320381234", None),
        "089 / 55523014 / 0171 5552301": ("+498955523014", "+491715552301"),
        "089 55523014 / 0171 5552301": ("+498955523014", "+491715552301"),
        "089/55523014": ("+498955523014", None),
    }
    assert read_each(run, "phone", phones, "phone", "phone_2", country="DE") == phones


def test_a_slash_between_two_local_numbers_parts_them(run: Standardise) -> None:
    rows, _ = run(phone=["555-0143 / 555-0144"], country="")
    assert (rows[0]["phone"], rows[0]["phone_2"]) == ("5550143", "5550144")
