"""Match profiles: proposed from two prepared files, read from YAML, checked against the lists they are for."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.records import JobRecord
from listmatch.domain.engines import EngineName
from listmatch.domain.files import FileProfile
from listmatch.domain.verdicts import MatchMode, ProfileType
from listmatch.errors import InputError, ProfileInvalid
from listmatch.workflows.lists.files import open_prepared
from listmatch.workflows.matches.jobs import JobOptions, with_pivots
from listmatch.workflows.services import Services

if TYPE_CHECKING:
    from listmatch.matching.profile import MatchProfile


class Lists(NamedTuple):
    """The files of one job: two of one owner, or one for a dedupe."""

    owner_id: str
    source_file_id: str
    master_file_id: str | None


def propose(services: Services, lists: Lists, *, profile_type: ProfileType | None = None) -> "MatchProfile":
    """A profile for two ready files, or for one; of *profile_type*, or of the type that the columns suggest.

    Raises NothingToCompare, NotReady, NotFound, and InputError for leads and accounts in one list.
    """
    from listmatch.matching.proposal.suggest import suggest_profile

    with open_prepared(services, owner_id=lists.owner_id, file_id=lists.source_file_id) as source:
        if lists.master_file_id is None:
            if profile_type is ProfileType.ACCOUNT:
                raise InputError("leads and accounts are two lists.", place="type", cure="Choose another type.")
            return suggest_profile(source.profile, None, profile_type=profile_type)
        with open_prepared(services, owner_id=lists.owner_id, file_id=lists.master_file_id) as master:
            return suggest_profile(source.profile, master.profile, profile_type=profile_type)


def check(services: Services, profile: "MatchProfile", lists: Lists) -> None:
    """Raise ProfileInvalid when the profile names a column that its list does not have, or is for another mode."""
    if (lists.master_file_id is None) != (profile.mode is MatchMode.DEDUPE):
        kind = "a dedupe" if profile.mode is MatchMode.DEDUPE else "a match of two lists"
        cure = "Propose a new one without --profile."
        raise ProfileInvalid(f"this profile is for {kind}.", place="profile: mode", cure=cure)
    sides = [
        _columns(services, owner_id=lists.owner_id, file_id=file_id)
        for file_id in (lists.source_file_id, lists.master_file_id)
        if file_id is not None
    ]
    profile.check_columns(source=sides[0], master=sides[1] if len(sides) > 1 else ())
    check_pivots(services, profile, lists)


def check_pivots(services: Services, profile: "MatchProfile", lists: Lists) -> None:
    """Raise ProfileInvalid when the report is to be broken down by something that the source list does not have."""
    if profile.pivots:
        with open_prepared(services, owner_id=lists.owner_id, file_id=lists.source_file_id) as prepared:
            check_dimensions(prepared.profile, profile.pivots)


def check_dimensions(source: FileProfile, pivots: tuple[str, ...]) -> None:
    """Raise ProfileInvalid when a report cannot be broken down by one of *pivots*."""
    from listmatch.reporting.dimensions import choose_dimensions

    choose_dimensions(source, wanted=pivots)


def _columns(services: Services, *, owner_id: str, file_id: str) -> list[str]:
    with open_prepared(services, owner_id=owner_id, file_id=file_id) as prepared:
        return [column.name for column in prepared.profile.columns]


def profile_of_job(services: Services, record: JobRecord) -> "MatchProfile":
    """The job's own snapshot of a profile; a job made without one gets its proposal now, once and for all."""
    from listmatch.matching.profile import MatchProfile

    if record.profile is not None:
        return MatchProfile.from_dict(record.profile)
    proposed = propose(services, Lists(record.owner_id, record.source_file_id, record.master_file_id))
    proposed = MatchProfile.from_dict(proposed.to_dict() | {"mode": record.mode})
    proposed = with_pivots(proposed, JobOptions.of(record).pivots)
    with services.catalog.session() as session:
        job_rows.set_profile(session, job_id=record.id, profile=proposed.to_dict())
        settled = job_rows.get_any(session, job_id=record.id).profile
    return MatchProfile.from_dict(settled or proposed.to_dict())


def engine_of_job(services: Services, job_id: str) -> EngineName:
    """The engine that the job's profile names. Raises NotFound."""
    with services.catalog.reading() as session:
        record = job_rows.get_any(session, job_id=job_id)
    return profile_of_job(services, record).engine


def read_profile(path: Path) -> "MatchProfile":
    """A profile from a YAML file. Raises ProfileInvalid, which names file, place and cure."""
    from listmatch.matching.profile import MatchProfile

    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        message = f"the profile cannot be read ({error.strerror})."
        raise ProfileInvalid(message, place=str(path), cure="Check the path.") from None
    except UnicodeDecodeError:
        raise ProfileInvalid("the profile is not UTF-8 text.", place=str(path), cure="Save it as UTF-8.") from None
    try:
        return MatchProfile.from_yaml(text)
    except ProfileInvalid as error:
        raise ProfileInvalid(error.message, place=f"{path}, {error.place}", cure=error.cure) from error
