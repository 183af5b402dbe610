"""Names that many rows have in common are not those of the people of the rows: teachers, landlords, branches."""

from listmatch.domain.columns import ColumnType, Field
from listmatch.domain.files import ColumnProfile
from listmatch.profiling import propose_fields
from listmatch.profiling.detect import by_values
from listmatch.profiling.evidence import weigh

NAMES = (ColumnType.FIRST_NAME, ColumnType.LAST_NAME, ColumnType.FULL_NAME)


def names(header: str, distinct: int, *, nulls: int = 0) -> ColumnProfile:
    return ColumnProfile(header, header, ColumnType.FULL_NAME, 0.9, 1.0, nulls, distinct)


def test_pupils_are_compared_and_not_their_teachers() -> None:
    columns = [names("Homeroom Teacher", 12), names("Student", 800, nulls=3)]
    assert propose_fields(columns)[Field.FULL_NAME] == ("Student",)


def test_of_two_people_a_row_the_one_that_is_always_told_is_compared() -> None:
    columns = [names("Sponsor", 300, nulls=400), names("Child", 800)]
    assert propose_fields(columns)[Field.FULL_NAME] == ("Child",)


def test_a_few_names_that_repeat_all_the_time_name_branches() -> None:
    branches = ["Martin", "Victoria", "Carter", "Bernard", "Lincoln", "Florence"]
    assert by_values(weigh(branches * 50)).type not in NAMES


def test_a_short_list_of_names_names_people() -> None:
    assert by_values(weigh(["Martin", "Victoria", "Bernard", "Florence", "Paul", "Helen"])).type in NAMES
