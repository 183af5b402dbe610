"""The embedded event log keeps connections open, and everything else about it is Dagster's."""

from pathlib import Path
from threading import Event

import pytest
from dagster import AssetCheckResult, AssetCheckSpec, AssetKey, DagsterInstance, MaterializeResult, asset, materialize

from listmatch.settings import Settings
from pipelines.event_log import SHARDS_OPEN, PooledEventLogStorage
from pipelines.instance import open_instance


@asset(check_specs=[AssetCheckSpec("whole", asset="letters")])
def letters() -> MaterializeResult:  # type: ignore[type-arg]
    return MaterializeResult(metadata={"count": 26}, check_results=[AssetCheckResult(passed=True, check_name="whole")])


def event_log(instance: DagsterInstance) -> PooledEventLogStorage:
    storage = instance._event_storage
    assert isinstance(storage, PooledEventLogStorage)
    return storage


def test_what_was_written_is_read_by_dagsters_own_storage(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    with open_instance(settings) as instance:
        run_id = materialize([letters], instance=instance).run_id
        told = [entry.message for entry in instance.all_logs(run_id)]
    with DagsterInstance.from_config(str(settings.dagster_home)) as plain:
        assert type(plain._event_storage) is not PooledEventLogStorage
        assert [entry.message for entry in plain.all_logs(run_id)] == told
        event = plain.get_latest_materialization_event(AssetKey("letters"))
        assert event is not None
        assert event.run_id == run_id


def test_who_looks_at_a_run_sees_its_events_while_the_writer_is_still_there(tmp_path: Path) -> None:
    settings, seen = Settings(home=tmp_path / "home"), Event()
    with open_instance(settings) as instance, DagsterInstance.from_config(str(settings.dagster_home)) as plain:
        run_id = materialize([letters], instance=instance).run_id
        plain.watch_event_logs(run_id, None, lambda entry, _: seen.set() if entry.message == "one more" else None)
        run = instance.get_run_by_id(run_id)
        assert run is not None
        instance.report_engine_event("one more", run)
        assert seen.wait(30)


def test_few_files_are_open_however_many_runs_there_were(tmp_path: Path) -> None:
    with open_instance(Settings(home=tmp_path / "home")) as instance:
        runs = [materialize([letters], instance=instance).run_id for _ in range(SHARDS_OPEN + 2)]
        assert len(event_log(instance)._engines) == SHARDS_OPEN
        assert all(instance.all_logs(run_id) for run_id in runs)
        log = event_log(instance)
    assert not log._engines


def test_a_wiped_log_is_empty_and_takes_events_again(tmp_path: Path) -> None:
    with open_instance(Settings(home=tmp_path / "home")) as instance:
        first = materialize([letters], instance=instance).run_id
        instance.wipe()
        assert not instance.all_logs(first)
        assert instance.all_logs(materialize([letters], instance=instance).run_id)


def test_an_instance_with_a_storage_of_its_own_keeps_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "elsewhere"
    (tmp_path / "dagster.yaml").write_text(f"storage:\n  sqlite:\n    base_dir: {elsewhere}\n")
    monkeypatch.setattr("pipelines.instance.CHECKOUT", tmp_path)
    with open_instance(Settings(home=tmp_path / "home")) as instance:
        materialize([letters], instance=instance)
        assert type(instance._event_storage) is not PooledEventLogStorage
    assert any(elsewhere.rglob("*.db"))
