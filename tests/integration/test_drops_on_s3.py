"""Drops with production's parts: rules as rows in PostgreSQL, lists, master, results and failed lists in a real S3."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from dagster import DagsterInstance, SensorResult, build_sensor_context

from listmatch.catalog.queries import jobs as job_rows
from listmatch.settings import Settings
from listmatch.workflows.drops.rulebook import add_rule, find_entry, history
from listmatch.workflows.running.runner import LoopRunner
from listmatch.workflows.running.worker import Worker
from listmatch.workflows.services import Services, open_own_services
from resources.services import ServicesResource
from sensors.drops import drops
from tests.lists import MASTER, SOURCE

pytestmark = pytest.mark.integration

BUCKET = "dropped"


@pytest.fixture
def s3(s3_endpoint: str, s3_credentials: None) -> Iterator[Any]:
    client = boto3.client("s3", endpoint_url=s3_endpoint)
    client.create_bucket(Bucket=BUCKET)
    yield client
    for upload in client.list_multipart_uploads(Bucket=BUCKET).get("Uploads", []):
        client.abort_multipart_upload(Bucket=BUCKET, Key=upload["Key"], UploadId=upload["UploadId"])
    for page in client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET):
        for item in page.get("Contents", []):
            client.delete_object(Bucket=BUCKET, Key=item["Key"])
    client.delete_bucket(Bucket=BUCKET)


@pytest.fixture
def services(
    s3: Any, s3_endpoint: str, empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Services]:
    for name, value in (
        ("HOME", str(tmp_path / "home")),
        ("OBJECT_STORE_URL", f"s3://{BUCKET}/objects"),
        ("S3_ENDPOINT_URL", s3_endpoint),
        ("CATALOG_URL", empty_database),
    ):
        monkeypatch.setenv(f"LISTMATCH_{name}", value)
    services = open_own_services(Settings())
    yield services
    services.catalog.close()
    ServicesResource.of(Settings()).open().catalog.close()


def add(services: Services, **keys: object) -> None:
    usual = {"name": "leads", "prefix": f"s3://{BUCKET}/in/", "results": f"s3://{BUCKET}/out/"}
    add_rule(services, usual | keys, actor="test")


def put(s3: Any, key: str, body: str) -> None:
    s3.put_object(Bucket=BUCKET, Key=key, Body=body.encode())


def names(s3: Any, prefix: str) -> list[str]:
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=prefix)
    return [item["Key"].removeprefix(prefix) for page in pages for item in page.get("Contents", [])]


def live(services: Services, tmp_path: Path, *, cursor: str | None = None) -> str | None:
    """One round of a living installation: the sensor looks, a worker does what waits, the sensor looks again."""
    for is_first in (True, False):
        with DagsterInstance.ephemeral() as instance:
            resources = {"services": ServicesResource.of(Settings())}
            seen = drops(build_sensor_context(instance=instance, cursor=cursor, resources=resources))
        assert isinstance(seen, SensorResult)
        cursor = seen.cursor
        if is_first:
            with (tmp_path / "worker.json").open("a+") as notebook:
                worker = Worker(services, LoopRunner(services), notebook=notebook)
                while worker.run_due():
                    pass
    return cursor


def jobs(services: Services) -> int:
    with services.catalog.reading() as session:
        return len(job_rows.list_recent(session, owner_id="local"))


def test_a_list_laid_into_s3_has_its_results_beside_it_once_per_version(
    services: Services, s3: Any, tmp_path: Path
) -> None:
    put(s3, "crm/2026-01.csv", MASTER)
    put(s3, "in/webinar/leads.csv", SOURCE)
    for key in ("in/folder/", "in/empty.csv", "in/notes.txt"):
        put(s3, key, "" if key != "in/notes.txt" else "x")
    s3.create_multipart_upload(Bucket=BUCKET, Key="in/half.csv")
    add(services, action="match", master={"latest": f"s3://{BUCKET}/crm/"}, pattern="*.csv", formats=("xlsx",))
    cursor = live(services, tmp_path)
    assert names(s3, "out/") == [
        f"webinar/leads.csv/{name}"
        for name in (
            "job.json",
            "profile.yaml",
            "report.xlsx",
            "results.csv",
            "results.parquet",
            "rollups.json",
            "source_quarantine.csv",
        )
    ]
    cursor = live(services, tmp_path, cursor=cursor)
    assert jobs(services) == 1
    put(s3, "in/webinar/leads.csv", SOURCE + "s7,Ada,Quillon,aq@fenbury.example,,Fenbury,Denver,80202\n")
    live(services, tmp_path, cursor=None)
    assert jobs(services) == 2
    [line] = s3.get_object(Bucket=BUCKET, Key="out/webinar/leads.csv/results.csv")["Body"].read().splitlines()[-1:]
    assert line.startswith(b"s7,")


@pytest.mark.parametrize(
    ("keys", "left", "aside"),
    [
        ({"on_failure": "leave"}, ["bad.csv"], []),
        ({"on_failure": "tag"}, ["bad.csv", "bad.csv.failed.txt"], []),
        ({"on_failure": "move", "failed": f"s3://{BUCKET}/failed/"}, [], ["bad.csv", "bad.csv.failed.txt"]),
    ],
    ids=["leave", "tag", "move"],
)
def test_a_bad_list_is_told_of_and_goes_where_the_rule_says(
    services: Services, s3: Any, tmp_path: Path, keys: dict[str, str], left: list[str], aside: list[str]
) -> None:
    put(s3, "in/bad.csv", "email\n")
    add(services, action="dedupe", **keys)
    cursor = live(services, tmp_path)
    live(services, tmp_path, cursor=cursor)
    assert (names(s3, "in/"), names(s3, "failed/"), names(s3, "out/")) == (left, aside, [])
    [drop] = history(services, find_entry(services, "leads").rule, limit=10)
    assert "no rows" in str(drop.error) or "header" in str(drop.error)


def test_a_fixed_master_is_read_anew_when_it_changed(services: Services, s3: Any, tmp_path: Path) -> None:
    put(s3, "crm.csv", MASTER)
    add(services, action="match", master={"file": f"s3://{BUCKET}/crm.csv"}, purpose="source", family="webinars")
    put(s3, "in/a.csv", SOURCE)
    live(services, tmp_path)
    put(s3, "crm.csv", MASTER + "m6;Ada;Strangeways;ada@nowhere.example;;Nowhere;Austin;73301\n")
    put(s3, "in/b.csv", SOURCE + "\n")
    live(services, tmp_path)
    found = [s3.get_object(Bucket=BUCKET, Key=f"out/{name}.csv/results.csv")["Body"].read().decode() for name in "ab"]
    assert ["m6,Ada" in text for text in found] == [False, True]
