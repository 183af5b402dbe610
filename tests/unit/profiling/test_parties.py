"""Which whole names may be companies'."""

from dataclasses import replace

import pytest

from listmatch.domain.columns import ColumnType as T
from listmatch.domain.columns import Field
from listmatch.domain.files import ColumnProfile
from listmatch.profiling import propose_fields
from tests.unit.profiling.test_address_groups import column


def names(share: float) -> ColumnProfile:
    """A column of whole names of which this *share* has a legal form behind it."""
    return replace(column("Name", T.FULL_NAME), legal_forms=share)


@pytest.mark.parametrize(("share", "is_fed"), [(0.0, False), (0.002, False), (0.02, True), (0.2, True)])
def test_companies_among_people_show_by_their_legal_forms(share: float, is_fed: bool) -> None:
    fields = propose_fields([names(share), column("City", T.CITY)])
    assert fields[Field.FULL_NAME] == ("Name",)
    assert (fields.get(Field.PARTY) == ("Name",)) is is_fed


def test_who_has_a_column_for_the_company_has_it_there() -> None:
    assert Field.PARTY not in propose_fields([names(0.2), column("Company", T.COMPANY)])
