"""A master that cannot be prepared: the lists dropped meanwhile are matched against the one before it."""

import os
import time
from contextlib import suppress
from pathlib import Path

import pytest

from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.records import JobRecord
from listmatch.domain.jobs import JobStatus
from listmatch.errors import InputError
from listmatch.workflows.drops.evaluation import Evaluation, evaluate
from listmatch.workflows.drops.rules import DropRule
from listmatch.workflows.running.queue import fail_doomed
from listmatch.workflows.running.runner import LoopRunner
from listmatch.workflows.services import Services
from tests.lists import MASTER, SOURCE

HOUR = 3600.0


def lay(path: Path, text: str, *, hours_ago: float = 1.0) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (time.time() - HOUR * hours_ago,) * 2)


@pytest.fixture
def rule(tmp_path: Path) -> DropRule:
    lay(tmp_path / "in" / "leads.csv", SOURCE)
    lay(tmp_path / "crm" / "broken.csv", "only a header\n")
    return DropRule.model_validate(
        {
            "name": "leads",
            "prefix": str(tmp_path / "in"),
            "action": "match",
            "master": {"latest": str(tmp_path / "crm")},
            "on_failure": "move",
            "failed": str(tmp_path / "failed"),
        }
    )


def look(services: Services, rule: DropRule) -> Evaluation:
    return evaluate(services, [rule], bookmarks={}, seconds=60)


def prepare_all(services: Services) -> None:
    with services.catalog.reading() as session:
        waiting = [file.id for file in file_rows.awaiting_preparation(session)]
    for file_id in waiting:
        with suppress(InputError):  # it is in the row of the file
            LoopRunner(services).prepare([file_id])
    fail_doomed(services)


def only_job(services: Services) -> JobRecord:
    with services.catalog.reading() as session:
        [job] = job_rows.list_recent(session, owner_id="local")
        return job_rows.get_any(session, job_id=job.id)


def test_the_same_job_runs_against_the_newest_usable_master(services: Services, rule: DropRule, tmp_path: Path) -> None:
    lay(tmp_path / "crm" / "crm.csv", MASTER, hours_ago=2)
    look(services, rule)
    prepare_all(services)
    failed = only_job(services)
    assert (failed.status, failed.label) == (JobStatus.FAILED, "leads → broken")
    assert not look(services, rule).finished
    job = only_job(services)
    assert (job.id, job.status, job.label, job.error) == (failed.id, JobStatus.PENDING, "leads → crm", None)
    prepare_all(services)
    LoopRunner(services).run_job(job.id)
    [(_, outcome)] = look(services, rule).finished
    assert outcome.is_delivered
    assert (tmp_path / "in" / "leads.csv").exists()


def test_without_another_master_the_list_fails_with_the_reason(
    services: Services, rule: DropRule, tmp_path: Path
) -> None:
    look(services, rule)
    prepare_all(services)
    [(_, outcome)] = look(services, rule).finished
    assert "The master list could not be prepared" in outcome.error
    assert (tmp_path / "failed" / "leads.csv").exists()


def test_a_list_that_is_itself_at_fault_gets_no_other_master(
    services: Services, rule: DropRule, tmp_path: Path
) -> None:
    lay(tmp_path / "crm" / "crm.csv", MASTER, hours_ago=2)
    lay(tmp_path / "in" / "leads.csv", "only a header\n")
    look(services, rule)
    prepare_all(services)
    [(_, outcome)] = look(services, rule).finished
    assert "The source list could not be prepared" in outcome.error
