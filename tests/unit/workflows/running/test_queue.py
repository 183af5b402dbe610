"""The queue: what may start, in which order, and how much of it at once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import job_queue, owners
from listmatch.catalog.records import JobRecord
from listmatch.domain.files import Purpose
from listmatch.domain.verdicts import MatchMode
from listmatch.workflows.lists.files import register_path
from listmatch.workflows.matches.jobs import JobRequest, request_job
from listmatch.workflows.running import queue
from listmatch.workflows.running.queue import Limits, Work, WorkKind
from listmatch.workflows.running.runner import LoopRunner
from listmatch.workflows.services import Services

OWNERS = ("ann", "bob", "cid")
LIMITS = Limits(overall=4, per_owner=2, preparing=3)


@pytest.fixture(autouse=True)
def known_owners(services: Services) -> None:
    with services.catalog.session() as session:
        for owner_id in OWNERS:
            owners.ensure(session, owner_id)


def register(services: Services, folder: Path, number: int, owner_id: str = "local") -> str:
    path = folder / f"{number}.csv"
    path.write_text(f"email\n{number}@fenbury.example\n", encoding="utf-8")
    return register_path(services, path, owner_id=owner_id, purpose=Purpose.SOURCE).id


def dedupe_of(services: Services, file_id: str, owner_id: str = "local") -> JobRecord:
    return request_job(services, JobRequest(owner_id=owner_id, source_file_id=file_id, mode=MatchMode.DEDUPE))


def test_a_list_that_is_ready_has_its_job_before_the_others_are_prepared(services: Services, tmp_path: Path) -> None:
    files = [register(services, tmp_path, number) for number in range(3)]
    jobs = [dedupe_of(services, file_id) for file_id in files]
    LoopRunner(services).prepare(files[:1])
    assert queue.due(services, limits=LIMITS) == [
        Work(WorkKind.DEDUPE, jobs[0].id),
        Work(WorkKind.PREPARE, files[1]),
        Work(WorkKind.PREPARE, files[2]),
    ]


def test_lists_of_one_owner_do_not_keep_another_s_waiting(services: Services, tmp_path: Path) -> None:
    files = [register(services, tmp_path, number, "ann") for number in range(5)]
    other = register(services, tmp_path, 5, "bob")
    due = queue.due(services, limits=LIMITS)
    assert [work.id for work in due] == [files[0], other, files[1]]


def test_no_more_jobs_start_than_the_limits_allow_whatever_was_launched_and_has_not_begun(
    services: Services, tmp_path: Path
) -> None:
    for owner_id in OWNERS:
        file_id = register(services, tmp_path, 0, owner_id)
        LoopRunner(services).prepare([file_id])
        for _ in range(3):
            dedupe_of(services, file_id, owner_id)
    started = list[str]()
    for _ in range(2):
        for work in queue.due(services, limits=LIMITS):
            assert queue.take(services, work)
            started.append(work.owner_id)
    assert sorted(started) == ["ann", "ann", "bob", "cid"]


@pytest.mark.parametrize(("running", "chosen"), [({}, 2), ({"ann": 1}, 1), ({"ann": 2}, 0), ({"bob": 3}, 1)])
def test_running_jobs_leave_less_room(services: Services, tmp_path: Path, running: dict[str, int], chosen: int) -> None:
    file_id = register(services, tmp_path, 0, "ann")
    LoopRunner(services).prepare([file_id])
    for _ in range(3):
        dedupe_of(services, file_id, "ann")
    with services.catalog.reading() as session:
        waiting = job_queue.startable(session)
    assert len(queue.choose(waiting, running=running, limits=LIMITS)) == chosen


def test_the_limits_are_settings(monkeypatch: pytest.MonkeyPatch, services: Services) -> None:
    assert Limits.of(services.settings) == LIMITS
    monkeypatch.setenv("LISTMATCH_JOBS_PER_OWNER", "7")
    assert Limits.of(type(services.settings)()).per_owner == 7


def test_late_uploads_are_looked_for_in_turn_and_none_is_forgotten(services: Services) -> None:
    with services.catalog.session() as session:
        for number in range(20):
            file_rows.register(
                session,
                file_rows.NewFile(
                    owner_id="ann", name="a.csv", purpose=Purpose.SOURCE, size=1, raw_key=f"{number}", is_received=False
                ),
            )
    for number in range(20):
        services.store.put_bytes(f"{number}", b"x")
    later = datetime.now(UTC) + timedelta(hours=1)
    looks = [queue.settle_uploads(services, now=later + timedelta(seconds=5 * look)) for look in range(queue.TURNS)]
    assert sum(looks) == 20
    assert max(looks) < 20


def test_an_upload_that_was_announced_just_now_is_found_at_once(services: Services) -> None:
    with services.catalog.session() as session:
        file_rows.register(
            session,
            file_rows.NewFile(
                owner_id="ann", name="a.csv", purpose=Purpose.SOURCE, size=1, raw_key="a", is_received=False
            ),
        )
    assert queue.settle_uploads(services) == 0
    services.store.put_bytes("a", b"x")
    assert queue.settle_uploads(services) == 1
