"""Parameters shared by many routes, as ``Annotated`` aliases.

The functions are coroutines although they wait for nothing: the framework sends plain ones to a thread each.
"""

from typing import Annotated

from fastapi import Depends, Path, Query, Request

from listmatch.api.origin import Origin
from listmatch.api.schemas import examples
from listmatch.api.schemas.written import Written
from listmatch.catalog.records import OwnerRecord
from listmatch.workflows import paging
from listmatch.workflows.owners.accounts import Bearer
from listmatch.workflows.reviewing import review
from listmatch.workflows.services import Services


async def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


def _bearer(request: Request) -> Bearer:
    bearer: Bearer = request.state.bearer
    return bearer


async def _owner(request: Request) -> OwnerRecord:
    return _bearer(request).owner


async def _actor(request: Request) -> str:
    return f"key:{_bearer(request).key.id}"


async def _origin(request: Request) -> Origin:
    return Origin(str(request.base_url))


ServicesDep = Annotated[Services, Depends(_services)]
CallerDep = Annotated[OwnerRecord, Depends(_owner)]
"""The owner whose key was sent."""
ActorDep = Annotated[str, Depends(_actor)]
"""Who acts, for the audit log."""
OriginDep = Annotated[Origin, Depends(_origin)]
"""Where the client reached us, for links."""

Limit = Annotated[int, Query(ge=1, le=200, description="How many entries at most.", examples=[50])]
Offset = Annotated[int, Query(ge=0, le=2**31 - 1, description="How many entries to leave out.", examples=[0])]

CURSOR = "must be nextCursor of the page before"

Cursor = Annotated[
    Annotated[str, Written(paging.CURSOR_PATTERN, CURSOR)] | None,
    Query(
        description="Go on where a page ended: its nextCursor. Unlike an offset it misses nothing and repeats nothing.",
        examples=[examples.CURSOR],
    ),
]


async def _page(limit: Limit = 50, offset: Offset = 0, cursor: Cursor = None) -> paging.Page:
    return paging.page_of(limit=limit, offset=offset, cursor=cursor)


async def _long_page(limit: Limit = 200, offset: Offset = 0, cursor: Cursor = None) -> paging.Page:
    return paging.page_of(limit=limit, offset=offset, cursor=cursor)


PageDep = Annotated[paging.Page, Depends(_page)]
"""The part of a list that is asked for."""
LongPageDep = Annotated[paging.Page, Depends(_long_page)]
"""The same for lists that are short and usually wanted whole."""

ReviewCursor = Annotated[
    Annotated[str, Written(review.PLACE_PATTERN, CURSOR)] | None,
    Query(description="Go on where a page ended: its nextCursor.", examples=[examples.REVIEW_CURSOR]),
]


def identifier(what: str, example: str) -> object:
    """A path parameter that holds an id."""
    return Path(min_length=1, max_length=64, description=f"Id of the {what}.", examples=[example])


FileId = Annotated[str, identifier("file", examples.SOURCE_ID)]
ProfileId = Annotated[str, identifier("profile", examples.PROFILE_ID)]
JobId = Annotated[str, identifier("job", examples.JOB_ID)]
ReportId = Annotated[str, identifier("report", examples.REPORT_ID)]
ScheduleId = Annotated[str, identifier("schedule", examples.SCHEDULE_ID)]
KeyId = Annotated[str, identifier("API key", examples.KEY_ID)]
DecisionId = Annotated[str, identifier("decision", examples.DECISION_ID)]
WebhookId = Annotated[str, identifier("webhook", examples.WEBHOOK_ID)]
