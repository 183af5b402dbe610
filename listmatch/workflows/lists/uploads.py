"""Files as their owner sees them: announced, sent, listed, downloaded, deleted."""

from dataclasses import dataclass
from uuid import uuid4

from listmatch.catalog.pages import Page
from listmatch.catalog.queries import audit
from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.queries import reports as report_rows
from listmatch.catalog.records import FileRecord, FileSummary, OwnerRecord
from listmatch.domain.files import FileStatus, Purpose
from listmatch.domain.reading import DETECT_ALL, ReadOptions
from listmatch.errors import InputError, NotFound, NotReady
from listmatch.storage import keys
from listmatch.workflows.lists.files import QUARANTINE, prepared_prefix
from listmatch.workflows.lists.reading import keep_options
from listmatch.workflows.owners.plans import upload_limit_bytes
from listmatch.workflows.owners.retention import delete_results
from listmatch.workflows.services import Services

URL_LIFETIME_S = 3600


class TooLarge(InputError):
    """The file is larger than the owner's plan allows."""

    http_status = 413


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """A file that its owner is going to send, and how it is to be read."""

    name: str
    size: int
    """bytes; no more and no fewer are taken"""
    content_type: str
    purpose: Purpose
    reading: ReadOptions = DETECT_ALL


@dataclass(frozen=True, slots=True)
class Announced:
    """A file whose bytes are still to come, and where they are to be put."""

    file: FileRecord
    upload_url: str


def announce(services: Services, owner: OwnerRecord, coming: Announcement, *, actor: str) -> Announced:
    """Register the file and sign the URL that takes its bytes. Raises TooLarge."""
    limit = upload_limit_bytes(owner.tier)
    if coming.size > limit:
        raise TooLarge(f"File too large for your plan: at most {limit // 2**20} MB.", cure="Split it, or upgrade.")
    file_id = str(uuid4())
    raw_key = keys.raw_key(owner.id, file_id, coming.name)
    keep_options(services, coming.reading, owner_id=owner.id, file_id=file_id)
    url = services.store.presign_put(
        raw_key, expires_s=URL_LIFETIME_S, size=coming.size, content_type=coming.content_type
    )
    with services.catalog.session() as session:
        file = file_rows.register(
            session,
            file_rows.NewFile(
                owner_id=owner.id,
                name=coming.name,
                purpose=coming.purpose,
                size=coming.size,
                raw_key=raw_key,
                id=file_id,
                content_type=coming.content_type,
                is_received=False,
            ),
        )
        audit.note(session, owner_id=owner.id, actor=actor, action="file.create", subject_id=file_id)
    return Announced(file, url)


def awaited(services: Services, key: str) -> FileRecord:
    """The file whose bytes are awaited under an object key. Raises NotFound, and InputError when they have come."""
    parts = key.split("/")
    file_id = parts[3] if len(parts) == 5 and (parts[0], parts[2]) == ("owners", "files") else ""
    with services.catalog.reading() as session:
        file = file_rows.get_any(session, file_id=file_id)
    if file.raw_key != key or file.deleted_at is not None:
        raise NotFound("There is no such upload.")
    if file.received_at is not None:
        raise InputError("This file was uploaded already.", cure="Announce a new file with POST /files.")
    return file


def arrived(services: Services, file: FileSummary, *, size: int) -> bool:
    """The bytes of a file are whole in the store: it may be prepared."""
    with services.catalog.session() as session:
        return file_rows.mark_received(session, file_id=file.id, size=size)


def list_files(
    services: Services,
    *,
    owner_id: str,
    purpose: Purpose | None,
    page: Page,
) -> list[FileSummary]:
    """An owner's files, the newest first."""
    with services.catalog.reading() as session:
        return file_rows.list_recent(session, owner_id=owner_id, purpose=purpose, page=page)


def get_file(services: Services, *, owner_id: str, file_id: str) -> FileRecord:
    """One file; looks whether a presigned upload has arrived, since S3 does not say. Raises NotFound."""
    with services.catalog.reading() as session:
        file = file_rows.get(session, owner_id=owner_id, file_id=file_id)
    if file.received_at is None and services.store.exists(file.raw_key):
        arrived(services, file, size=services.store.stat(file.raw_key).size)
    return file


def quarantine_url(services: Services, *, owner_id: str, file_id: str) -> str:
    """A URL for the lines that could not become rows. Raises NotFound, NotReady."""
    with services.catalog.reading() as session:
        file = file_rows.get(session, owner_id=owner_id, file_id=file_id)
    if file.status is not FileStatus.READY:
        raise NotReady("The file is not ready.", cure="Poll GET /files/{fileId} until its status is ready.")
    key = f"{prepared_prefix(owner_id, file_id)}/{QUARANTINE}"
    return services.store.presign_get(key, expires_s=URL_LIFETIME_S, filename=f"{file.name}.quarantine.csv")


def delete_file(services: Services, *, owner_id: str, file_id: str, actor: str, with_results: bool = False) -> None:
    """Delete a file and what preparation derived from it; *with_results* also what its jobs made of it.

    Jobs that are at work on it fail. Raises NotFound.
    """
    with services.catalog.session() as session:
        file = file_rows.get(session, owner_id=owner_id, file_id=file_id)
        if not file_rows.delete(session, owner_id=owner_id, file_id=file_id):
            raise NotFound("There is no such file.")
        for job in job_rows.at_work_on(session, file_id=file_id):
            job_rows.fail(session, job_id=job.id, error=f"The list {file.name} was deleted while the job ran.")
            report_rows.fail(session, job_id=job.id)
        audit.note(session, owner_id=owner_id, actor=actor, action="file.delete", subject_id=file_id)
    # After the row: an object without a row is invisible and swept up later, a row without objects is a broken file.
    services.store.delete_prefix(keys.file_folder(owner_id, file_id))
    if with_results:
        with services.catalog.reading() as session:
            jobs = job_rows.made_of(session, file_id=file_id)
        for job in jobs:
            delete_results(services, job, actor=actor, told=f"The results were deleted with the list {file.name}.")
