"""Years of lists: chosen by their days, each matched once, whatever happens in between."""

import multiprocessing
import os
import signal
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from listmatch.catalog.queries import jobs as job_rows
from listmatch.domain.jobs import JobStatus
from listmatch.errors import InputError, NotFound
from listmatch.workflows.backfills import BackfillRequest, Queued, chosen, date_of, queue, run
from listmatch.workflows.drops.rules import ListSource
from listmatch.workflows.drops.versions import Version
from listmatch.workflows.running import worker_pool
from listmatch.workflows.services import Services
from tests.lists import MASTER, SOURCE


def version(key: str, *, size: int = 9) -> Version:
    return Version(key, f"s3://b/{key}", "1", size, datetime(2030, 5, 6, tzinfo=UTC))


def test_a_list_has_the_day_of_its_name_else_that_of_its_writing() -> None:
    assert date_of(version("leads_2024-03-05.csv")) == date(2024, 3, 5)
    assert date_of(version("leads.csv")) == date(2030, 5, 6)


def test_lists_come_in_the_order_of_their_days_and_the_last_day_is_left_out() -> None:
    lists = [version(f"l-2024-0{month}-01.csv") for month in (3, 1, 2)] + [version("2024-02-02/_SUCCESS", size=0)]
    found, others = chosen(lists, since=date(2024, 1, 1), until=date(2024, 3, 1))
    assert [each.key for each in found] == ["l-2024-01-01.csv", "l-2024-02-01.csv"]
    assert [each.key for each in others] == ["l-2024-03-01.csv"]


@pytest.fixture
def request_for(tmp_path: Path) -> BackfillRequest:
    archive = tmp_path / "archive" / "2024"
    archive.mkdir(parents=True)
    for month, text in enumerate((SOURCE, "only a header\n", SOURCE.replace("Ada", "Evelyn")), 1):
        (archive / f"leads-{month:02}.csv").write_text(text, encoding="utf-8")
    master = tmp_path / "crm.csv"
    master.write_text(MASTER, encoding="utf-8")
    os.utime(master, (1, 1))
    return BackfillRequest(prefix=str(tmp_path / "archive"), master=ListSource(file=str(master)))


def jobs(services: Services) -> dict[str, JobStatus]:
    with services.catalog.reading() as session:
        return {job.id: job.status for job in job_rows.list_recent(session, owner_id="local")}


def ended(found: list[Queued]) -> list[tuple[str, bool, bool]]:
    return [(each.name, each.is_done, bool(each.error)) for each in found]


def test_one_bad_list_does_not_stop_the_rest_and_what_is_done_is_not_done_again(
    services: Services, request_for: BackfillRequest, tmp_path: Path
) -> None:
    first = list(run(services, request_for, into=tmp_path / "out"))
    bad = ("2024/leads-02.csv", False, True)
    assert ended(first) == [("2024/leads-01.csv", False, False), bad, ("2024/leads-03.csv", False, False)]
    assert (tmp_path / "out" / "2024" / "leads-03.csv" / "results.csv").is_file()
    before = jobs(services)
    again = list(run(services, request_for))
    assert ended(again) == [("2024/leads-01.csv", True, False), bad, ("2024/leads-03.csv", True, False)]
    assert set(jobs(services)) == set(before)


@pytest.mark.slow
def test_processes_beside_this_one_do_the_same_and_one_that_is_killed_is_replaced(
    services: Services, request_for: BackfillRequest, tmp_path: Path
) -> None:
    killed = list[int]()
    for each in run(services, request_for, into=tmp_path / "out", workers=2):
        if not killed:
            killed = [child.pid for child in multiprocessing.active_children() if child.pid][:1]
            os.kill(killed[0], signal.SIGKILL)
        assert bool(each.error) is (each.name == "2024/leads-02.csv")
    assert killed
    assert sorted(path.parent.name for path in (tmp_path / "out").rglob("results.csv")) == [
        "leads-01.csv",
        "leads-03.csv",
    ]
    assert sorted(jobs(services).values()) == [JobStatus.COMPLETED, JobStatus.COMPLETED, JobStatus.FAILED]


@pytest.mark.slow
def test_processes_are_replaced_after_so_many_lists_and_all_lists_are_done(
    services: Services, request_for: BackfillRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_pool, "LISTS_PER_PROCESS", 1)
    done, processes = list[str](), set[int | None]()
    for each in run(services, request_for, workers=2):
        done.append(each.name)
        processes |= {child.pid for child in multiprocessing.active_children()}
    assert sorted(done) == [f"2024/leads-0{month}.csv" for month in (1, 2, 3)]
    assert len(processes) > 2


def test_an_aborted_backfill_goes_on_where_it_was(services: Services, request_for: BackfillRequest) -> None:
    aborted = run(services, request_for)
    done = next(aborted)
    aborted.close()
    assert len(jobs(services)) == 1
    assert [each.is_done for each in run(services, request_for)] == [True, False, False]
    assert jobs(services)[str(done.job_id)] is JobStatus.COMPLETED


def test_a_changed_master_matches_every_list_anew(
    services: Services, request_for: BackfillRequest, tmp_path: Path
) -> None:
    first = [each.job_id for each in queue(services, request_for)]
    assert [each.job_id for each in queue(services, request_for)] == first
    (tmp_path / "crm.csv").write_text(MASTER.replace("Quentin", "Quintus"), encoding="utf-8")
    second = [each.job_id for each in queue(services, request_for)]
    assert not set(first) & set(second)
    assert list(jobs(services).values()) == [JobStatus.PENDING] * 6


def test_an_empty_file_is_told_as_one_that_cannot_be_read(services: Services, request_for: BackfillRequest) -> None:
    Path(request_for.prefix, "2024", "leads-02.csv").write_bytes(b"")
    [bad] = [each for each in run(services, request_for) if each.error]
    assert (bad.name, "the file is empty" in bad.error) == ("2024/leads-02.csv", True)


def test_a_list_left_out_though_its_name_has_no_date_is_told(services: Services, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    for name in ("Leads of the fair.csv", "leads_2024-01-05.csv", "leads_2024-02-05.csv"):
        (archive / name).write_text(SOURCE, encoding="utf-8")
        os.utime(archive / name, (1e9, 1e9))
    january = BackfillRequest(prefix=str(archive), since=date(2024, 1, 1), until=date(2024, 2, 1))
    for found in (list(run(services, january)), list(queue(services, january))):
        told, done = found
        assert (told.name, told.job_id, told.error) == ("Leads of the fair.csv", None, "")
        assert "last changed on 2001-09-09" in told.left_out
        assert (done.name, done.left_out) == ("leads_2024-01-05.csv", "")


def test_an_empty_archive_is_told(services: Services, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(NotFound, match="no list here"):
        list(queue(services, BackfillRequest(prefix=str(tmp_path / "empty"))))


def test_days_that_cannot_be_are_told(services: Services, request_for: BackfillRequest) -> None:
    with pytest.raises(InputError, match="no day lies between"):
        list(queue(services, replace(request_for, since=date(2024, 2, 1), until=date(2024, 1, 1))))
