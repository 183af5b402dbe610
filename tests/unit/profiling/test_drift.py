"""What moved between two lists of a kind is told; what chance moves is not."""

from dataclasses import replace
from random import Random

import pytest

from listmatch.domain.columns import ColumnType as T
from listmatch.domain.drift import DriftKind
from listmatch.domain.files import ColumnProfile, Distribution, FileFormat, FileProfile, ValueCount
from listmatch.profiling import find_drift
from listmatch.profiling.distribution import distribution_of, magnitude, shape
from listmatch.profiling.drift import PSI_MAJOR, stability_index


def column(name: str, kind: T, values: list[str], *, empty: int = 0) -> ColumnProfile:
    return ColumnProfile(
        name=name,
        original_name=name,
        type=kind,
        confidence=0.9,
        valid_share=1.0,
        null_count=empty,
        distinct_count=len(set(values)),
        distribution=distribution_of(kind, values),
    )


def listed(*columns: ColumnProfile, rows: int = 200) -> FileProfile:
    return FileProfile(FileFormat("csv"), lines=rows, rows=rows, quarantined=0, columns=columns, fields={})


PHONES = [f"({400 + n}) 555-{n:04}" for n in range(200)]
COUNTRIES = ["US"] * 150 + ["CA"] * 50
PEOPLE = column("name", T.FULL_NAME, [f"Ann {n}" for n in range(200)])
BEFORE = listed(PEOPLE, column("phone", T.PHONE, PHONES), column("country", T.COUNTRY, COUNTRIES))


def kinds(now: FileProfile) -> list[DriftKind]:
    return [change.kind for change in find_drift(BEFORE, now)]


def test_the_same_list_has_not_moved() -> None:
    assert find_drift(BEFORE, BEFORE) == ()


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (BEFORE.columns[:2], [DriftKind.COLUMN_GONE]),
        ((*BEFORE.columns, column("tier", T.TEXT, ["gold"] * 200)), [DriftKind.COLUMN_NEW]),
        ((PEOPLE, replace(BEFORE.columns[1], name="Tel"), BEFORE.columns[2]), [DriftKind.COLUMN_RENAMED]),
        ((PEOPLE, replace(BEFORE.columns[1], type=T.ID), BEFORE.columns[2]), [DriftKind.TYPE_CHANGED]),
        (
            (PEOPLE, replace(BEFORE.columns[1], type=T.TEXT, confidence=0.4), BEFORE.columns[2]),
            [DriftKind.TYPE_CHANGED],
        ),
        ((PEOPLE, replace(BEFORE.columns[1], type=T.ID, confidence=0.4), BEFORE.columns[2]), []),
        ((PEOPLE, replace(BEFORE.columns[1], null_count=60, distinct_count=140), BEFORE.columns[2]), [DriftKind.EMPTY]),
        ((PEOPLE, BEFORE.columns[1], column("country", T.COUNTRY, ["US"] * 40 + ["DE"] * 160)), [DriftKind.VALUES]),
        ((PEOPLE, column("phone", T.PHONE, [f"+1{n}4155550000" for n in range(200)])), None),
        ((replace(PEOPLE, distinct_count=90), *BEFORE.columns[1:]), [DriftKind.DISTINCT]),
    ],
    ids=["gone", "new", "renamed", "type", "unrecognised", "doubtful type", "empty", "values", "forms", "repeats"],
)
def test_what_moved_is_told(columns: tuple[ColumnProfile, ...], expected: list[DriftKind] | None) -> None:
    found = kinds(listed(*columns))
    assert found == expected if expected is not None else DriftKind.VALUES in found


def test_a_list_of_another_length_is_told_with_both_lengths() -> None:
    longer = replace(BEFORE, rows=900, columns=())
    [change] = find_drift(replace(BEFORE, columns=()), longer)
    assert (change.kind, change.before, change.now) == (DriftKind.ROWS, "200", "900")


def test_of_another_list_under_the_same_name_one_thing_is_told() -> None:
    titles = [column(name, T.TEXT, [f"{name} {n}" for n in range(200)]) for name in ("title", "author", "venue")]
    [change] = find_drift(BEFORE, listed(BEFORE.columns[0], *titles, rows=2_000))
    assert (change.kind, change.column) == (DriftKind.OTHER_COLUMNS, "")
    assert change.sentence.endswith("(1 of 4 was there already), so nothing else was compared.")
    assert "(none of 3 were" in find_drift(BEFORE, listed(*titles))[0].sentence


def test_a_list_with_half_of_the_columns_is_compared_by_them() -> None:
    found = kinds(listed(*BEFORE.columns[:2], column("tier", T.TEXT, ["gold"] * 200)))
    assert found == [DriftKind.COLUMN_NEW, DriftKind.COLUMN_GONE]


def test_samples_of_one_population_have_not_moved() -> None:
    draw = Random(7)
    for _ in range(50):
        one, two = ([draw.choices("abcdefgh", weights=range(1, 9))[0] for _ in range(count)] for count in (60, 90))
        index, bound = stability_index(distribution_of(T.TEXT, one), distribution_of(T.TEXT, two))
        assert index < max(bound, PSI_MAJOR)


def test_years_of_which_none_is_frequent_move_only_where_one_becomes_frequent() -> None:
    draw = Random(7)
    born = [f"{year}-03-01" for year in range(1930, 2005)]
    for _ in range(50):
        one, two = (distribution_of(T.BIRTH_DATE, draw.choices(born, k=count)) for count in (400, 200))
        index, bound = stability_index(one, two)
        assert index < max(bound, PSI_MAJOR)
    filler = distribution_of(T.BIRTH_DATE, [*draw.choices(born, k=160), *["1970-01-01"] * 40])
    index, bound = stability_index(one, filler)
    assert index >= max(bound, PSI_MAJOR)


def test_the_index_is_the_sum_over_bins() -> None:
    one, two = (Distribution("value", (ValueCount("a", a), ValueCount("b", 1000 - a))) for a in (500, 900))
    index, _ = stability_index(one, two)
    assert index == pytest.approx(0.8789, abs=0.01)  # 0.4 ln(0.9/0.5) + -0.4 ln(0.1/0.5)


@pytest.mark.parametrize(
    ("value", "bin_"),
    [
        ("0", "0"),
        ("1,234.50", "1e+03"),
        ("1.234,50", "1e+03"),
        ("$ 4,000", "3e+03"),
        ("-12", "-1e+01"),
        ("n/a", "other"),
    ],
)
def test_amounts_are_binned_by_magnitude_in_either_notation(value: str, bin_: str) -> None:
    assert magnitude(value) == bin_


def test_people_are_binned_by_shape_and_answers_by_value() -> None:
    assert {each.value for each in distribution_of(T.EMAIL, ["ann@example.org"] * 9).bins} == {"a@a.a"}
    assert {each.value for each in distribution_of(T.TEXT, ["Yes", "yes", "No"] * 3).bins} == {"yes", "no"}
    assert shape("(415) 555-0100") == "(999) 999-9999"
