"""A maiden name beside the surname is a further name of the same person."""

import pytest

from listmatch.domain.columns import ColumnType as T
from listmatch.domain.columns import Field
from listmatch.domain.files import ColumnProfile
from listmatch.profiling import propose_fields


def surnames(*headers: str) -> tuple[str, ...]:
    """The columns of surnames proposed for a list with these *headers*, of which all but the first have gaps."""
    columns = [ColumnProfile("First Name", "First Name", T.FIRST_NAME, 1.0, 1.0, 0, 100)]
    for number, header in enumerate(headers):
        gaps = 80 * min(number, 1)
        columns.append(ColumnProfile(header, header, T.LAST_NAME, 1.0, 1.0, gaps, 100 - gaps))
    return propose_fields(columns)[Field.LAST_NAME]


@pytest.mark.parametrize(
    "headers",
    [
        ("Last Name", "Maiden Name"),
        ("last_name", "previous_last_name"),
        ("Surname", "Former Surname"),
        ("Nachname", "Geburtsname"),
        ("Nom", "Nom de jeune fille"),
        ("Nom de naissance", "Nom d'usage"),
        ("Cognome", "Cognome da nubile"),
    ],
)
def test_the_same_persons_other_surname_is_read_too(headers: tuple[str, ...]) -> None:
    assert surnames(*headers) == headers


@pytest.mark.parametrize("other", ["Teacher Last Name", "Spouse Last Name", "Last Name 2", "Doctor Surname"])
def test_another_persons_surname_is_not(other: str) -> None:
    assert surnames("Last Name", other) == ("Last Name",)
