"""Looking: every new version under a rule's prefix is noted in the catalog, page by page, within a limit of time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice

from listmatch.catalog.queries import drops as drop_rows
from listmatch.errors import InputError
from listmatch.settings import Settings
from listmatch.workflows.drops.places import Place, open_place
from listmatch.workflows.drops.rules import DropRule
from listmatch.workflows.drops.versions import Moving, Version, choose, is_list
from listmatch.workflows.services import Services

PAGE = 1000
"""Objects per transaction, as many as S3 lists at once."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Where the look at one prefix stands. Losing it costs a listing, nothing else."""

    after: str = ""
    """the key after which to go on; empty: from the beginning"""
    moving: Moving = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Looked:
    """How many new versions a look noted, and where the next one begins."""

    noted: int
    bookmark: Bookmark


def look(
    services: Services,
    rule: DropRule,
    *,
    bookmark: Bookmark,
    is_over: Callable[[], bool],
    place: Place | None = None,
    now: datetime | None = None,
) -> Looked:
    """Note the new versions under a rule's prefix until all were seen or the time is over.

    Raises StorageUnavailable when a listing fails: what was noted before stays noted, the rest is seen next time; and
    InputError for a rule that would write where its lists arrive.
    """
    place = place or open_place(services.settings, rule.prefix)
    now = now or datetime.now(UTC)
    moving, noted, excluded = bookmark.moving, 0, own_places(services.settings, rule)
    for page in _pages(place.versions(after=bookmark.after)):
        lists = [version for version in page if is_list(version, pattern=rule.pattern, excluded=excluded)]
        with services.catalog.reading() as session:
            known = drop_rows.known(session, uris=[version.uri for version in lists])
        chosen = choose(lists, known=known, moving=moving, now=now, quiet=rule.quiet)
        noted, moving = noted + _note(services, rule, chosen.new), chosen.moving
        if is_over():
            return Looked(noted, Bookmark(page[-1].key, moving))
    return Looked(noted, Bookmark("", moving))


def _note(services: Services, rule: DropRule, versions: Sequence[Version]) -> int:
    if not versions:
        return 0
    owner_id = rule.owner or services.settings.owner
    with services.catalog.session() as session:
        return sum(
            drop_rows.see(
                session,
                drop_rows.NewDrop(
                    owner_id=owner_id,
                    rule=rule.name,
                    uri=version.uri,
                    etag=version.etag,
                    size=version.size,
                    modified_at=version.modified_at,
                ),
            )
            is not None
            for version in versions
        )


def own_places(settings: Settings, rule: DropRule) -> list[str]:
    """Where the rule itself writes: results and failed lists must not come back as drops.

    Raises InputError where that would be every list: a place it writes to is the one where lists arrive, or holds it.
    """
    arriving = _address(open_place(settings, rule.prefix))
    written = {address: _address(open_place(settings, address)) for address in (rule.results, rule.failed) if address}
    for address, place in written.items():
        if arriving.startswith(place):
            cure = "Name another folder, or one below it."
            raise InputError("listmatch writes to this folder and takes nothing in from it.", place=address, cure=cure)
    return list(written.values())


def _address(place: Place) -> str:
    return place.base + place.as_folder


def _pages(versions: Iterator[Version]) -> Iterator[list[Version]]:
    while page := list(islice(versions, PAGE)):
        yield page
