"""What one list calls a customer may be the company of the other list's contact."""

from pathlib import Path

import pytest

from listmatch.domain.verdicts import ProfileType
from listmatch.matching.evidence.tables import evidence_tables
from tests.unit.matching.evidence.compared_pairs import levels_of
from tests.unit.matching.standard_lists import Row, profile_of, score

BONN: Row = {"street": "12 oak st", "city": "bonn", "zip": "53111"}
ULM: Row = {"street": "9 elm ave", "city": "ulm", "zip": "89073"}
CUSTOMER: Row = {"first": "acme", "last": "tools", "party": "acme tools", **BONN}
CONTACT: Row = {"first": "ann", "last": "lee", "company": "acme tools", **BONN}


@pytest.mark.parametrize(
    ("mine", "theirs", "level"),
    [
        (CUSTOMER, CONTACT, "same"),
        (CONTACT, CUSTOMER, "same"),
        (CUSTOMER, {**CONTACT, "company": "acme and tools"}, "same"),
        (CUSTOMER, {"company": "acme tools"}, "same, place unknown"),
        (CUSTOMER, {**CONTACT, **ULM}, "same, elsewhere"),
        (CUSTOMER, {**CONTACT, "company": "acme tool"}, "similar"),
        (CUSTOMER, {**CONTACT, **ULM, "company": "acme tool"}, "different"),
        (CUSTOMER, {**CONTACT, "company": "zed"}, "different"),
    ],
)
def test_its_name_is_compared_with_the_company(tmp_path: Path, mine: Row, theirs: Row, level: str) -> None:
    [found] = levels_of(tmp_path, [(mine, theirs)])
    assert found["party"] == level


def test_the_contacts_name_says_nothing_beside_the_name_of_his_company(tmp_path: Path) -> None:
    stranger: Row = {**CONTACT, "company": "zed"}
    told, untold, own = levels_of(tmp_path, [(CUSTOMER, stranger), (CUSTOMER, CONTACT), (CONTACT, CONTACT)])
    assert told["name"] == "different"
    assert "name" not in untold
    assert "party" not in own


def test_a_customer_who_bears_the_name_of_his_company_is_compared_by_his_own(tmp_path: Path) -> None:
    owner: Row = {"first": "ann", "last": "lee", "party": "ann lee", **BONN}
    [found] = levels_of(tmp_path, [(owner, {**CONTACT, "company": "ann lee"})])
    assert (found["name"], found["party"]) == ("same", "same")


def test_another_website_is_not_called_as_the_company_is(tmp_path: Path) -> None:
    customer: Row = {**CUSTOMER, "domain": "acmetools.com"}
    domains = ("acmetools.com", "tools-of-bonn.com")
    levels = levels_of(tmp_path, [(customer, {**CONTACT, "domain": domain}) for domain in domains])
    assert [found["org"] for found in levels] == ["same", "different"]


def test_lists_of_people_and_companies_alike_are_not_compared_so() -> None:
    kind = evidence_tables(ProfileType.PERSON).kind("party")
    assert kind.can_compare({"party", "last"}, {"company", "last"})
    assert kind.can_compare({"company"}, {"party"})
    assert not kind.can_compare({"party"}, {"party"})
    assert not kind.can_compare({"company"}, {"company"})


def test_every_contact_of_the_customer_is_right(tmp_path: Path) -> None:
    ledger = [{**CUSTOMER, "party": f"acme {i}", "last": f"tools{i}", "street": f"{i} oak st"} for i in range(60)]
    shop = [{**CONTACT, "company": row["party"], "street": row["street"], "first": name, "last": f"{name}{i}"}
            for i, row in enumerate(ledger) for name in ("ann", "bob")]  # fmt: skip
    lines = score(tmp_path, ledger, shop, profile=profile_of(model="shipped"))
    own = [line for line in lines if (line["master_row_id"] - 1) // 2 == line["source_row_id"] - 1]
    assert len(own) == 120
    assert all(line["score"] >= 85 for line in own)
    assert {line["reason"] for line in own} == {"name of the company + address"}


def test_a_company_of_that_name_in_another_town_is_a_namesake(tmp_path: Path) -> None:
    ledger = [{**CUSTOMER, "party": f"acme {i}", "last": f"tools{i}"} for i in range(9)]
    shop = [{**CONTACT, **ULM, "company": row["party"], "last": f"lee{i}"} for i, row in enumerate(ledger)]
    lines = score(tmp_path, ledger, shop, profile=profile_of(model="shipped"))
    assert {line["relationship"] for line in lines} == {"namesake"}
    assert all(line["score"] < 50 for line in lines)
