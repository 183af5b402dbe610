"""Saved match profiles and their versions."""

import hashlib
import json
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from listmatch.catalog.models import Profile, ProfileVersion, utc_now
from listmatch.catalog.models.base import JsonObject, new_id
from listmatch.catalog.pages import FIRST_PAGE, Page, newest_first
from listmatch.catalog.queries import rows
from listmatch.catalog.queries.rows import one, records, selected
from listmatch.catalog.records import ProfileRecord, ProfileSummary
from listmatch.domain.verdicts import ProfileType


def content_hash(content: JsonObject) -> str:
    """sha256 of a profile's content, the same for any order of keys."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, allow_nan=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileState:
    """What a profile says: its name, its content, and whether it is shown as a template."""

    name: str
    content: JsonObject
    profile_type: ProfileType
    is_template: bool = False


def create(session: Session, state: ProfileState, *, owner_id: str) -> ProfileRecord:
    """Save a new profile, at its first version."""
    row = Profile(
        id=new_id(),
        owner_id=owner_id,
        name=state.name,
        profile_type=state.profile_type,
        is_template=state.is_template,
    )
    session.add(row)
    session.flush()
    _add_version(session, row, state.content)
    return get(session, owner_id=owner_id, profile_id=row.id)


def change(session: Session, state: ProfileState, *, owner_id: str, profile_id: str) -> ProfileRecord:
    """Replace what a profile says; other content is a new version. Raises ``NotFound``."""
    row = one(session, _of(owner_id, profile_id).with_for_update(), noun="profile")
    if _version(session, profile_id, row.version).content_hash != content_hash(state.content):
        row.version += 1
        _add_version(session, row, state.content)
    row.name, row.profile_type, row.is_template = state.name, state.profile_type, state.is_template
    row.updated_at = utc_now()
    session.flush()
    return get(session, owner_id=owner_id, profile_id=profile_id)


def _add_version(session: Session, row: Profile, content: JsonObject) -> None:
    session.add(
        ProfileVersion(profile_id=row.id, version=row.version, content_hash=content_hash(content), content=content)
    )
    session.flush()


def get(session: Session, *, owner_id: str, profile_id: str, version: int | None = None) -> ProfileRecord:
    """One profile of an owner with its present or an earlier content; raises ``NotFound``."""
    row = one(session, _of(owner_id, profile_id), noun="profile")
    content = _version(session, profile_id, version or row.version)
    return ProfileRecord(
        id=row.id,
        owner_id=row.owner_id,
        name=row.name,
        profile_type=row.profile_type,
        is_template=row.is_template,
        version=content.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
        deleted_at=row.deleted_at,
        content=content.content,
        content_hash=content.content_hash,
    )


def list_for(session: Session, *, owner_id: str, page: Page = FIRST_PAGE) -> list[ProfileSummary]:
    """An owner's profiles, the newest first."""
    query = selected(ProfileSummary, Profile).where(Profile.owner_id == owner_id, Profile.deleted_at.is_(None))
    query = newest_first(query, Profile.created_at, Profile.id, page=page)
    return records(session, ProfileSummary, query)


def delete(session: Session, *, owner_id: str, profile_id: str) -> bool:
    """Hide a profile; jobs keep their snapshot of it."""
    conditions = (Profile.id == profile_id, Profile.owner_id == owner_id, Profile.deleted_at.is_(None))
    return rows.change(session, Profile, *conditions, deleted_at=utc_now()) == 1


def _of(owner_id: str, profile_id: str) -> Select[Profile]:
    return select(Profile).where(Profile.id == profile_id, Profile.owner_id == owner_id, Profile.deleted_at.is_(None))


def _version(session: Session, profile_id: str, version: int) -> ProfileVersion:
    query = select(ProfileVersion).where(ProfileVersion.profile_id == profile_id, ProfileVersion.version == version)
    return one(session, query, noun="version of the profile")
