"""How names are read that hold more than one name: couples, degrees, initials, maiden names, what is no name at all."""

import pytest

from listmatch.domain.columns import Field
from tests.unit.cleansing.conftest import Standardise


def parts_of(run: Standardise, full_name: str) -> tuple[str | None, ...]:
    """First, middle and last name of a whole name."""
    rows, _ = run(full_name=[full_name])
    return tuple(rows[0][part] for part in ("first", "middle", "last"))


@pytest.mark.parametrize(
    ("full_name", "expected"),
    [
        ("Mr. Nathan Butler and Ms. Tonya Vanderplog", ("nathan", "and tonya", "butler", "vanderplog")),
        ("Nathan Butler & Tonya A. Vanderplog", ("nathan", "and tonya", "butler", "vanderplog")),
        ("Nathan J. Butler + Tonya van Dyke", ("nathan", "j and tonya", "butler", "van dyke")),
        ("Terri Ramirez-Cooper and Mike Cooper", ("terri", "and mike", "ramirez cooper", "cooper")),
        ("Juan García y María López", ("juan", "and maria", "garcia", "lopez")),
        ("Hans Meier und Inge Sommer", ("hans", "and inge", "meier", "sommer")),
        ("John Smith, MD and Mary Jones, Ph.D.", ("john", "and mary", "smith", "jones")),
        ("Smith, John and Jones, Mary", ("john", "and mary", "smith", "jones")),
        ("Smith, John and Mary Jones", ("john", "and mary", "smith", "jones")),
        ("John Smith Jr and Mrs Mary Smith", ("john", "and mary", "smith", None)),
        ("Mary Ann and John Smith", ("mary", "ann and john", "smith", None)),
        ("Smith, John & Mary Ann", ("john", "and mary ann", "smith", None)),
        ("Santiago Ramón y Cajal", ("santiago", "ramon y", "cajal", None)),
        ("John Smith & Family", ("john", None, "smith", None)),
        ("Mr. and Mrs. John Smith", ("john", None, "smith", None)),
    ],
)
def test_of_a_couple_each_keeps_the_surname(run: Standardise, full_name: str, expected: tuple[str | None, ...]) -> None:
    rows, _ = run(full_name=[full_name])
    assert tuple(rows[0][part] for part in ("first", "middle", "last", "partner_last")) == expected


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


@pytest.mark.parametrize(
    "degree",
    ["M.D.", "MD", "M. D.", "Ph.D.", "Ph. D.", "PhD, MBA", "J.D.", "R.N.", "C.P.A.", "D.O.", "MA", "M.S.W.", "SHRM-CP"],
)
def test_a_degree_behind_a_comma_is_one_however_it_is_dotted(run: Standardise, degree: str) -> None:
    rows, _ = run(full_name=[f"Rick Lamb, {degree}"])
    assert [rows[0][part] for part in ("first", "middle", "last")] == ["rick", None, "lamb"]


@pytest.mark.parametrize("name", ["Smith, Jr., John", "Smith Jr, John", "Smith, John Jr", "SMITH, JOHN, JR."])
def test_a_generation_is_known_wherever_commas_put_it(run: Standardise, name: str) -> None:
    rows, _ = run(full_name=[name])
    assert [rows[0][part] for part in ("first", "last", "generation")] == ["john", "smith", "jr"]


@pytest.mark.parametrize("name", ["Do, Kim", "Ma, Jack", "Lee, Do Hyun"])
def test_what_may_be_a_degree_is_a_name_where_one_is_missing(run: Standardise, name: str) -> None:
    rows, _ = run(full_name=[name])
    assert rows[0]["last"] == name.split(",")[0].lower()


@pytest.mark.parametrize(
    ("full_name", "expected"),
    [
        ("Michael D. Campbell", ("michal", "d", "campbell")),
        ("Michael D Campbell", ("michal", "d", "campbell")),
        ("Brian O. Connor", ("brian", "o", "connor")),
        ("Maria D Angelo", ("maria", None, "dangelo")),
        ("Maria D'Angelo", ("maria", None, "dangelo")),
        ("O Brien, Pat", ("pat", None, "obrien")),
    ],
)
def test_a_letter_between_two_names_is_an_initial(
    run: Standardise, full_name: str, expected: tuple[str | None, ...]
) -> None:
    assert parts_of(run, full_name) == expected


@pytest.mark.parametrize(
    "full_name",
    [
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
    ],
)
def test_what_is_no_name_is_left_out(run: Standardise, full_name: str) -> None:
    rows, _ = run(full_name=[full_name])
    assert [rows[0][part] for part in ("first", "middle", "last")] == ["jim", None, "webb"]


@pytest.mark.parametrize("last", ["Webb she/her", "Webb - We're hiring", "Webb 🌱", "Webb | Acme Ltd", "Webb, M.D."])
def test_a_column_of_surnames_loses_it_too(run: Standardise, last: str) -> None:
    rows, _ = run(first_name=["Jim"], last_name=[last])
    assert (rows[0]["first"], rows[0]["last"]) == ("jim", "webb")


def test_a_surname_with_blanks_around_its_hyphen_is_one(run: Standardise) -> None:
    rows, _ = run(full_name=["Maria Garcia - Lopez"])
    assert [row["last"] for row in rows] == ["garcia lopez"]


@pytest.mark.parametrize(
    ("full_name", "expected"),
    [
        ("Susan Harding (née Marsh)", ("susan", "harding", "marsh")),
        ("Susan Harding nee Marsh", ("susan", "harding", "marsh")),
        ("Anna Weber, geb. Müller", ("anna", "weber", "muller")),
        ("Mary Smith (Clayton)", ("mary", "smith", "clayton")),
        ("Mary (Friedman) Smith", ("mary", "smith", "friedman")),
        ("Robert (Bob) Smith", ("robert", "smith", None)),
        ("Robert Smith (Bob)", ("robert", "smith", None)),
        ("Robert (Jack) Smith", ("robert", "smith", None)),
        ("Watchman Nee", ("watchman", "nee", None)),
    ],
)
def test_another_surname_is_kept_beside_the_first(
    run: Standardise, full_name: str, expected: tuple[str | None, ...]
) -> None:
    rows, _ = run(full_name=[full_name])
    assert tuple(rows[0][part] for part in ("first", "last", "last_2")) == expected


def test_a_second_column_of_surnames_is_another_surname(run: Standardise) -> None:
    columns = {"last": ["Smith", "Jones", None], "maiden": ["Müller", "Jones", "Lee"]}
    rows, _ = run(columns, fields={Field.LAST_NAME: ("last", "maiden")})
    assert [(row["last"], row["last_2"]) for row in rows] == [("smith", "muller"), ("jones", None), ("lee", None)]


@pytest.mark.parametrize(
    "nobody", ["Self-employed", "self employed", "RETIRED", "Freelance", "Student", "None.", "N.A", "Individual"]
)
def test_who_has_no_employer_has_no_company(run: Standardise, nobody: str) -> None:
    rows, result = run(company=[nobody, "Freelance Ltd"])
    assert (rows[0]["company"], rows[0]["company_full"]) == (None, None)
    assert (rows[1]["company"], rows[1]["company_full"]) == ("freelance", "freelance ltd")
    assert result.report["noEmployers"] == 1


@pytest.mark.parametrize("symbol", ["®", "™", "🚀"])
def test_signs_are_no_part_of_a_company(run: Standardise, symbol: str) -> None:
    rows, _ = run({"c": [f"Acme{symbol}"]}, fields={Field.COMPANY: ("c",)})
    assert rows[0]["company"] == "acme"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("MB", "Carter", ("m", "b")),
        ("JRR", "Tolkien", ("j", "r r")),
        ("AC", "Hall", ("a", "c")),
        ("Jo", "Hall", ("jo", None)),
        ("LI", "WANG", ("li", None)),
        ("Wm", "Smith", ("wm", None)),
        ("Ng", "Hall", ("ng", None)),
    ],
)
def test_initials_that_are_run_together_are_initials(
    run: Standardise, first: str, last: str, expected: tuple[str, str | None]
) -> None:
    rows, _ = run(first_name=[first], last_name=[last])
    assert (rows[0]["first"], rows[0]["middle"]) == expected


def test_initials_before_a_whole_name_are_initials_too(run: Standardise) -> None:
    rows, _ = run(full_name=["Mr JH Jones"])
    assert [rows[0][part] for part in ("first", "middle", "last")] == ["j", "h", "jones"]


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("Smith Family", "smith"),
        ("The Smith Family", "smith"),
        ("Smith Household", "smith"),
        ("Ackroyd-Evans Family", "ackroyd evans"),
        ("Green/Crowden Household", "green crowden"),
    ],
)
def test_a_family_that_is_called_by_its_name_has_a_surname_and_no_given_name(
    run: Standardise, name: str, last: str
) -> None:
    rows, _ = run(full_name=[name])
    assert (rows[0]["first"], rows[0]["last"]) == (None, last)


@pytest.mark.parametrize("title", ["Master", "Cllr", "Rabbi", "Lt Col", "The Rt Hon"])
def test_titles_of_boys_officers_and_councillors_are_no_given_names(run: Standardise, title: str) -> None:
    rows, _ = run(full_name=[f"{title} Matthew Hunt"])
    assert (rows[0]["first"], rows[0]["last"]) == ("matthew", "hunt")


@pytest.mark.parametrize(
    ("full_name", "expected"),
    [
        ("Smt. Pavani Konda", ("pavani", None, "konda")),
        ("Shri Jagdish Bhai Gupta", ("jagdish", "bhai", "gupta")),
        ("Bpk. Eko Kemal", ("eko", None, "kemal")),
        ("Chief Mrs. Ngozi Okeke", ("ngozi", None, "okeke")),
        ("Mnr Gert Nkosi", ("gert", None, "nkosi")),
        ("Ing. Luis Gil", ("luis", None, "gil")),
        ("Lic. Luis Gil", ("luis", None, "gil")),
    ],
)
def test_titles_of_other_continents_are_no_names(
    run: Standardise, full_name: str, expected: tuple[str | None, ...]
) -> None:
    assert parts_of(run, full_name) == expected


@pytest.mark.parametrize(
    ("full_name", "expected"),
    [
        ("Ravi Khanna S/o Suresh Khanna", ("ravi", None, "khanna")),
        ("Lata Devi W/O Ram Lal", ("lata", None, "devi")),
        ("Ramesh s/o Suppiah", ("ramesh", None, "suppiah")),
        ("Muthu a/l Raman", ("muthu", None, "raman")),
        ("Ravi Khanna d/o", ("ravi", None, "khanna")),
    ],
)
def test_whose_child_somebody_is_names_the_family_where_nothing_else_does(
    run: Standardise, full_name: str, expected: tuple[str | None, ...]
) -> None:
    assert parts_of(run, full_name) == expected


@pytest.mark.parametrize(
    "full_name",
    ["Abdul Rahman Saleh", "Abdel Rahman Saleh", "Abd al-Rahman Saleh", "Abdelrahman Saleh", "Saleh, Abdur Rahman"],
)
def test_a_servant_of_god_has_one_given_name(run: Standardise, full_name: str) -> None:
    rows, _ = run(full_name=[full_name])
    assert [rows[0][part] for part in ("first", "middle", "last")] == ["abdulrahman", None, "saleh"]


def test_a_servant_of_god_is_one_in_a_column_of_given_names_too(run: Standardise) -> None:
    rows, _ = run(first_name=["Abdelaziz", "Abdul Aziz", "Abdul"], last_name=["Saleh", "Saleh", "Khan"])
    assert [row["first"] for row in rows] == ["abdulaziz", "abdulaziz", "abdul"]


@pytest.mark.parametrize("full_name", ["Ma. Elena Gil", "Mª Elena Gil", "M.ª Elena Gil", "Gil, Ma. Elena"])
def test_maria_is_written_out(run: Standardise, full_name: str) -> None:
    rows, _ = run(full_name=[full_name])
    assert [rows[0][part] for part in ("first", "middle", "last")] == ["maria", "elena", "gil"]


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


@pytest.mark.parametrize("degree", ["S.E.", "SH", "S.Kom", "S.H., M.H.", "M.Si."])
def test_indonesian_degrees_are_no_given_names(run: Standardise, degree: str) -> None:
    rows, _ = run(full_name=[f"Yoga Winarsih, {degree}"])
    assert [rows[0][part] for part in ("first", "middle", "last")] == ["yoga", None, "winarsih"]


@pytest.mark.parametrize("first", ["Baby Girl", "OCCUPANT", " Male Child ", "Nouveau-né", "Anonymous", "FNU"])
def test_whoever_has_no_given_name_yet_is_not_called_by_what_stands_there(run: Standardise, first: str) -> None:
    rows, result = run(first_name=[first], last_name=["Overall"])
    assert (rows[0]["first"], rows[0]["last"]) == (None, "overall")
    assert result.report["placeholderValues"] == 1


def test_the_same_words_are_names_elsewhere(run: Standardise) -> None:
    rows, _ = run(first_name=["Boyd", "Guest", "Bo"], last_name=["Baby", "Child", "Occupant"])
    assert [(row["first"], row["last"]) for row in rows] == [("boyd", "baby"), (None, "child"), ("bo", "occupant")]
