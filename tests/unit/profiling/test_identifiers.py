"""Which columns hold identifiers that other lists may have, and which merely number the rows of their own."""

import pytest

from listmatch.domain.columns import ColumnType, Field
from listmatch.domain.files import ColumnProfile
from listmatch.profiling import propose_fields


def column(name: str) -> ColumnProfile:
    return ColumnProfile(name, name, ColumnType.ID, 1.0, 1.0, 0, 10)


def test_only_identifiers_that_lists_share_become_keys() -> None:
    columns = [column(name) for name in ("id", "lead_id", "rec_id", "soc_sec_id")]
    assert propose_fields(columns) == {Field.KEY: ("soc_sec_id",)}


@pytest.mark.parametrize("header", ["Membership No.", "Member#", "Patient No", "Cust #", "N° adhérent", "Matricola"])
def test_numbers_of_members_and_customers_are_identifiers_that_lists_share(header: str) -> None:
    assert propose_fields([column("id"), column(header)]) == {Field.KEY: (header,)}
