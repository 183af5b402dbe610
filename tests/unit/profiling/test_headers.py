"""What the name of a column says."""

from listmatch.domain.columns import ColumnType
from listmatch.profiling.headers import read_header


def test_a_title_and_a_name_are_those_of_a_person() -> None:
    assert list(read_header("Title & Name")) == [ColumnType.FULL_NAME]


def test_the_number_of_a_substance_is_an_identifier_and_no_telephone() -> None:
    assert list(read_header("CAS")) == list(read_header("CAS No.")) == [ColumnType.ID]
