"""Titles that stand for something else in another place."""

from pathlib import Path

from listmatch.domain.verdicts import ProfileType
from tests.unit.matching.standard_lists import Row, profile_of, score

NAMES = ["alder", "birch", "cedar", "dogwood", "elm", "fir", "gum", "hazel", "ivy", "juniper", "kapok", "larch", "oak"]


def district(title: str, **place: str) -> Row:
    return {"title": f"{title} district", **place}


def scores(folder: Path, source: list[Row], master: list[Row]) -> dict[tuple[object, object], float]:
    found = score(folder, source, master, profile=profile_of(ProfileType.PRODUCT))
    return {(pair["source_row_id"], pair["master_row_id"]): float(str(pair["score"])) for pair in found}


def test_a_title_in_another_country_is_another_thing(tmp_path: Path) -> None:
    source = [district(name, country="ES") for name in NAMES]
    found = scores(tmp_path, source, [district(NAMES[0], country="CO"), *source[1:]])
    assert all(found[row, row] > 85.0 for row in range(2, len(NAMES) + 1))
    assert found.get((1, 1), 0.0) < 50.0


def test_of_two_of_one_title_the_one_in_its_place_is_chosen(tmp_path: Path) -> None:
    source = [district(name, country="ES", city="leon") for name in NAMES]
    found = scores(tmp_path, source, [*source, *(district(name, country="ES", city="soria") for name in NAMES)])
    assert all(found[row, row] > found.get((row, row + len(NAMES)), 0.0) + 20.0 for row in range(1, len(NAMES) + 1))


def test_that_one_list_knows_no_place_says_nothing(tmp_path: Path) -> None:
    source = [district(name, country="ES") for name in NAMES]
    found = scores(tmp_path, source, [district(name) for name in NAMES])
    assert all(found[row, row] > 85.0 for row in range(1, len(NAMES) + 1))
