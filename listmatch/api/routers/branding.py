"""How the owner's reports look."""

from fastapi import APIRouter

from listmatch.api.deps import ActorDep, CallerDep, ServicesDep
from listmatch.api.schemas.base import responses
from listmatch.api.schemas.branding import BrandingAnswer, NewBranding
from listmatch.api.threaded_requests import WholeRoute
from listmatch.workflows.results.branding import branding_of, set_branding

router = APIRouter(prefix="/branding", tags=["account"], route_class=WholeRoute)


@router.get("", summary="Show the branding", responses=responses())
def get_branding(services: ServicesDep, owner: CallerDep) -> BrandingAnswer:
    """Name, colour and logo of the reports; null where the installation's choice applies."""
    return BrandingAnswer.of(branding_of(services, owner_id=owner.id))


@router.patch("", summary="Change the branding", responses=responses())
def change_branding(services: ServicesDep, owner: CallerDep, actor: ActorDep, body: NewBranding) -> BrandingAnswer:
    """Change what is given and keep the rest; an empty text resets a choice."""
    chosen = set_branding(
        services, owner_id=owner.id, actor=actor, name=body.name, colour=body.colour, logo=body.logo_bytes
    )
    return BrandingAnswer.of(chosen)
