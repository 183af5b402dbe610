"""What a proposed profile compares, for lists of every kind; profiles of files are written by hand, a line a column."""

from dataclasses import replace

import pytest

from listmatch.domain.columns import ColumnType, Field
from listmatch.domain.files import ColumnProfile, Distribution, FileFormat, FileProfile, ValueCount
from listmatch.domain.verdicts import MatchMode, ProfileType
from listmatch.errors import NothingToCompare, ProfileInvalid
from listmatch.matching.profile import MatchProfile
from listmatch.matching.proposal.suggest import suggest_profile

FIELD_OF_TYPE = {
    ColumnType.EMAIL: Field.EMAIL,
    ColumnType.FULL_NAME: Field.FULL_NAME,
    ColumnType.FIRST_NAME: Field.FIRST_NAME,
    ColumnType.LAST_NAME: Field.LAST_NAME,
    ColumnType.PHONE: Field.PHONE,
    ColumnType.COMPANY: Field.COMPANY,
    ColumnType.DOMAIN: Field.DOMAIN,
    ColumnType.STREET: Field.STREET,
    ColumnType.CITY: Field.CITY,
    ColumnType.BIRTH_DATE: Field.BIRTH_DATE,
}


def column(name, kind, *, distinct=50, nulls=0, length=(3, 12), pattern="", confidence=0.9, valid=1.0, shapes=()):
    return ColumnProfile(
        name=name,
        original_name=name,
        type=kind,
        confidence=confidence,
        valid_share=valid,
        null_count=nulls,
        distinct_count=distinct,
        min_length=length[0],
        max_length=length[1],
        pattern=pattern,
        distribution=Distribution("shape", tuple(ValueCount(shape, count) for shape, count in shapes)),
    )


def listing(*columns, rows=50, **fields):
    """A file profile; fields follow from the column types unless given (``title="name"``)."""
    found = {}
    for each in columns:
        if each.type in FIELD_OF_TYPE:
            found.setdefault(FIELD_OF_TYPE[each.type], []).append(each.name)
    for field, names in fields.items():
        found[Field(field)] = [names] if isinstance(names, str) else list(names)
    return FileProfile(
        format=FileFormat(kind="csv"),
        lines=rows,
        rows=rows,
        quarantined=0,
        columns=columns,
        fields={field: tuple(names) for field, names in found.items()},
    )


FIRST, LAST = column("first", ColumnType.FIRST_NAME), column("last", ColumnType.LAST_NAME)
FULL, EMAIL = column("badge", ColumnType.FULL_NAME), column("mail", ColumnType.EMAIL)
HOUSEHOLD = column("Household_Name", ColumnType.FULL_NAME)
PHONE, COMPANY = column("phone", ColumnType.PHONE), column("firm", ColumnType.COMPANY)
WEBSITE = column("website", ColumnType.DOMAIN)
CITY, STREET = column("city", ColumnType.CITY), column("street", ColumnType.STREET)
NAME_TEXT, DESCRIPTION = column("name", ColumnType.TEXT), column("description", ColumnType.TEXT)


@pytest.mark.parametrize(
    ("source", "master", "expected"),
    [
        pytest.param(listing(FIRST, LAST, EMAIL), listing(FIRST, LAST, EMAIL), ProfileType.PERSON, id="people"),
        pytest.param(
            listing(FULL, COMPANY), listing(FIRST, LAST, COMPANY), ProfileType.PERSON, id="people at companies"
        ),
        pytest.param(listing(EMAIL), listing(FIRST, LAST, EMAIL), ProfileType.PERSON, id="only e-mail in the source"),
        pytest.param(listing(COMPANY, PHONE), listing(COMPANY, CITY), ProfileType.COMPANY, id="companies"),
        pytest.param(
            listing(COMPANY), listing(FIRST, LAST, COMPANY), ProfileType.COMPANY, id="companies against contacts"
        ),
        pytest.param(
            listing(FIRST, LAST, EMAIL, COMPANY), listing(COMPANY, WEBSITE, CITY), ProfileType.ACCOUNT, id="leads"
        ),
        pytest.param(
            listing(FULL, EMAIL), listing(COMPANY, WEBSITE), ProfileType.ACCOUNT, id="leads of whom a mailbox is known"
        ),
        pytest.param(
            listing(FULL, EMAIL, COMPANY),
            listing(column("account", ColumnType.COMPANY, distinct=49), EMAIL),
            ProfileType.ACCOUNT,
            id="leads, and accounts with a mailbox",
        ),
        pytest.param(
            listing(FULL, PHONE), listing(COMPANY, PHONE), ProfileType.PERSON, id="people and phones of companies"
        ),
        pytest.param(
            listing(HOUSEHOLD, STREET, CITY),
            listing(FIRST, LAST, STREET, CITY),
            ProfileType.HOUSEHOLD,
            id="households against people",
        ),
        pytest.param(listing(HOUSEHOLD, EMAIL), listing(FULL, EMAIL), ProfileType.PERSON, id="households by e-mail"),
        pytest.param(
            listing(LAST, STREET), listing(FIRST, LAST, STREET), ProfileType.HOUSEHOLD, id="surnames at homes"
        ),
        pytest.param(
            listing(LAST, PHONE, EMAIL), listing(LAST, PHONE, EMAIL), ProfileType.PERSON, id="surnames with e-mails"
        ),
        pytest.param(
            listing(LAST, PHONE, COMPANY), listing(LAST, PHONE, COMPANY), ProfileType.PERSON, id="surnames at firms"
        ),
        pytest.param(listing(LAST, CITY), listing(FIRST, LAST, CITY), ProfileType.PERSON, id="surnames without homes"),
        pytest.param(listing(WEBSITE, PHONE), listing(WEBSITE, PHONE), ProfileType.COMPANY, id="websites and phones"),
        pytest.param(
            listing(WEBSITE, PHONE), listing(FULL, WEBSITE, PHONE), ProfileType.PERSON, id="websites of people"
        ),
        pytest.param(
            listing(column("firm", ColumnType.COMPANY, distinct=20), EMAIL),
            listing(FIRST, LAST, COMPANY, EMAIL),
            ProfileType.PERSON,
            id="several nameless people per company",
        ),
        pytest.param(
            listing(
                column("firm", ColumnType.COMPANY, distinct=20, nulls=5),
                column("employer", ColumnType.COMPANY, distinct=4, nulls=46),
                EMAIL,
            ),
            listing(FIRST, LAST, COMPANY, EMAIL),
            ProfileType.PERSON,
            id="a second company that fills gaps does not count",
        ),
        pytest.param(
            listing(NAME_TEXT, title="name"), listing(NAME_TEXT, title="name"), ProfileType.PRODUCT, id="products"
        ),
        pytest.param(
            listing(NAME_TEXT, PHONE, CITY, title="name"),
            listing(NAME_TEXT, PHONE, CITY, title="name"),
            ProfileType.COMPANY,
            id="titles with a phone are places",
        ),
    ],
)
def test_the_type_follows_from_what_both_lists_say(source, master, expected):
    assert suggest_profile(source, master).type is expected


@pytest.mark.parametrize("rows", [1, 3, 100_000])
def test_the_number_of_rows_does_not_change_the_type(rows):
    few = min(rows, 3)
    source = listing(
        column("badge", ColumnType.FULL_NAME, distinct=few), column("mail", ColumnType.EMAIL, distinct=few), rows=rows
    )
    assert suggest_profile(source, listing(FIRST, LAST, EMAIL)).type is ProfileType.PERSON


def test_people_are_households_only_when_asked_for():
    people = listing(FIRST, LAST, STREET, CITY)
    assert suggest_profile(people, people).type is ProfileType.PERSON
    assert suggest_profile(people, people, profile_type=ProfileType.HOUSEHOLD).type is ProfileType.HOUSEHOLD


def test_a_full_name_is_compared_with_a_split_one():
    profile = suggest_profile(listing(FULL, CITY), listing(FIRST, LAST, CITY))
    assert profile.source_fields == {Field.FULL_NAME: ("badge",), Field.CITY: ("city",)}
    assert profile.master_fields == {Field.FIRST_NAME: ("first",), Field.LAST_NAME: ("last",), Field.CITY: ("city",)}


def test_several_phones_stay_in_their_order():
    mobile = column("mobile", ColumnType.PHONE)
    profile = suggest_profile(listing(LAST, PHONE, mobile), listing(LAST, PHONE))
    assert profile.source_fields[Field.PHONE] == ("phone", "mobile")


def test_a_field_that_only_one_list_has_is_left_out():
    profile = suggest_profile(listing(FIRST, LAST, PHONE), listing(FIRST, LAST, STREET))
    assert Field.PHONE not in profile.source_fields
    assert Field.STREET not in profile.master_fields


def test_names_and_companies_are_kept_for_the_mailboxes_of_a_list_without_names():
    found = suggest_profile(listing(EMAIL), listing(FIRST, LAST, EMAIL, COMPANY, CITY))
    assert set(found.master_fields) == {Field.FIRST_NAME, Field.LAST_NAME, Field.EMAIL, Field.COMPANY}


def test_the_city_is_kept_for_companies_that_have_theirs_in_the_name():
    found = suggest_profile(listing(COMPANY), listing(COMPANY, CITY), profile_type=ProfileType.COMPANY)
    assert set(found.master_fields) == {Field.COMPANY, Field.CITY}


def test_a_website_is_compared_with_the_domain_of_an_e_mail():
    site = column("website", ColumnType.DOMAIN)
    profile = suggest_profile(listing(COMPANY, site), listing(COMPANY, EMAIL))
    assert profile.source_fields[Field.DOMAIN] == ("website",)
    assert profile.master_fields[Field.EMAIL] == ("mail",)


def test_a_dedupe_has_no_master():
    profile = suggest_profile(listing(FIRST, LAST, EMAIL), None)
    assert (profile.mode, profile.master_fields) == (MatchMode.DEDUPE, {})


def test_a_column_of_the_same_name_is_read_the_same_way_in_both_lists():
    surely_firm = column("name", ColumnType.COMPANY, confidence=0.9)
    seems_person = column("name", ColumnType.FULL_NAME, confidence=0.4)
    profile = suggest_profile(listing(seems_person, PHONE, rows=3), listing(surely_firm, PHONE))
    assert profile.type is ProfileType.COMPANY
    assert profile.source_fields[Field.COMPANY] == ("name",)


def test_a_column_that_a_tiny_list_could_not_recognise_follows_its_twin():
    profile = suggest_profile(listing(NAME_TEXT, rows=2), listing(NAME_TEXT, title="name"))
    assert profile.source_fields == {Field.TITLE: ("name",)}


def test_authors_of_a_publication_describe_it():
    authors = column("authors", ColumnType.FULL_NAME)
    work = listing(NAME_TEXT, authors, title="name")
    profile = suggest_profile(work, work)
    assert profile.type is ProfileType.PRODUCT
    assert profile.source_fields[Field.DETAIL] == ("authors",)


def test_unrecognised_texts_of_the_same_name_are_better_than_nothing():
    text = listing(NAME_TEXT, DESCRIPTION)
    profile = suggest_profile(text, text)
    assert profile.type is ProfileType.PRODUCT
    assert set(profile.source_fields) == {Field.TITLE, Field.DETAIL}


@pytest.mark.parametrize(
    ("source", "master", "words"),
    [
        (
            listing(EMAIL),
            listing(FIRST, LAST, CITY),
            ["the source has email (mail)", "name (first, last) and place (city)"],
        ),
        (listing(CITY), listing(CITY, EMAIL), ["the source has place (city)", "full name, email, phone"]),
        (listing(COMPANY), listing(CITY), ["company (firm)", "place (city)"]),
        (listing(), listing(EMAIL), ["no column that could be recognised"]),
        (listing(CITY), None, ["nothing in this list", "it has place (city)"]),
    ],
)
def test_lists_with_nothing_in_common_are_told_what_each_has(source, master, words):
    with pytest.raises(NothingToCompare) as caught:
        suggest_profile(source, master)
    assert all(word in str(caught.value) for word in words)


def ids(name, *, rows=50, length=(7, 7), pattern="9999999", nulls=0, distinct=None, shapes=()):
    return column(
        name, ColumnType.ID, distinct=distinct or rows, nulls=nulls, length=length, pattern=pattern, shapes=shapes
    )


def records(name, kind, *, copies=1):
    """A column of Salesforce ids of one *kind* of record, the commonest of them in so many rows."""
    values = tuple(f"{kind}5g00000{tail}" for tail in ("oHJgU", "wsEhx", "tO762"))
    return replace(ids(name, length=(15, 15)), examples=values, top_values=(ValueCount(values[0], copies),))


COUNTER = {"length": (1, 2), "pattern": "99"}
DOIS = ids("DOI", length=(18, 22), pattern="99.9999/a.99", shapes=[("9.9/a.9", 30), ("9.9/9", 20)])
LINKED = ids(
    "DOI", length=(18, 42), pattern="aaaaa://aaa.aaa/99.9999/9", shapes=[("a://a.a/9.9/9", 30), ("a:9.9/a.9", 20)]
)
BRITISH = ids("VAT", length=(9, 11), pattern="AA999999999", shapes=[("a9", 30), ("9", 10)])
ODD = ids("VAT", length=(9, 11), pattern="999999999", shapes=[("9", 98), ("a9", 2)])
SWISS = ids("VAT", length=(9, 11), pattern="AAA999999999A", shapes=[("a9a", 50)])


@pytest.mark.parametrize(
    ("mine", "theirs", "shared"),
    [
        pytest.param(ids("soc_sec_id"), ids("soc_sec_id"), True, id="same words, same shape"),
        pytest.param(ids("CustomerID"), ids("client no"), True, id="synonyms"),
        pytest.param(ids("source_id"), ids("master_id"), False, id="each list's own rows"),
        pytest.param(ids("id"), ids("id"), False, id="names that say nothing"),
        pytest.param(ids("customer_id"), ids("account_id"), False, id="different things"),
        pytest.param(ids("customer_id"), ids("customer_id", pattern="AA-99999"), False, id="another shape"),
        pytest.param(ids("customer_id"), ids("customer_id", length=(12, 14)), False, id="another length"),
        pytest.param(ids("customer_id", **COUNTER), ids("customer_id", **COUNTER), False, id="both count their rows"),
        pytest.param(
            ids("customer_id", length=(1, 4)), ids("customer_id", **COUNTER), True, id="a part of a numbered list"
        ),
        pytest.param(ids("D-U-N-S"), ids("DUNS Number"), True, id="spelt letter by letter"),
        pytest.param(LINKED, DOIS, True, id="addresses and labels in front"),
        pytest.param(BRITISH, ODD, True, id="one shape of several"),
        pytest.param(SWISS, ODD, False, id="an oversight is no shape"),
        pytest.param(ids("Loyalty Card"), ids("Card No"), True, id="whose number it is"),
        pytest.param(ids("Parent Account"), ids("Account No"), False, id="another account"),
        pytest.param(ids("DNI/CIF"), ids("N.I.F."), True, id="tax numbers and others"),
        pytest.param(records("SFDC Id", "003"), records("Contact ID", "003"), True, id="records of one kind"),
        pytest.param(records("SFDC Id", "00Q"), records("Contact ID", "003"), False, id="records of two kinds"),
        pytest.param(records("Owner", "005", copies=9), records("Rep", "005", copies=9), False, id="owners of many"),
    ],
)
def test_an_identifier_counts_only_when_both_lists_share_it(mine, theirs, shared):
    profile = suggest_profile(listing(LAST, mine, key=mine.name), listing(LAST, theirs, key=theirs.name))
    assert (Field.KEY in profile.source_fields) is shared
    assert (Field.KEY in profile.master_fields) is shared


def test_what_is_given_out_for_all_to_use_goes_before_what_each_shop_numbers():
    sku, ean = ids("SKU", distinct=50), ids("EAN", distinct=30)
    profile = suggest_profile(listing(LAST, sku, ean, key="EAN"), listing(LAST, sku, ean, key="EAN"))
    assert profile.source_fields[Field.KEY] == ("EAN",)


@pytest.mark.parametrize(("distinct", "used"), [(50, False), (45, True), (5, False)])
def test_in_a_dedupe_an_identifier_counts_when_some_rows_share_it(distinct, used):
    profile = suggest_profile(listing(LAST, ids("member_no", distinct=distinct), key="member_no"), None)
    assert (Field.KEY in profile.source_fields) is used


def test_a_proposed_profile_survives_being_written_down():
    profile = suggest_profile(listing(FULL, EMAIL), listing(FIRST, LAST, EMAIL))
    assert MatchProfile.from_yaml(profile.to_yaml()) == profile


def test_leads_are_compared_with_accounts_by_what_tells_of_their_employer():
    profile = suggest_profile(listing(FULL, EMAIL, COMPANY, PHONE), listing(COMPANY, WEBSITE, PHONE, CITY))
    assert set(profile.source_fields) == {Field.EMAIL, Field.COMPANY, Field.PHONE}
    assert set(profile.master_fields) == {Field.COMPANY, Field.DOMAIN, Field.PHONE, Field.CITY}


def test_a_dedupe_has_no_accounts_to_compare_people_with():
    with pytest.raises(ProfileInvalid, match="a dedupe has one list"):
        MatchProfile.from_dict({"type": "account", "source_fields": {"company": "firm"}, "mode": "dedupe"})


def test_a_name_in_doubt_is_a_persons_beside_people() -> None:
    people = listing(FIRST, LAST, column("City", ColumnType.CITY))
    doubtful = listing(column("Name", ColumnType.COMPANY, confidence=0.7), column("City", ColumnType.CITY))
    assert suggest_profile(people, doubtful).type is ProfileType.PERSON
    assert suggest_profile(doubtful, people).source_fields[Field.FULL_NAME] == ("Name",)


def test_a_name_in_doubt_is_a_company_beside_companies() -> None:
    doubtful = listing(column("Name", ColumnType.FULL_NAME, confidence=0.7), column("City", ColumnType.CITY))
    companies = listing(column("Account", ColumnType.COMPANY), column("City", ColumnType.CITY))
    assert suggest_profile(doubtful, companies).type is ProfileType.COMPANY


def test_what_is_read_as_a_company_is_not_compared_with_companies_again() -> None:
    name = column("Name", ColumnType.FULL_NAME, confidence=0.7)
    ledger, shop = listing(name, EMAIL, party="Name"), listing(EMAIL, COMPANY, CITY)
    fields = suggest_profile(shop, ledger).master_fields
    assert fields[Field.COMPANY] == ("Name",)
    assert Field.PARTY not in fields


def test_names_that_are_sure_are_not_read_otherwise_for_the_other_list() -> None:
    companies = listing(column("Name", ColumnType.COMPANY, confidence=0.97), column("City", ColumnType.CITY))
    with pytest.raises(NothingToCompare):
        suggest_profile(listing(FIRST, LAST, column("City", ColumnType.CITY)), companies)


def test_a_name_that_may_be_a_companys_is_compared_with_the_companies_of_the_other_list() -> None:
    ledger, shop = listing(FULL, EMAIL, party="Name"), listing(FIRST, LAST, EMAIL, COMPANY)
    assert suggest_profile(ledger, shop).source_fields[Field.PARTY] == ("Name",)
    assert Field.COMPANY in suggest_profile(shop, ledger).source_fields
    for other in (listing(FIRST, LAST, EMAIL), ledger, None):
        assert Field.PARTY not in suggest_profile(ledger, other).source_fields


@pytest.mark.parametrize("kind", [ProfileType.COMPANY, ProfileType.ACCOUNT])
def test_beside_companies_it_is_a_company(kind) -> None:
    ledger, accounts = listing(FULL, EMAIL, PHONE, party="Name"), listing(COMPANY, WEBSITE, PHONE)
    fields = suggest_profile(ledger, accounts, profile_type=kind).source_fields
    assert fields[Field.COMPANY] == ("Name",)
    assert Field.PARTY not in fields
