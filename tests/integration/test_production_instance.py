"""Dagster's production configuration for real: storage in PostgreSQL, logs of runs in S3, both by the environment."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from dagster import DagsterInstance, in_process_executor, job, op

from listmatch.settings import CHECKOUT
from pipelines.coordinator import BackfillQueueCoordinator

pytestmark = pytest.mark.integration

BUCKET = "run-logs"
WORD = "made in production"


@op
def speak() -> None:
    """Write to the log that is captured."""
    print(WORD)  # noqa: T201


@job(executor_def=in_process_executor)
def spoken() -> None:
    """One run whose log can be found."""
    speak()


@pytest.fixture
def s3(s3_endpoint: str, s3_credentials: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("DAGSTER_LOGS_BUCKET", BUCKET)
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", s3_endpoint)
    client = boto3.client("s3", endpoint_url=s3_endpoint)
    client.create_bucket(Bucket=BUCKET)
    yield client
    for item in client.list_objects_v2(Bucket=BUCKET).get("Contents", []):
        client.delete_object(Bucket=BUCKET, Key=item["Key"])
    client.delete_bucket(Bucket=BUCKET)


@pytest.fixture
def instance(
    s3: Any, empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DagsterInstance]:
    monkeypatch.setenv("DAGSTER_POSTGRES_URL", empty_database.replace("+psycopg", "+psycopg2"))
    shutil.copyfile(CHECKOUT / "deploy" / "dagster.yaml", tmp_path / "dagster.yaml")
    with DagsterInstance.from_config(str(tmp_path)) as instance:
        yield instance


def test_runs_are_kept_in_postgresql_and_their_logs_in_s3(instance: DagsterInstance, s3: Any) -> None:
    done = spoken.execute_in_process(instance=instance)
    assert done.success
    assert [run.run_id for run in instance.get_runs()] == [done.run_id]
    assert "postgres" in type(instance.event_log_storage).__module__
    logs = [item["Key"] for item in s3.list_objects_v2(Bucket=BUCKET)["Contents"]]
    [out] = [key for key in logs if key.endswith(".out")]
    assert out.startswith(f"dagster-logs/storage/{done.run_id}/")
    assert WORD.encode() in s3.get_object(Bucket=BUCKET, Key=out)["Body"].read()


def test_backfills_wait_and_runs_are_watched_and_started_again(instance: DagsterInstance) -> None:
    assert isinstance(instance.run_coordinator, BackfillQueueCoordinator)
    assert (instance.run_monitoring_enabled, instance.run_retries_enabled) == (True, True)
