"""Match profiles."""

from fastapi import APIRouter, Response

from listmatch.api.deps import ActorDep, CallerDep, LongPageDep, ProfileId, ServicesDep
from listmatch.api.schemas.base import Pagination, responses
from listmatch.api.schemas.profiles import (
    ListPair,
    MappedField,
    NewProfile,
    ProfileAnswer,
    ProfileDetail,
    ProfileItem,
    ProfileList,
    Suggestion,
)
from listmatch.api.threaded_requests import WholeRoute
from listmatch.workflows.matches import saved_profiles
from listmatch.workflows.matches.profiles import Lists

router = APIRouter(prefix="/profiles", tags=["profiles"], route_class=WholeRoute)


@router.get("", summary="List profiles", responses=responses())
def list_profiles(services: ServicesDep, owner: CallerDep, page: LongPageDep) -> ProfileList:
    """The saved profiles, the newest first."""
    found = saved_profiles.list_profiles(services, owner_id=owner.id, page=page.and_one_more())
    shown, pagination = Pagination.cut(found, page=page)
    return ProfileList(profiles=[ProfileItem.of(profile) for profile in shown], pagination=pagination)


@router.post("", status_code=201, summary="Save a profile", responses=responses())
def create_profile(services: ServicesDep, owner: CallerDep, actor: ActorDep, body: NewProfile) -> ProfileAnswer:
    """Save a profile, for jobs to name by its id; several may have the same name."""
    saved = saved_profiles.create_profile(services, _asked(body), owner_id=owner.id, actor=actor)
    return ProfileAnswer(profile=ProfileDetail.of(saved))


@router.post("/suggest", summary="Propose a profile", responses=responses(404, 409))
def suggest_profile(services: ServicesDep, owner: CallerDep, body: ListPair) -> Suggestion:
    """Map the columns of two prepared files to each other (or look at one, for a dedupe); nothing is saved."""
    profile, name = saved_profiles.suggest(services, Lists(owner.id, body.source_file_id, body.master_file_id))
    fields = dict.fromkeys([*profile.source_fields, *profile.master_fields])
    mapping = [
        MappedField(
            field=field,
            source_columns=list(profile.source_fields.get(field, ())),
            master_columns=list(profile.master_fields.get(field, ())),
        )
        for field in fields
    ]
    return Suggestion(name=name, content=profile.to_dict(), mapping=mapping)


@router.get("/{profile_id}", summary="Read a profile", responses=responses(404))
def get_profile(services: ServicesDep, owner: CallerDep, profile_id: ProfileId) -> ProfileAnswer:
    """One profile with its content."""
    found = saved_profiles.get_profile(services, owner_id=owner.id, profile_id=profile_id)
    return ProfileAnswer(profile=ProfileDetail.of(found))


@router.put("/{profile_id}", summary="Change a profile", responses=responses(404))
def change_profile(
    services: ServicesDep, owner: CallerDep, actor: ActorDep, profile_id: ProfileId, body: NewProfile
) -> ProfileAnswer:
    """Replace name, content and `isTemplate`; new content is a new version, and jobs keep the one they began with."""
    saved = saved_profiles.change_profile(services, profile_id, _asked(body), owner_id=owner.id, actor=actor)
    return ProfileAnswer(profile=ProfileDetail.of(saved))


@router.delete("/{profile_id}", status_code=204, summary="Delete a profile", responses=responses(404))
def delete_profile(services: ServicesDep, owner: CallerDep, actor: ActorDep, profile_id: ProfileId) -> Response:
    """Delete a profile; jobs keep their snapshot of it."""
    saved_profiles.delete_profile(services, owner_id=owner.id, profile_id=profile_id, actor=actor)
    return Response(status_code=204)


def _asked(body: NewProfile) -> saved_profiles.ProfileRequest:
    return saved_profiles.ProfileRequest(name=body.name, content=body.content, is_template=body.is_template)
