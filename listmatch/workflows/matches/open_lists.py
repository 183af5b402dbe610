"""Two lists (or one) opened with the profile that compares them: by id for a job, by path for other work."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from listmatch.domain.columns import FieldMap
from listmatch.domain.files import Purpose
from listmatch.domain.progress import Progress, part_of, silent
from listmatch.domain.reading import DETECT_ALL, ReadOptions
from listmatch.workflows.lists.files import PreparedFile, open_prepared, prepare_path
from listmatch.workflows.lists.standards import kept_standard_of, standard_of
from listmatch.workflows.matches import profiles
from listmatch.workflows.services import Services

if TYPE_CHECKING:
    from listmatch.matching.lists import ListPaths
    from listmatch.matching.profile import MatchProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalLists:
    """Two lists on this machine, or one to be compared with itself, as a person names them.

    *profile* is a YAML file; without one a profile is proposed.
    """

    source: Path
    master: Path | None = None
    profile: Path | None = None
    source_reading: ReadOptions = DETECT_ALL
    master_reading: ReadOptions = DETECT_ALL


@dataclass(frozen=True, slots=True)
class OpenLists:
    """Prepared lists, their standardised tables and their profile; what is the master's is None for a dedupe."""

    profile: "MatchProfile"
    source: PreparedFile
    master: PreparedFile | None
    source_standard: Path
    master_standard: Path | None

    def paths(self, *, index: Path | None = None) -> "ListPaths":
        """The tables as matching takes them, with the folder of the master's *index* where there is one."""
        from listmatch.matching.lists import ListPaths

        return ListPaths(self.source_standard, self.master_standard, index)

    @property
    def row_bytes(self) -> float:
        """Mean bytes of a source row plus a master row, as uploaded."""
        files = [each for each in (self.source, self.master) if each]
        return sum(each.record.size / max(each.profile.rows, 1) for each in files)


@contextmanager
def open_local(services: Services, local: LocalLists, *, progress: Progress = silent) -> Iterator[OpenLists]:
    """Prepare what is not prepared yet and open it.

    Raises InputError and its kin for lists or a profile that cannot be used.
    """
    owner = services.settings.owner
    asked = [(local.source, Purpose.SOURCE, local.source_reading)]
    if local.master is not None:
        asked.append((local.master, Purpose.MASTER, local.master_reading))
    ids = [
        prepare_path(
            services,
            path,
            owner_id=owner,
            purpose=purpose,
            options=options,
            progress=part_of(progress, number / len(asked), (number + 1) / len(asked)),
        ).id
        for number, (path, purpose, options) in enumerate(asked)
    ]
    lists = profiles.Lists(owner, ids[0], ids[1] if len(ids) > 1 else None)
    profile = profiles.propose(services, lists) if local.profile is None else profiles.read_profile(local.profile)
    profiles.check(services, profile, lists)
    with open_lists(services, lists, profile=profile) as opened:
        yield opened


@contextmanager
def open_lists(
    services: Services, lists: profiles.Lists, *, profile: "MatchProfile", kept_under: str = ""
) -> Iterator[OpenLists]:
    """Open prepared lists with the standardised tables that *profile* reads.

    A table that has to be made anew is kept under the key prefix *kept_under*, if there is one. Raises NotFound,
    NotReady, ProfileInvalid for a profile of other lists.
    """
    with ExitStack() as stack:
        source = stack.enter_context(open_prepared(services, owner_id=lists.owner_id, file_id=lists.source_file_id))
        if lists.master_file_id is None:
            profile.check_columns(source=_names(source))
            wanted, other = profile.source_fields, source.profile.fields
            own = _standard(services, source, wanted=wanted, other=other, kept_as=kept_under and f"{kept_under}/source")
            yield OpenLists(profile, source, None, stack.enter_context(own), None)
            return
        master = stack.enter_context(open_prepared(services, owner_id=lists.owner_id, file_id=lists.master_file_id))
        profile.check_columns(source=_names(source), master=_names(master))
        left = _standard(
            services,
            source,
            wanted=profile.source_fields,
            # what the profile leaves out of both lists must not be compared although both prepared tables have it
            other={**master.profile.fields, **profile.master_fields},
            kept_as=kept_under and f"{kept_under}/source",
        )
        right = _standard(
            services,
            master,
            wanted=profile.master_fields,
            other=profile.source_fields,
            kept_as=kept_under and f"{kept_under}/master",
        )
        yield OpenLists(profile, source, master, stack.enter_context(left), stack.enter_context(right))


def _standard(
    services: Services, file: PreparedFile, *, wanted: FieldMap, other: FieldMap, kept_as: str
) -> AbstractContextManager[Path]:
    if kept_as:
        return kept_standard_of(services, file, wanted=wanted, other=other, prefix=kept_as)
    return standard_of(services, file, wanted=wanted, other=other)


def _names(file: PreparedFile) -> list[str]:
    return [column.name for column in file.profile.columns]
