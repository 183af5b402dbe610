"""What follows from the standard columns of one row, as SQL: initials, forms of a mailbox, a street without its words.

Comparisons read these columns of both sides; how rows are fetched and what is counted over a list is ``records``.
"""

import re
from collections.abc import Mapping

from listmatch.matching.sharing import PHONE

JOINED = "replace(regexp_replace({}, '\\band\\b', '', 'g'), ' ', '')"
NUMBERS = """list_filter(list_distinct(list_transform(str_split({}, ' '),
    lambda word: ltrim(regexp_replace(word, '[^0-9]', '', 'g'), '0'))), lambda number: number <> '')"""
INITIALS = "array_to_string(list_transform(str_split({}, ' '), lambda word: left(word, 1)), '')"
"""words run together, the numbers among them, and their first letters; what they are of is filled in"""
SPOKEN = "regexp_replace(company, '\\band ', '', 'g')"
"""a company's name as its initials are taken: "and" has none"""

NAME_FORMS = """case when first is not null and last is not null then [first || replace(last, ' ', ''),
    left(first, 1) || replace(last, ' ', ''), first || left(last, 1), replace(last, ' ', '') || first] end"""
"""a name as people make mailboxes of it"""

MAILBOX = "regexp_replace(split_part(email, '@', 1), '[0-9]+$', '', 'g')"
MAILBOX_FAMILY = f"""case when last is null and left({MAILBOX}, 1) = left(first, 1) then coalesce(
    nullif(regexp_extract({MAILBOX}, '^[a-z]+[._-]([a-z]{{3,}})$', 1), ''),
    case when email_class = 'work' and regexp_matches({MAILBOX}, '^[a-z]{{4,}}$') then case
        when starts_with({MAILBOX}, first) and length({MAILBOX}) > length(first) + 2
            then substr({MAILBOX}, length(first) + 1)
        when left({MAILBOX}, 2) <> left(first, 2) then substr({MAILBOX}, 2) end end) end"""
"""the surname that a mailbox gives where the row has none: Bianca of b.perkins@, bperkins@ or biancaperkins@. What
begins as the given name does and goes on otherwise may be another form of it (michael@ of Mike), and without a dot
only an employer's addresses are made of names"""

_LETTERS = "regexp_replace(split_part(email, '@', 1), '[^a-z]', '', 'g')"
_FAMILY = "replace(last, ' ', '')"
MAILBOX_GIVEN = f"""case when first is null and length(last) > 2 and email_class <> 'role' then nullif(case
    when right({_LETTERS}, length({_FAMILY})) = {_FAMILY}
        then left({_LETTERS}, length({_LETTERS}) - length({_FAMILY}))
    when left({_LETTERS}, length({_FAMILY})) = {_FAMILY} then substr({_LETTERS}, length({_FAMILY}) + 1) end, '') end"""
"""the given name, or its initial, that a mailbox gives beside the surname where the row has none (vera.crutcher@)"""

GIVEN = """case when first is not null then regexp_replace(first || case
    when length(first) > 1 and length(middle) = 1 or contains(' ' || middle || ' ', ' and ') then ''
    else coalesce(middle, '') end, '[ -]', '', 'g') end"""
"""all given names as one word: hans-peter and hans peter are one, jo n. and jon are not"""

PARTNER = """case when starts_with(middle, 'and ') then split_part(middle, ' ', 2)
    when contains(middle, ' and ') then split_part(split_part(middle, ' and ', 2), ' ', 1) end"""
"""given name of the other one of a couple in one row ("john a and mary b smith")"""

SURNAMES = "case when last_2 is null then last else coalesce(last || ' ', '') || last_2 end"
"""every surname that the row gives: of a double one either half, and one from before a marriage"""

CLOSED_UP = "replace({}, ' ', '')"
"""Dela Cruz is De la Cruz, Alshamsi Al Shamsi"""

NAME_WORDS = """case when partner_last is null and not contains(' ' || coalesce(middle, '') || ' ', ' and ') then
    list_sort(list_filter(str_split(concat_ws(' ', first, middle, last, last_2), ' '),
    lambda word: length(word) > 1)) end"""
"""whatever the row says of one person's name, initials aside: where the given names end and the families begin is
written in one cell by position alone, and what stands between them is read as a middle name (Ana Luz Gil Sanz)"""


def _without(letters: int, ending: str = "") -> str:
    stem = f"left(last, length(last) - {letters})"
    return f"{stem} || '{ending}'" if ending else stem


MASCULINE = f"""case when length(last) < 5 then null
    when last like '%ova' then [{_without(3)}, {_without(3, "a")}, {_without(3, "o")}, {_without(1)},
        {_without(4, "e")} || substr(last, length(last) - 3, 1)]
    when last like '%aya' or last like '%aia' or last like '%aja'
        then [{", ".join(_without(3, ending) for ending in ("y", "i", "iy", "ij", "oy"))}]
    when last like '%eva' or last like '%ina' then [{_without(1)}]
    when last like '%a' and regexp_matches(last, '[dhklnrtv]a$') then [{_without(1, "y")}, {_without(1, "i")}]
    when last like '%ou' then [{_without(1, "s")}, {_without(2, "is")}] end"""
"""the surnames of men that a woman's may be the form of: Novak, Svoboda, Hajek, Ivanov (Novakova, Svobodova, Hajkova,
Ivanova), Tolstoy (Tolstaya), Medvedev, Putin, Cerny and Kowalski, in Greek Papadopoulos and Ioannidis"""

INITIALS_IN_USE = 12.0
"""letters as if all given names began with one of so many, each as often: the chance that two have one initial"""

LANDMARKS = "between|near|off|at|opposite|behind|corner"
LANDMARK = f"^([0-9][^ ]* .+?) (?:{LANDMARKS}) .*$"
"""what follows a street and its number only says how to find it ("2450 broadway between 90th and 91st sts")"""

DOOR = "^(?:apt|flat|ste|rm) "
"""a door is its number, whatever the one list calls it ("apt 4", "#4"); a floor or a building is not a door"""

ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
"""numbers of streets in words"""

STREET_WORDS = ("ul", "ulica", "ulitsa")
"""the Slavic words for street, which as many leave out"""

HOUSE = (
    "case when street like '% _' and regexp_matches(street, '[0-9] [a-z]$') "
    "then left(street, length(street) - 2) || right(street, 1) else street end"
)
"""the street with its house number as one word: 3 a is 3a"""


def _street() -> str:
    """SQL of a street as it is compared. Plain replacements, since Spark writes what a pattern found in another way.

    Most streets have nothing to replace, which one pattern tells at a tenth of what it would cost.
    """
    text = f"' ' || coalesce(nullif(regexp_extract({HOUSE}, '{LANDMARK}', 1), ''), {HOUSE}) || ' '"
    forms = {word: str(number) for number, word in enumerate(ORDINALS.split(), 1)} | dict.fromkeys(STREET_WORDS, "")
    for word, form in forms.items():
        text = f"replace({text}, ' {word} ', '{f' {form} ' if form else ' '}')"
    for ending in ("1st", "2nd", "3rd", *(f"{digit}th" for digit in range(10))):
        text = f"replace({text}, '{ending} ', '{ending[0]} ')"
    told = rf"\b(?:{'|'.join(forms)}|{LANDMARKS})\b|(?:1st|2nd|3rd|[0-9]th)\b"
    return f"case when regexp_matches(street, '{told}') then trim({text}) else {HOUSE} end"


_NAMES: Mapping[str, str] = {
    "initial": "case when not starts_with(middle, 'and ') then left(middle, 1) end",
    "given": GIVEN,
    "partner": PARTNER,
    "last": CLOSED_UP.format("last"),
    "partner_family": CLOSED_UP.format("coalesce(partner_last, last)"),
    "partner_nicknames": "of_partners.stands_for",
    "nicknames": "nicknames.stands_for",
    "family": CLOSED_UP.format("coalesce(last, first)"),
    "masculine": MASCULINE,
    "surnames": f"list_filter(str_split({SURNAMES}, ' '), lambda part: length(part) > 2)",
    "name_words": NAME_WORDS,
    "whole_name": f"array_to_string({NAME_WORDS}, ' ')",
    "name_forms": NAME_FORMS,
}

_CONTACTS: Mapping[str, str] = {
    "mailbox": "split_part(email, '@', 1)",
    "mailbox_letters": f"nullif({_LETTERS}, '')",
    "mailbox_family": MAILBOX_FAMILY,
    "mailbox_given": MAILBOX_GIVEN,
    "is_role_email": "email_class = 'role'",
    "email_is_private": "coalesce(email_class in ('free', 'disposable'), false)",
    "phone": PHONE,
    "phone_2": "right(ltrim(phone_2, '+'), 9)",
    "whole_phone": "phone",
    "domain_name": "replace(split_part(domain, '.', 1), '-', '')",
}
"""a phone is compared by its last nine digits: country code, trunk zero and extension are written as people please"""

_ADDRESS: Mapping[str, str] = {
    "city": "regexp_replace(city, ' city$', '', 'g')",
    "street": _street(),
    "unit": f"regexp_replace(unit, '{DOOR}', '', 'g')",
}
_PLACES = {
    **_ADDRESS,
    **{f"{name}_2": re.sub(rf"\b{name}\b(?!\$)", f"{name}_2", sql) for name, sql in _ADDRESS.items()},
}
"""New York City is New York; streets are compared without what tells the way to them, units without their word"""

_COMPANIES: Mapping[str, str] = {
    "company_joined": JOINED.format("company"),
    "party_joined": JOINED.format("party"),
    "company_head": "split_part(company, ' ', 1)",
    "company_words": "list_filter(str_split(company, ' '), lambda word: length(word) > 1)",
    "company_trades": "company_trades.meanings",
    "company_places": "company_noted_places.meanings",
    "company_placed": "company_places.put",
    "company_forms": "company_forms.forms",
    "company_systems": "company_forms.systems",
    "company_numbers": NUMBERS.format("company"),
    "company_initials": INITIALS.format(SPOKEN),
}

_COUNTS: Mapping[str, str] = {
    "email_people": "coalesce(shared_email.n, 1)",
    "phone_people": "coalesce(shared_phone.n, 1)",
    "domain_names": "coalesce(shared_domain.n, 1)",
    "address_names": "coalesce(shared_address.n, 1)",
    "company_sites": "coalesce(sites_company.n, 1)",
    "key_sites": "coalesce(sites_key.n, 1)",
    "phone_sites": "coalesce(sites_phone.n, 1)",
    "company_rows": "coalesce(rows_company.n, 1)",
    "domain_rows": "coalesce(rows_domain.n, 1)",
    "company_share": "coalesce(rows_company.n - 1, 0) / total.n",
    "domain_share": "coalesce(rows_domain.n - 1, 0) / total.n",
    "last_share": "coalesce(rows_last.n - 1, 0) / total.n",
    "initials": f"coalesce(rows_last.n - 1, 0) / {INITIALS_IN_USE}",
    "namesakes": "coalesce((rows_first.n - 1) * (rows_last.n - 1), 0) / total.n",
}
"""what ``records`` counts: ``_people`` and ``_names`` share the value, ``_sites`` are its places, ``_rows`` the numbers
of master rows that have the same, ``_share`` the shares of further ones; ``namesakes`` is the number of further rows
that would have the name if first and last names were paired at random, ``initials`` of those that would have its
initial"""

DERIVED: Mapping[str, str] = {**_NAMES, **_CONTACTS, **_PLACES, **_COMPANIES, **_COUNTS}
"""column -> SQL over the standard columns of one row; standard columns themselves are not listed"""
