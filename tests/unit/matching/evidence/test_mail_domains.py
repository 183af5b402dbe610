"""What a domain in common says: the less, the more of the list are behind it, whoever gives the mailboxes."""

from pathlib import Path

import pytest

from tests.unit.matching.evidence.compared_pairs import levels_of
from tests.unit.matching.standard_lists import Row

NEWS: Row = {"domain": "post-for-all.net"}


@pytest.mark.parametrize(("rows", "level"), [(300, "same, widespread"), (20, "same, large"), (2, "same")])
def test_a_domain_of_many_rows_tells_less_the_more_of_the_list_it_holds(tmp_path: Path, rows: int, level: str) -> None:
    rest = [NEWS] * rows + [{"domain": f"firm{i}.com"} for i in range(1000 - rows)]
    assert levels_of(tmp_path, [(NEWS, NEWS)], others=rest)[0]["org"] == level


def test_behind_a_domain_of_many_companies_speak_for_themselves(tmp_path: Path) -> None:
    acme, bolt = {**NEWS, "company": "acme tools"}, {**NEWS, "company": "bolt paint"}
    rest = [{**NEWS, "company": f"c{i}"} for i in range(50)] + [{"company": f"d{i}"} for i in range(950)]
    found = levels_of(tmp_path, [(acme, acme), (acme, bolt)], others=rest)
    assert [each["org"] for each in found] == ["same", "different"]


def test_two_names_of_a_company_with_a_domain_of_its_own_are_one(tmp_path: Path) -> None:
    ours, theirs = {"company": "acme tools", "domain": "acme.com"}, {"company": "bolt paint", "domain": "acme.com"}
    rest: list[Row] = [{"company": f"c{i}", "domain": f"firm{i}.com"} for i in range(1000)]
    assert levels_of(tmp_path, [(ours, theirs)], others=rest)[0]["org"] == "same"


def mailbox(email: str, **more: str) -> Row:
    return {"email": email, "email_class": "work", "domain": email.split("@")[1], **more}


@pytest.mark.parametrize(
    ("ours", "theirs", "level"),
    [
        (mailbox("lana@acme-us.com"), mailbox("lana@acme-us.com") | {"domain": "acme.com"}, None),
        (mailbox("lana@acmetools.com"), mailbox("lana@acmetolos.com"), None),
        (mailbox("lana@acme-us.com"), mailbox("lana@bolt.com"), "different"),
        (
            mailbox("lana@acme-us.com", company="acme tools"),
            mailbox("lana@bolt.com", company="bolt paint"),
            "different",
        ),
        (mailbox("lana@acme-us.com"), mailbox("lana@acme-us.com"), "same"),
    ],
)
def test_a_mailbox_of_both_is_of_no_other_company(tmp_path: Path, ours: Row, theirs: Row, level: str | None) -> None:
    rest: list[Row] = [mailbox(f"ann{i}@firm{i}.com") for i in range(1000)]
    assert levels_of(tmp_path, [(ours, theirs)], others=rest)[0].get("org") == level
