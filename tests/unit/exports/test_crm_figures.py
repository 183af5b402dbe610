"""What a spreadsheet took from the figures of a list is given back in the files that a CRM imports."""

from pathlib import Path

import pytest

from listmatch.domain.verdicts import Verdict
from listmatch.duck import Compute
from listmatch.exports.crm import CrmInputs, write_crm_files
from listmatch.exports.crm_presets import load_preset

from .contents import match_content
from .test_crm import read


def written(tmp_path: Path, compute: Compute, *, zip_code: str, phone: str, kind: str) -> dict[str, str]:
    content = match_content(
        tmp_path,
        header=("id", "name", "zip", "tel"),
        source=[("s1", "Eve Fox", zip_code, phone)],
        master=[("003A", "Ann Lee", None, None)],
        verdicts=[Verdict.UNMATCHED],
    )
    fields = {"full_name": ["name"], "phone": ["tel"], "postcode": ["zip"], kind: ["zip"]}
    inputs = CrmInputs(content.results, fields, fields, master_id="id")
    files = write_crm_files(inputs, load_preset("salesforce-leads"), into=tmp_path, compute=compute)
    [record] = read(files.new_records)
    return record


@pytest.mark.parametrize(
    ("code", "whole"),
    [
        ("7102", "07102"),
        ("601", "00601"),
        ("7102-4411", "07102-4411"),
        ("7102.0", "07102"),
        ("10115", "10115"),
        ("10115-1234", "10115-1234"),
    ],
)
def test_zip_codes_have_their_zeros_again(tmp_path: Path, compute: Compute, code: str, whole: str) -> None:
    assert written(tmp_path, compute, zip_code=code, phone="", kind="us_zip")["PostalCode"] == whole


@pytest.mark.parametrize(("code", "kept"), [("1010", "1010"), ("1010.0", "1010"), ("SW1A 1AA", "SW1A 1AA")])
def test_postcodes_of_other_countries_stay_as_they_are(tmp_path: Path, compute: Compute, code: str, kept: str) -> None:
    assert written(tmp_path, compute, zip_code=code, phone="", kind="postcode")["PostalCode"] == kept


@pytest.mark.parametrize(
    ("phone", "kept"),
    [
        ("3.035550143E+09", "3035550143"),
        ("3.03555E+09", None),
        ("(212) 555-0143", "(212) 555-0143"),
        ("2125550143.0", "2125550143"),
        ("212.555.0143", "212.555.0143"),
    ],
)
def test_a_phone_number_is_whole_or_left_out(tmp_path: Path, compute: Compute, phone: str, kept: str | None) -> None:
    assert written(tmp_path, compute, zip_code="10115", phone=phone, kind="us_zip").get("Phone") == kept
