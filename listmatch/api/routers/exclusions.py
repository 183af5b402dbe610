"""Exclusions: contacts and organisations never to be contacted."""

from fastapi import APIRouter

from listmatch.api.deps import ActorDep, CallerDep, ServicesDep
from listmatch.api.schemas.base import responses
from listmatch.api.schemas.exclusions import ChangedExclusions, ExclusionsAnswer, NewExclusions
from listmatch.api.threaded_requests import WholeRoute
from listmatch.workflows.lists import exclusion_lists

router = APIRouter(prefix="/exclusions", tags=["account"], route_class=WholeRoute)


@router.get("", summary="Count the exclusions", responses=responses())
def get_exclusions(services: ServicesDep, owner: CallerDep) -> ExclusionsAnswer:
    """How many contacts and organisations are excluded."""
    return ExclusionsAnswer.of(exclusion_lists.exclusions_now(services, owner_id=owner.id))


@router.post("", summary="Exclude everyone in a list", responses=responses(404, 409))
def change_exclusions(
    services: ServicesDep, owner: CallerDep, actor: ActorDep, body: NewExclusions
) -> ChangedExclusions:
    """Add everyone in a ready file to the do-not-contact list, or take them off it; all future results mark them.

    A row excludes its e-mail addresses; without one its phone numbers; without either its website's domain, which is
    everybody of that organisation. Entries that exist already count once.
    """
    now = exclusion_lists.exclude_file(services, body.file_id, owner_id=owner.id, actor=actor, remove=body.remove)
    return ChangedExclusions.after(now)
