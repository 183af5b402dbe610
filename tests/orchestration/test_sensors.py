"""The sensors over a real catalog: what they note, what they launch, what they say."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dagster import DagsterInstance, DagsterRunStatus, SensorDefinition, SensorResult, SkipReason, build_sensor_context
from dagster._core.test_utils import create_run_for_test
from sqlalchemy import update

from listmatch.catalog.models import Job
from listmatch.catalog.queries import drops as drop_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.queries import schedules as schedule_rows
from listmatch.catalog.queries import webhooks as webhook_rows
from listmatch.domain.files import Purpose
from listmatch.domain.verdicts import MatchMode
from listmatch.settings import Settings
from listmatch.workflows.drops.rules import DROPS_FILE, ListSource
from listmatch.workflows.lists.files import register_path
from listmatch.workflows.matches.jobs import JobRequest, request_job
from listmatch.workflows.recurring.recurrence import Interval, Recurrence
from listmatch.workflows.recurring.schedules import ScheduleRequest, create_schedule
from listmatch.workflows.services import Services, open_own_services
from resources.services import ServicesResource
from sensors.drops import drops
from sensors.messages import messages
from sensors.reaper import reaper
from sensors.requests import requests
from sensors.schedules import schedules
from tests.lists import write_lists


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", threads=2)


@pytest.fixture
def services(settings: Settings) -> Services:
    return open_own_services(settings)


@pytest.fixture
def instance() -> Iterator[DagsterInstance]:
    with DagsterInstance.ephemeral() as instance:
        yield instance


def evaluate(
    sensor: SensorDefinition, settings: Settings, instance: DagsterInstance, *, cursor: str | None = None
) -> SensorResult:
    context = build_sensor_context(
        instance=instance, cursor=cursor, resources={"services": ServicesResource.of(settings)}
    )
    result = sensor(context)
    assert isinstance(result, SensorResult)
    return result


def write_rules(settings: Settings, folder: Path) -> Path:
    incoming = folder / "in"
    incoming.mkdir()
    text = f"rules:\n  - {{name: leads, prefix: {incoming}, action: prepare}}\n"
    (settings.home / DROPS_FILE).write_text(text, encoding="utf-8")
    return incoming


def test_without_rules_nothing_is_watched(services: Services, instance: DagsterInstance) -> None:
    context = build_sensor_context(instance=instance, resources={"services": ServicesResource.of(services.settings)})
    assert isinstance(drops(context), SkipReason)


def test_a_dropped_list_is_noted_and_then_prepared_by_the_other_sensor(
    services: Services, instance: DagsterInstance, tmp_path: Path
) -> None:
    incoming = write_rules(services.settings, tmp_path)
    write_lists(incoming)
    for path in incoming.iterdir():
        os.utime(path, (1, 1))
    result = evaluate(drops, services.settings, instance)
    assert "2 new, 2 queued" in str(result.skip_reason)
    again = evaluate(drops, services.settings, instance, cursor=result.cursor)
    assert "0 new, 0 queued" in str(again.skip_reason)
    with services.catalog.reading() as session:
        files = {drop.file_id for drop in drop_rows.list_recent(session, owner_id="local")}
    launched = evaluate(requests, services.settings, instance)
    assert {request.partition_key for request in launched.run_requests or []} == files


def test_a_schedule_whose_slot_has_come_queues_a_job(services: Services, tmp_path: Path) -> None:
    schedule = create_schedule(
        services,
        ScheduleRequest(
            name="hourly",
            source_file_id=None,
            master_file_id=None,
            profile_id=None,
            mode=MatchMode.DEDUPE,
            recurrence=Recurrence(Interval.HOURLY),
            lists={"source": ListSource(file=str(write_lists(tmp_path)[0]))},
        ),
        owner_id="local",
        actor="test",
    )
    past = datetime.now(UTC) - timedelta(minutes=1)
    with services.catalog.session() as session:
        schedule_rows.resume(session, owner_id="local", schedule_id=schedule.id, next_run_at=past)
    context = build_sensor_context(resources={"services": ServicesResource.of(services.settings)})
    said = [schedules(context) for _ in range(2)]
    assert [str(each.skip_message) for each in said if isinstance(each, SkipReason)] == [
        "1 jobs queued.",
        "0 jobs queued.",
    ]


def test_messages_to_webhooks_are_attempted_without_any_other_worker(services: Services) -> None:
    with services.catalog.session() as session:
        hook = webhook_rows.create(
            session, owner_id="local", url="https://localhost/in", events=["job.completed"], secret="whsec_eA=="
        )
        webhook_rows.queue(session, owner_id="local", event="job.completed", payload={})
    said = messages(build_sensor_context(resources={"services": ServicesResource.of(services.settings)}))
    assert isinstance(said, SkipReason)
    assert said.skip_message == "0 messages delivered."
    with services.catalog.reading() as session:
        [delivery] = webhook_rows.deliveries(session, owner_id="local", webhook_id=hook.id)
    assert (delivery.attempts, delivery.error) == (
        1,
        "url: messages go to public addresses only. Name a host of the internet.",
    )


def test_hundreds_of_lists_are_prepared_a_few_at_a_time(
    services: Services, instance: DagsterInstance, tmp_path: Path
) -> None:
    for number in range(20):
        path = tmp_path / f"{number}.csv"
        path.write_text(f"email\n{number}@fenbury.example\n", encoding="utf-8")
        register_path(services, path, owner_id="local", purpose=Purpose.SOURCE)
    launched = [evaluate(requests, services.settings, instance).run_requests or [] for _ in range(3)]
    assert [len(requests) for requests in launched] == [3, 0, 0]


def test_the_reaper_releases_a_job_and_ends_its_run(
    services: Services, instance: DagsterInstance, tmp_path: Path
) -> None:
    run = create_run_for_test(instance, job_name="dedupe", status=DagsterRunStatus.STARTED)
    file = register_path(services, write_lists(tmp_path)[0], owner_id="local", purpose=Purpose.SOURCE)
    job = request_job(services, JobRequest(owner_id="local", source_file_id=file.id, mode=MatchMode.DEDUPE))
    with services.catalog.session() as session:
        job_rows.claim(session, job_id=job.id, run_id=run.run_id)
        long_ago = datetime.now(UTC) - timedelta(minutes=5)
        session.execute(update(Job).where(Job.id == job.id).values(heartbeat_at=long_ago))
    first = evaluate(reaper, services.settings, instance)
    assert "alive" in str(first.skip_reason)
    second = evaluate(reaper, services.settings, instance, cursor=first.cursor)
    assert f"job {job.id} waits again" in str(second.skip_reason)
    ended = instance.get_run_by_id(run.run_id)
    assert ended is not None
    assert ended.status is DagsterRunStatus.CANCELED
