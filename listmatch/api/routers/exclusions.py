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
    """How many contacts and organisations are excluded from now on."""
    return ExclusionsAnswer.of(exclusion_lists.exclusions_now(services, owner_id=owner.id))


@router.post("", summary="Exclude whom a list names", responses=responses(404, 409))
def change_exclusions(
    services: ServicesDep, owner: CallerDep, actor: ActorDep, body: NewExclusions
) -> ChangedExclusions:
    """Mark in all results to come whom a ready file forbids to contact, or no longer.

    A row excludes its e-mail addresses; without one its phone numbers; without either its website's domain, which is
    everybody of that organisation. Whoever is excluded already counts once.
    """
    now = exclusion_lists.exclude_file(services, body.file_id, owner_id=owner.id, actor=actor, remove=body.remove)
    return ChangedExclusions.after(now)
