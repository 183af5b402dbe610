"""Taking one list of some place in: its bytes into the object store, a row into the catalog, once per version."""

import shutil
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One version of an object outside, and the file that it becomes for an owner."""

    place: Place
    owner_id: str
    uri: str
    etag: str

    @property
    def name(self) -> str:
        """What the list is called."""
        return self.place.key_of(self.uri).rpartition("/")[2]

    @property
    def file_id(self) -> str:
        """The id of the file, deterministic, so that taking the list in twice has one effect."""
        return str(uuid5(NAMESPACE_URL, f"{self.owner_id} {self.etag} {self.uri}"))

    @property
    def raw_key(self) -> str:
        """Where its bytes lie in the object store."""
        return keys.raw_key(self.owner_id, self.file_id, self.name)


def fetch(services: Services, arrival: Arrival) -> int:
    """Copy the bytes into the object store and return their number. Raises Replaced, NotFound, InputError."""
    with arrival.place.open(arrival.uri, etag=arrival.etag) as path, services.store.write(arrival.raw_key) as target:
        shutil.copyfile(path, target)
        return target.stat().st_size


def register(session: Session, arrival: Arrival, *, size: int, purpose: Purpose) -> FileRecord:
    """The catalog's row for a version whose bytes *fetch* has copied; the row there is, if it was taken in before."""
    return file_rows.register(
        session,
        file_rows.NewFile(
            owner_id=arrival.owner_id,
            name=arrival.name,
            purpose=purpose,
            size=size,
            raw_key=arrival.raw_key,
            id=arrival.file_id,
            origin=file_rows.Origin(arrival.uri, arrival.etag),
        ),
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
    arrival = Arrival(place=place, owner_id=owner_id, uri=version.uri, etag=version.etag)
    size = fetch(services, arrival)
    keep_options(services, options, owner_id=owner_id, file_id=arrival.file_id)
    with services.catalog.session() as session:
        return register(session, arrival, size=size, purpose=purpose)


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
