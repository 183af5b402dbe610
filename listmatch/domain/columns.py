"""Column types, comparable fields, and the map between a list's columns and those fields."""

from collections.abc import Mapping
from enum import StrEnum


class ColumnType(StrEnum):
    """What the values of one column are."""

    EMAIL = "email"
    FULL_NAME = "full_name"
    FIRST_NAME = "first_name"
    MIDDLE_NAME = "middle_name"
    LAST_NAME = "last_name"
    NAME_SUFFIX = "name_suffix"
    PHONE = "phone"
    COMPANY = "company"
    DOMAIN = "domain"
    URL = "url"
    STREET = "street"
    STREET_NUMBER = "street_number"
    UNIT = "unit"
    CITY = "city"
    STATE = "state"
    US_ZIP = "us_zip"
    POSTCODE = "postcode"
    COUNTRY = "country"
    BIRTH_DATE = "birth_date"
    DATE = "date"
    JOB_TITLE = "job_title"
    LINKEDIN_URL = "linkedin_url"
    ID = "id"
    NUMBER = "number"
    TEXT = "text"


class Field(StrEnum):
    """A comparable field: what a column can be used as in a match.

    Several columns of one list may feed the same field (work phone and mobile); the first named is the main one.
    """

    FULL_NAME = "full_name"
    FIRST_NAME = "first_name"
    MIDDLE_NAME = "middle_name"
    LAST_NAME = "last_name"
    NAME_SUFFIX = "name_suffix"
    SEX = "sex"
    """Forms of address (Mr, Frau) or sexes: what tells a woman from a man."""
    EMAIL = "email"
    PHONE = "phone"
    COMPANY = "company"
    PARTY = "party"
    """A name that is a person's or a company's (customers of a ledger, owners of land), of the other list a company."""
    DOMAIN = "domain"
    STREET = "street"
    STREET_NUMBER = "street_number"
    UNIT = "unit"
    CITY = "city"
    STATE = "state"
    POSTCODE = "postcode"
    COUNTRY = "country"
    SECOND_STREET = "second_street"
    """A second address of the row (shipping beside billing), of which each may be the other list's."""
    SECOND_STREET_NUMBER = "second_street_number"
    SECOND_UNIT = "second_unit"
    SECOND_CITY = "second_city"
    SECOND_STATE = "second_state"
    SECOND_POSTCODE = "second_postcode"
    BIRTH_DATE = "birth_date"
    LINKEDIN_URL = "linkedin_url"
    KEY = "key"
    """An identifier that both lists share (customer number, social security number)."""
    TITLE = "title"
    """The main text of a product or publication."""
    DETAIL = "detail"
    """Supporting text of a product or publication (authors, description, brand)."""
    YEAR = "year"
    PRICE = "price"

    @property
    def words(self) -> str:
        """What people call it; the columns of `SEX` are mostly forms of address."""
        return "title or sex" if self is Field.SEX else self.value.replace("_", " ")


NAME_PARTS = (Field.FIRST_NAME, Field.MIDDLE_NAME, Field.LAST_NAME, Field.NAME_SUFFIX)
NAME_FIELDS = (Field.FULL_NAME, *NAME_PARTS, Field.SEX)
"""what a person is called, and what the form of address or the given name tell of each other"""
STREET_FIELDS = (Field.STREET, Field.STREET_NUMBER, Field.UNIT)
PLACE_FIELDS = (Field.CITY, Field.STATE, Field.POSTCODE, Field.COUNTRY)
SECOND_STREET_FIELDS = (Field.SECOND_STREET, Field.SECOND_STREET_NUMBER, Field.SECOND_UNIT)
SECOND_PLACE_FIELDS = (Field.SECOND_CITY, Field.SECOND_STATE, Field.SECOND_POSTCODE)
SECOND_OF: Mapping[Field, Field] = dict(
    zip((*STREET_FIELDS, *PLACE_FIELDS[:3]), (*SECOND_STREET_FIELDS, *SECOND_PLACE_FIELDS), strict=True)
)
"""a part of an address -> the same part of the second one"""

FieldMap = Mapping[Field, tuple[str, ...]]
"""Field -> the columns of one list that feed it, the main one first."""

RESERVED_PREFIX = "_lmg_"
"""Column names that begin so are ours; an input column that does is renamed and reported."""

ROW_ID = "_lmg_row_id"
"""1-based number of a row among the rows of its file, in file order."""

LINE = "_lmg_line"
"""1-based number of the physical line on which the row begins, the header included in the count."""
