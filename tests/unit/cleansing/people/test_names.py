"""How names are read that hold more than one name: couples, degrees, initials, maiden names, what is no name at all."""

import pytest

from listmatch.domain.columns import Field
from tests.unit.cleansing.conftest import Standardise, read_each


def parts_of(run: Standardise, full_name: str) -> tuple[str | None, ...]:
    """First, middle and last name of a whole name."""
    rows, _ = run(full_name=[full_name])
    return tuple(rows[0][part] for part in ("first", "middle", "last"))


def test_of_a_couple_each_keeps_the_surname(run: Standardise) -> None:
    couples = {
        "Mr. Nathan Butler and Ms. Tonya Vanderplog": ("nathan", "and tonya", "butler", "vanderplog"),
        "Nathan Butler & Tonya A. Vanderplog": ("nathan", "and tonya", "butler", "vanderplog"),
        "Nathan J. Butler + Tonya van Dyke": ("nathan", "j and tonya", "butler", "van dyke"),
        "Terri Ramirez-Cooper and Mike Cooper": ("terri", "and mike", "ramirez cooper", "cooper"),
        "Juan García y María López": ("juan", "and maria", "garcia", "lopez"),
        "Hans Meier und Inge Sommer": ("hans", "and inge", "meier", "sommer"),
        "John Smith, MD and Mary Jones, Ph.D.": ("john", "and mary", "smith", "jones"),
        "Smith, John and Jones, Mary": ("john", "and mary", "smith", "jones"),
        "Smith, John and Mary Jones": ("john", "and mary", "smith", "jones"),
        "John Smith Jr and Mrs Mary Smith": ("john", "and mary", "smith", None),
        "Mary Ann and John Smith": ("mary", "ann and john", "smith", None),
        "Smith, John & Mary Ann": ("john", "and mary ann", "smith", None),
        "Santiago Ramón y Cajal": ("santiago", "ramon y", "cajal", None),
        "John Smith & Family": ("john", None, "smith", None),
        "Mr. and Mrs. John Smith": ("john", None, "smith", None),
    }
    assert read_each(run, "full_name", couples, "first", "middle", "last", "partner_last") == couples


@pytest.mark.parametrize(("cell", "expected"), [("SR", ("s", "r")), ("RA", ("r", "a")), ("MR", (None, None))])
def test_two_letters_in_a_column_of_given_names_are_initials(
    run: Standardise, cell: str, expected: tuple[str | None, str | None]
) -> None:
    rows, _ = run(first_name=[cell], last_name=["Smith"])
    assert (rows[0]["first"], rows[0]["middle"]) == expected


def test_a_couple_in_a_list_of_its_own_order_is_left_alone(run: Standardise) -> None:
    names = ["SMITH JOHN A", "JONES WILLIAM R", "MILLER JENNIFER", "SMITH JOHN & MARY"]
    rows, _ = run(full_name=names)
    assert [rows[3][part] for part in ("first", "middle", "last", "partner_last")] == [
        "john",
        "and mary",
        "smith",
        None,
    ]


def test_a_degree_behind_a_comma_is_one_however_it_is_dotted(run: Standardise) -> None:
    degrees = [
        "M.D.",
        "MD",
        "M. D.",
        "Ph.D.",
        "Ph. D.",
        "PhD, MBA",
        "J.D.",
        "R.N.",
        "C.P.A.",
        "D.O.",
        "MA",
        "M.S.W.",
        "SHRM-CP",
    ]
    cells = [f"Rick Lamb, {degree}" for degree in degrees]
    assert read_each(run, "full_name", cells, "first", "middle", "last") == dict.fromkeys(cells, ("rick", None, "lamb"))


def test_a_generation_is_known_wherever_commas_put_it(run: Standardise) -> None:
    names = [
        "Smith, Jr., John",
        "Smith Jr, John",
        "Smith, John Jr",
        "SMITH, JOHN, JR.",
    ]
    assert read_each(run, "full_name", names, "first", "last", "generation") == dict.fromkeys(
        names, ("john", "smith", "jr")
    )


@pytest.mark.parametrize("name", ["Do, Kim", "Ma, Jack", "Lee, Do Hyun"])
def test_what_may_be_a_degree_is_a_name_where_one_is_missing(run: Standardise, name: str) -> None:
    rows, _ = run(full_name=[name])
    assert rows[0]["last"] == name.split(",")[0].lower()


def test_a_letter_between_two_names_is_an_initial(run: Standardise) -> None:
    names = {
        "Michael D. Campbell": ("michal", "d", "campbell"),
        "Michael D Campbell": ("michal", "d", "campbell"),
        "Brian O. Connor": ("brian", "o", "connor"),
        "Maria D Angelo": ("maria", None, "dangelo"),
        "Maria D'Angelo": ("maria", None, "dangelo"),
        "O Brien, Pat": ("pat", None, "obrien"),
    }
    assert read_each(run, "full_name", names, "first", "middle", "last") == names


def test_what_is_no_name_is_left_out(run: Standardise) -> None:
    names = [
        "✨ Jim Webb",
        "Jim Webb 🚀🏽",
        "👨\u200d👩\u200d👧 Jim Webb 🇺🇸",
        "Jim Webb she/her",
        "Jim Webb (they/them)",
        "Jim Webb - We're hiring",
        "Jim Webb | Acme",
        "Jim Webb • Acme",
        "Jim Webb @ Acme",
        "Jim Webb #opentowork",
    ]
    assert read_each(run, "full_name", names, "first", "middle", "last") == dict.fromkeys(names, ("jim", None, "webb"))


def test_a_column_of_surnames_loses_it_too(run: Standardise) -> None:
    surnames = [
        "Webb she/her",
        "Webb - We're hiring",
        "Webb 🌱",
        "Webb | Acme Ltd",
        "Webb, M.D.",
    ]
    cells = [("Jim", surname) for surname in surnames]
    assert read_each(run, ("first_name", "last_name"), cells, "first", "last") == dict.fromkeys(cells, ("jim", "webb"))


def test_a_surname_with_blanks_around_its_hyphen_is_one(run: Standardise) -> None:
    rows, _ = run(full_name=["Maria Garcia - Lopez"])
    assert [row["last"] for row in rows] == ["garcia lopez"]


def test_another_surname_is_kept_beside_the_first(run: Standardise) -> None:
    names = {
        "Susan Harding (née Marsh)": ("susan", "harding", "marsh"),
        "Susan Harding nee Marsh": ("susan", "harding", "marsh"),
        "Anna Weber, geb. Müller": ("anna", "weber", "muller"),
        "Mary Smith (Clayton)": ("mary", "smith", "clayton"),
        "Mary (Friedman) Smith": ("mary", "smith", "friedman"),
        "Robert (Bob) Smith": ("robert", "smith", None),
        "Robert Smith (Bob)": ("robert", "smith", None),
        "Robert (Jack) Smith": ("robert", "smith", None),
        "Watchman Nee": ("watchman", "nee", None),
    }
    assert read_each(run, "full_name", names, "first", "last", "last_2") == names


def test_a_second_column_of_surnames_is_another_surname(run: Standardise) -> None:
    columns = {"last": ["Smith", "Jones", None], "maiden": ["Müller", "Jones", "Lee"]}
    rows, _ = run(columns, fields={Field.LAST_NAME: ("last", "maiden")})
    assert [(row["last"], row["last_2"]) for row in rows] == [("smith", "muller"), ("jones", None), ("lee", None)]


def test_who_has_no_employer_has_no_company(run: Standardise) -> None:
    nobodies = [
        "Self-employed",
        "self employed",
        "RETIRED",
        "Freelance",
        "Student",
        "None.",
        "N.A",
        "Individual",
    ]
    rows, result = run(company=[*nobodies, "Freelance Ltd"])
    *none, freelance = [(row["company"], row["company_full"]) for row in rows]
    assert none == [(None, None)] * len(nobodies)
    assert freelance == ("freelance", "freelance ltd")
    assert result.report["noEmployers"] == len(nobodies)


@pytest.mark.parametrize("symbol", ["®", "™", "🚀"])
def test_signs_are_no_part_of_a_company(run: Standardise, symbol: str) -> None:
    rows, _ = run({"c": [f"Acme{symbol}"]}, fields={Field.COMPANY: ("c",)})
    assert rows[0]["company"] == "acme"


def test_initials_that_are_run_together_are_initials(run: Standardise) -> None:
    names = {
        ("MB", "Carter"): ("m", "b"),
        ("JRR", "Tolkien"): ("j", "r r"),
        ("AC", "Hall"): ("a", "c"),
        ("Jo", "Hall"): ("jo", None),
        ("LI", "WANG"): ("li", None),
        ("Wm", "Smith"): ("wm", None),
        ("Ng", "Hall"): ("ng", None),
    }
    assert read_each(run, ("first_name", "last_name"), names, "first", "middle") == names


def test_initials_before_a_whole_name_are_initials_too(run: Standardise) -> None:
    rows, _ = run(full_name=["Mr JH Jones"])
    assert [rows[0][part] for part in ("first", "middle", "last")] == ["j", "h", "jones"]


def test_a_family_that_is_called_by_its_name_has_a_surname_and_no_given_name(run: Standardise) -> None:
    families = [
        ("Smith Family", "smith"),
        ("The Smith Family", "smith"),
        ("Smith Household", "smith"),
        ("Ackroyd-Evans Family", "ackroyd evans"),
        ("Green/Crowden Household", "green crowden"),
    ]
    found = read_each(run, "full_name", [name for name, _ in families], "first", "last")
    assert found == {name: (None, last) for name, last in families}


def test_titles_of_boys_officers_and_councillors_are_no_given_names(run: Standardise) -> None:
    titles = [
        "Master",
        "Cllr",
        "Rabbi",
        "Lt Col",
        "The Rt Hon",
    ]
    cells = [f"{title} Matthew Hunt" for title in titles]
    assert read_each(run, "full_name", cells, "first", "last") == dict.fromkeys(cells, ("matthew", "hunt"))


def test_titles_of_other_continents_are_no_names(run: Standardise) -> None:
    names = {
        "Smt. Pavani Konda": ("pavani", None, "konda"),
        "Shri Jagdish Bhai Gupta": ("jagdish", "bhai", "gupta"),
        "Bpk. Eko Kemal": ("eko", None, "kemal"),
        "Chief Mrs. Ngozi Okeke": ("ngozi", None, "okeke"),
        "Mnr Gert Nkosi": ("gert", None, "nkosi"),
        "Ing. Luis Gil": ("luis", None, "gil"),
        "Lic. Luis Gil": ("luis", None, "gil"),
    }
    assert read_each(run, "full_name", names, "first", "middle", "last") == names


def test_whose_child_somebody_is_names_the_family_where_nothing_else_does(run: Standardise) -> None:
    names = {
        "Ravi Khanna S/o Suresh Khanna": ("ravi", None, "khanna"),
        "Lata Devi W/O Ram Lal": ("lata", None, "devi"),
        "Ramesh s/o Suppiah": ("ramesh", None, "suppiah"),
        "Muthu a/l Raman": ("muthu", None, "raman"),
        "Ravi Khanna d/o": ("ravi", None, "khanna"),
    }
    assert read_each(run, "full_name", names, "first", "middle", "last") == names


def test_a_servant_of_god_has_one_given_name(run: Standardise) -> None:
    names = [
        "Abdul Rahman Saleh",
        "Abdel Rahman Saleh",
        "Abd al-Rahman Saleh",
        "Abdelrahman Saleh",
        "Saleh, Abdur Rahman",
    ]
    assert read_each(run, "full_name", names, "first", "middle", "last") == dict.fromkeys(
        names, ("abdulrahman", None, "saleh")
    )


def test_a_servant_of_god_is_one_in_a_column_of_given_names_too(run: Standardise) -> None:
    rows, _ = run(first_name=["Abdelaziz", "Abdul Aziz", "Abdul"], last_name=["Saleh", "Saleh", "Khan"])
    assert [row["first"] for row in rows] == ["abdulaziz", "abdulaziz", "abdul"]


def test_maria_is_written_out(run: Standardise) -> None:
    names = [
        "Ma. Elena Gil",
        "Mª Elena Gil",
        "M.ª Elena Gil",
        "Gil, Ma. Elena",
    ]
    assert read_each(run, "full_name", names, "first", "middle", "last") == dict.fromkeys(
        names, ("maria", "elena", "gil")
    )


def test_a_master_of_arts_is_no_maria(run: Standardise) -> None:
    rows, _ = run(full_name=["Rick Lamb, MA.", "Ma Wei"])
    assert [row["first"] for row in rows] == ["rick", "ma"]


def test_the_arabic_article_is_closed_up_in_families(run: Standardise) -> None:
    rows, _ = run(first_name=["Al", "Omar", "Eva"], last_name=["El-Sayed", "Salem Al Shamsi", "del Val Lobo"])
    assert [(row["first"], row["last"]) for row in rows] == [
        ("al", "elsayed"),
        ("omar", "salem alshamsi"),
        ("eva", "del val lobo"),
    ]


def test_indonesian_degrees_are_no_given_names(run: Standardise) -> None:
    degrees = [
        "S.E.",
        "SH",
        "S.Kom",
        "S.H., M.H.",
        "M.Si.",
    ]
    cells = [f"Yoga Winarsih, {degree}" for degree in degrees]
    assert read_each(run, "full_name", cells, "first", "middle", "last") == dict.fromkeys(
        cells, ("yoga", None, "winarsih")
    )


def test_whoever_has_no_given_name_yet_is_not_called_by_what_stands_there(run: Standardise) -> None:
    fillers = [
        "Baby Girl",
        "OCCUPANT",
        " Male Child ",
        "Nouveau-né",
        "Anonymous",
        "FNU",
    ]
    rows, result = run(first_name=fillers, last_name=["Overall"] * len(fillers))
    assert [(row["first"], row["last"]) for row in rows] == [(None, "overall")] * len(fillers)
    assert result.report["placeholderValues"] == len(fillers)


def test_the_same_words_are_names_elsewhere(run: Standardise) -> None:
    rows, _ = run(first_name=["Boyd", "Guest", "Bo"], last_name=["Baby", "Child", "Occupant"])
    assert [(row["first"], row["last"]) for row in rows] == [("boyd", "baby"), (None, "child"), ("bo", "occupant")]
