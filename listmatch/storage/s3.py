"""The object store in S3 or a server that speaks its protocol; the only module that touches boto3.

Credentials and region come from the standard AWS settings. Only operations that every S3 server has are used: no
conditional writes, no POST policies, no batch deletes.
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from listmatch.errors import ContractBroken, NotFound, StorageUnavailable
from listmatch.storage.disposition import attachment
from listmatch.storage.faults import missing, on_disk
from listmatch.storage.keys import checked, checked_folder
from listmatch.storage.store import ObjectInfo

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_MISSING_CODES = frozenset({"404", "NoSuchKey", "NotFound"})


class S3Store:
    """An object store below *prefix* of *bucket*; downloads go through the folder *scratch*.

    ``write`` uploads in parts that S3 shows only when all have arrived, which is the atomic promotion.
    """

    def __init__(self, *, bucket: str, prefix: str, endpoint_url: str, scratch: Path) -> None:
        self._bucket, self._endpoint_url, self._scratch = bucket, endpoint_url, scratch
        self._base = f"{checked(prefix)}/" if prefix else ""

    @cached_property
    def _client(self) -> "S3Client":
        # Checksums only where required and path addressing, because servers other than AWS's lack the alternatives.
        config = Config(
            signature_version="s3v4",
            connect_timeout=5,
            read_timeout=60,
            retries={"mode": "standard", "total_max_attempts": 4},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            s3={"addressing_style": "path" if self._endpoint_url else "auto"},
        )
        return boto3.session.Session().client("s3", endpoint_url=self._endpoint_url or None, config=config)

    def uri(self, key: str) -> str:
        """``s3://bucket/…``."""
        return f"s3://{self._bucket}/{self._name(key)}"

    def exists(self, key: str) -> bool:
        """Whether there is such an object."""
        try:
            self._head(key)
        except NotFound:
            return False
        return True

    def stat(self, key: str) -> ObjectInfo:
        """Size, version and age of an object."""
        try:
            return self._head(key)
        except NotFound:
            self._check_missing(key)
            raise

    @contextmanager
    def open_local(self, key: str) -> Iterator[Path]:
        """A copy in scratch, gone afterwards."""
        with self._folder_in_scratch(key) as folder:
            path = folder / key.rpartition("/")[2]
            self._download(self.stat(key), path)
            yield path

    @contextmanager
    def open_local_folder(self, prefix: str) -> Iterator[Path]:
        """Copies in scratch, gone afterwards."""
        found = list(self.list(checked_folder(prefix)))
        if not found:
            raise missing(prefix)
        with self._folder_in_scratch(prefix) as folder:
            for info in found:
                path = folder / info.key.removeprefix(prefix)
                path.parent.mkdir(parents=True, exist_ok=True)
                self._download(info, path)
            yield folder

    @contextmanager
    def write(self, key: str) -> Iterator[Path]:
        """A path in scratch, uploaded on a clean exit."""
        checked(key)
        with self._folder_in_scratch(key) as folder:
            path = folder / key.rpartition("/")[2]
            yield path
            if not path.is_file():
                raise ContractBroken("nothing was written to the store.", place=key)
            self._upload(path, key)

    def put_bytes(self, key: str, content: bytes) -> None:
        """Write a small object."""
        name = self._name(key)
        with _in_s3(key):
            self._client.put_object(Bucket=self._bucket, Key=name, Body=content)

    def get_bytes(self, key: str) -> bytes:
        """Read a small object."""
        name = self._name(key)
        with _in_s3(key):
            answer = self._client.get_object(Bucket=self._bucket, Key=name)
            _expect(answer, "ETag")
            return answer["Body"].read()

    def delete(self, key: str) -> None:
        """Remove an object."""
        name = self._name(key)
        try:
            with _in_s3(key):
                self._client.delete_object(Bucket=self._bucket, Key=name)
        except NotFound:
            return  # AWS answers 204 for what is not there, Swift 404

    def delete_prefix(self, prefix: str) -> int:
        """Remove every object below *prefix*."""
        keys = [info.key for info in self.list(checked_folder(prefix))]
        for key in keys:
            self.delete(key)
        return len(keys)

    def list(self, prefix: str = "", *, after: str = "") -> Iterator[ObjectInfo]:
        """Every object whose key begins with *prefix*; keys that end in a slash are folders' markers and left out."""
        start: dict[str, Any] = {"StartAfter": self._base + after} if after else {}
        with _in_s3(prefix or self._bucket):
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=self._base + prefix, **start
            )
            for page in pages:
                _expect(page, "IsTruncated")
                for item in page.get("Contents", []):
                    if not item["Key"].endswith("/"):
                        key = item["Key"].removeprefix(self._base)
                        yield _info(key, size=item["Size"], etag=item["ETag"], modified_at=item["LastModified"])

    def presign_get(self, key: str, *, expires_s: int, filename: str = "") -> str:
        """A presigned GET."""
        params: dict[str, Any] = {"Bucket": self._bucket, "Key": self._name(key)}
        if filename:
            params["ResponseContentDisposition"] = attachment(filename)
        with _in_s3(key):
            return self._client.generate_presigned_url("get_object", Params=params, ExpiresIn=expires_s)

    def presign_put(self, key: str, *, expires_s: int, size: int, content_type: str = "") -> str:
        """A presigned PUT whose signature covers Content-Length and, where given, Content-Type."""
        params: dict[str, Any] = {"Bucket": self._bucket, "Key": self._name(key), "ContentLength": size}
        if content_type:
            params["ContentType"] = content_type
        with _in_s3(key):
            return self._client.generate_presigned_url("put_object", Params=params, ExpiresIn=expires_s)

    def discard_unfinished(self, *, older_than: timedelta) -> int:
        """Abort multipart uploads whose writer is gone."""
        limit, count = datetime.now(UTC) - older_than, 0
        with _in_s3(self._bucket):
            pages = self._client.get_paginator("list_multipart_uploads").paginate(
                Bucket=self._bucket, Prefix=self._base
            )
            for upload in [upload for page in pages for upload in page.get("Uploads", [])]:
                if upload["Initiated"] < limit:
                    self._client.abort_multipart_upload(
                        Bucket=self._bucket, Key=upload["Key"], UploadId=upload["UploadId"]
                    )
                    count += 1
        return count

    def _name(self, key: str) -> str:
        return self._base + checked(key)

    def _head(self, key: str) -> ObjectInfo:
        name = self._name(key)
        with _in_s3(key):
            head = self._client.head_object(Bucket=self._bucket, Key=name)
            return _info(key, size=head["ContentLength"], etag=head["ETag"], modified_at=head["LastModified"])

    def _check_missing(self, key: str) -> None:
        """Raise StorageUnavailable unless S3 itself says that there is no such object.

        A HEAD is answered without a body, and 404 is also what a proxy says that has lost the server behind it: a list
        would have failed for good.
        """
        name = self._name(key)
        try:
            with _in_s3(key):
                _expect(self._client.get_object(Bucket=self._bucket, Key=name, Range="bytes=0-0"), "ETag")
        except NotFound:
            return
        raise _other_answer(key)

    def _download(self, info: ObjectInfo, path: Path) -> None:
        """Fetch an object, all of it. Raises StorageUnavailable when other bytes came than it has."""
        name = self._name(info.key)
        with _in_s3(info.key), on_disk(info.key):
            self._client.download_file(self._bucket, name, str(path), Config=_transfer())
            if path.stat().st_size != info.size:
                raise _other_answer(info.key)

    def _upload(self, path: Path, key: str) -> None:
        name = self._name(key)
        with _in_s3(key), on_disk(key):
            self._client.upload_file(str(path), self._bucket, name, Config=_transfer())

    @contextmanager
    def _folder_in_scratch(self, place: str) -> Iterator[Path]:
        with on_disk(place):
            self._scratch.mkdir(parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(dir=self._scratch))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _transfer() -> TransferConfig:
    # 16 MiB parts: at most 10,000 of them may make an object (S3's limit), which allows 156 GiB.
    return TransferConfig(multipart_threshold=16 * 2**20, multipart_chunksize=16 * 2**20, max_concurrency=4)


def _expect(answer: Mapping[str, Any], member: str) -> None:
    """Raise KeyError when an answer lacks what every S3 server sends: a proxy's page of its own comes as 200, too."""
    if member not in answer:
        raise KeyError(member)


def _other_answer(place: str) -> StorageUnavailable:
    return StorageUnavailable(
        "the object store gave another answer than S3 does, or half of one.",
        place=place,
        cure="Check LISTMATCH_S3_ENDPOINT_URL, and the proxies before it.",
    )


def _info(key: str, *, size: int, etag: str, modified_at: datetime) -> ObjectInfo:
    return ObjectInfo(key=key, size=size, etag=etag.strip('"'), modified_at=modified_at.astimezone(UTC))


@contextmanager
def _in_s3(place: str) -> Iterator[None]:
    """Turn boto3's errors of the block into ours."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "unknown")
        if code in _MISSING_CODES:
            raise missing(place) from error
        raise StorageUnavailable(
            f"the object store refused the request ({code}).",
            place=place,
            cure="Check the bucket's name, the credentials and their rights.",
        ) from error
    except (ResponseParserError, KeyError, ValueError) as error:
        raise _other_answer(place) from error
    except (BotoCoreError, Boto3Error) as error:
        raise StorageUnavailable(
            f"the object store cannot be reached ({type(error).__name__}).",
            place=place,
            cure="Check LISTMATCH_S3_ENDPOINT_URL, the AWS settings and the network.",
        ) from error
