"""Identifiers, one form for the ways in which one is written: with a label, as an address, with zeros in front."""

from listmatch.cleansing.cells import without_point_zero
from listmatch.lexicon.scientific import in_all_figures
from listmatch.lexicon.words import any_of, read_words

_RESOLVER = r"(?:https?://[^/\s]+/|(?:dx\.)?doi\.org/|urn:|info:)?"
"""an identifier as an address on the web: what resolves it is not part of it"""

_BETWEEN = "[^0-9a-z]"

_ZEROS = "^0+([1-9][0-9]{4,})$"
"""Zeros in front of at least five further figures: spreadsheets lose them, and a GTIN is written with 12, 13 or 14
figures. A shorter number keeps them: 007 and 7 may be of two systems."""


_SALESFORCE = "^([0a][0-9A-Za-z]{14})(?:[A-Z][A-Z0-5]{2}|[A-Z0-5][A-Z][A-Z0-5]|[A-Z0-5]{2}[A-Z])$"
"""A record of Salesforce: 15 signs, and three behind them that say which are capitals, which not all exports have."""


def key_sql(text: str) -> str:
    """SQL of the identifier in *text*: upper case, letters and figures only; NULL where its last figures are lost."""
    bare = f"regexp_replace({in_all_figures(without_point_zero(text))}, '{_front()}', '', 'i')"
    bare = f"regexp_replace({bare}, '{_SALESFORCE}', '\\1')"
    return f"regexp_replace(upper(regexp_replace({bare}, '[^0-9A-Za-z]+', '', 'g')), '{_ZEROS}', '\\1')"


def _front() -> str:
    labels = any_of(read_words("identifier_labels")).replace(" ", f"{_BETWEEN}*")
    number = rf"(?:{_BETWEEN}+(?:no|nr|number|num|id))?"
    return rf"^\s*{_RESOLVER}(?:{labels}{number}{_BETWEEN}+)?"
