"""Which columns a report is pivoted by."""

import duckdb
import pytest

from listmatch.domain.columns import ColumnType, Field
from listmatch.duck import identifier
from listmatch.reporting.dimensions import AT_MOST, choose_dimensions
from tests.unit.reporting.made_up import column, file_profile

T = ColumnType


@pytest.mark.parametrize(
    ("kind", "distinct", "nulls", "is_chosen"),
    [
        (T.TEXT, 2, 0, True),
        (T.TEXT, 100, 0, True),
        (T.TEXT, 101, 0, False),
        (T.TEXT, 1, 0, False),
        (T.TEXT, 10, 800, True),
        (T.TEXT, 10, 801, False),
        (T.TEXT, 50, 751, False),
        (T.CITY, 80, 0, True),
        (T.NUMBER, 12, 0, True),
        (T.NUMBER, 13, 0, False),
        (T.ID, 5, 0, False),
        (T.EMAIL, 5, 0, False),
        (T.FULL_NAME, 5, 0, False),
        (T.COMPANY, 5, 0, False),
        (T.DATE, 5, 0, False),
        (T.PHONE, 5, 0, False),
    ],
)
def test_a_column_is_chosen_by_type_number_of_values_and_coverage(
    kind: ColumnType, distinct: int, nulls: int, is_chosen: bool
) -> None:
    profile = file_profile(1000, [column("it", kind, distinct=distinct, nulls=nulls)])
    assert [dimension.column for dimension in choose_dimensions(profile)] == (["it"] if is_chosen else [])


def test_places_come_first_then_columns_in_file_order_then_what_is_derived() -> None:
    columns = [
        column("job", T.JOB_TITLE, distinct=400),
        column("source", T.TEXT, distinct=7),
        column("mail", T.EMAIL, distinct=1000),
        column("industry", T.TEXT, distinct=20),
        column("land", T.COUNTRY, distinct=90),
        column("st", T.STATE, distinct=51),
    ]
    fields = {Field.STATE: ("st",), Field.COUNTRY: ("land",), Field.EMAIL: ("mail",)}
    chosen = choose_dimensions(file_profile(1000, columns, fields=fields))
    assert [dimension.column for dimension in chosen] == [
        "state",
        "country",
        "source",
        "industry",
        "email_class",
        "title_level",
    ]
    assert [dimension.alias for dimension in chosen] == ["d0", "d1", "d2", "d3", "d4", "d5"]
    assert [dimension.is_derived for dimension in chosen] == [True, True, False, False, True, True]


def test_no_more_are_chosen_than_a_reader_looks_at() -> None:
    columns = [column(f"c{number}", T.TEXT, distinct=3) for number in range(20)]
    assert len(choose_dimensions(file_profile(1000, columns))) == AT_MOST


def test_what_is_asked_for_is_taken_in_that_order() -> None:
    columns = [column("a", T.ID, distinct=1000), column("mail", T.EMAIL, distinct=900)]
    profile = file_profile(1000, columns, fields={Field.EMAIL: ("mail",)})
    assert [dimension.column for dimension in choose_dimensions(profile, wanted=("email_class", "a"))] == [
        "email_class",
        "a",
    ]


def test_a_column_called_like_a_standardised_one_is_pivoted_by_its_standard_values() -> None:
    profile = file_profile(1000, [column("state", T.STATE, distinct=50)], fields={Field.STATE: ("state",)})
    [chosen] = choose_dimensions(profile, wanted=("state",))
    assert chosen.is_derived


@pytest.mark.parametrize(
    ("kind", "written", "standard", "shown"),
    [
        (T.STATE, "California", "CA", "CA"),
        (T.STATE, "Αθήνα", "athina", "Αθήνα"),
        (T.STATE, None, None, None),
        (T.STREET, "1 Main St, Athina", "athina", "athina"),
    ],
)
def test_a_state_is_shown_by_its_code_or_as_it_is_written(
    kind: ColumnType, written: str | None, standard: str | None, shown: str | None
) -> None:
    profile = file_profile(1000, [column("where", kind, distinct=50)], fields={Field.STATE: ("where",)})
    [chosen] = choose_dimensions(profile, wanted=("state",))
    tables = (
        'from (select $written::varchar as "where") as source_rows, (select $standard::varchar as state) as standard'
    )
    with duckdb.connect() as connection:
        found = connection.execute(
            f"select {chosen.sql} {tables}", {"written": written, "standard": standard}
        ).fetchone()
    assert found == (shown,)


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("CEO", "C-level / owner"),
        ("Co-Founder & Owner", "C-level / owner"),
        ("Chief of Staff", "C-level / owner"),
        ("Geschäftsführer", "C-level / owner"),
        ("Managing Director, EMEA", "C-level / owner"),
        ("Vice President Sales", "Vice president"),
        ("SVP, Finance", "Vice president"),
        ("Director of Sales", "Director / head"),
        ("Head of Growth", "Director / head"),
        ("Account Manager", "Manager / lead"),
        ("Product Owner", "Other titles"),
        ("Executive Assistant to the CEO", "Other titles"),
        ("Engineer", "Other titles"),
        ("Misdirection expert", "Other titles"),
        ("  ", None),
        (None, None),
    ],
)
def test_levels_of_job_titles(title: str | None, level: str | None) -> None:
    name = 'job "title"'
    profile = file_profile(10, [column(name, T.JOB_TITLE, distinct=10)])
    [dimension] = choose_dimensions(profile)
    table = f"(select $title::varchar as {identifier(name)}) as source_rows"
    with duckdb.connect() as connection:
        found = connection.execute(f"select {dimension.sql} from {table}", {"title": title}).fetchone()
    assert found == (level,)
