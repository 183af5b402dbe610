"""A schedule is found by its id or its name, among those of its owner."""

from datetime import UTC, datetime

import pytest

from listmatch.catalog.queries import owners as owner_rows
from listmatch.catalog.queries import schedules as schedule_rows
from listmatch.errors import InputError, NotFound
from listmatch.workflows.recurring.schedules import find_schedule
from listmatch.workflows.services import Services


def written(services: Services, name: str, *, owner_id: str = "local") -> str:
    """The id of a schedule that was written without asking whether its name is free."""
    with services.catalog.session() as session:
        owner_rows.ensure(session, owner_id)
        new = schedule_rows.NewSchedule(
            owner_id=owner_id,
            name=name,
            interval_type="daily",
            timezone="UTC",
            next_run_at=datetime(2026, 12, 1, tzinfo=UTC),
        )
        return schedule_rows.create(session, new).id


def test_a_name_or_an_id_is_enough(services: Services) -> None:
    first, second = written(services, "nightly"), written(services, "weekly")
    assert find_schedule(services, "nightly", owner_id="local").id == first
    assert find_schedule(services, second, owner_id="local").name == "weekly"


def test_the_schedule_of_somebody_else_is_not_found(services: Services) -> None:
    theirs = written(services, "nightly", owner_id="ann")
    for named in (theirs, "nightly"):
        with pytest.raises(NotFound, match="there is no such schedule"):
            find_schedule(services, named, owner_id="local")


def test_of_several_with_one_name_the_ids_are_told(services: Services) -> None:
    ids = [written(services, "nightly") for _ in range(2)]
    with pytest.raises(InputError) as refused:
        find_schedule(services, "nightly", owner_id="local")
    assert refused.value.place == "nightly"
    assert all(each in refused.value.cure for each in ids)
