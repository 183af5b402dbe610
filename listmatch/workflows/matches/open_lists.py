"""Two local lists (or one) prepared and opened with the profile that compares them, for work that is no job."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from listmatch.domain.files import Purpose
from listmatch.domain.progress import Progress, part_of, silent
from listmatch.domain.reading import DETECT_ALL, ReadOptions
from listmatch.workflows.lists.files import PreparedFile, open_prepared, prepare_path
from listmatch.workflows.lists.standards import standard_of
from listmatch.workflows.matches import profiles
from listmatch.workflows.services import Services

if TYPE_CHECKING:
    from listmatch.matching.profile import MatchProfile


@dataclass(frozen=True, slots=True)
class Readings:
    """How the two lists are to be read, as far as the person said."""

    source: ReadOptions = DETECT_ALL
    master: ReadOptions = DETECT_ALL


DETECTED = Readings()


@dataclass(frozen=True, slots=True)
class OpenLists:
    """Prepared lists, their standardised tables and their profile; ``master`` is None for a dedupe."""

    profile: "MatchProfile"
    source: PreparedFile
    master: PreparedFile | None
    source_standard: Path
    master_standard: Path | None

    @property
    def row_bytes(self) -> float:
        """Mean bytes of a source row and of the master row beside it, as uploaded."""
        files = [each for each in (self.source, self.master) if each]
        return sum(each.record.size / max(each.profile.rows, 1) for each in files)


@contextmanager
def open_lists(
    services: Services,
    source: Path,
    master: Path | None,
    *,
    profile: Path | None,
    readings: Readings = DETECTED,
    progress: Progress = silent,
) -> Iterator[OpenLists]:
    """Prepare what is not prepared yet and open it, under the profile in a YAML file or a proposed one.

    Raises InputError and its kin for lists or a profile that cannot be used.
    """
    owner = services.settings.owner
    first, second = part_of(progress, 0.0, 0.5), part_of(progress, 0.5, 1.0)
    left_id = prepare_path(
        services, source, owner_id=owner, purpose=Purpose.SOURCE, options=readings.source, progress=first
    ).id
    right_id = None
    if master is not None:
        right_id = prepare_path(
            services, master, owner_id=owner, purpose=Purpose.MASTER, options=readings.master, progress=second
        ).id
    lists = profiles.Lists(owner, left_id, right_id)
    chosen = profiles.propose(services, lists) if profile is None else profiles.read_profile(profile)
    profiles.check(services, chosen, lists)
    with open_prepared(services, owner_id=owner, file_id=left_id) as mine:
        if right_id is None:
            with standard_of(services, mine, wanted=chosen.source_fields, other=mine.profile.fields) as left:
                yield OpenLists(chosen, mine, None, left, None)
            return
        with (
            open_prepared(services, owner_id=owner, file_id=right_id) as theirs,
            standard_of(
                services,
                mine,
                wanted=chosen.source_fields,
                other={**theirs.profile.fields, **chosen.master_fields},
            ) as left,
            standard_of(services, theirs, wanted=chosen.master_fields, other=chosen.source_fields) as right,
        ):
            yield OpenLists(chosen, mine, theirs, left, right)
