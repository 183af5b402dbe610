"""Great Expectations on small lists: what is met, what is not, and that no value leaks unless allowed."""

from pathlib import Path

import pytest

from listmatch.domain.files import Purpose
from listmatch.settings import Settings
from listmatch.storage import ObjectStore
from listmatch.workflows.drops.lists import take_in
from listmatch.workflows.drops.places import open_list
from listmatch.workflows.recurring.expectations import Checked, check_expectations, newly_prepared, suite_key
from listmatch.workflows.running.runner import LoopRunner
from listmatch.workflows.services import Services, open_own_services

pytestmark = pytest.mark.slow  # the import alone takes seconds

NAMES = ("Thornfell", "Quillon", "Strangeways", "Dagholm", "Ostrcombe", "Lornmere")
GOOD = "id,email,city\n" + "".join(f"{n},{name.lower()}@fenbury.example,Boston\n" for n, name in enumerate(NAMES))
BAD = "id,email,town\n" + "".join(f"1,{name.lower()} at fenbury,Boston\n" for name in NAMES[:2])


def checked(services: Services, folder: Path, text: str, *, month: int) -> Checked:
    path = folder / f"leads-2026-{month:02}.csv"
    path.write_text(text, encoding="utf-8")
    place, version = open_list(services.settings, str(path))
    file = take_in(services, place, version, owner_id="local", purpose=Purpose.SOURCE)
    LoopRunner(services).prepare([file.id])
    return check_expectations(services, file.id)


def store_of(services: Services) -> ObjectStore:
    return services.store


@pytest.mark.parametrize("shows_values", [False, True])
def test_a_list_that_differs_from_its_family_is_told_of_without_its_values(tmp_path: Path, shows_values: bool) -> None:
    services = open_own_services(Settings(home=tmp_path / "home", threads=2, show_values=shows_values))
    first = checked(services, tmp_path, GOOD, month=1)
    assert (first.family, first.is_new, first.unmet) == ("leads", True, ())
    again = checked(services, tmp_path, GOOD.replace("Boston", "Denver"), month=2)
    assert (again.is_new, again.unmet) == (False, ())
    other = checked(services, tmp_path, BAD, month=3)
    unmet = {(finding.expectation.type, finding.expectation.column): finding for finding in other.unmet}
    assert unmet["expect_table_columns_to_match_set", ""].observed == "missing: city"
    assert unmet["expect_column_values_to_not_be_null", "city"].observed == "there is no such column"
    assert unmet["expect_column_values_to_match_regex", "email"].unexpected_count == 2
    assert unmet["expect_column_values_to_match_regex", "email"].lines == (2, 3)
    assert ("expect_column_values_to_be_between", "rows") in unmet
    assert ("thornfell" in str(other.findings)) is shows_values
    assert "thornfell" not in other.sentence()
    assert "city to not be null (observed: there is no such column)" in other.sentence()
    assert "email to match regex (100% are otherwise)" in other.sentence()
    assert "rows to be between 3 and 12 (observed: 2)" in other.sentence()
    assert store_of(services).exists(suite_key("local", "leads"))


def test_a_poor_first_list_is_no_model_for_the_next(tmp_path: Path) -> None:
    services = open_own_services(Settings(home=tmp_path / "home", threads=2))
    poor = checked(services, tmp_path, GOOD + "7,a@b.example,Boston,more\n" * 3, month=1)
    assert (poor.findings, poor.is_new) == ((), False)
    assert "too poor" in poor.sentence()
    assert not store_of(services).exists(suite_key("local", "leads"))
    assert checked(services, tmp_path, GOOD, month=2).is_new


def test_an_edited_suite_decides_on_the_next_list(tmp_path: Path) -> None:
    services = open_own_services(Settings(home=tmp_path / "home", threads=2))
    checked(services, tmp_path, GOOD, month=1)
    key = suite_key("local", "leads")
    rule = "- {type: expect_column_values_to_be_in_set, column: city, value_set: [Denver]}\n"
    suite = services.store.get_bytes(key).decode().replace("values:\n", f"values:\n{rule}")
    services.store.put_bytes(key, suite.encode())
    [finding] = checked(services, tmp_path, GOOD.replace("3,quill", "9,quill"), month=2).unmet
    assert (finding.expectation.column, finding.unexpected_count, finding.lines) == ("city", 6, (2, 3, 4, 5, 6))


def test_only_lists_that_recur_are_launched_and_each_once(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    services = open_own_services(Settings(home=tmp_path / "home", threads=2))
    begin = datetime.now(UTC), ""
    checked(services, tmp_path, GOOD, month=1)
    [file] = newly_prepared(services, after=begin, limit=10)
    assert file.ready_at is not None
    assert newly_prepared(services, after=(file.ready_at, file.id), limit=10) == []
