"""A match profile proposed from two prepared files (or one, for a dedupe), so that nobody has to write the first one.

Decides what the rows are and which columns of both lists can be compared. Nothing is looked at but the profiles of the
files: no row is read, and a list of five rows is judged by the same rules as one of five million.
"""

import re
from collections.abc import Iterator

from listmatch.domain.columns import ColumnType, Field, FieldMap
from listmatch.domain.files import ColumnProfile, FileProfile
from listmatch.domain.verdicts import MatchMode, ProfileType
from listmatch.errors import NothingToCompare
from listmatch.matching.profile import MatchProfile
from listmatch.matching.proposal.comparable import can_carry, fields_of_kinds, says_surname, shared_fields
from listmatch.matching.proposal.idle_columns import without_idle_columns
from listmatch.matching.proposal.name_scripts import with_comparable_names
from listmatch.matching.proposal.shared_keys import repeating_key, shared_keys
from listmatch.matching.proposal.text_facts import with_pages

_NEARLY_UNIQUE = 0.9
"""share of rows with a company of their own from which a list without person names is a list of companies"""

_SURE = 0.85
"""confidence from which names are people's or companies' whatever the other list has"""

_CONTACT_FIELDS = (Field.EMAIL, Field.PHONE, Field.STREET, Field.BIRTH_DATE, Field.LINKEDIN_URL)
"""fields that texts (products, publications) do not have"""

_HOUSEHOLD = frozenset({"household", "households", "haushalt", "haushaltsname", "foyer", "hogar", "huishouden"})
"""words in the header of a name column that say that a row is a household; whose members match it"""

_TELL_ONE_PERSON = frozenset({Field.EMAIL, Field.BIRTH_DATE, Field.LINKEDIN_URL, Field.COMPANY, Field.KEY})
"""what tells one of several people of a surname, where both lists have it"""

_FACTS = (Field.DOMAIN, Field.CITY, Field.COUNTRY)
"""what is compared of texts beside their titles, whatever their columns are called"""

_HEADLINES = (Field.FULL_NAME, Field.COMPANY, Field.TITLE)
"""fields that a column headed "name" may feed, depending on what is in it"""


def suggest_profile(
    source: FileProfile, master: FileProfile | None, *, profile_type: ProfileType | None = None
) -> MatchProfile:
    """The profile that compares *source* with *master*, or with itself when *master* is None.

    The type is chosen from the columns unless *profile_type* asks for one.
    Raises NothingToCompare when the two lists have no field in common that could carry a match.
    """
    other = source if master is None else master
    mine, theirs = _agreed(source, other)
    chosen = profile_type or _type_of(mine, theirs, source=source, master=other)
    mine, theirs = _read_as(chosen, mine), _read_as(chosen, theirs)
    spelt = with_comparable_names(mine, theirs, source=source, master=other)
    mine, theirs = spelt if can_carry(chosen, *spelt) else (mine, theirs)
    told = without_idle_columns(mine, theirs, source=source, master=other)
    mine, theirs = told if can_carry(chosen, *told) else (mine, theirs)
    if not can_carry(chosen, mine, theirs) and profile_type in (None, ProfileType.PRODUCT):
        texts = _texts_in_common(source, other)
        if texts is not None:
            chosen, (mine, theirs) = ProfileType.PRODUCT, texts
    if chosen is ProfileType.PRODUCT:
        mine, theirs = with_pages(mine, theirs, source=source, master=other)
    if not can_carry(chosen, mine, theirs):
        raise _refusal(chosen, mine, None if master is None else theirs)
    if master is None:
        return MatchProfile(type=chosen, source_fields=shared_fields(chosen, mine, theirs), mode=MatchMode.DEDUPE)
    return MatchProfile(
        type=chosen,
        source_fields=shared_fields(chosen, mine, theirs),
        master_fields=shared_fields(chosen, theirs, mine),
    )


def _agreed(source: FileProfile, master: FileProfile) -> tuple[FieldMap, FieldMap]:
    """The fields of both lists, with columns of the same name read the same way and keys only where they are shared."""
    mine, theirs = dict(source.fields), dict(master.fields)
    for column in source.columns:
        twin = _column(master, column.name)
        if twin is None:
            continue
        here, there = _headline(mine, column.name), _headline(theirs, twin.name)
        surer = column.confidence * column.valid_share >= twin.confidence * twin.valid_share
        if here and there and here is not there:
            _move(theirs if surer else mine, column.name, to=here if surer else there)
        elif here and twin.type is ColumnType.TEXT and not any(field in theirs for field in _HEADLINES):
            theirs[here] = (twin.name,)
        elif there and column.type is ColumnType.TEXT and not any(field in mine for field in _HEADLINES):
            mine[there] = (column.name,)
    _settle_doubts(mine, theirs, source)
    _settle_doubts(theirs, mine, master)
    return _with_key(mine, theirs, source=source, master=master)


def _settle_doubts(own: dict[Field, tuple[str, ...]], other: FieldMap, profile: FileProfile) -> None:
    """Names of which a list alone hardly shows whether they are people's or companies' are what the other list has."""
    if says_surname(own) == says_surname(other) or (Field.COMPANY in own) == (Field.COMPANY in other):
        return
    has, has_not = (Field.FULL_NAME, Field.COMPANY) if says_surname(own) else (Field.COMPANY, Field.FULL_NAME)
    headline = _column(profile, own.get(has, ("",))[0])
    if headline and headline.confidence < _SURE:
        _move(own, headline.name, to=has_not)


def _with_key(
    mine: dict[Field, tuple[str, ...]],
    theirs: dict[Field, tuple[str, ...]],
    *,
    source: FileProfile,
    master: FileProfile,
) -> tuple[FieldMap, FieldMap]:
    mine.pop(Field.KEY, None)
    theirs.pop(Field.KEY, None)
    if master is source:
        key = repeating_key(source)
        both = (key, key) if key else None
    else:
        both = shared_keys(source, master)
    if both:
        mine[Field.KEY], theirs[Field.KEY] = (both[0],), (both[1],)
    return mine, theirs


def _column(profile: FileProfile, name: str) -> ColumnProfile | None:
    wanted = name.strip().casefold()
    return next((column for column in profile.columns if column.name.strip().casefold() == wanted), None)


def _headline(fields: FieldMap, column: str) -> Field | None:
    return next((field for field in _HEADLINES if column in fields.get(field, ())), None)


def _move(fields: dict[Field, tuple[str, ...]], column: str, *, to: Field) -> None:
    for field in (*_HEADLINES, Field.PARTY):
        kept = tuple(name for name in fields.get(field, ()) if name != column)
        if kept:
            fields[field] = kept
        else:
            fields.pop(field, None)
    fields[to] = (column, *fields.get(to, ()))


def _type_of(mine: FieldMap, theirs: FieldMap, *, source: FileProfile, master: FileProfile) -> ProfileType:
    """Texts have no address; who has names on both sides is a person; companies are what is left with a company.

    Rows with a website and neither names nor e-mails are companies too. Households say so in the header of their names,
    or give no more than a surname.
    """
    both = set(mine) & set(theirs)
    told = _names_households(mine) or _names_households(theirs) or _are_surnames(mine, theirs)
    if told and can_carry(ProfileType.HOUSEHOLD, mine, theirs):
        return ProfileType.HOUSEHOLD
    if Field.TITLE in both and not any(field in both for field in _CONTACT_FIELDS):
        return ProfileType.PRODUCT
    if says_surname(mine) and says_surname(theirs):
        return ProfileType.PERSON
    if Field.TITLE in both and Field.COMPANY not in both:
        return ProfileType.COMPANY
    if _are_leads_and_accounts(mine, theirs, master):
        return ProfileType.ACCOUNT
    nameless = [p for p, fields in ((source, mine), (master, theirs)) if not says_surname(fields)]
    if Field.COMPANY in both:
        people = Field.EMAIL in both and not all(_one_row_per_company(profile) for profile in nameless)
        return ProfileType.PERSON if people else ProfileType.COMPANY
    if Field.DOMAIN in both and len(nameless) == 2 and not {Field.EMAIL, Field.BIRTH_DATE} & (set(mine) | set(theirs)):
        return ProfileType.COMPANY
    return ProfileType.PERSON if can_carry(ProfileType.PERSON, mine, theirs) else _fallback_type(mine, theirs)


def _are_leads_and_accounts(mine: FieldMap, theirs: FieldMap, master: FileProfile) -> bool:
    """Whether the source names people and the master companies, one a row where both have e-mails.

    Rows that name nobody, but repeat their companies and have e-mails, are people too, who have lost their names.
    """
    if not says_surname(mine) or says_surname(theirs) or Field.COMPANY not in theirs:
        return False
    has_mailboxes = Field.EMAIL in mine and Field.EMAIL in theirs
    return can_carry(ProfileType.ACCOUNT, mine, theirs) and not (has_mailboxes and not _one_row_per_company(master))


def _names_households(fields: FieldMap) -> bool:
    """Whether a column of names is headed as one of households."""
    named = (column for field in (Field.FULL_NAME, Field.LAST_NAME) for column in fields.get(field, ()))
    return any(_HOUSEHOLD.intersection(re.findall(r"\w+", column.replace("_", " ").casefold())) for column in named)


def _are_surnames(mine: FieldMap, theirs: FieldMap) -> bool:
    """Whether surnames are all that one of the lists says of its people, so that no row tells one of a family."""
    if not (says_surname(mine) and says_surname(theirs)) or _TELL_ONE_PERSON & set(mine) & set(theirs):
        return False
    return any({Field.FIRST_NAME, Field.FULL_NAME}.isdisjoint(fields) for fields in (mine, theirs))


def _fallback_type(mine: FieldMap, theirs: FieldMap) -> ProfileType:
    company = can_carry(ProfileType.COMPANY, mine, theirs) and not (says_surname(mine) or says_surname(theirs))
    return ProfileType.COMPANY if company else ProfileType.PERSON


def _one_row_per_company(profile: FileProfile) -> bool:
    names = [column for column in profile.columns if column.name in profile.fields.get(Field.COMPANY, ())[:1]]
    return any(column.distinct_count >= _NEARLY_UNIQUE * (profile.rows - column.null_count) for column in names)


def _read_as(chosen: ProfileType, fields: FieldMap) -> FieldMap:
    """The fields under the type chosen: authors and publishers describe a text, the title of a place is its name."""
    read = dict(fields)
    if chosen is ProfileType.PRODUCT:
        extra = (*read.pop(Field.FULL_NAME, ()), *read.pop(Field.COMPANY, ()))
        if extra:
            read[Field.DETAIL] = (*read.get(Field.DETAIL, ()), *extra)
    elif chosen in (ProfileType.COMPANY, ProfileType.ACCOUNT):
        parties = read.pop(Field.PARTY, ())
        if chosen is ProfileType.COMPANY and Field.COMPANY not in read and Field.TITLE in read:
            read[Field.COMPANY] = read.pop(Field.TITLE)
        if parties and Field.COMPANY not in read:
            read[Field.COMPANY] = parties
    return read


def _texts_in_common(source: FileProfile, master: FileProfile) -> tuple[FieldMap, FieldMap] | None:
    """Last resort before giving up: text columns that both lists have under one name, the most varied as the title."""
    names = [pair[1:] for pair in sorted(_common_texts(source, master), reverse=True)]
    if not names:
        return None
    read = []
    for profile, columns in zip((source, master), zip(*names, strict=True), strict=True):
        told = {field: profile.fields[field] for field in _FACTS if field in profile.fields}
        texts = {Field.TITLE: columns[:1], Field.DETAIL: columns[1:]}
        read.append({**told, **{field: names for field, names in texts.items() if names}})
    return read[0], read[1]


def _common_texts(source: FileProfile, master: FileProfile) -> Iterator[tuple[int, str, str]]:
    for column in source.columns:
        twin = _column(master, column.name)
        if column.type is ColumnType.TEXT and twin is not None and twin.type is ColumnType.TEXT:
            yield column.distinct_count, column.name, twin.name


def _refusal(chosen: ProfileType, mine: FieldMap, theirs: FieldMap | None) -> NothingToCompare:
    """The error that says what each list has, and what would help; *theirs* is None for a dedupe."""
    if theirs is None:
        message = f"nothing in this list can tell that two of its rows belong together: it has {_inventory(mine)}."
    else:
        message = (
            "nothing in the two lists can tell that their rows belong together: "
            f"the source has {_inventory(mine)}, the master has {_inventory(theirs)}."
        )
    needed = {
        ProfileType.COMPANY: "company name, website or phone",
        ProfileType.ACCOUNT: "company name or website",
        ProfileType.PRODUCT: "title",
        ProfileType.HOUSEHOLD: "street address or phone",
    }.get(chosen, "full name, email, phone or a shared identifier")
    where = "Add a column" if theirs is None else "Add a column that both have"
    return NothingToCompare(message, cure=f"{where} ({needed}), or name the columns in a profile.")


def _inventory(fields: FieldMap) -> str:
    """What a list has, in words with its column names: ``email (Mail) and place (City, State)``."""
    parts: list[str] = []
    named: set[str] = set()
    for kind, members in fields_of_kinds().items():
        columns = [name for member in members for name in fields.get(member, ()) if name not in named]
        named.update(columns)
        if columns:
            parts.append(f"{kind.value} ({', '.join(dict.fromkeys(columns))})")
    if not parts:
        return "no column that could be recognised"
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
