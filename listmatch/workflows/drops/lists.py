"""Taking one list of some place in: its bytes into the object store, a row into the catalog, once per version."""

import shutil
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy.orm import Session

from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.records import FileRecord
from listmatch.domain.files import FileStatus, Purpose
from listmatch.domain.reading import DETECT_ALL, ReadOptions
from listmatch.errors import NotFound
from listmatch.settings import Settings
from listmatch.storage import keys
from listmatch.workflows.drops.places import Place, find_list, open_list, open_place
from listmatch.workflows.drops.rules import QUIET_LOCAL_S, ListSource
from listmatch.workflows.drops.versions import Version, choose, is_list
from listmatch.workflows.lists.reading import keep_options
from listmatch.workflows.services import Services


def file_id_of(owner_id: str, uri: str, etag: str) -> str:
    """The id of the file that one version of an object becomes; the same whoever takes it in, however often."""
    return str(uuid5(NAMESPACE_URL, f"{owner_id} {etag} {uri}"))


def fetch(services: Services, place: Place, *, owner_id: str, uri: str, etag: str) -> int:
    """Copy one version into the object store and return its size in bytes. Raises Replaced, NotFound, InputError."""
    with place.open(uri, etag=etag) as path, services.store.write(raw_key_of(place, owner_id, uri, etag)) as target:
        shutil.copyfile(path, target)
        return target.stat().st_size


def raw_key_of(place: Place, owner_id: str, uri: str, etag: str) -> str:
    """Where the bytes of one version lie in the object store."""
    return keys.raw_key(owner_id, file_id_of(owner_id, uri, etag), place.key_of(uri).rpartition("/")[2])


def register(
    session: Session, place: Place, *, owner_id: str, uri: str, etag: str, size: int, purpose: Purpose
) -> FileRecord:
    """The catalog's row for a version whose bytes *fetch* has copied; the row there is, if it was taken in before."""
    return file_rows.register(
        session,
        owner_id=owner_id,
        name=place.key_of(uri).rpartition("/")[2],
        purpose=purpose,
        size=size,
        raw_key=raw_key_of(place, owner_id, uri, etag),
        file_id=file_id_of(owner_id, uri, etag),
        origin=(uri, etag),
    )


def take_in(
    services: Services,
    place: Place,
    version: Version,
    *,
    owner_id: str,
    purpose: Purpose,
    options: ReadOptions = DETECT_ALL,
) -> FileRecord:
    """The file of one version, taken in now unless it was before. Raises what *fetch* raises."""
    with services.catalog.reading() as session:
        known = file_rows.find_by_origin(session, owner_id=owner_id, origin=file_rows.Origin(*version.identity))
    if known is not None and known.deleted_at is None:
        return known
    size = fetch(services, place, owner_id=owner_id, uri=version.uri, etag=version.etag)
    keep_options(services, options, owner_id=owner_id, file_id=file_id_of(owner_id, version.uri, version.etag))
    with services.catalog.session() as session:
        return register(
            session, place, owner_id=owner_id, uri=version.uri, etag=version.etag, size=size, purpose=purpose
        )


def resolve(services: Services, source: ListSource, *, owner_id: str, purpose: Purpose) -> FileRecord:
    """The file that a fixed address or "the latest under a prefix" means now.

    Of several the newest counts that has not failed to be prepared; equal times are told apart by the key. Raises
    NotFound when there is none.
    """
    for place, version in _candidates(services, source):
        file = take_in(services, place, version, owner_id=owner_id, purpose=purpose, options=source.read.options)
        if source.file or file.status is not FileStatus.FAILED:
            return file
    raise NotFound("there is no usable list here yet.", place=source.file or source.latest, cure="Put one there.")


def check_source(settings: Settings, source: ListSource) -> None:
    """Raise InputError for an address where no list can ever be; whether one is there shows when it is wanted."""
    if source.file:
        find_list(settings, source.file)
    else:
        open_place(settings, source.latest)


def _candidates(services: Services, source: ListSource) -> list[tuple[Place, Version]]:
    if source.file:
        return [open_list(services.settings, source.file)]
    place = open_place(services.settings, source.latest)
    quiet = timedelta(seconds=QUIET_LOCAL_S if place.folder is not None else 0)
    found = [version for version in place.versions() if is_list(version, pattern=source.pattern)]
    rested = choose(found, known=frozenset(), moving={}, now=datetime.now(UTC), quiet=quiet).new
    newest = sorted(rested, key=lambda version: (version.modified_at, version.key), reverse=True)
    return [(place, version) for version in newest]
