"""A verdict explained: both sides, and parts that add up to the score."""

from math import log
from pathlib import Path

import pytest

from listmatch.domain.columns import Field
from listmatch.domain.verdicts import MatchMode
from listmatch.errors import NotFound
from listmatch.workflows.match_lists import MatchRequest, match_lists
from listmatch.workflows.results.explanation import explain_row
from listmatch.workflows.results.sides import ShownField, shown_fields
from listmatch.workflows.services import Services
from tests.homes import copied_services
from tests.lists import write_lists


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory, prepared_home: Path) -> Services:
    """Of one home for all, as an explanation changes nothing."""
    return copied_services(prepared_home, tmp_path_factory.mktemp("explained") / "home")


@pytest.fixture(scope="module")
def job_id(services: Services, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("lists")
    source, master = write_lists(folder)
    request = MatchRequest(source=source, master=master, results_only=True)
    return match_lists(services, request, into=folder / "out").job.id


def test_the_parts_add_up_to_the_score(services: Services, job_id: str) -> None:
    told = explain_row(services, job_id, 5)
    share = min(max(told["score"] / 100, 1e-6), 1 - 1e-6)
    assert told["contributions"][-1]["total"] == pytest.approx(log(share / (1 - share)), abs=0.6)
    assert sum(part["logOdds"] for part in told["contributions"]) == pytest.approx(told["contributions"][-1]["total"])


def test_the_pair_stands_side_by_side_as_the_lists_write_it(services: Services, job_id: str) -> None:
    fields = {
        field["field"]: (field["source"], field["master"]) for field in explain_row(services, job_id, 3)["fields"]
    }
    assert fields["last name"] == ("Müllenrad", "Muellenrad")
    assert fields["email"] == ("joerg@lornmere.example", "joerg@lornmere.example")


def test_forms_of_address_are_called_what_they_are() -> None:
    fields = {Field.SEX: ("Salutation",), Field.LAST_NAME: ("Last",)}
    assert [field.label for field in shown_fields(fields, fields)] == ["last name", "title or sex"]


def test_whole_names_stand_beside_names_in_parts() -> None:
    whole = {Field.FULL_NAME: ("Name",), Field.EMAIL: ("Mail",)}
    parts = {Field.FIRST_NAME: ("First",), Field.LAST_NAME: ("Last",), Field.CITY: ("City",)}
    name, email, city = shown_fields(whole, parts)
    assert name == ShownField("name", ("Name",), ("First", "Last"), is_joined=True)
    assert shown_fields(parts, whole)[0] == ShownField("name", ("First", "Last"), ("Name",), is_joined=True)
    assert (email.label, city.label) == ("email", "city")
    assert [field.label for field in shown_fields(parts, parts)] == ["first name", "last name", "city"]


def test_a_second_address_is_shown_as_one_field_whichever_list_has_it() -> None:
    one = {Field.STREET: ("Street",), Field.CITY: ("City",)}
    two = {**one, Field.SECOND_STREET: ("Shipping Street",), Field.SECOND_CITY: ("Shipping City",)}
    both = ("Shipping Street", "Shipping City")
    assert shown_fields(one, two)[-1] == ShownField("second address", (), both, is_joined=True)
    assert shown_fields(two, one)[-1] == ShownField("second address", both, (), is_joined=True)
    assert [field.label for field in shown_fields(one, one)] == ["street", "city"]


def test_a_name_that_may_be_a_companys_is_shown_once() -> None:
    ledger = {Field.FULL_NAME: ("Name",), Field.PARTY: ("Name",)}
    shop = {Field.LAST_NAME: ("Last",), Field.COMPANY: ("Company",)}
    assert [field.label for field in shown_fields(ledger, shop)] == ["name", "company"]
    assert [field.label for field in shown_fields(shop, {**ledger, Field.PARTY: ("Owner",)})][-1] == "party"


def test_whole_addresses_stand_once_beside_all_parts_of_an_address() -> None:
    whole = {Field.PHONE: ("Phone",), **dict.fromkeys((Field.STREET, Field.CITY, Field.POSTCODE), ("Address",))}
    parts = {Field.PHONE: ("Tel",), Field.STREET: ("Street",), Field.CITY: ("City",), Field.STATE: ("State",)}
    phone, address = shown_fields(whole, parts)
    assert phone == ShownField("phone", ("Phone",), ("Tel",))
    assert address == ShownField("address", ("Address",), ("Street", "City", "State"), is_joined=True)
    assert shown_fields(whole, whole)[1] == ShownField("address", ("Address",), ("Address",), is_joined=True)
    assert [field.label for field in shown_fields(parts, parts)] == ["phone", "street", "city", "state"]


def test_a_pair_shows_the_parts_of_a_name_as_one(services: Services, tmp_path: Path) -> None:
    source, master = tmp_path / "s.csv", tmp_path / "m.csv"
    source.write_text("Name,Email\nAnn Lee,ann@lee.example\n", encoding="utf-8")
    master.write_text("First Name,Last Name,Email\nAnne,Lee,ann@lee.example\n", encoding="utf-8")
    job = match_lists(services, MatchRequest(source=source, master=master, formats=()), into=tmp_path / "out").job
    fields = {each["field"]: (each["source"], each["master"]) for each in explain_row(services, job.id, 1)["fields"]}
    assert fields["name"] == ("Ann Lee", "Anne Lee")


def test_a_row_without_any_candidate_says_so(services: Services, job_id: str) -> None:
    told = explain_row(services, job_id, 4)
    assert (told["verdict"], told["masterRowId"], told["contributions"]) == ("unmatched", None, [])


def test_a_row_that_is_not_there_is_not_found(services: Services, job_id: str) -> None:
    with pytest.raises(NotFound, match="it has 5"):
        explain_row(services, job_id, 6)


@pytest.fixture(scope="module")
def dedupe_id(services: Services, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("list")
    path = folder / "people.csv"
    people = ("Ann Lee,ann@lee.example,Ayton", "Bob Ray,bob@ray.example,Beeford", "Anne Lee,ann@lee.example,Ayton")
    path.write_text("\n".join(("name,email,city", *people, "Zoe Fox,zoe@fox.example,Ceeham")), encoding="utf-8")
    request = MatchRequest(source=path, master=None, mode=MatchMode.DEDUPE, results_only=True)
    return match_lists(services, request, into=folder / "out").job.id


@pytest.mark.parametrize(("row", "verdict", "nearest"), [(1, "keep", 3), (3, "remove", 1)])
def test_a_row_of_a_dedupe_stands_beside_its_nearest_one_whichever_comes_first(
    services: Services, dedupe_id: str, row: int, verdict: str, nearest: int
) -> None:
    told = explain_row(services, dedupe_id, row)
    assert (told["verdict"], told["nearestRowId"], told["clusterId"], told["clusterSize"]) == (verdict, nearest, 1, 2)
    sides = {field["field"]: (field["source"], field["master"]) for field in told["fields"]}
    assert sides["full name"] == (("Ann Lee", "Anne Lee") if row == 1 else ("Anne Lee", "Ann Lee"))
    assert {"name", "email"} <= {part["kind"] for part in told["contributions"]}


def test_a_row_of_a_dedupe_that_shares_no_key_stands_alone(services: Services, dedupe_id: str) -> None:
    told = explain_row(services, dedupe_id, 4)
    assert (told["verdict"], told["nearestRowId"], told["contributions"]) == ("keep", None, [])
