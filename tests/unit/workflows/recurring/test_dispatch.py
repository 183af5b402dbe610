"""Schedules make jobs: one per slot, whoever dispatches and however often."""

import errno
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.queries import schedules as schedule_rows
from listmatch.catalog.records import ScheduleRecord
from listmatch.domain.files import Purpose
from listmatch.domain.jobs import ScheduleStatus
from listmatch.domain.verdicts import MatchMode
from listmatch.errors import CatalogUnavailable, InputError, StorageUnavailable
from listmatch.workflows.drops.rules import ListSource
from listmatch.workflows.lists.files import register_path
from listmatch.workflows.recurring import dispatch as dispatching
from listmatch.workflows.recurring import schedules
from listmatch.workflows.recurring.dispatch import dispatch, job_id_of, run_now
from listmatch.workflows.recurring.recurrence import Interval, Recurrence
from listmatch.workflows.recurring.schedules import ScheduleRequest, create_schedule
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


@pytest.fixture
def two(services: Services, tmp_path: Path) -> tuple[ScheduleRecord, ScheduleRecord]:
    """Two schedules of one slot, a dedupe each."""
    lists = {"source": ListSource(file=str(write_lists(tmp_path)[0]))}
    broken, whole = (create(services, name=name, mode=MatchMode.DEDUPE, lists=lists) for name in ("broken", "whole"))
    return broken, whole


def break_first(monkeypatch: pytest.MonkeyPatch, two: tuple[ScheduleRecord, ScheduleRecord], error: Exception) -> None:
    """Let the list of the first of *two* not be found, for a reason that nobody thought of."""
    find = dispatching._list

    def find_or_fail(services: Services, schedule: ScheduleRecord, role: str, *, file_id: str | None) -> object:
        if schedule.id == two[0].id:
            raise error
        return find(services, schedule, role, file_id=file_id)

    monkeypatch.setattr(dispatching, "_list", find_or_fail)


def test_a_schedule_that_is_broken_keeps_no_other_from_running_and_says_so_once(
    services: Services,
    two: tuple[ScheduleRecord, ScheduleRecord],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken, whole = two
    break_first(monkeypatch, two, KeyError("on purpose"))
    done = {each.schedule_id: each for each in dispatch(services, now=later(whole))}
    assert (done[whole.id].error, bool(done[whole.id].job_id)) == (None, True)
    assert done[broken.id].error == "an internal error occurred (KeyError). The server's log has the traceback."
    [slot] = schedules.history(services, owner_id="local", schedule_id=broken.id, limit=10)
    assert slot.error == done[broken.id].error
    assert "on purpose" in caplog.text
    assert dispatch(services, now=later(whole)) == []


def test_a_schedule_whose_rule_cannot_be_read_keeps_no_other_from_running_and_says_so_once(
    services: Services,
    two: tuple[ScheduleRecord, ScheduleRecord],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken, whole = two
    read = dispatching.recurrence_of

    def read_or_fail(schedule: ScheduleRecord) -> Recurrence:
        if schedule.id == broken.id:
            raise ValueError(schedule.interval_type)
        return read(schedule)

    monkeypatch.setattr(dispatching, "recurrence_of", read_or_fail)
    done = {each.schedule_id: each for each in dispatch(services, now=later(whole))}
    assert done[whole.id].job_id
    assert done[broken.id].error == "The schedule is paused: its rule cannot be read. Delete it and create it again."
    [slot] = schedules.history(services, owner_id="local", schedule_id=broken.id, limit=10)
    assert slot.error == done[broken.id].error
    assert (again(services, broken).status, again(services, broken).next_run_at) == (ScheduleStatus.PAUSED, None)
    caplog.clear()
    assert dispatch(services, now=later(whole)) == []
    assert not caplog.text


def test_a_list_out_of_reach_leaves_the_slot_for_the_next_time_and_the_others_their_turn(
    services: Services, two: tuple[ScheduleRecord, ScheduleRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, whole = two
    with monkeypatch.context() as patched:
        break_first(patched, two, StorageUnavailable("the object store cannot be reached."))
        assert [each.schedule_id for each in dispatch(services, now=later(whole))] == [whole.id]
    assert [each.schedule_id for each in dispatch(services, now=later(whole))] == [broken.id]


def test_an_outage_of_the_catalog_ends_the_round(
    services: Services, two: tuple[ScheduleRecord, ScheduleRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    break_first(monkeypatch, two, CatalogUnavailable("the catalog cannot be reached."))
    with pytest.raises(CatalogUnavailable):
        dispatch(services, now=later(two[1]))


def test_a_job_that_cannot_be_written_leaves_nothing_but_the_sentence(
    services: Services, two: tuple[ScheduleRecord, ScheduleRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(session: Session, *_: object, **__: object) -> None:
        raise TypeError("on purpose")

    monkeypatch.setattr(dispatching, "write_job", fail)
    assert [each.job_id for each in dispatch(services, now=later(two[0]))] == [None, None]
    assert later(again(services, two[0])) > later(two[0])


@pytest.mark.parametrize("address", ["ftp://host/a.csv", "s3://[drops/a.csv", "s3://drops/a\\.csv"])
@pytest.mark.parametrize("role", ["source", "master"])
def test_an_address_where_no_list_can_be_is_refused_at_once(
    services: Services, tmp_path: Path, address: str, role: str
) -> None:
    source, master = write_lists(tmp_path)
    lists = {"source": ListSource(file=str(source)), "master": ListSource(file=str(master))}
    with pytest.raises(InputError, match="this is no"):
        create(services, lists=lists | {role: ListSource(file=address)})


def test_an_address_that_an_earlier_version_let_pass_is_told_in_the_history(
    services: Services, schedule: ScheduleRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(schedules, "check_source", lambda *_: None, raising=False)
        kept = create(
            services, name="odd", mode=MatchMode.DEDUPE, lists={"source": ListSource(file="s3://drops/a\\.csv")}
        )
    done = {each.schedule_id: each for each in dispatch(services, now=later(kept))}
    assert "this is not the address of a list" in str(done[kept.id].error)
    assert done[schedule.id].job_id


def test_a_fault_of_the_machine_pauses_no_schedule(
    services: Services, two: tuple[ScheduleRecord, ScheduleRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    unlucky, whole = two
    read = dispatching.recurrence_of

    def read_or_fail(schedule: ScheduleRecord) -> Recurrence:
        if schedule.id == unlucky.id:
            raise OSError(errno.EMFILE, "too many open files")
        return read(schedule)

    monkeypatch.setattr(dispatching, "recurrence_of", read_or_fail)
    assert [each.schedule_id for each in dispatch(services, now=later(whole))] == [whole.id]
    monkeypatch.undo()
    assert [each.schedule_id for each in dispatch(services, now=later(whole))] == [unlucky.id]
