"""What two rows agree on whose names are cut into given names and surnames at different places."""

from pathlib import Path

import pytest

from tests.unit.matching.evidence.test_comparisons import levels_of
from tests.unit.matching.standard_lists import Row


def person(first: str, middle: str | None, last: str, last_2: str | None = None) -> Row:
    named = {"first": first, "middle": middle, "last": last, "last_2": last_2}
    return {column: value for column, value in named.items() if value}


MRS_JOHN = person("", "and john", "lee") | {"sex": "f"}

NAMES: list[tuple[Row, Row, dict[str, str | None]]] = [
    (person("ana", "luz gil", "sanz"), person("ana luz", None, "gil", "sanz"), {"name": "same", "middle": None}),
    (person("ana", "luz gil", "sanz"), person("ana", "gil", "sanz"), {"name": "same", "middle": None}),
    (person("ana", "gil", "sanz"), person("ana", None, "gil"), {"name": "fewer last names"}),
    (person("ana", None, "sanz gil"), person("ana", None, "sanz ruiz"), {"name": "last name close"}),
    (person("ana", "c", "sanz"), person("ana", "luz", "sanz"), {"name": "same", "middle": "different"}),
    (person("dang", "minh", "nam"), person("minh", "nam", "dang"), {"name": "same"}),
    (person("dang", None, "nam"), person("nam", None, "dang"), {"name": "swapped"}),
    (person("jim", "and ann", "sanz"), person("ann", "jim", "sanz"), {"name": "one of a couple"}),
    (person("eva", None, "de la cruz"), person("eva", None, "dela cruz"), {"name": "same"}),
    (MRS_JOHN, person("john", None, "lee") | {"sex": "m"}, {"name": "last name alone", "sex": "different"}),
    (MRS_JOHN, person("john", "and ann", "lee"), {"name": "one of a couple"}),
    (MRS_JOHN, MRS_JOHN, {"name": "same", "sex": "same"}),
    (person("rim", None, "dao"), person("reem", None, "dao"), {"name": "nickname"}),
]


@pytest.fixture(scope="module")
def levels(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    others = [{"first": f"f{n}", "last": f"l{n}"} for n in range(300)]
    folder: Path = tmp_path_factory.mktemp("names")
    return levels_of(folder, [(left, right) for left, right, _ in NAMES], others=others)


@pytest.mark.parametrize("number", range(len(NAMES)))
def test_a_name_is_one_wherever_it_is_cut(levels: list[dict[str, str]], number: int) -> None:
    expected = NAMES[number][2]
    assert {kind: levels[number].get(kind) for kind in expected} == expected
