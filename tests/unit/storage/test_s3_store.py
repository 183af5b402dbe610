"""The object store in S3, against moto (which checks no signatures; the integration tests do)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from listmatch.errors import StorageUnavailable
from listmatch.storage.s3 import S3Store
from tests.unit.storage.contract import StoreContract

BUCKET = "lists"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Store]:
    for name, value in (
        ("ACCESS_KEY_ID", "made-up"),
        ("SECRET_ACCESS_KEY", "made-up"),
        ("DEFAULT_REGION", "us-east-1"),
    ):
        monkeypatch.setenv(f"AWS_{name}", value)
    with mock_aws():
        boto3.client("s3").create_bucket(Bucket=BUCKET)
        yield S3Store(bucket=BUCKET, prefix="some/where", endpoint_url="", scratch=tmp_path / "scratch")


class TestS3Store(StoreContract):
    pass


def test_the_address_of_an_object_has_bucket_and_prefix(store: S3Store) -> None:
    assert store.uri("a/b.csv") == "s3://lists/some/where/a/b.csv"


def test_other_objects_of_the_bucket_are_not_ours(store: S3Store) -> None:
    client = boto3.client("s3")
    for key in ("elsewhere", "some/where-else/a", "some/where/", "some/where/folder/"):
        client.put_object(Bucket=BUCKET, Key=key, Body=b"")
    store.put_bytes("a", b"")
    assert [info.key for info in store.list()] == ["a"]


def test_a_listing_of_more_than_one_page_is_whole(store: S3Store) -> None:
    client = boto3.client("s3")
    for number in range(1005):
        client.put_object(Bucket=BUCKET, Key=f"some/where/{number:04}", Body=b"")
    assert [info.key for info in store.list()] == [f"{number:04}" for number in range(1005)]


def test_a_missing_bucket_is_a_clear_error_not_a_missing_object(tmp_path: Path, store: S3Store) -> None:
    other = S3Store(bucket="no-such-bucket", prefix="", endpoint_url="", scratch=tmp_path / "scratch")
    with pytest.raises(StorageUnavailable, match=r"NoSuchBucket.*Check the bucket's name"):
        other.get_bytes("a")
    with pytest.raises(StorageUnavailable, match="NoSuchBucket"):
        list(other.list())


def test_abandoned_uploads_are_removed(store: S3Store) -> None:
    boto3.client("s3").create_multipart_upload(Bucket=BUCKET, Key="some/where/half")
    assert store.discard_unfinished(older_than=timedelta(hours=1)) == 1  # moto dates every upload 2010
    assert store.discard_unfinished(older_than=timedelta(hours=1)) == 0


def test_scratch_is_empty_afterwards(store: S3Store, tmp_path: Path) -> None:
    store.put_bytes("a/b", b"")
    with store.write("a/c") as path:
        path.write_bytes(b"")
    with store.open_local_folder("a/"), store.open_local("a/b"):
        pass
    assert list((tmp_path / "scratch").iterdir()) == []


def test_a_server_out_of_reach_is_a_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("ACCESS_KEY_ID", "a"), ("SECRET_ACCESS_KEY", "b"), ("DEFAULT_REGION", "us-east-1")):
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    store = S3Store(bucket=BUCKET, prefix="", endpoint_url="http://127.0.0.1:9", scratch=tmp_path)
    with pytest.raises(StorageUnavailable, match=r"cannot be reached .*LISTMATCH_S3_ENDPOINT_URL"):
        store.get_bytes("a")
