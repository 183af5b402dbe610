"""Schedules make jobs: one per slot, whoever dispatches and however often."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.queries import schedules as schedule_rows
from listmatch.catalog.records import ScheduleRecord
from listmatch.domain.files import Purpose
from listmatch.domain.verdicts import MatchMode
from listmatch.workflows import schedules
from listmatch.workflows.dispatch import dispatch, job_id_of, run_now
from listmatch.workflows.drops.rules import ListSource
from listmatch.workflows.files import register_path
from listmatch.workflows.recurrence import Interval, Recurrence
from listmatch.workflows.schedules import ScheduleRequest, create_schedule
from listmatch.workflows.services import Services
from tests.lists import write_lists


@pytest.fixture
def schedule(services: Services, tmp_path: Path) -> ScheduleRecord:
    source, master = (
        register_path(services, path, owner_id="local", purpose=Purpose.SOURCE) for path in write_lists(tmp_path)
    )
    return create(services, source_file_id=source.id, master_file_id=master.id)


def create(services: Services, **lists: object) -> ScheduleRecord:
    asked = {
        "name": "nightly",
        "source_file_id": None,
        "master_file_id": None,
        "profile_id": None,
        "mode": MatchMode.BEST_MATCH,
        "recurrence": Recurrence(Interval.DAILY, "Europe/Berlin", 3),
    } | lists
    return create_schedule(services, ScheduleRequest(**asked), owner_id="local", actor="test")


def again(services: Services, schedule: ScheduleRecord) -> ScheduleRecord:
    return schedules.get_schedule(services, owner_id="local", schedule_id=schedule.id)


def later(schedule: ScheduleRecord, **delta: float) -> datetime:
    assert schedule.next_run_at is not None
    return schedule.next_run_at + timedelta(**delta)


def test_nothing_happens_before_the_slot(services: Services, schedule: ScheduleRecord) -> None:
    assert dispatch(services, now=later(schedule, seconds=-1)) == []


def test_a_slot_leads_to_one_job_and_the_schedule_tells_of_it(services: Services, schedule: ScheduleRecord) -> None:
    slot = later(schedule)
    [done] = dispatch(services, now=slot)
    assert dispatch(services, now=slot) == []
    told = again(services, schedule)
    assert done.job_id == told.last_job_id == job_id_of(schedule.id, slot)
    assert told.last_run_at == slot
    assert told.next_run_at == recurrence(schedule).next_after(slot)
    with services.catalog.reading() as session:
        assert job_rows.get(session, owner_id="local", job_id=str(done.job_id)).schedule_id == schedule.id


def recurrence(schedule: ScheduleRecord) -> Recurrence:
    return schedules.recurrence_of(schedule)


def test_missed_slots_collapse_into_one_job(services: Services, schedule: ScheduleRecord) -> None:
    [done] = dispatch(services, now=later(schedule, days=10, hours=1))
    assert len(schedules.history(services, owner_id="local", schedule_id=schedule.id, limit=10)) == 1
    assert done.slot_at > later(schedule, days=9)


def test_a_paused_schedule_does_not_run_and_makes_up_for_nothing(services: Services, schedule: ScheduleRecord) -> None:
    schedules.pause_schedule(services, owner_id="local", schedule_id=schedule.id, actor="test")
    assert dispatch(services, now=later(schedule, days=3)) == []
    resumed = schedules.resume_schedule(services, owner_id="local", schedule_id=schedule.id, actor="test")
    assert later(resumed) > datetime.now(UTC)


def test_a_slot_that_somebody_else_took_is_not_run_again(services: Services, schedule: ScheduleRecord) -> None:
    with services.catalog.session() as session:
        schedule_rows.take_slot(session, schedule_id=schedule.id, slot_at=later(schedule))
    assert dispatch(services, now=later(schedule)) == []
    assert later(again(services, schedule)) > later(schedule)


def test_running_it_now_leaves_its_slots_alone(services: Services, schedule: ScheduleRecord) -> None:
    done = run_now(services, owner_id="local", schedule_id=schedule.id, actor="test")
    told = again(services, schedule)
    assert (told.next_run_at, told.last_job_id) == (schedule.next_run_at, done.job_id)


def test_the_lists_can_be_found_anew_at_each_run(services: Services, tmp_path: Path) -> None:
    source, master = write_lists(tmp_path)
    lists = {"source": ListSource(file=str(source)), "master": ListSource(file=str(master))}
    schedule = create(services, lists=lists)
    jobs = []
    for text in ("email\na@b.example\n", "email\nc@d.example\n"):
        source.write_text(text, encoding="utf-8")
        [done] = dispatch(services, now=later(again(services, schedule)))
        with services.catalog.reading() as session:
            jobs.append(job_rows.get(session, owner_id="local", job_id=str(done.job_id)))
    assert len({job.source_file_id for job in jobs}) == 2
    assert len({job.master_file_id for job in jobs}) == 1


def test_a_list_that_is_not_there_is_told_in_the_history_and_the_next_slot_comes(
    services: Services, tmp_path: Path
) -> None:
    schedule = create(services, mode=MatchMode.DEDUPE, lists={"source": ListSource(file=str(tmp_path / "nothing.csv"))})
    [done] = dispatch(services, now=later(schedule))
    assert done.job_id is None
    [slot] = schedules.history(services, owner_id="local", schedule_id=schedule.id, limit=10)
    assert slot.error == done.error
    assert later(again(services, schedule)) > later(schedule)
