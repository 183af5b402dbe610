"""The street of a CRM has house number and unit in it, which many lists keep in columns of their own."""

from pathlib import Path

import pytest

from listmatch.domain.verdicts import Verdict
from listmatch.duck import Compute
from listmatch.exports.crm import CrmInputs, write_crm_files
from listmatch.exports.crm_presets import load_preset

from .contents import match_content
from .test_crm import read

FIELDS = {"last_name": ["name"], "street": ["street"], "street_number": ["no"], "unit": ["unit"]}


@pytest.mark.parametrize(
    ("header", "cells", "street"),
    [
        (("street", "no", "unit"), ("Hauptstraße", "12a", None), "Hauptstraße 12a"),
        (("no", "street", "unit"), ("12", "Main St", "Apt 4"), "12 Main St, Apt 4"),
        (("street", "no", "unit"), ("Lindenweg 3", "3", " "), "Lindenweg 3"),
        (("street", "no", "unit"), ("9 Oak Ave, apt 4", None, "Apt 4"), "9 Oak Ave, apt 4"),
        (("street", "no", "unit"), (None, "12", "Apt 4"), None),
        (("street", "unit", "town"), ("77 Elm Rd", "Suite 200", "x"), "77 Elm Rd, Suite 200"),
    ],
)
def test_a_street_is_whole(
    header: tuple[str, ...], cells: tuple[str | None, ...], street: str | None, tmp_path: Path, compute: Compute
) -> None:
    content = match_content(
        tmp_path,
        header=("id", "name", *header),
        source=[("s1", "Lee", *cells)],
        # The master has the same columns in another order.
        master=[("003A", "Fox", None, None, None)],
        verdicts=[Verdict.UNMATCHED],
    )
    inputs = CrmInputs(content.results, FIELDS, FIELDS, master_id="id")
    files = write_crm_files(inputs, load_preset("salesforce-leads"), into=tmp_path, compute=compute)
    [record] = read(files.new_records)
    assert record.get("Street") == street
