"""What cleansing makes of two addresses of one row."""

from tests.unit.cleansing.conftest import Standardise

PARTS = ("street", "unit", "city", "state", "zip")
HOME = {"street": "12 Oak Street Apt 4", "city": "Saint Paul", "state": "Minnesota", "postcode": "55110"}
SHOP = {"second_street": "9 Elm Avenue", "second_city": "Ft. Worth", "second_state": "TX", "second_postcode": "76101"}
HOME_DONE = ("12 oak st", "apt 4", "st paul", "MN", "55110")
SHOP_DONE = ("9 elm ave", None, "ft worth", "TX", "76101")
NOTHING = (None,) * 5


def both(run: Standardise, **values: str | None) -> list[tuple[str | None, ...]]:
    """The first and the second address of a row with these *values*."""
    [row], _ = run({name: [value] for name, value in values.items()}, country="US")
    return [tuple(row[f"{part}{end}"] for part in PARTS) for end in ("", "_2")]


def test_the_second_is_read_as_the_first(run: Standardise) -> None:
    assert both(run, **HOME, **SHOP) == [HOME_DONE, SHOP_DONE]


def test_a_list_with_one_address_has_no_second(run: Standardise) -> None:
    assert both(run, **HOME) == [HOME_DONE, NOTHING]


def test_an_address_that_is_written_twice_is_one(run: Standardise) -> None:
    again = {"second_street": "12 OAK ST, #4", "second_city": "St Paul", "second_postcode": "55110-1234"}
    assert both(run, **HOME, **again) == [HOME_DONE, NOTHING]


def test_the_only_address_is_the_first(run: Standardise) -> None:
    assert both(run, **dict.fromkeys(HOME), **SHOP) == [SHOP_DONE, NOTHING]


def test_a_street_goes_before_a_city_alone(run: Standardise) -> None:
    first, second = both(run, **{**HOME, "street": None, "postcode": None}, **SHOP)
    assert first == SHOP_DONE
    assert second == (None, None, "st paul", "MN", None)


def test_a_house_goes_before_a_post_office_box(run: Standardise) -> None:
    first, second = both(run, **{**HOME, "street": "PO Box 7"}, **SHOP)
    assert first == SHOP_DONE
    assert second[0] == "pobox 7"


def test_rules_count_both(run: Standardise) -> None:
    _, result = run({name: [value] for name, value in {**HOME, **SHOP}.items()}, country="US")
    assert result.report["normalizedStreets"] == 2
    assert result.report["splitUnits"] == 1


def test_repeating_values_are_read_alike(run: Standardise) -> None:
    rows = {name: [value] * 12 for name, value in {**HOME, **SHOP}.items()}
    once, _ = run(rows, country="US", is_counted=True)
    each, _ = run(rows, country="US", is_counted=False)
    assert once == each
