"""Jobs in the catalog: one run each, one end each."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from listmatch.catalog import Catalog
from listmatch.catalog.models import utc_now
from listmatch.catalog.pages import Page
from listmatch.catalog.queries import files, job_queue, jobs
from listmatch.catalog.records import JobRecord
from listmatch.domain.jobs import JobStatus
from listmatch.domain.verdicts import MatchMode
from listmatch.errors import NotFound
from tests.unit.catalog.made_up import a_file, a_job, make_ready


def state(catalog: Catalog, job: JobRecord) -> JobRecord:
    with catalog.reading() as session:
        return jobs.get_any(session, job_id=job.id)


class TestJobs:
    def test_a_new_job_is_pending_with_all_it_was_given(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            file = a_file(session)
            job = jobs.create(
                session,
                jobs.NewJob(
                    owner_id="ann",
                    source_file_id=file.id,
                    profile={"type": "person"},
                    mode=MatchMode.DEDUPE,
                    options={"threshold": 90.0},
                    formats=["pdf"],
                    label="leads",
                ),
            )
        found = state(catalog, job)
        assert found == job
        assert (found.status, found.progress, found.mode) == (JobStatus.PENDING, 0, MatchMode.DEDUPE)
        assert (found.profile, found.options, found.formats) == ({"type": "person"}, {"threshold": 90.0}, ["pdf"])

    def test_a_job_starts_when_its_files_are_ready(self, catalog: Catalog) -> None:
        job = a_job(catalog, is_ready=False)
        with catalog.session() as session:
            assert job_queue.startable(session) == []
            make_ready(session, files.get_any(session, file_id=job.source_file_id))
            assert [found.id for found in job_queue.startable(session)] == [job.id]

    def test_a_dedupe_needs_no_master(self, catalog: Catalog) -> None:
        with catalog.session() as session:
            job = jobs.create(
                session, jobs.NewJob(owner_id="ann", source_file_id=a_file(session).id, mode=MatchMode.DEDUPE)
            )
            assert [found.id for found in job_queue.startable(session)] == [job.id]

    @pytest.mark.parametrize("end", ["failed", "deleted"])
    @pytest.mark.parametrize("role", ["source", "master"])
    def test_a_job_that_can_never_start_is_found(self, catalog: Catalog, end: str, role: str) -> None:
        with catalog.session() as session:
            lost, other = a_file(session, is_ready=False), a_file(session)
            source, master = (lost, other) if role == "source" else (other, lost)
            job = jobs.create(session, jobs.NewJob(owner_id="ann", source_file_id=source.id, master_file_id=master.id))
            assert job_queue.doomed(session) == []
            if end == "failed":
                files.mark_failed(session, file_id=lost.id, error="x")
            else:
                files.delete(session, owner_id="ann", file_id=lost.id)
            assert [found.id for found in job_queue.doomed(session)] == [job.id]
            assert jobs.fail(session, job_id=job.id, error="The source cannot be read.")
            assert job_queue.doomed(session) == []

    def test_of_many_runs_one_gets_the_job(self, catalog: Catalog) -> None:
        job = a_job(catalog)

        def claim(run_id: str) -> bool:
            with catalog.session() as session:
                return jobs.claim(session, job_id=job.id, run_id=run_id)

        runs = [f"run-{number}" for number in range(8)]
        with ThreadPoolExecutor(8) as pool:
            won = dict(zip(runs, pool.map(claim, runs), strict=True))
        assert sum(won.values()) == 1
        assert won[state(catalog, job).run_id or ""]

    def test_of_many_launchers_one_launches_until_it_is_due_again(self, catalog: Catalog) -> None:
        job = a_job(catalog)

        def launch(again_after: timedelta) -> bool:
            with catalog.session() as session:
                return job_queue.mark_launched(session, job_id=job.id, again_after=again_after)

        with ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(launch, [timedelta(minutes=1)] * 8)) == 1
        assert launch(timedelta(0))

    def test_the_same_run_may_begin_again_from_zero(self, catalog: Catalog) -> None:
        job = a_job(catalog)
        with catalog.session() as session:
            jobs.claim(session, job_id=job.id, run_id="run")
            jobs.advance(session, job_id=job.id, progress=60)
            started_at = jobs.get_any(session, job_id=job.id).started_at
            assert jobs.claim(session, job_id=job.id, run_id="run")
        found = state(catalog, job)
        assert (found.attempt, found.progress, found.started_at) == (2, 0, started_at)

    def test_progress_never_falls(self, catalog: Catalog) -> None:
        job = a_job(catalog)
        with catalog.session() as session:
            jobs.claim(session, job_id=job.id, run_id="run")
            seen = []
            for progress in (10, 42, 30, 42, -5, 250):
                assert jobs.advance(session, job_id=job.id, progress=progress, message=f"at {progress}", run_id="run")
                seen.append(jobs.get_any(session, job_id=job.id).progress)
        assert seen == [10, 42, 42, 42, 42, 100]

    def test_a_completed_job_has_its_summary(self, catalog: Catalog) -> None:
        job = a_job(catalog)
        with catalog.session() as session:
            jobs.claim(session, job_id=job.id, run_id="run")
            assert jobs.complete(session, job_id=job.id, result_summary={"matched": 3}, run_id="run")
        found = state(catalog, job)
        assert (found.status, found.progress, found.result_summary) == (JobStatus.COMPLETED, 100, {"matched": 3})
        assert found.completed_at is not None

    def test_a_failed_job_says_why(self, catalog: Catalog) -> None:
        job = a_job(catalog)
        with catalog.session() as session:
            jobs.claim(session, job_id=job.id, run_id="run")
            assert jobs.fail(session, job_id=job.id, error="The lists share no field.", run_id="run")
        assert (state(catalog, job).status, state(catalog, job).error) == (
            JobStatus.FAILED,
            "The lists share no field.",
        )

    @pytest.mark.parametrize(
        "change",
        [
            lambda session, job: jobs.advance(session, job_id=job.id, progress=99, run_id="other"),
            lambda session, job: jobs.complete(session, job_id=job.id, result_summary={}, run_id="other"),
            lambda session, job: jobs.fail(session, job_id=job.id, error="x", run_id="other"),
            lambda session, job: jobs.release(session, job_id=job.id, run_id="other"),
            lambda session, job: jobs.claim(session, job_id=job.id, run_id="other"),
            lambda session, job: jobs.cancel(session, owner_id="bob", job_id=job.id),
            lambda session, job: jobs.reopen(session, owner_id="ann", job_id=job.id),
        ],
    )
    def test_only_its_run_and_its_owner_may_change_a_job_in_process(
        self, catalog: Catalog, change: Callable[[Session, JobRecord], bool]
    ) -> None:
        job = a_job(catalog)
        with catalog.session() as session:
            jobs.claim(session, job_id=job.id, run_id="run")
        before = state(catalog, job)
        with catalog.session() as session:
            assert not change(session, job)
        assert state(catalog, job) == before

    @pytest.mark.parametrize("end", [JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED])
    def test_a_job_that_has_ended_stays_as_it_is(self, catalog: Catalog, end: JobStatus) -> None:
        job = a_job(catalog)
        self.bring_to(catalog, job, end)
        before = state(catalog, job)
        assert before.status is end
        with catalog.session() as session:
            assert not jobs.claim(session, job_id=job.id, run_id="run")
            assert not jobs.advance(session, job_id=job.id, progress=1, run_id="run")
            assert not jobs.complete(session, job_id=job.id, result_summary={"other": 1}, run_id="run")
            assert not jobs.fail(session, job_id=job.id, error="x")
            assert not jobs.cancel(session, owner_id="ann", job_id=job.id)
            assert not jobs.release(session, job_id=job.id, run_id="run")
        assert state(catalog, job) == before

    @pytest.mark.parametrize("end", [JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED])
    def test_a_job_that_has_ended_can_be_run_once_more(self, catalog: Catalog, end: JobStatus) -> None:
        job = a_job(catalog)
        self.bring_to(catalog, job, end)
        with catalog.session() as session:
            assert jobs.reopen(session, owner_id="ann", job_id=job.id)
        found = state(catalog, job)
        assert (found.status, found.progress, found.error, found.result_summary) == (JobStatus.PENDING, 0, None, None)
        assert (found.run_id, found.completed_at, found.profile) == (None, None, job.profile)

    @staticmethod
    def bring_to(catalog: Catalog, job: JobRecord, end: JobStatus) -> None:
        with catalog.session() as session:
            jobs.claim(session, job_id=job.id, run_id="run")
            if end is JobStatus.COMPLETED:
                jobs.complete(session, job_id=job.id, result_summary={"matched": 1}, run_id="run")
            elif end is JobStatus.FAILED:
                jobs.fail(session, job_id=job.id, error="x", run_id="run")
            else:
                jobs.cancel(session, owner_id="ann", job_id=job.id)

    def test_a_job_whose_run_died_waits_again(self, catalog: Catalog) -> None:
        job = a_job(catalog)
        with catalog.session() as session:
            jobs.claim(session, job_id=job.id, run_id="run")
            assert job_queue.stalled(session, before=utc_now() - timedelta(minutes=1)) == []
            assert [found.id for found in job_queue.stalled(session, before=utc_now() + timedelta(minutes=1))] == [
                job.id
            ]
            assert jobs.release(session, job_id=job.id, run_id="run")
            assert jobs.claim(session, job_id=job.id, run_id="next")
        assert state(catalog, job).attempt == 2

    def test_running_jobs_are_counted_by_owner(self, catalog: Catalog) -> None:
        for owner_id in ("ann", "ann", "bob"):
            job = a_job(catalog, owner_id=owner_id)
            with catalog.session() as session:
                jobs.claim(session, job_id=job.id, run_id=job.id)
        a_job(catalog, owner_id="cid")
        with catalog.reading() as session:
            assert job_queue.running_by_owner(session) == {"ann": 2, "bob": 1}

    def test_a_job_that_was_just_launched_counts_as_running_and_is_not_startable(self, catalog: Catalog) -> None:
        job, minute = a_job(catalog), timedelta(minutes=1)
        with catalog.session() as session:
            assert job_queue.mark_launched(session, job_id=job.id, again_after=minute)
            assert job_queue.startable(session, again_after=minute) == []
            assert job_queue.running_by_owner(session, again_after=minute) == {"ann": 1}
            assert [found.id for found in job_queue.startable(session)] == [job.id]
            assert job_queue.running_by_owner(session) == {}

    def test_one_owner_s_many_jobs_hide_nobody_else_s(self, catalog: Catalog) -> None:
        for owner_id in ("ann", "ann", "ann", "bob", "cid"):
            a_job(catalog, owner_id=owner_id)
        with catalog.reading() as session:
            found = job_queue.startable(session, limit=4)
        assert [job.owner_id for job in found] == ["ann", "bob", "cid", "ann"]

    def test_a_proposed_profile_is_filled_in_once(self, catalog: Catalog) -> None:
        job = a_job(catalog)
        with catalog.session() as session:
            assert jobs.set_profile(session, job_id=job.id, profile={"type": "person"})
            assert not jobs.set_profile(session, job_id=job.id, profile={"type": "company"})
        assert state(catalog, job).profile == {"type": "person"}

    def test_another_owner_s_job_does_not_exist(self, catalog: Catalog) -> None:
        job = a_job(catalog)
        with catalog.session() as session:
            assert jobs.list_recent(session, owner_id="bob") == []
            with pytest.raises(NotFound, match="no such job"):
                jobs.get(session, owner_id="bob", job_id=job.id)

    def test_a_list_has_the_newest_first_and_can_be_narrowed(self, catalog: Catalog) -> None:
        made = [a_job(catalog).id for _ in range(3)]
        with catalog.session() as session:
            jobs.claim(session, job_id=made[1], run_id="run")
            assert [job.id for job in jobs.list_recent(session, owner_id="ann")] == made[::-1]
            assert [job.id for job in jobs.list_recent(session, owner_id="ann", page=Page(1, offset=1))] == [made[1]]
            found = jobs.list_recent(session, owner_id="ann", status=JobStatus.PROCESSING)
            assert [job.id for job in found] == [made[1]]
