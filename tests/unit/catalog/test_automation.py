"""Schedules, drops, decisions, exclusions and webhooks in the catalog."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from listmatch.catalog import Catalog
from listmatch.catalog.queries import drops, exclusions, owners, schedules, webhooks
from listmatch.catalog.records import DropRecord, ScheduleRecord
from listmatch.domain.jobs import ScheduleStatus
from listmatch.domain.verdicts import MatchMode
from listmatch.errors import NotFound
from tests.unit.catalog.made_up import a_file, a_job

SLOT = datetime(2026, 5, 1, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


def a_schedule(catalog: Catalog) -> ScheduleRecord:
    with catalog.session() as session:
        file = a_file(session)
        return schedules.create(
            session,
            schedules.NewSchedule(
                owner_id="ann",
                name="Daily leads",
                interval_type="daily",
                hour_local=6,
                timezone="America/New_York",
                next_run_at=SLOT,
                source_file_id=file.id,
                mode=MatchMode.DEDUPE,
            ),
        )


def see(catalog: Catalog, *, etag: str = "1", uri: str = "s3://drops/a.csv") -> DropRecord | None:
    with catalog.session() as session:
        owners.ensure(session, "ann")
        return drops.see(
            session, drops.NewDrop(owner_id="ann", rule="daily", uri=uri, etag=etag, size=5, modified_at=SLOT)
        )


class TestSchedules:
    def test_a_schedule_is_due_from_its_slot_on(self, catalog: Catalog) -> None:
        schedule = a_schedule(catalog)
        with catalog.reading() as session:
            assert schedules.due(session, now=SLOT - HOUR) == []
            assert schedules.due(session, now=SLOT) == [schedule]
            assert schedules.get(session, owner_id="ann", schedule_id=schedule.id) == schedule

    def test_a_slot_is_taken_once(self, catalog: Catalog) -> None:
        schedule = a_schedule(catalog)

        def take(slot: datetime) -> bool:
            with catalog.session() as session:
                return schedules.take_slot(session, schedule_id=schedule.id, slot_at=slot)

        with ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(take, [SLOT] * 8)) == 1
        assert take(SLOT + HOUR)

    def test_of_schedules_of_one_name_that_are_made_at_once_one_is_made(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            owners.ensure(session, "ann")

        def make(_: int) -> bool:
            with catalog.session() as session:
                owners.take_turns(session, owner_id="ann")
                if schedules.called(session, owner_id="ann", name="nightly"):
                    return False
                particulars = {"name": "nightly", "interval_type": "daily", "timezone": "UTC"}
                schedules.create(session, schedules.NewSchedule(owner_id="ann", next_run_at=SLOT, **particulars))
                return True

        with ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(make, range(8))) == 1

    def test_a_slot_of_no_schedule_is_an_error_and_not_taken_for_used(self, catalog: Catalog) -> None:
        with pytest.raises(IntegrityError), catalog.session() as session:
            schedules.take_slot(session, schedule_id="nothing", slot_at=SLOT)

    def test_the_history_says_what_became_of_each_slot(self, catalog: Catalog) -> None:
        schedule, job = a_schedule(catalog), a_job(catalog)
        with catalog.session() as session:
            for number in range(2):
                schedules.take_slot(session, schedule_id=schedule.id, slot_at=SLOT + number * HOUR)
            schedules.settle_slot(session, schedule_id=schedule.id, slot_at=SLOT, job_id=job.id)
            schedules.settle_slot(session, schedule_id=schedule.id, slot_at=SLOT + HOUR, error="The file is gone.")
            history = schedules.history(session, owner_id="ann", schedule_id=schedule.id)
            found = schedules.get(session, owner_id="ann", schedule_id=schedule.id)
        assert [(run.slot_at, run.job_id, run.error) for run in history] == [
            (SLOT + HOUR, None, "The file is gone."),
            (SLOT, job.id, None),
        ]
        assert (found.last_run_at, found.last_job_id) == (SLOT + HOUR, job.id)

    def test_a_schedule_moves_on_once_from_a_slot(self, catalog: Catalog) -> None:
        schedule = a_schedule(catalog)
        with catalog.session() as session:
            moved = [
                schedules.move_on(session, schedule_id=schedule.id, slot_at=SLOT, next_run_at=SLOT + HOUR)
                for _ in range(2)
            ]
        assert moved == [True, False]

    def test_a_paused_schedule_is_not_due_until_it_is_resumed(self, catalog: Catalog) -> None:
        schedule = a_schedule(catalog)
        with catalog.session() as session:
            assert schedules.pause(session, owner_id="ann", schedule_id=schedule.id)
            assert schedules.due(session, now=SLOT + HOUR) == []
            assert schedules.get(session, owner_id="ann", schedule_id=schedule.id).status is ScheduleStatus.PAUSED
            assert schedules.resume(session, owner_id="ann", schedule_id=schedule.id, next_run_at=SLOT + HOUR)
            assert [due.id for due in schedules.due(session, now=SLOT + HOUR)] == [schedule.id]

    def test_a_deleted_or_another_owner_s_schedule_does_not_exist(self, catalog: Catalog) -> None:
        schedule = a_schedule(catalog)
        with catalog.session() as session:
            for change in (schedules.pause, schedules.delete):
                assert not change(session, owner_id="bob", schedule_id=schedule.id)
            assert not schedules.resume(session, owner_id="bob", schedule_id=schedule.id, next_run_at=SLOT)
            assert schedules.list_for(session, owner_id="bob") == []
            for read in (schedules.get, schedules.history):
                with pytest.raises(NotFound, match="no such schedule"):
                    read(session, owner_id="bob", schedule_id=schedule.id)
            assert schedules.delete(session, owner_id="ann", schedule_id=schedule.id)
            assert schedules.list_for(session, owner_id="ann") == []
            assert schedules.due(session, now=SLOT + HOUR) == []


class TestDrops:
    def test_a_version_is_seen_once_by_whoever_sees_it_first(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            owners.ensure(session, "ann")
        with ThreadPoolExecutor(4) as pool:
            seen = list(pool.map(lambda _: see(catalog), range(8)))
        assert sum(drop is not None for drop in seen) == 1

    def test_an_overwritten_object_is_seen_again(self, catalog: Catalog) -> None:
        assert [see(catalog, etag=etag) is not None for etag in ("1", "2", "1")] == [True, True, False]

    def test_a_drop_that_led_to_nothing_is_found_until_it_is_settled(self, catalog: Catalog) -> None:
        drop = see(catalog)
        assert drop is not None
        with catalog.session() as session:
            file = a_file(session)
            assert drops.unsettled(session, rules=["daily"]) == [drop]
            assert drops.settle(session, drop_id=drop.id, file_id=file.id)
            assert not drops.settle(session, drop_id=drop.id, error="x")
            assert drops.unsettled(session, rules=["daily"]) == []
            found = drops.list_recent(session, owner_id="ann", rule="daily")
        assert [(settled.file_id, settled.error) for settled in found] == [(file.id, None)]


class TestExclusions:
    def test_a_value_is_excluded_once(self, catalog: Catalog) -> None:
        values = [("email", "a@example.com"), ("domain", "example.org"), ("email", "a@example.com")]
        with catalog.session() as session:
            owners.ensure(session, "ann")
            assert exclusions.add(session, owner_id="ann", values=values) == 2
            assert exclusions.add(session, owner_id="ann", values=[("email", "b@example.com"), *values]) == 1
            found = exclusions.by_kind(session, owner_id="ann")
        assert found == {"domain": ["example.org"], "email": ["a@example.com", "b@example.com"]}

    def test_a_long_list_comes_and_goes_in_few_statements(self, catalog: Catalog) -> None:
        values = [("email", f"n{number}@example.com") for number in range(2500)] + [("phone", "+14155552671")]
        with catalog.session() as session:
            for owner_id in ("ann", "bob"):
                owners.ensure(session, owner_id)
                assert exclusions.add(session, owner_id=owner_id, values=values) == 2501
            assert (
                exclusions.discard(session, owner_id="ann", values=[*values[:2001], ("email", "x@y.example")]) == 2001
            )
            assert exclusions.discard(session, owner_id="ann", values=values) == 500
            assert exclusions.by_kind(session, owner_id="ann") == {}
            assert len(exclusions.by_kind(session, owner_id="bob")["email"]) == 2500
            assert exclusions.add(session, owner_id="ann", values=[]) == 0

    def test_an_exclusion_can_be_taken_back_by_its_owner(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            owners.ensure(session, "ann")
            exclusions.add(session, owner_id="ann", values=[("email", "a@example.com"), ("domain", "example.org")])
            (found,) = exclusions.list_for(session, owner_id="ann", kind="email")
            assert not exclusions.remove(session, owner_id="bob", exclusion_id=found.id)
            assert exclusions.remove(session, owner_id="ann", exclusion_id=found.id)
            assert [left.kind for left in exclusions.list_for(session, owner_id="ann")] == ["domain"]


class TestWebhooks:
    def test_a_message_goes_to_every_address_that_wants_it(self, catalog: Catalog) -> None:
        now = datetime.now(UTC)
        with catalog.session() as session:
            for owner_id in ("ann", "bob"):
                owners.ensure(session, owner_id)
            for owner_id, events in (("ann", ["job.completed"]), ("ann", ["file.ready"]), ("bob", ["job.completed"])):
                webhooks.create(session, owner_id=owner_id, url="https://example.com", events=events, secret="s")
            assert webhooks.queue(session, owner_id="ann", event="job.completed", payload={"id": 1}) == 1
            ((delivery, hook),) = webhooks.due(session, now=now + HOUR)
        assert (delivery.payload, hook.owner_id, hook.events) == ({"id": 1}, "ann", ["job.completed"])

    def test_one_worker_makes_each_attempt(self, catalog: Catalog) -> None:
        now = datetime.now(UTC)
        with catalog.session() as session:
            owners.ensure(session, "ann")
            hook = webhooks.create(session, owner_id="ann", url="https://example.com", events=["x"], secret="s")
            webhooks.queue(session, owner_id="ann", event="x", payload={})
            ((delivery, _),) = webhooks.due(session, now=now + HOUR)
            taken = [webhooks.take(session, delivery=delivery, until=now + 2 * HOUR) for _ in range(2)]
            assert taken == [True, False]
            assert webhooks.due(session, now=now + HOUR) == []
            webhooks.mark_undelivered(
                session, delivery_id=delivery.id, error="refused", response_status=503, next_attempt_at=now
            )
            ((again, _),) = webhooks.due(session, now=now + HOUR)
            assert (again.attempts, again.error, again.response_status) == (1, "refused", 503)
            webhooks.mark_delivered(session, delivery_id=delivery.id, response_status=200)
            assert webhooks.due(session, now=now + 9 * HOUR) == []
            (done,) = webhooks.deliveries(session, owner_id="ann", webhook_id=hook.id)
        assert (done.error, done.response_status) == (None, 200)
        assert done.delivered_at is not None

    def test_a_deleted_or_another_owner_s_webhook_does_not_exist(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            owners.ensure(session, "ann")
            hook = webhooks.create(session, owner_id="ann", url="https://example.com", events=["x"], secret="s")
            webhooks.queue(session, owner_id="ann", event="x", payload={})
            assert not webhooks.delete(session, owner_id="bob", webhook_id=hook.id)
            for read in (webhooks.get, webhooks.deliveries):
                with pytest.raises(NotFound, match="no such webhook"):
                    read(session, owner_id="bob", webhook_id=hook.id)
            assert webhooks.delete(session, owner_id="ann", webhook_id=hook.id)
            assert webhooks.due(session, now=datetime.now(UTC) + HOUR) == []
            assert webhooks.queue(session, owner_id="ann", event="x", payload={}) == 0
