"""Identifiers as cleansing writes them: one form for one number, and no form for two."""

from tests.unit.cleansing.conftest import Standardise, read_each


def test_an_identifier_has_one_form(run: Standardise) -> None:
    keys = {
        "https://doi.org/10.1234/ab.5": "101234AB5",
        "http://dx.doi.org/10.1234/AB.5": "101234AB5",
        "doi:10.1234/ab.5": "101234AB5",
        "DOI 10.1234/ab.5": "101234AB5",
        "10.1234/ab.5": "101234AB5",
        "VAT No. GB 572 9067 87": "GB572906787",
        "Tax ID: 12-3456789": "123456789",
        "USt-IdNr. DE 123 456 789": "DE123456789",
        "ISBN-13: 978-0-306-40615-7": "9780306406157",
        "UPC0123": "UPC0123",
        "00519924795829": "519924795829",
        "0519924795829": "519924795829",
        "09-1485683": "91485683",
        "00012": "00012",
        "0035g00000oHJgUAAW": "0035G00000OHJGU",
        "0035g00000oHJgU": "0035G00000OHJGU",
        "001234567890123456": "1234567890123456",
        "007": "007",
        "A0001234567": "A0001234567",
        "12345.0": "12345",
        "0012345.0": "12345",
        "10.1/5.0": "10150",
        "4.006381333931E+12": "4006381333931",
        "4.00638E+12": None,
        "4,00638e+12": None,
        "AE+12": "AE12",
    }
    assert read_each(run, "key", keys, "key") == keys
