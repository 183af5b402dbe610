"""The object store against a real S3 server: the common contract, and what moto does not check."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import boto3
import pytest

from listmatch.errors import StorageUnavailable
from listmatch.storage.s3 import S3Store
from tests.unit.storage.contract import StoreContract

pytestmark = pytest.mark.integration

BUCKET = "lists"


@pytest.fixture
def store(s3_endpoint: str, s3_credentials: None, tmp_path: Path) -> Iterator[S3Store]:
    client = boto3.client("s3", endpoint_url=s3_endpoint)
    client.create_bucket(Bucket=BUCKET)
    store = S3Store(bucket=BUCKET, prefix="some/where", endpoint_url=s3_endpoint, scratch=tmp_path / "scratch")
    yield store
    for page in client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET):
        for item in page.get("Contents", []):
            client.delete_object(Bucket=BUCKET, Key=item["Key"])
    client.delete_bucket(Bucket=BUCKET)


class TestRealS3Store(StoreContract):
    pass


def status_of(
    url: str, *, method: str = "GET", data: bytes | None = None, headers: dict[str, str] | None = None
) -> int:
    try:
        with urlopen(Request(url, method=method, data=data, headers=headers or {}), timeout=30) as answer:
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code


def test_a_listing_of_more_than_one_page_is_whole(store: S3Store) -> None:
    keys = [f"drops/{number:04}" for number in range(1005)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda key: store.put_bytes(key, b""), keys))
        assert [info.key for info in store.list()] == keys
        list(pool.map(store.delete, keys))
    assert list(store.list()) == []


def test_a_presigned_upload_takes_what_it_was_signed_for(store: S3Store) -> None:
    url = store.presign_put("raw.csv", expires_s=60, size=5, content_type="text/csv")
    assert status_of(url, method="PUT", data=b"a,b\n1", headers={"Content-Type": "text/csv"}) == 200
    assert store.get_bytes("raw.csv") == b"a,b\n1"


@pytest.mark.parametrize(
    ("data", "content_type"), [(b"longer", "text/csv"), (b"four", "text/csv"), (b"a,b\n1", "text/html")]
)
def test_a_presigned_upload_takes_no_other_size_or_type(store: S3Store, data: bytes, content_type: str) -> None:
    url = store.presign_put("raw.csv", expires_s=60, size=5, content_type="text/csv")
    assert status_of(url, method="PUT", data=data, headers={"Content-Type": content_type}) == 403
    assert not store.exists("raw.csv")


def test_a_presigned_upload_without_a_type_takes_any(store: S3Store) -> None:
    url = store.presign_put("raw.csv", expires_s=60, size=1)
    assert status_of(url, method="PUT", data=b"x", headers={"Content-Type": "text/csv"}) == 200


def test_a_presigned_upload_is_good_for_one_object(store: S3Store) -> None:
    url = store.presign_put("mine.csv", expires_s=60, size=1)
    assert status_of(url.replace("mine.csv", "theirs.csv"), method="PUT", data=b"x") == 403


def test_a_presigned_download_is_saved_under_its_name(store: S3Store) -> None:
    store.put_bytes("results.csv", b"x")
    with urlopen(store.presign_get("results.csv", expires_s=60, filename="Mai ü.csv"), timeout=30) as answer:
        assert answer.read() == b"x"
        assert "filename*=UTF-8''Mai%20%C3%BC.csv" in answer.headers["Content-Disposition"]


def test_a_presigned_download_does_not_upload(store: S3Store) -> None:
    store.put_bytes("a", b"x")
    assert status_of(store.presign_get("a", expires_s=60), method="PUT", data=b"y") == 403
    assert store.get_bytes("a") == b"x"


def test_abandoned_uploads_are_removed_when_they_are_old(store: S3Store, s3_endpoint: str) -> None:
    boto3.client("s3", endpoint_url=s3_endpoint).create_multipart_upload(Bucket=BUCKET, Key="some/where/half")
    assert store.discard_unfinished(older_than=timedelta(hours=1)) == 0
    assert store.discard_unfinished(older_than=timedelta(seconds=-60)) == 1
    assert store.discard_unfinished(older_than=timedelta(seconds=-60)) == 0


def test_wrong_credentials_are_a_clear_error(store: S3Store, monkeypatch: pytest.MonkeyPatch, s3_endpoint: str) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    stranger = S3Store(bucket=BUCKET, prefix="", endpoint_url=s3_endpoint, scratch=Path("/tmp"))
    with pytest.raises(StorageUnavailable, match=r"SignatureDoesNotMatch.*credentials"):
        stranger.put_bytes("a", b"")
