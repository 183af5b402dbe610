"""What cleansing makes of values: one spelling for two ways of writing, counted, in row order, the same every time."""

import hashlib
from pathlib import Path

import pytest

from listmatch.cleansing.standard import STANDARD_COLUMNS
from listmatch.domain.columns import Field
from tests.unit.cleansing.conftest import Standardise, read_each


def test_a_full_name_becomes_its_parts(run: Standardise) -> None:
    names = {
        "Smith, John": ("john", None, "smith", None),
        "Dr. John A. Smith Jr.": ("john", "a", "smith", "jr"),
        "SMITH JR., JOHN": ("john", None, "smith", "jr"),
        "John Smith, PhD": ("john", None, "smith", None),
        "Ludwig van Beethoven": ("ludwig", None, "van beethoven", None),
        "de la Cruz, María": ("maria", None, "de la cruz", None),
        'Robert "Bob" O\'Brien': ("robert", None, "obrien", None),
        "John (Jack) Smith III": ("john", None, "smith", "iii"),
        "Иван Иванов": ("ivan", None, "ivanov", None),
        "Herr Müller": (None, None, "muller", None),
        "Madonna": ("madonna", None, None, None),
        "n/a": (None, None, None, None),
        "John & Mary Smith": ("john", "and mary", "smith", None),
        "Mr. and Mrs. John Smith": ("john", None, "smith", None),
        "Mr John and Mrs Mary Smith": ("john", "and mary", "smith", None),
        "John A. and Mary B. Smith": ("john", "a and mary b", "smith", None),
        "John Smith & Mary Smith": ("john", "and mary", "smith", None),
        "Smith, John & Mary": ("john", "and mary", "smith", None),
        "Hans und Inge Meier": ("hans", "and inge", "meier", None),
        "Ms. Susan B. Anthony-Jones, RN": ("susan", "b", "anthony jones", None),
        "Jean-Luc Picard-Moreau Jr.": ("jean", "luc", "picard moreau", "jr"),
        "Jean-Luc Moreau": ("jean", "luc", "moreau", None),
        "Watchman Nee": ("watchman", None, "nee", None),
        "Estate of Eleanor Whitcomb": ("eleanor", None, "whitcomb", None),
        "The Smith Family": (None, None, "smith", None),
        "Prof. Dr. med. Hans Weber": ("hans", None, "weber", None),
    }
    assert read_each(run, "full_name", names, "first", "middle", "last", "generation") == names


def test_umlauts_fold_to_one_spelling(run: Standardise) -> None:
    spellings = [
        "Müller",
        "Mueller",
        "Muller",
        "MÜLLER",
        " müller ",
    ]
    assert read_each(run, "last_name", spellings, "last") == dict.fromkeys(spellings, "muller")


def test_families_are_called_as_titles_and_fillers_are(run: Standardise) -> None:
    names = {
        ("Dewey", "Major"): ("dewey", "major"),
        ("Jacob", "Lord"): ("jacob", "lord"),
        ("Alesha", "Blank"): ("alesha", "blank"),
        ("Dona", "Smith"): ("dona", "smith"),
        ("Mr.", "Smith"): (None, "smith"),
        ("(blank)", "Smith"): (None, "smith"),
    }
    assert read_each(run, ("first_name", "last_name"), names, "first", "last") == names


def test_a_couple_in_the_column_of_given_names_is_two_people(run: Standardise) -> None:
    rows, _ = run(first_name=["John & Mary", "Mary Ann"], last_name=["Smith & Sons", "Smith"])
    assert [rows[0][part] for part in ("first", "middle", "last")] == ["john", "and mary", "smith sons"]
    assert [rows[1][part] for part in ("first", "middle", "last")] == ["mary ann", None, "smith"]


def test_a_list_that_writes_the_family_first_is_read_that_way(run: Standardise) -> None:
    rows, result = run(
        full_name=["SMITH JOHN A", "DE LA CRUZ MARIA J", "JONES WILLIAM R", "MILLER JENNIFER", "Lee, Ann"]
    )
    assert [(row["first"], row["middle"], row["last"]) for row in rows] == [
        ("john", "a", "smith"),
        ("maria", "j", "de la cruz"),
        ("william", "r", "jones"),
        ("jennifer", None, "miller"),
        ("ann", None, "lee"),
    ]
    assert result.report["turnedNames"] == 5


def test_capitals_show_which_word_is_the_family(run: Standardise) -> None:
    rows, _ = run(full_name=["QUAVERNE Jean", "OSTREMBLAY Luc", "VILBRUNET Anne"])
    assert [row["last"] for row in rows] == ["quaverne", "ostremblay", "vilbrunet"]


def test_a_few_turned_names_turn_no_list(run: Standardise) -> None:
    names = ["John Smith", "Mary Jones", "Smith Jennifer", "William Miller", "R. Jones", "Karen Wilson"]
    rows, result = run(full_name=names)
    assert (rows[0]["last"], result.report["turnedNames"]) == ("smith", 0)


def test_initials_and_suffixes_leave_split_names(run: Standardise) -> None:
    rows, result = run(first_name=["John A.", None], last_name=["Smith Jr", "Jones, Al"])
    assert [rows[0][part] for part in ("first", "middle", "last", "generation")] == ["john", "a", "smith", "jr"]
    assert [rows[1]["first"], rows[1]["last"]] == ["al", "jones"]
    assert result.report["turnedNames"] == 1


@pytest.mark.parametrize(("whole", "other"), [("first_name", "last_name"), ("last_name", "first_name")])
def test_a_whole_name_beside_an_empty_one_is_turned(run: Standardise, whole: str, other: str) -> None:
    empty = [None, " ", "\u00a0", "n/a", "-", "N/A "]
    rows, result = run(**{whole: ["Jones, Al"] * len(empty), other: empty})
    assert [(row["first"], row["last"]) for row in rows] == [("al", "jones")] * len(empty)
    assert result.report["turnedNames"] == len(empty)


@pytest.mark.parametrize("degree", ["Smith, PhD", "Smith、PhD"])
def test_a_comma_beside_a_given_name_turns_nothing(run: Standardise, degree: str) -> None:
    rows, result = run(first_name=["Ann"], last_name=[degree])
    assert (rows[0]["first"], rows[0]["last"], result.report["turnedNames"]) == ("ann", "smith", 0)


def test_an_email_has_one_spelling_and_a_class(run: Standardise) -> None:
    emails = {
        "John.Doe+news@GMail.com": ("johndoe@gmail.com", "free"),
        "a.b@googlemail.com": ("ab@gmail.com", "free"),
        "jdoe@gmial.com": ("jdoe@gmail.com", "free"),
        "Jo <jo@acme.com>": ("jo@acme.com", "work"),
        "mailto:jo@acme.com": ("jo@acme.com", "work"),
        "jo+tag@acme.com": ("jo+tag@acme.com", "work"),
        "info@acme.de": ("info@acme.de", "role"),
        "a@mailinator.com": ("a@mailinator.com", "disposable"),
        "jörg@exämple.de": ("jörg@exämple.de", "work"),
        "jo.doe@ Acme.com": ("jo.doe@acme.com", "work"),
        "jo @ acme.com": ("jo@acme.com", "work"),
        "jo doe@acme.com": ("doe@acme.com", "work"),
        "ask jo @ acme.com": (None, None),
        "jo@x..com": (None, None),
        "test@test.com": (None, None),
        "-": (None, None),
    }
    assert read_each(run, "email", emails, "email", "email_class") == emails


def test_a_second_address_in_the_cell_is_kept(run: Standardise) -> None:
    rows, _ = run(email=["jo@x.com; al@y.org"])
    assert (rows[0]["email"], rows[0]["email_2"]) == ("jo@x.com", "al@y.org")


def test_a_phone_is_e164_or_nothing(run: Standardise) -> None:
    phones = [
        ("(212) 555-0143 x12", "US", "+12125550143"),
        ("(212)555-0143x80164", "US", "+12125550143"),
        ("+1-212-555-0143ext. 7", "", "+12125550143"),
        ("212.555.0143 / 212.555.0199", "US", "+12125550143"),
        ("2125550143.0", "US", "+12125550143"),
        ("0044 20 7946 0958", "US", "+442079460958"),
        ("+49 (0)171 1234567", "US", "+491711234567"),
        ("0171 1234567", "DE", "+491711234567"),
        ("06 28 27 50 04", "FR", "+33628275004"),
        ("347 123 4567", "IT", "+393471234567"),
        ("(11) 98765-4321", "BR", "+5511987654321"),
        ("07911 123456", "GB", "+447911123456"),
        ("614 155 0134", "US", "+16141550134"),
        ("1-614-155-0134", "US", "+16141550134"),
        ("+1 (614) 155-0134", "US", "+16141550134"),
        ("001-614-155-0134x12", "US", "+16141550134"),
        ("415 555 2671 (cell)", "US", "+14155552671"),
        ("(415) 555-2671 - home", "US", "+14155552671"),
        ("+1 415-555-2671 Jane's mobile", "US", "+14155552671"),
        ("22 33 44 55 (privat)", "NO", "+4722334455"),
        ("415 555 2671 x12 (work)", "US", "+14155552671"),
        ("(cell) 415 555 2671", "US", "+14155552671"),
        ("1 800 555 CALL", "US", None),
        ("1-800-555 (FLOWERS)", "US", None),
        ("114 155 0134", "US", None),
        ("1-800-FLOWERS", "US", None),
        ("0000000", "US", None),
        ("1234567890", "US", None),
        ("555-0143", "US", None),
    ]
    for country in {country for _, country, _ in phones}:
        expected = {phone: e164 for phone, of, e164 in phones if of == country}
        assert read_each(run, "phone", expected, "phone", country=country) == expected


def test_the_rows_country_overrules_the_lists(run: Standardise) -> None:
    columns = {"phone": ["0171 1234567", "(212) 555-0143"], "country": ["Deutschland", "USA"]}
    rows, _ = run(columns, fields={Field.PHONE: ("phone",), Field.COUNTRY: ("country",)})
    assert [row["phone"] for row in rows] == ["+491711234567", "+12125550143"]
    assert [row["country"] for row in rows] == ["DE", "US"]


@pytest.mark.parametrize(
    "cell",
    ["(212) 555-1234; 646 555 9876", "212-555-1234 / 646-555-9876", "212 555 1234 or 646 555 9876 x12"],
)
def test_a_second_number_in_the_cell_is_kept(run: Standardise, cell: str) -> None:
    rows, result = run(phone=[cell], country="US")
    assert (rows[0]["phone"], rows[0]["phone_2"]) == ("+12125551234", "+16465559876")
    assert result.report["secondPhones"] == 1


@pytest.mark.parametrize("cell", ["(73,0) 415-0918", ",(817) 718-2525", "212-555-1234, 12"])
def test_what_stands_behind_a_broken_number_or_is_none_is_no_second_one(run: Standardise, cell: str) -> None:
    rows, _ = run(phone=[cell], country="US")
    assert rows[0]["phone_2"] is None
    assert rows[0]["phone"] in (None, "+12125551234")


def test_a_second_phone_column_fills_in(run: Standardise) -> None:
    columns = {"work": ["212-555-0143", None], "mobile": ["212-555-0199", "212-555-0188"]}
    rows, _ = run(columns, fields={Field.PHONE: ("work", "mobile")}, country="US")
    assert [(row["phone"], row["phone_2"]) for row in rows] == [
        ("+12125550143", "+12125550199"),
        ("+12125550188", None),
    ]


def test_a_website_becomes_its_registrable_host(run: Standardise) -> None:
    websites = {
        "https://www.acme.co.uk/about?x=1": "acme.co.uk",
        "www.shop.acme.de": "acme.de",
        "HTTP://ACME.COM:80/": "acme.com",
        "gmail.com": None,
        "http://192.168.10.1/login": None,
        "2.0": None,
        "none": None,
    }
    assert read_each(run, "domain", websites, "domain") == websites


def test_a_page_where_everybody_has_one_is_no_website(run: Standardise) -> None:
    sites = [
        "https://www.facebook.com/acmetools",
        "de.linkedin.com/company/acme",
        "linkedin.com",
        "acme.com/facebook.com",
    ]
    rows, _ = run(domain=sites, email=["jo@acme.com", None, None, None])
    assert [row["domain"] for row in rows] == ["acme.com", None, "linkedin.com", "acme.com"]


def test_a_work_email_gives_the_domain_and_a_free_one_does_not(run: Standardise) -> None:
    rows, _ = run(email=["jo@mail.acme.com", "jo@gmail.com"])
    assert [row["domain"] for row in rows] == ["acme.com", None]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["03/14/1985", "01/02/1990"], ["19850314", "19900102"]),
        (["14/03/1985", "01/02/1990"], ["19850314", "19900201"]),
        (["14.03.1985", "1985-03-14"], ["19850314", "19850314"]),
        (["March 14, 1985", "14 mars 1985"], ["19850314", "19850314"]),
        (["19850314", "99/99/1999"], ["19850314", None]),
    ],
)
def test_the_column_decides_whether_the_day_comes_first(
    run: Standardise, values: list[str], expected: list[str | None]
) -> None:
    rows, _ = run(birth_date=values)
    assert [row["birth"] for row in rows] == expected


def test_every_column_is_there_even_for_a_list_that_says_little(run: Standardise) -> None:
    rows, _ = run(city=["St. Louis", "Saint Louis"])
    assert tuple(rows[0]) == ("_lmg_row_id", *STANDARD_COLUMNS)
    assert [row["city"] for row in rows] == ["st louis", "st louis"]


def test_rows_stay_in_order_and_bytes_do_not_depend_on_threads(run: Standardise, tmp_path: Path) -> None:
    names = [f"Name{n} Müller" for n in range(5_000)]
    digests = set()
    for threads in (1, 2):
        rows, _ = run(full_name=names, threads=threads)
        assert [row["_lmg_row_id"] for row in rows] == list(range(1, 5_001))
        digests.add(hashlib.sha256((tmp_path / "out" / "standard.parquet").read_bytes()).hexdigest())
    assert len(digests) == 1


def test_standardising_twice_changes_nothing(run: Standardise) -> None:
    rows, _ = run(full_name=["Dr. Jürgen van der Müller"], company=["Müller & Söhne GmbH"], street=["Hauptstraße 5"])
    row = rows[0]
    again, _ = run(first_name=[row["first"]], last_name=[row["last"]], company=[row["company"]], street=[row["street"]])
    assert [again[0][name] for name in ("first", "last", "company", "street")] == [
        row[name] for name in ("first", "last", "company", "street")
    ]


def test_a_value_that_repeats_is_read_as_one_that_does_not(run: Standardise) -> None:
    once = {
        "first_name": ["Dr. José", "ANNA", None, "n/a", " Jo (Joe) "],
        "last_name": ["O'Brien Jr.", "Smith, PhD", "Cher", None, "Müller"],
        "email": ["JO@gmial.com", "a.b+c@gmail.com", None, "-", "info@acme.com"],
        "phone": ["(212) 555-1234", "+49 30 123456", "n/a", None, "0000000"],
        "company": ["Acme, Inc.", "The Foo dba Bar LLC", None, "-", "Acme, Inc."],
        "street": ["12 Main Street Apt 4", "Hauptstraße 5", None, "x", "1 N. Oak Ave."],
        "postcode": ["1001", "D-10115", None, "-", "10001-1234"],
        "country": ["US", "Germany", None, "n/a", "us"],
    }
    few, counted = run(once)
    many, counted_many = run({name: values * 4 for name, values in once.items()})
    assert [{**row, "_lmg_row_id": None} for row in many] == [{**row, "_lmg_row_id": None} for row in few] * 4
    assert counted_many.report == {rule: 4 * count for rule, count in counted.report.items()}


def test_values_that_repeat_are_read_once_each_and_mean_the_same(run: Standardise) -> None:
    messy: dict[str, list[str | None]] = {
        "first_name": ["José", "Dr. Ann", None, "n/a", "ANN-MARIE", "Smith, John"],
        "last_name": ["Müller Jr.", "O'Brien", "van der Berg", None, "  lee ", "(blank)"],
        "email": ["A.B+x@Gmail.com", "a@x.org; b@y.org", "no mail", None, "info@acme.co.uk", "a@x"],
        "phone": ["(212) 555-0100 x3", "+49 89 123456", None, "0", "2125550100 / 2125550101", "n/a"],
        "company": ["Acme, Inc.", "ACME (Berlin) GmbH", None, "The Acme Co", "Müller & Söhne KG", "-"],
        "street": ["12 N. Oak Ave Apt 4", "P.O. Box 12", "Hauptstraße 5", None, "Calle 5 No. 3", "??"],
        "city": ["New York City", "münchen", None, "St. Louis", "SAO PAULO", "n/a"],
    }
    many = {field: cells * 20 for field, cells in messy.items()}
    once, counted = run(many)
    each, uncounted = run(many, is_counted=False)
    assert once == each
    assert counted == uncounted


def test_a_linkedin_profile_is_its_handle_and_an_answer_is_none(run: Standardise) -> None:
    handles = {
        "https://www.linkedin.com/in/Ann-Lee-12ab/": "ann-lee-12ab",
        "ch.linkedin.com/pub/ann-lee?trk=x": "ann-lee",
        "https://www.linkedin.com/mwlite/in/ann-lee": "ann-lee",
        "linkedin.com/in/ann-l%C3%A9e": "ann-l%c3%a9e",
        "in/ann-lee": "ann-lee",
        "/in/ann-lee/": "ann-lee",
        "/mwlite/in/ann-lee": "ann-lee",
        "/ann-lee": "ann-lee",
        "@AnnLee": "annlee",
        "annlee": "annlee",
        "https://www.linkedin.com/in/": None,
        "linkedin.com": None,
        "https://example.com/in/ann-lee": None,
        "no": None,
        "Yes": None,
        "nope": None,
        "n/a": None,
        "LinkedIn": None,
        "500": None,
        "US": None,
        "Ann Lee": None,
    }
    assert read_each(run, "linkedin_url", handles, "linkedin") == handles
