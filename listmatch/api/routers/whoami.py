"""The caller's owner, plan and key."""

from fastapi import APIRouter

from listmatch.api.deps import CallerDep
from listmatch.api.schemas.accounts import WhoAmI
from listmatch.api.schemas.base import responses
from listmatch.api.threaded_requests import WholeRoute

router = APIRouter(tags=["account"], route_class=WholeRoute)


@router.get("/whoami", summary="Whose key this is", responses=responses())
def whoami(owner: CallerDep) -> WhoAmI:
    """The owner of the key and their plan."""
    return WhoAmI.of(owner)
