"""A name that may be a company's is read as one, beside what it is as a person's."""

import pytest

from tests.unit.cleansing.conftest import Standardise


@pytest.mark.parametrize(
    ("name", "party"),
    [
        ("TALLERES PÉREZ, S.L.", "talleres perez"),
        ("Bäckerei Huber GmbH & Co. KG", "backerei huber"),
        ("The Sunrise Holdings LLC", "sunrise holdings"),
        ("Garcia Lopez, Maria", "garcia lopez maria"),
        ("n/a", None),
        (None, None),
    ],
)
def test_it_is_read_as_the_other_lists_companies_are(run: Standardise, name: str | None, party: str | None) -> None:
    [row], _ = run(party=[name])
    [company], _ = run(company=[name])
    assert row["party"] == party == company["company"]
    assert row["company"] is None


def test_the_company_of_the_row_and_what_is_counted_stay_its_own(run: Standardise) -> None:
    rows, result = run(party=["Acme Ltd", "Ann Lee"], company=["Zed Inc", None])
    assert [(row["company"], row["party"]) for row in rows] == [("zed", "acme"), (None, "ann lee")]
    assert result.report["removedLegalForms"] == 1


def test_lists_without_such_names_have_none(run: Standardise) -> None:
    [row], _ = run(full_name=["Acme Ltd"])
    assert row["party"] is None
