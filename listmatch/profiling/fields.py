"""Which columns of a list feed which comparable field."""

import re
from collections.abc import Callable, Mapping, Sequence

from listmatch.domain.columns import ColumnType as T
from listmatch.domain.columns import Field, FieldMap
from listmatch.domain.files import ColumnProfile
from listmatch.lexicon.addresses import AddressParts, split_address, split_town
from listmatch.lexicon.brackets import hold_companies
from listmatch.lexicon.kana import KANA
from listmatch.profiling.address_groups import PARTS, Group, addresses, group_of
from listmatch.profiling.birth_parts import birth_parts, birth_year
from listmatch.profiling.forms_of_address import told_sex
from listmatch.profiling.headers import header_words, read_header
from listmatch.profiling.lists import folded_lines
from listmatch.profiling.name_bearers import further_surnames, names_of_one_bearer
from listmatch.profiling.second_address import second_address
from listmatch.profiling.works import are_works, is_text_of_work, text_fields

_FIELD_OF = {
    T.EMAIL: Field.EMAIL,
    T.FULL_NAME: Field.FULL_NAME,
    T.FIRST_NAME: Field.FIRST_NAME,
    T.MIDDLE_NAME: Field.MIDDLE_NAME,
    T.LAST_NAME: Field.LAST_NAME,
    T.NAME_SUFFIX: Field.NAME_SUFFIX,
    T.PHONE: Field.PHONE,
    T.COMPANY: Field.COMPANY,
    T.DOMAIN: Field.DOMAIN,
    T.URL: Field.DOMAIN,
    T.STREET: Field.STREET,
    T.STREET_NUMBER: Field.STREET_NUMBER,
    T.UNIT: Field.UNIT,
    T.CITY: Field.CITY,
    T.STATE: Field.STATE,
    T.US_ZIP: Field.POSTCODE,
    T.POSTCODE: Field.POSTCODE,
    T.COUNTRY: Field.COUNTRY,
    T.BIRTH_DATE: Field.BIRTH_DATE,
    T.LINKEDIN_URL: Field.LINKEDIN_URL,
}

_SEVERAL = frozenset({Field.EMAIL, Field.PHONE, Field.COMPANY})
"""fields that take more than one column: to compare with each, or with the first of them that is filled"""

_READ_BY_COUNTRY = frozenset({Field.PHONE, Field.STREET, Field.CITY, Field.STATE, Field.POSTCODE})
"""fields whose values mean something else in another country"""

_PLACES = frozenset({Field.CITY, Field.STATE, Field.POSTCODE, Field.COUNTRY})
"""fields that say something though all rows have one value"""

_VAGUE = 0.5
"""confidence below which neither the header nor the values say what a column is"""

_SHARED = 0.1
"""of the different values of another column of its field, below which one says what rows have in common"""

_FEW_LACK = 0.2
"""share of the rows that have no given name in a list that has a column of them"""

_WITHIN_STREETS = frozenset({Field.STREET_NUMBER, Field.UNIT})
"""fields that say nothing beside the street of another address"""

_WHOLE = 0.5
"""share of whole addresses, or of towns with postcodes, in a column from which it is read as one of them"""

_SOME_COMPANIES = 0.01
"""share of whole names with a legal form behind them from which companies are among the people"""

_CHINESE = re.compile("[\u3400-\u9fff]")

_NAMES = frozenset({T.FULL_NAME, T.FIRST_NAME, T.MIDDLE_NAME, T.LAST_NAME})

_TOLD = _NAMES | {T.EMAIL, T.PHONE}
"""what other people of a row are told by: the buyer's e-mail, the phone for emergencies"""


def propose_fields(columns: Sequence[ColumnProfile]) -> FieldMap:
    """Field -> its columns, the fullest first; identifiers only where their name says that other lists may have them.

    Titles, details, years and prices are proposed only for lists that are about neither people nor companies.
    """
    filled = [column for column in columns if column.distinct_count]
    is_about_works = are_works(filled)
    ranked: dict[Field, list[ColumnProfile]] = {}
    for column in filled:
        field = _FIELD_OF.get(column.type) if not (is_about_works and is_text_of_work(column)) else None
        if field is not None and not _is_another_persons(column, columns) and not _is_reading(column, filled):
            ranked.setdefault(field, []).append(column)
    if countries := _of_residence(ranked):
        ranked[Field.COUNTRY] = countries
    else:
        ranked.pop(Field.COUNTRY, None)
    main = next(iter(addresses(filled)), frozenset())
    _drop_parts_of_others(ranked, main)
    fields = {field: _chosen(field, found, main) for field, found in ranked.items()}
    fields |= names_of_one_bearer(fields, ranked)
    fields |= further_surnames(fields, ranked)
    fields |= _initials_alone(fields, filled)
    if ranked.keys() & {Field.FULL_NAME, Field.FIRST_NAME, Field.LAST_NAME}:
        fields |= told_sex(filled)
        fields |= _birth_in_parts(fields, filled)
        fields |= _year_of_birth(fields, filled)
    keys = [column for column in filled if column.type is T.ID and _is_strong(column)]
    if keys:
        fields[Field.KEY] = _chosen(Field.KEY, keys, main)
    fields |= _second_lines(ranked.get(Field.STREET, ()), fields)
    fields |= second_address(filled, fields)
    fields |= _fed_besides(fields, {column.name: column for column in filled})
    if not _is_about_somebody(fields):
        fields |= text_fields(filled)
    return {field: fields[field] for field in Field if fields.get(field)}


def _of_residence(ranked: Mapping[Field, list[ColumnProfile]]) -> list[ColumnProfile]:
    """The columns of countries. How a phone or an address is read depends on where its owner lives, not on the passport
    nor on where he was born: beside those, columns that tell the latter are none."""
    countries = ranked.get(Field.COUNTRY, [])
    origins = folded_lines("origin_words") | folded_lines("birth_words")
    residences = [each for each in countries if origins.isdisjoint(header_words(each.original_name))]
    return residences if residences or not _READ_BY_COUNTRY.isdisjoint(ranked) else countries


def _initials_alone(fields: FieldMap, columns: Sequence[ColumnProfile]) -> FieldMap:
    """Title, initials, surname: initials beside a surname and nothing else are those of the given name.

    Nearly all rows have them; middle names, of which many rows have none, are left as what they are.
    """
    if not {Field.MIDDLE_NAME, Field.LAST_NAME} <= set(fields) or {Field.FIRST_NAME, Field.FULL_NAME} & set(fields):
        return {}
    rows = max(column.null_count + column.distinct_count for column in columns)  # or more, if all repeat
    [initials] = [column for column in columns if column.name == fields[Field.MIDDLE_NAME][0]]
    if initials.null_count > _FEW_LACK * rows:
        return {}
    return {Field.FIRST_NAME: fields[Field.MIDDLE_NAME], Field.MIDDLE_NAME: ()}


def _birth_in_parts(fields: FieldMap, columns: Sequence[ColumnProfile]) -> FieldMap:
    """The three columns of a birth date that no column holds as a whole, which are nothing else then."""
    parts = birth_parts(columns)
    if not parts or set(fields.get(Field.BIRTH_DATE, ())) - set(parts):
        return {}
    others = {field: tuple(name for name in names if name not in parts) for field, names in fields.items()}
    return {**others, Field.BIRTH_DATE: parts}


def _year_of_birth(fields: FieldMap, columns: Sequence[ColumnProfile]) -> FieldMap:
    """The year of birth, where no other column has the date; a column of years alone holds no dates."""
    year = birth_year(columns)
    if year is None or set(fields.get(Field.BIRTH_DATE, ())) - {year}:
        return {}
    return {Field.YEAR: (year,), Field.BIRTH_DATE: ()}


def _second_lines(streets: Sequence[ColumnProfile], fields: FieldMap) -> FieldMap:
    """The second line of an address that holds streets too, where the first has a flat or the name of a house.

    It goes before a third line, which may be read as units.
    """
    lines = [
        column.name
        for column in streets
        if column.name not in fields[Field.STREET] and T.UNIT in read_header(column.original_name)
    ]
    return {Field.UNIT: tuple(lines[:1])} if lines else {}


def _fed_besides(fields: FieldMap, columns: Mapping[str, ColumnProfile]) -> FieldMap:
    """What a column says besides its own field, where no other says it: the place of whole addresses in the street's,
    the postcode of a town in the city's, the company in brackets in the name's, or instead of a person's name."""
    found: dict[Field, tuple[str, ...]] = {}
    street, city = fields.get(Field.STREET), fields.get(Field.CITY)
    if street and not {Field.CITY, Field.POSTCODE} & set(fields):
        if _hold(columns[street[0]], split_address):
            found |= {field: street for field in (Field.CITY, Field.STATE, Field.POSTCODE) if field not in fields}
    elif city and not fields.get(Field.POSTCODE) and _hold(columns[city[0]], split_town):
        found |= {field: city for field in (Field.STATE, Field.POSTCODE) if not fields.get(field)}
    if Field.FULL_NAME in fields and Field.COMPANY not in fields:
        name = fields[Field.FULL_NAME]
        if hold_companies(set(columns[name[0]].seen_values)):
            found[Field.COMPANY] = name
        elif columns[name[0]].legal_forms >= _SOME_COMPANIES:
            found[Field.PARTY] = name
    return found


def _hold(column: ColumnProfile, split: Callable[[str], AddressParts | None]) -> bool:
    values = set(column.seen_values)
    return bool(values) and sum(split(value) is not None for value in values) >= _WHOLE * len(values)


def _chosen(field: Field, columns: Sequence[ColumnProfile], main: Group) -> tuple[str, ...]:
    """The columns by how many rows they fill, then in the order of the list; most fields take just the first.

    Parts of addresses come from the *main* address before others. One value in every row says nothing of a row (the
    account of an advertiser beside the companies of its leads); a place may be the same for all. What is hardly known
    to be of the field comes last, however full it is (the events that people have come to, beside their names), and so
    does what few values are in: the teachers of pupils, the landlords of tenants.
    """

    most = max(column.distinct_count for column in columns)

    def rank(column: ColumnProfile) -> tuple[bool, bool, bool, bool, bool, int]:
        is_of_other = column.type in PARTS and group_of(column) != main
        is_worse = _is_fax(column) or _is_part_of_town(column)
        is_shared = field not in _PLACES and column.distinct_count < _SHARED * most
        is_vague = column.confidence < _VAGUE
        return is_worse, is_of_other, _is_constant(column, field), is_shared, is_vague, column.null_count

    ranked = sorted(columns, key=rank)
    if field is Field.COMPANY:
        ranked = [ranked[0], *_filling_gaps(ranked)]
    names = tuple(column.name for column in ranked)
    return names if field in _SEVERAL else names[:1]


def _drop_parts_of_others(ranked: dict[Field, list[ColumnProfile]], main: Group) -> None:
    """Take the flat of a mailing address from beside the street of the property."""
    elsewhere = {group for column in ranked.get(Field.STREET, ()) if (group := group_of(column)) and group != main}
    for field in _WITHIN_STREETS & set(ranked):
        ranked[field] = [column for column in ranked[field] if group_of(column) not in elsewhere]
        if not ranked[field]:
            del ranked[field]


def _is_constant(column: ColumnProfile, field: Field) -> bool:
    return column.distinct_count == 1 and field not in _PLACES


def _filling_gaps(columns: Sequence[ColumnProfile]) -> list[ColumnProfile]:
    """Columns of companies behind the first that say where it is empty what it says elsewhere (not: the insurer)."""
    first, *others = columns
    if not first.null_count or not _is_own_company(first):
        return []
    return [each for each in others if each.distinct_count > 1 and _is_own_company(each)]


def _is_own_company(column: ColumnProfile) -> bool:
    words = header_words(column.original_name)
    return bool(words) and folded_lines("own_company_words").issuperset(words)


def _is_fax(column: ColumnProfile) -> bool:
    return not folded_lines("fax_words").isdisjoint(header_words(column.original_name))


def _is_part_of_town(column: ColumnProfile) -> bool:
    return column.type is T.CITY and not folded_lines("quarter_words").isdisjoint(header_words(column.original_name))


def _is_another_persons(column: ColumnProfile, columns: Sequence[ColumnProfile]) -> bool:
    """A salesperson's name, beside other columns; a spouse's, a buyer's or an assistant's name, e-mail or phone, beside
    that of the row's person."""
    words = set(header_words(column.original_name))
    if column.type is T.FULL_NAME and not folded_lines("staff_words").isdisjoint(words):
        return len(columns) > 1
    if column.type not in _TOLD or folded_lines("other_people_words").isdisjoint(words):
        return False
    own = _NAMES if column.type is T.FULL_NAME else {column.type}
    return any(
        each.type in own and folded_lines("other_people_words").isdisjoint(header_words(each.original_name))
        for each in columns
        if each.distinct_count
    )


def _is_reading(column: ColumnProfile, columns: Sequence[ColumnProfile]) -> bool:
    """How a Japanese name sounds, beside columns of how it is written."""
    return column.type in _NAMES and _is_kana(column) and any(c.type in _NAMES and not _is_kana(c) for c in columns)


def _is_kana(column: ColumnProfile) -> bool:
    return bool(column.examples) and all(KANA.search(value) and not _CHINESE.search(value) for value in column.examples)


def _is_strong(column: ColumnProfile) -> bool:
    words = header_words(column.original_name)
    return any(set(name.split()) <= set(words) for name in folded_lines("shared_identifiers"))


def _is_about_somebody(fields: FieldMap) -> bool:
    people = (Field.FULL_NAME, Field.FIRST_NAME, Field.LAST_NAME, Field.EMAIL, Field.PHONE, Field.COMPANY)
    return any(field in fields for field in people)
