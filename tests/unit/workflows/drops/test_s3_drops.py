"""Drops in S3 (moto): from an object under a prefix to a file, and where a list that failed goes."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from listmatch.catalog.queries import drops as drop_rows
from listmatch.catalog.queries import files as file_rows
from listmatch.workflows.drops.evaluation import Evaluation, evaluate
from listmatch.workflows.drops.rules import DropRule
from listmatch.workflows.services import Services
from tests.lists import SOURCE

RULE = DropRule(
    name="leads", prefix="s3://drops/in/", on_failure="move", failed="s3://drops/in/failed/", pattern="*.csv"
)


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name, value in (("ACCESS_KEY_ID", "x"), ("SECRET_ACCESS_KEY", "x"), ("DEFAULT_REGION", "us-east-1")):
        monkeypatch.setenv(f"AWS_{name}", value)
    with mock_aws():
        client = boto3.client("s3")
        client.create_bucket(Bucket="drops")
        yield client


def put(s3: Any, key: str, body: str) -> None:
    s3.put_object(Bucket="drops", Key=key, Body=body.encode())


def keys(s3: Any) -> list[str]:
    return [item["Key"] for item in s3.list_objects_v2(Bucket="drops").get("Contents", [])]


def look(services: Services) -> Evaluation:
    return evaluate(services, [RULE], bookmarks={}, seconds=60)


def test_an_object_becomes_a_file_at_once_and_each_version_once(services: Services, s3: Any) -> None:
    for key, body in (
        ("in/a.csv", SOURCE),
        ("in/folder/", ""),
        ("in/empty.csv", ""),
        ("in/b.txt", "x"),
        ("c.csv", "x"),
    ):
        put(s3, key, body)
    [settled] = look(services).settled
    with services.catalog.reading() as session:
        file = file_rows.get_any(session, file_id=str(settled.file_id))
    assert (file.name, file.origin_uri) == ("a.csv", "s3://drops/in/a.csv")
    assert services.store.get_bytes(file.raw_key) == SOURCE.encode()
    assert look(services).noted == 0
    put(s3, "in/a.csv", SOURCE + SOURCE)
    assert look(services).noted == 1


def test_a_name_that_cannot_be_an_object_of_ours_stops_no_other_list(services: Services, s3: Any) -> None:
    put(s3, "in//double.csv", SOURCE)
    put(s3, "in/good.csv", SOURCE)
    assert sorted(bool(each.error) for each in look(services).settled) == [False, True]
    with services.catalog.reading() as session:
        errors = [drop.error for drop in drop_rows.list_recent(session, owner_id="local") if drop.error]
    assert errors == [
        "the name of the object cannot be used. Rename it without control characters, backslashes, and folders that "
        "are empty or dots."
    ]


def test_a_list_that_failed_is_moved_with_a_note_and_does_not_come_back(services: Services, s3: Any) -> None:
    put(s3, "in/2026/a.csv", "nonsense")
    [settled] = look(services).settled
    with services.catalog.session() as session:
        file_rows.mark_failed(session, file_id=str(settled.file_id), error="There is only a header.")
    assert len(look(services).finished) == 1
    assert keys(s3) == ["in/failed/2026/a.csv", "in/failed/2026/a.csv.failed.txt"]
    assert look(services).noted == 0


def test_a_bucket_that_is_not_there_is_a_failed_listing(services: Services, s3: Any) -> None:
    gone = DropRule(name="gone", prefix="s3://nowhere/in/")
    assert set(evaluate(services, [gone], bookmarks={}, seconds=60).problems) == {"gone"}


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("key", ["results", "failed"])
def test_where_a_rule_writes_hides_no_list_whose_name_only_begins_alike(
    services: Services, s3: Any, key: str, slash: str
) -> None:
    for name in ("in/out/a.csv/results.csv", "in/outlook.csv", "in/out.csv"):
        put(s3, name, SOURCE)
    writes = RULE.model_copy(update={"failed": "s3://drops/failed/", key: f"s3://drops/in/out{slash}"})
    settled = evaluate(services, [writes], bookmarks={}, seconds=60).settled
    assert {each.uri for each in settled} == {"s3://drops/in/out.csv", "s3://drops/in/outlook.csv"}


def test_a_bucket_without_a_prefix_is_the_whole_bucket(services: Services, s3: Any) -> None:
    put(s3, "leads.csv", SOURCE)
    whole = DropRule(name="whole", prefix="s3://drops")
    assert len(evaluate(services, [whole], bookmarks={}, seconds=60).settled) == 1
