"""The profile of a list: counts, fields and the quality score."""

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from listmatch.domain.columns import ColumnType, Field
from listmatch.domain.files import ColumnProfile
from listmatch.duck import Compute
from listmatch.profiling import RowsProfile, profile_rows, propose_fields, quality_of
from listmatch.profiling.evidence import weigh
from listmatch.profiling.headers import read_header
from listmatch.profiling.profile import column_types


@dataclass(frozen=True)
class Name:
    """A column as intake names it."""

    name: str
    original_name: str


def profile(tmp_path: Path, **columns: list[str | None]) -> RowsProfile:
    count = len(next(iter(columns.values())))
    table = {"_lmg_row_id": pa.array(range(1, count + 1)), "_lmg_line": pa.array(range(2, count + 2))}
    table |= {name: pa.array(values, pa.string()) for name, values in columns.items()}
    pq.write_table(pa.table(table), tmp_path / "rows.parquet")
    header = [Name(name, name) for name in columns]
    return profile_rows(tmp_path / "rows.parquet", header=header, compute=Compute(tmp_path / "scratch"))


def column(name: str, kind: ColumnType, *, nulls: int = 0, valid: float = 1.0) -> ColumnProfile:
    return ColumnProfile(name, name, kind, 1.0, valid, nulls, 10)


GIVEN_NAMES = ["Paul", "Jean", "Helen", "Mary"]
UNKNOWN_NAMES = ["Haruto Tanaka", "Yui Sato", "Sota Watanabe", "Hina Yamamoto", "Ren Kobayashi", "Aoi Kato"]
COMPANIES = ["Sakura Denki", "Fuji Shoji", "Kita Kogyo", "Minato Foods", "Aoba Trading", "Nishi Kaisha"]


def test_a_name_beside_a_company_is_a_persons_whoever_bears_it() -> None:
    beside = column_types(["Name", "Company"], [UNKNOWN_NAMES, COMPANIES])
    assert beside == [ColumnType.FULL_NAME, ColumnType.COMPANY]


def test_a_name_beside_a_company_and_a_person_is_no_second_person() -> None:
    kinds = column_types(["Name", "Company", "Contact Name"], [COMPANIES, COMPANIES, ["John Smith", "Mary Jones"] * 3])
    assert kinds[0] is not ColumnType.FULL_NAME
    assert kinds[1:] == [ColumnType.COMPANY, ColumnType.FULL_NAME]


BADGES = ["Hill, Maria (Acme Ltd)", "Gray, Bob (Blue Sky Foods)", "Lee, Jo (Northwind Traders)", "Cho, Kim"]
CALLED = ["Hill, Margaret (Peggy)", "Gray, Robert (Bob)", "Lee, Joseph (Jo)", "Cho, Kim (Kimberly Ann)"]


def test_a_column_of_names_with_companies_in_brackets_feeds_both(tmp_path: Path) -> None:
    fields = propose_fields(profile(tmp_path, attendee=BADGES).columns)
    assert (fields[Field.FULL_NAME], fields[Field.COMPANY]) == (("attendee",), ("attendee",))


def test_names_by_which_people_are_called_are_no_companies(tmp_path: Path) -> None:
    assert Field.COMPANY not in propose_fields(profile(tmp_path, attendee=CALLED).columns)


@pytest.mark.parametrize(
    ("named", "title", "details"),
    [
        ([("Title", ColumnType.FULL_NAME), ("Artist", ColumnType.LAST_NAME)], ("Title",), ("Artist",)),
        (
            [("Title", ColumnType.TEXT), ("Year", ColumnType.NUMBER), ("Director", ColumnType.FULL_NAME)],
            ("Title",),
            ("Director",),
        ),
        ([("Beer Name", ColumnType.TEXT), ("Brewery", ColumnType.COMPANY)], ("Beer Name",), ("Brewery",)),
        ([("Artist Name", ColumnType.FULL_NAME), ("Song", ColumnType.TEXT)], ("Song",), ("Artist Name",)),
    ],
)
def test_artists_and_breweries_beside_what_is_theirs_describe_it(
    named: list[tuple[str, ColumnType]], title: tuple[str, ...], details: tuple[str, ...]
) -> None:
    fields = propose_fields([column(*each) for each in named])
    assert (fields[Field.TITLE], fields[Field.DETAIL]) == (title, details)
    assert not {Field.FULL_NAME, Field.LAST_NAME, Field.COMPANY} & set(fields)


@pytest.mark.parametrize(
    "named",
    [
        [("Name", ColumnType.FULL_NAME), ("Title", ColumnType.TEXT), ("Company", ColumnType.COMPANY)],
        [("Brewery", ColumnType.COMPANY), ("City", ColumnType.CITY)],
        [("Artist", ColumnType.FULL_NAME), ("Title", ColumnType.TEXT), ("E-mail", ColumnType.EMAIL)],
    ],
)
def test_people_with_a_title_and_artists_with_an_address_are_no_works(named: list[tuple[str, ColumnType]]) -> None:
    assert Field.TITLE not in propose_fields([column(*each) for each in named])


@pytest.mark.parametrize("header", ["Account Owner", "Sales Rep", "Betreuer", "Responsable"])
def test_whoever_looks_after_a_row_is_not_the_person_of_the_row(header: str) -> None:
    named = [(header, ColumnType.FULL_NAME), ("Company", ColumnType.COMPANY)]
    assert Field.FULL_NAME not in propose_fields([column(*each) for each in named])


def test_a_column_of_one_answer_beside_given_names_is_no_surname() -> None:
    kinds = column_types(["email", "first name", "opted_in"], [["a@b.com"] * 8, GIVEN_NAMES * 2, ["TRUE"] * 8])
    assert kinds[2] is ColumnType.TEXT


def test_a_second_line_that_holds_streets_is_the_second_line() -> None:
    named = [("Address 1", ColumnType.STREET), ("Address 2", ColumnType.STREET), ("Address 3", ColumnType.UNIT)]
    fields = propose_fields([column(name, kind, nulls=n) for n, (name, kind) in enumerate(named)])
    assert (fields[Field.STREET], fields[Field.UNIT]) == (("Address 1",), ("Address 2",))


def test_the_street_of_another_address_is_no_second_line() -> None:
    named = [("Billing Street", ColumnType.STREET), ("Shipping Street", ColumnType.STREET)]
    assert Field.UNIT not in propose_fields([column(name, kind, nulls=n) for n, (name, kind) in enumerate(named)])


def test_counts_are_exact_on_small_lists(tmp_path: Path) -> None:
    found = profile(tmp_path, city=["Rome", "Rome", None, "Bonn"], code=["A1", "A1", "B22", "C3"])
    city, code = found.columns
    assert (city.null_count, city.distinct_count, city.min_length, city.max_length) == (1, 2, 4, 4)
    assert [(value.value, value.count) for value in city.top_values] == [("Rome", 2)]
    assert (city.examples, city.pattern) == (("Rome", "Bonn"), "Aaaa")
    assert code.pattern == "A9"
    assert found.duplicate_rows == 1


def test_an_empty_list_and_an_empty_column_have_a_profile(tmp_path: Path) -> None:
    (email,) = profile(tmp_path, email=[None, None]).columns
    assert (email.type, email.null_count, email.distinct_count) == (ColumnType.EMAIL, 2, 0)
    assert profile(tmp_path, email=[]).duplicate_rows == 0


def test_values_overrule_a_wrong_header(tmp_path: Path) -> None:
    (phone,) = profile(tmp_path, phone=["jo@acme.com", "al@acme.com", "kim@acme.org"]).columns
    assert phone.type is ColumnType.EMAIL


def test_huge_cells_are_profiled_quickly_enough_to_finish(tmp_path: Path) -> None:
    (text,) = profile(tmp_path, notes=["a1-" * 100_000, "x" * 100_000, "1 " * 50_000]).columns
    assert text.type is ColumnType.TEXT


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("fname", ColumnType.FIRST_NAME),
        ("E-Mail 1", ColumnType.EMAIL),
        ("Billing Zip/Postal Code", ColumnType.POSTCODE),
        ("mailingCity", ColumnType.CITY),
        ("HAUSNR.", ColumnType.STREET_NUMBER),
        ("N° de téléphone", ColumnType.PHONE),
        ("Ragione_sociale", ColumnType.COMPANY),
        ("hs_object_id", ColumnType.ID),
        ("address 2", ColumnType.UNIT),
        ("Opt-in Email", ColumnType.TEXT),
    ],
)
def test_a_header_is_understood_in_any_spelling(header: str, kind: ColumnType) -> None:
    assert list(read_header(header)) == [kind]


@pytest.mark.parametrize("header", ["", "col_1", "x", "??"])
def test_a_header_that_says_nothing_is_not_guessed(header: str) -> None:
    assert read_header(header) == {}


def test_the_fullest_phone_column_comes_first_and_fax_last() -> None:
    columns = [
        column("fax", ColumnType.PHONE),
        column("mobile", ColumnType.PHONE, nulls=9),
        column("phone", ColumnType.PHONE, nulls=2),
    ]
    assert propose_fields(columns)[Field.PHONE] == ("phone", "mobile", "fax")


def test_gaps_of_the_company_are_filled_by_columns_that_name_the_same() -> None:
    columns = [
        column("Company Name", ColumnType.COMPANY, nulls=5),
        column("Insurance Company", ColumnType.COMPANY, nulls=2),
        column("Associated Company", ColumnType.COMPANY, nulls=1),
        column("Parent Account", ColumnType.COMPANY, nulls=8),
    ]
    assert propose_fields(columns)[Field.COMPANY] == ("Associated Company", "Company Name")


@pytest.mark.parametrize("main", ["Company", "Bank"])
def test_a_company_column_without_gaps_or_of_another_kind_stands_alone(main: str) -> None:
    nulls = 0 if main == "Company" else 1
    columns = [column(main, ColumnType.COMPANY, nulls=nulls), column("Employer", ColumnType.COMPANY, nulls=2)]
    assert propose_fields(columns)[Field.COMPANY] == (main,)


def test_one_value_in_all_rows_names_nobodys_company_or_name() -> None:
    columns = [
        replace(column("Account Name", ColumnType.COMPANY), distinct_count=1),
        column("Company Name", ColumnType.COMPANY, nulls=3),
        replace(column("Sender", ColumnType.EMAIL), distinct_count=1),
        column("Email", ColumnType.EMAIL, nulls=1),
        replace(column("Country", ColumnType.COUNTRY), distinct_count=1),
        column("Country of birth", ColumnType.COUNTRY, nulls=1),
    ]
    fields = propose_fields(columns)
    assert fields[Field.COMPANY] == ("Company Name",)
    assert fields[Field.EMAIL] == ("Email", "Sender")
    assert fields[Field.COUNTRY] == ("Country",)
    assert propose_fields(columns[:1]) == {Field.COMPANY: ("Account Name",)}


def test_the_lists_own_staff_are_not_compared() -> None:
    columns = [column("Lead Owner", ColumnType.FULL_NAME), column("email", ColumnType.EMAIL)]
    assert propose_fields(columns) == {Field.EMAIL: ("email",)}


@pytest.mark.parametrize("header", ["Spouse Name", "Emergency Contact", "Assistant", "Reports To", "Nom du conjoint"])
@pytest.mark.parametrize("own", [ColumnType.FIRST_NAME, ColumnType.FULL_NAME])
def test_other_peoples_names_are_not_the_rows_own(header: str, own: ColumnType) -> None:
    field = propose_fields([column("Name", own, nulls=3)])
    assert propose_fields([column("Name", own, nulls=3), column(header, ColumnType.FULL_NAME)]) == field


def test_names_that_stand_alone_are_the_rows_own_whatever_they_are_called() -> None:
    columns = [column("Partner Name", ColumnType.FULL_NAME), column("email", ColumnType.EMAIL)]
    assert propose_fields(columns)[Field.FULL_NAME] == ("Partner Name",)
    parents = [column("Mother First", ColumnType.FIRST_NAME), column("Child", ColumnType.FULL_NAME)]
    assert propose_fields(parents)[Field.FIRST_NAME] == ("Mother First",)
    couple = [column("Spouse Last", ColumnType.LAST_NAME), column("Last", ColumnType.LAST_NAME, nulls=1)]
    assert propose_fields(couple)[Field.LAST_NAME] == ("Last",)


@pytest.mark.parametrize(
    ("header", "values", "is_told"),
    [
        ("Title", ["Mr", "Mrs", "Miss", "Mr", "Dr", "Mrs"], True),
        ("Anrede", ["Herr", "Frau", "Herr", "Frau"], True),
        ("Gender", ["M", "F", "F", "M"], True),
        ("Title", ["Mr", "Mr", "Mr"], False),
        ("Title", ["Engineer", "Manager", "Mr", "Mrs"], False),
        ("Spouse Title", ["Mr", "Mrs", "Miss", "Mr"], False),
    ],
)
def test_a_column_of_titles_or_sexes_tells_of_the_person(
    tmp_path: Path, header: str, values: list[str | None], is_told: bool
) -> None:
    names = ["Ann Lee", "Bob Ray", "Ida Olsen", "Tim Rook", "Eva Lind", "Max Orr"][: len(values)]
    fields = propose_fields(profile(tmp_path, **{header: values, "Full Name": names}).columns)
    assert fields.get(Field.SEX) == ((header,) if is_told else None)


def test_initials_beside_a_surname_alone_are_those_of_the_given_name() -> None:
    names = [
        column("Title", ColumnType.TEXT),
        column("Initials", ColumnType.MIDDLE_NAME),
        column("Surname", ColumnType.LAST_NAME),
    ]
    assert propose_fields(names) == {Field.FIRST_NAME: ("Initials",), Field.LAST_NAME: ("Surname",)}
    with_first = propose_fields([*names, column("Forename", ColumnType.FIRST_NAME)])
    assert with_first[Field.MIDDLE_NAME] == ("Initials",)


def test_products_have_a_title_and_people_do_not() -> None:
    columns = [
        column("name", ColumnType.TEXT),
        column("description", ColumnType.TEXT),
        column("price", ColumnType.NUMBER),
        column("year", ColumnType.NUMBER),
    ]
    product = propose_fields(columns)
    assert product == {
        Field.TITLE: ("name",),
        Field.DETAIL: ("description",),
        Field.YEAR: ("year",),
        Field.PRICE: ("price",),
    }
    assert Field.TITLE not in propose_fields([*columns, column("email", ColumnType.EMAIL)])


def test_quality_is_the_weighted_sum_of_its_parts() -> None:
    columns = [
        column("email", ColumnType.EMAIL, nulls=5, valid=0.8),
        column("city", ColumnType.CITY),
        column("notes", ColumnType.TEXT, nulls=10),
    ]
    quality = quality_of(columns, rows=10, quarantined=10, duplicate_rows=5)
    assert quality.parts == {"completeness": 75.0, "validity": 93.3, "uniqueness": 50.0, "readability": 50.0}
    assert quality.score == round(0.35 * 75 + 0.35 * 100 * 14 / 15 + 0.15 * 50 + 0.15 * 50, 1)


def test_a_list_without_rows_has_no_quality() -> None:
    assert quality_of([], rows=0, quarantined=3, duplicate_rows=0).score == 0.0


@pytest.mark.slow
def test_frequent_values_do_not_depend_on_the_number_of_threads(tmp_path: Path) -> None:
    count = 400_000
    columns = {"code": [f"v{n * n % 9_973 % 400}" for n in range(count)], "id": [f"r{n}" for n in range(count)]}
    table = {"_lmg_row_id": pa.array(range(1, count + 1)), "_lmg_line": pa.array(range(2, count + 2))}
    pq.write_table(pa.table(table | columns), tmp_path / "rows.parquet", row_group_size=50_000)
    header = [Name(name, name) for name in columns]
    profiles = [
        profile_rows(tmp_path / "rows.parquet", header=header, compute=Compute(tmp_path / "scratch", threads=threads))
        for threads in (1, 2, 4)
    ]
    expected = sorted(Counter(columns["code"]).items(), key=lambda item: (-item[1], item[0]))[:5]
    assert [(found.value, found.count) for found in profiles[0].columns[0].top_values] == expected
    assert [column.distinct_count for column in profiles[0].columns] == [len(set(columns["code"])), count]
    assert profiles[0] == profiles[1] == profiles[2]


NUMBERS = range(100, 130)


@pytest.mark.parametrize(
    ("header", "values", "wanted"),
    [
        ("Caller ID", [f"+1 614 555 0{n}" for n in NUMBERS], ColumnType.PHONE),
        ("Callback #", [f"614-555-0{n}" for n in NUMBERS], ColumnType.PHONE),
        ("Doorkiesnr.", [f"0513 555 {n}" for n in NUMBERS], ColumnType.PHONE),
        ("Phone", [f"6145550{n}.0" for n in NUMBERS], ColumnType.PHONE),
        ("Revenue", [f"6145550{n}.0" for n in NUMBERS], ColumnType.NUMBER),
        ("Longitude", [f"-73.9855{n}" for n in NUMBERS], ColumnType.NUMBER),
        ("Call time", [f"2024-03-02 09:{n - 90}" for n in NUMBERS], ColumnType.DATE),
        ("Phone Ext", [str(n) for n in NUMBERS], ColumnType.NUMBER),
        ("Mobile 2", [f"614-555-0{n}" for n in NUMBERS], ColumnType.PHONE),
        ("Phones", [f"614-555-0{n}; 614-556-0{n}" for n in NUMBERS], ColumnType.PHONE),
        ("Work Email", [f"a{n}@work.example" for n in NUMBERS], ColumnType.EMAIL),
        ("Alt Email", [f"a{n}@one.example; b{n}@two.example" for n in NUMBERS], ColumnType.EMAIL),
        ("Opt-in", ["1", "0"] * 15, ColumnType.TEXT),
        ("Birthday", [f"{n % 12 + 1:02}/{n % 28 + 1:02}" for n in NUMBERS], ColumnType.TEXT),
        ("Geburtstag", [f"{n % 28 + 1}. Mai" for n in NUMBERS], ColumnType.TEXT),
        ("Birthday", [f"{n % 12 + 1:02}/{n % 28 + 1:02}/19{n - 50}" for n in NUMBERS], ColumnType.BIRTH_DATE),
        ("Member Since", [str(1900 + n) for n in NUMBERS], ColumnType.NUMBER),
        ("Scanned By", [f"Booth iPad {n % 3}" for n in NUMBERS], ColumnType.TEXT),
        ("Scanned By", [f"Hafenstr. {n % 3}" for n in NUMBERS], ColumnType.TEXT),
        ("Scanned By", [f"iPad {n % 6}" for n in NUMBERS], ColumnType.TEXT),
        ("Delivered To", [f"{n} Main Street" for n in NUMBERS], ColumnType.STREET),
        ("Weight (kg)", [f"{n} kg" for n in NUMBERS], ColumnType.NUMBER),
        ("First Name", [f"Anna{n}" for n in NUMBERS], ColumnType.FIRST_NAME),
        ("País de origem", ["Brasil", "Portugal"] * 15, ColumnType.COUNTRY),
        ("Opm.", ["belt na zessen", "geen reclame"] * 15, ColumnType.TEXT),
        ("N° licence", [f"2024-5{n}" for n in NUMBERS], ColumnType.ID),
        ("Number of branches", [str(n % 7) for n in NUMBERS], ColumnType.NUMBER),
        ("Billing Addr 2", [f"Suite {n}" for n in NUMBERS], ColumnType.UNIT),
        ("Premier don le", ["03/12/2005", "15/02/2019"] * 15, ColumnType.DATE),
        ("Fattura IVA escl.", [f"€ {n},50" for n in NUMBERS], ColumnType.NUMBER),
    ],
)
def test_a_column_is_what_name_and_values_together_say(header: str, values: list[str], wanted: ColumnType) -> None:
    assert column_types([header], [values]) == [wanted]


def test_names_are_no_key_though_figures_stand_behind_them(tmp_path: Path) -> None:
    found = profile(tmp_path, first_name=[f"Anna{n}" for n in NUMBERS], last_name=[f"Berg{n}" for n in NUMBERS])
    assert propose_fields(found.columns) == {Field.FIRST_NAME: ("first_name",), Field.LAST_NAME: ("last_name",)}


@pytest.mark.parametrize("apart", [1, 250, 2_500])
def test_a_list_that_counts_its_rows_is_known_however_few_of_them_are_looked_at(apart: int) -> None:
    assert weigh([str(apart * number) for number in range(1, 2_000)], apart=apart).is_sequence


def test_postcodes_in_their_order_count_no_rows_in_a_long_list() -> None:
    assert not weigh([str(10_000 + 45 * number) for number in range(2_000)], apart=2_500).is_sequence


def test_middle_names_that_many_rows_lack_are_not_taken_for_given_names() -> None:
    middle = column("Middle", ColumnType.MIDDLE_NAME, nulls=5)
    fields = propose_fields([middle, column("Surname", ColumnType.LAST_NAME)])
    assert fields == {Field.MIDDLE_NAME: ("Middle",), Field.LAST_NAME: ("Surname",)}
