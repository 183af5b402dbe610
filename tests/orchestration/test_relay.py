"""A command's own stages, and the run of Dagster that follows them: the same to see as one that did the work itself."""

import logging
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from dagster import DagsterEventType, DagsterInstance, DagsterRun, DagsterRunStatus, RunsFilter
from dagster._core.events import RunFailureReason
from dagster._core.execution.retries import auto_reexecution_should_retry_run

from assets.materialise import LISTS
from listmatch.catalog.queries import jobs as job_rows
from listmatch.domain.jobs import JobStatus
from listmatch.domain.verdicts import MatchMode
from listmatch.errors import ListmatchError, SystemFault
from listmatch.settings import Settings
from listmatch.workflows.match_lists import MatchRequest, Outcome, match_lists
from listmatch.workflows.running import runner as runners
from listmatch.workflows.running.runner import LoopRunner, RunEvent, RunFinished, RunStarted, StageFinished
from listmatch.workflows.services import open_own_services
from pipelines import relay
from pipelines.follower import follow
from pipelines.instance import open_instance
from pipelines.relay import Follower, follower_process, wait_for_follower
from tests.homes import LOOP
from tests.lists import write_lists

MEASURED = {"seconds", "peak_memory_mb", "dagster/uri", "objects", "etag"}
"""What differs between two runs of the same lists."""


def run(tmp_path: Path, runner: str, mode: MatchMode) -> tuple[Settings, Outcome]:
    settings = Settings(home=tmp_path / runner.partition(":")[2], runner=runner, threads=2)
    source, master = write_lists(tmp_path)
    request = MatchRequest(source=source, master=None if mode is MatchMode.DEDUPE else master, mode=mode, formats=())
    return settings, match_lists(
        open_own_services(settings), request, into=tmp_path / f"out-{settings.home.name}-{mode}"
    )


def test_dagster_shows_the_same_whoever_did_the_work(tmp_path: Path) -> None:
    for mode in (MatchMode.BEST_MATCH, MatchMode.DEDUPE):
        own, _ = run(tmp_path, "pipelines.runner:DagsterRunner", mode)
        followed, outcome = run(tmp_path, "pipelines.relay:RelayRunner", mode)
    follower_process().close()
    wait_for_follower(followed)
    assert list(shown(followed)) == list(shown(own))
    with open_instance(followed) as instance:
        runs = {run.run_id for run in instance.get_runs()}
    assert outcome.job.run_id in runs


@pytest.mark.parametrize("runner", ["pipelines.runner:DagsterRunner", "pipelines.relay:RelayRunner"])
def test_runs_of_a_command_are_among_those_of_their_job_and_are_not_repeated_by_the_daemon(
    tmp_path: Path, runner: str
) -> None:
    settings, _ = run(tmp_path, runner, MatchMode.BEST_MATCH)
    follower_process().close()
    wait_for_follower(settings)
    with open_instance(settings) as instance:
        assert not [run.job_name for run in instance.get_runs() if may_be_repeated(instance, run)]
        # The filter of a job's page; the timeline asks for the same of each run.
        listed = instance.get_runs(RunsFilter(tags={".dagster/repository": "__repository__@listmatch"}))
    assert sorted(each.job_name for each in listed) == ["match", "prepare", "prepare"]
    assert {each.remote_job_origin.location_name for each in listed if each.remote_job_origin} == {"listmatch"}


def may_be_repeated(instance: DagsterInstance, run: DagsterRun) -> bool:
    """Whether the daemon would launch the run once more if its process died."""
    return auto_reexecution_should_retry_run(instance, run, RunFailureReason.UNEXPECTED_TERMINATION)


def shown(settings: Settings) -> Iterator[Any]:
    """What the UI shows of every run, in order."""
    with open_instance(settings) as instance:
        for each in reversed(instance.get_runs()):
            yield each.job_name, each.status, each.tags[LISTS], _events(instance, each)
            yield from _materialisations(instance, each)
            yield from _checks(instance, each)


def _events(instance: DagsterInstance, run: DagsterRun) -> Counter[DagsterEventType]:
    return Counter(
        entry.get_dagster_event().event_type for entry in instance.all_logs(run.run_id, of_type=set(DagsterEventType))
    )


def _materialisations(instance: DagsterInstance, run: DagsterRun) -> Iterator[Any]:
    for entry in instance.all_logs(run.run_id, of_type=DagsterEventType.ASSET_MATERIALIZATION):
        made = entry.asset_materialization
        assert made is not None
        assert made.partition == run.tags["dagster/partition"]
        values = {name: value for name, value in made.metadata.items() if name not in MEASURED}
        yield made.asset_key, set(made.metadata), values


def _checks(instance: DagsterInstance, run: DagsterRun) -> Iterator[Any]:
    for entry in instance.all_logs(run.run_id, of_type=DagsterEventType.ASSET_CHECK_EVALUATION):
        found = entry.get_dagster_event().asset_check_evaluation_data
        yield found.asset_key, found.check_name, found.passed, found.severity, found.blocking, found.description


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> list[RunEvent]:
    """What is told of a match that went well."""
    folder, heard = tmp_path_factory.mktemp("heard"), list[RunEvent]()
    settings, outcome = run(folder, LOOP, MatchMode.BEST_MATCH)
    LoopRunner(open_own_services(settings), notify=heard.append).run_job(outcome.job.id)
    return heard


@pytest.fixture
def told(heard: list[RunEvent], tmp_path: Path) -> list[tuple[Settings, RunEvent]]:
    """The same, as the follower of another installation would be told."""
    settings = Settings(home=tmp_path / "home", threads=2)
    return [(settings, each) for each in heard]


def test_a_command_tells_beginning_stages_and_end(told: list[tuple[Settings, RunEvent]]) -> None:
    first, *stages, last = (each for _, each in told)
    assert isinstance(first, RunStarted)
    assert [each.stage for each in stages if isinstance(each, StageFinished)] == list(first.stages)
    assert last == RunFinished()


@pytest.mark.parametrize("kept", [1, 3])
def test_the_run_of_a_command_that_was_killed_has_failed(told: list[tuple[Settings, RunEvent]], kept: int) -> None:
    follow(iter(told[:kept]))
    with open_instance(told[0][0]) as instance:
        [run] = instance.get_runs()
        assert run.status is DagsterRunStatus.FAILURE
        assert instance.get_run_stats(run.run_id).steps_succeeded == kept - 1
    assert "was ended" in failure_of(told[0][0])


def test_the_run_after_one_that_failed_is_followed_too(told: list[tuple[Settings, RunEvent]]) -> None:
    settings, begun = told[0]
    assert isinstance(begun, RunStarted)
    another = str(uuid4())
    fault = RunFinished(SystemFault("an internal error occurred (ValueError)."), "Traceback: where it was")
    begun_again = (settings, RunStarted(begun.flow, begun.partition, begun.stages, another))
    follow(iter([begun_again, told[1], (settings, fault), *told]))
    with open_instance(settings) as instance:
        statuses = {run.run_id: run.status for run in instance.get_runs()}
        assert statuses.pop(another) is DagsterRunStatus.FAILURE
        assert list(statuses.values()) == [DagsterRunStatus.SUCCESS]
    assert "an internal error occurred" in failure_of(settings)


def failure_of(settings: Settings) -> str:
    """The sentence of the step that failed."""
    with open_instance(settings) as instance:
        events = (
            entry.get_dagster_event()
            for run in instance.get_runs()
            for entry in instance.all_logs(run.run_id, of_type=DagsterEventType.STEP_FAILURE)
        )
        [told] = [event.step_failure_data.user_failure_data for event in events]
    assert told is not None
    return told.description or ""


def test_an_error_that_nobody_foresaw_fails_the_job_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, outcome = run(tmp_path, LOOP, MatchMode.BEST_MATCH)
    services, heard = open_own_services(settings), list[RunEvent]()

    def fail(*arguments: Any, **named: Any) -> None:
        runners_begin(services, outcome.job.id, run_id=named["run_id"])
        raise ValueError("unforeseen")

    from listmatch.workflows.matches.jobs import begin as runners_begin

    monkeypatch.setattr(runners, "run_job_stage", fail)
    with pytest.raises(SystemFault, match=r"an internal error occurred \(ValueError\)"):
        LoopRunner(services, notify=heard.append).run_job(outcome.job.id)
    last = heard[-1]
    assert isinstance(last, RunFinished)
    assert isinstance(last.error, ListmatchError)
    assert "unforeseen" in last.trace
    with services.catalog.reading() as session:
        assert job_rows.get_any(session, job_id=outcome.job.id).status is JobStatus.FAILED


def test_a_command_whose_follower_died_goes_on_and_says_so_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(relay, "FOLLOWER", "pipelines.no_such_module")
    settings, follower = Settings(home=tmp_path), Follower()
    follower.start(settings)
    assert follower._process is not None
    follower._process.wait()
    with caplog.at_level(logging.WARNING):
        follower.send(settings, RunFinished())
        follower.send(settings, RunFinished())
    follower.close()
    assert caplog.text.count("This run will not appear in Dagster") == 1
    assert "no_such_module" in (settings.dagster_home / relay.LOG).read_text()
    assert sys.executable in (settings.dagster_home / relay.LOG).read_text()


def test_where_no_follower_can_be_started_the_command_goes_on_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings, follower = Settings(home=tmp_path), Follower()
    (settings.dagster_home / relay.LOG).mkdir(parents=True)  # as little to be written as in a folder that is read-only
    with caplog.at_level(logging.WARNING):
        follower.start(settings)
        follower.send(settings, RunFinished())
    follower.close()
    assert caplog.text.count("This run will not appear in Dagster (") == 1
