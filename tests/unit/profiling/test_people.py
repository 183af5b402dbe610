"""What values are known as names of people."""

import pytest

from listmatch.lexicon.folding import fold
from listmatch.profiling.people import is_full_name


@pytest.mark.parametrize(
    "name", ["Wang Xiaoming", "Tingyan Xu", "Bojuan HU", "Mei-yu Han", "Lee Min-jun", "Zhang Guijian"]
)
def test_chinese_and_korean_names_are_known_by_their_syllables(name: str) -> None:
    """No list of words holds their given names, and a column of them was taken for companies."""
    assert is_full_name(name, fold(name))


@pytest.mark.parametrize("name", ["Wang Logistics", "Park Hotel", "Li Ning Sports"])
def test_a_company_with_such_a_family_in_its_name_is_none(name: str) -> None:
    assert not is_full_name(name, fold(name))
