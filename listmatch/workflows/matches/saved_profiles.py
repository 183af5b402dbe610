"""Saved match profiles of an owner: proposed, saved, listed, changed, deleted."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from listmatch.catalog.pages import Page
from listmatch.catalog.queries import audit
from listmatch.catalog.queries import profiles as profile_rows
from listmatch.catalog.records import ProfileRecord, ProfileSummary
from listmatch.errors import NotFound
from listmatch.workflows.matches.jobs import lists_of
from listmatch.workflows.matches.profiles import Lists, propose
from listmatch.workflows.services import Services

if TYPE_CHECKING:
    from listmatch.matching.profile import MatchProfile


def list_profiles(services: Services, *, owner_id: str, page: Page) -> list[ProfileSummary]:
    """An owner's profiles, the newest first."""
    with services.catalog.reading() as session:
        return profile_rows.list_for(session, owner_id=owner_id, page=page)


def get_profile(services: Services, *, owner_id: str, profile_id: str) -> ProfileRecord:
    """One profile with its content. Raises NotFound."""
    with services.catalog.reading() as session:
        return profile_rows.get(session, owner_id=owner_id, profile_id=profile_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileRequest:
    """A profile as somebody wants it saved; *content* as ``MatchProfile.to_dict`` gives it."""

    name: str
    content: dict[str, Any]
    is_template: bool = False


def create_profile(services: Services, request: ProfileRequest, *, owner_id: str, actor: str) -> ProfileRecord:
    """A new profile. Raises ProfileInvalid."""
    state = _state(request)
    with services.catalog.session() as session:
        saved = profile_rows.create(session, state, owner_id=owner_id)
        audit.note(session, owner_id=owner_id, actor=actor, action="profile.create", subject_id=saved.id)
        return saved


def change_profile(
    services: Services, profile_id: str, request: ProfileRequest, *, owner_id: str, actor: str
) -> ProfileRecord:
    """A profile with another name or content, which then is a new version. Raises ProfileInvalid, NotFound."""
    state = _state(request)
    with services.catalog.session() as session:
        saved = profile_rows.change(session, state, owner_id=owner_id, profile_id=profile_id)
        audit.note(session, owner_id=owner_id, actor=actor, action="profile.update", subject_id=saved.id)
        return saved


def _state(request: ProfileRequest) -> profile_rows.ProfileState:
    from listmatch.matching.profile import MatchProfile

    profile = MatchProfile.from_dict(request.content)
    return profile_rows.ProfileState(
        name=request.name, content=profile.to_dict(), profile_type=profile.type, is_template=request.is_template
    )


def delete_profile(services: Services, *, owner_id: str, profile_id: str, actor: str) -> None:
    """Hide a profile; jobs keep their snapshot. Raises NotFound."""
    with services.catalog.session() as session:
        if not profile_rows.delete(session, owner_id=owner_id, profile_id=profile_id):
            raise NotFound("There is no such profile.")
        audit.note(session, owner_id=owner_id, actor=actor, action="profile.delete", subject_id=profile_id)


def suggest(services: Services, lists: Lists) -> tuple["MatchProfile", str]:
    """A profile proposed for two ready files, or for one, and a name for it.

    Raises NothingToCompare, NotReady, NotFound.
    """
    with services.catalog.reading() as session:
        files = lists_of(session, owner_id=lists.owner_id, source=lists.source_file_id, master=lists.master_file_id)
    return propose(services, lists), " → ".join(Path(file.name).stem for file in files)
