"""Review: the pairs of a job that wait for a person, and what was decided about them."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from listmatch.api.deps import ActorDep, CallerDep, DecisionId, JobId, Limit, PageDep, ReviewCursor, ServicesDep
from listmatch.api.schemas import examples
from listmatch.api.schemas.base import Id, Pagination, responses
from listmatch.api.schemas.decisions import (
    DecisionAnswer,
    DecisionItem,
    DecisionList,
    DecisionsAnswer,
    NewDecision,
    NewDecisions,
    PairDecision,
    ReviewList,
    ReviewPage,
    ReviewPair,
)
from listmatch.api.threaded_requests import WholeRoute
from listmatch.catalog.records import OwnerRecord
from listmatch.workflows.reviewing import decisions, review

router = APIRouter(tags=["review"], route_class=WholeRoute)


@router.get("/jobs/{job_id}/review", summary="List pairs in review", responses=responses(404, 409))
def list_review(
    services: ServicesDep,
    owner: CallerDep,
    job_id: JobId,
    decided: Annotated[bool, Query(description="Also the pairs that were decided since.", examples=[False])] = False,
    limit: Limit = 50,
    cursor: ReviewCursor = None,
) -> ReviewList:
    """The pairs of a completed job that wait for a decision, the highest score first, both rows side by side."""
    found = review.pairs_in_review(
        services,
        owner_id=owner.id,
        job_id=job_id,
        limit=limit + 1,
        after=review.Place.parse(cursor) if cursor else None,
        with_decided=decided,
    )
    shown = found[:limit]
    following = str(shown[-1].place) if len(found) > limit else None
    page = ReviewPage(limit=limit, returned=len(shown), next_cursor=following)
    return ReviewList(pairs=[ReviewPair.of(pair) for pair in shown], pagination=page)


@router.get("/decisions", summary="List decisions", responses=responses())
def list_decisions(
    services: ServicesDep,
    owner: CallerDep,
    page: PageDep,
    job_id: Annotated[
        Id | None,
        Query(
            alias="jobId",
            description="Only those that were taken on this job.",
            examples=[examples.JOB_ID],
        ),
    ] = None,
) -> DecisionList:
    """All decisions that were not taken back, the newest first."""
    found = decisions.list_decisions(services, owner_id=owner.id, job_id=job_id, page=page.and_one_more())
    shown, pagination = Pagination.cut(found, page=page)
    return DecisionList(decisions=[DecisionItem.of(record) for record in shown], pagination=pagination)


@router.post("/decisions", status_code=201, summary="Decide a pair", responses=responses(404, 409))
def create_decision(services: ServicesDep, owner: CallerDep, actor: ActorDep, body: NewDecision) -> DecisionAnswer:
    """Accept or reject a pair of a completed job. Every later run follows it; the latest decision on a pair counts."""
    [kept] = decisions.decide_pairs(
        services,
        [_verdict(body)],
        owner_id=owner.id,
        job_id=body.job_id,
        decided_by=body.decided_by or _name_of(owner),
        actor=actor,
    )
    return DecisionAnswer(decision=DecisionItem.of(kept))


@router.post("/decisions/bulk", status_code=201, summary="Decide many pairs", responses=responses(404, 409))
def create_decisions(services: ServicesDep, owner: CallerDep, actor: ActorDep, body: NewDecisions) -> DecisionsAnswer:
    """Accept or reject many pairs of one completed job at once: all are kept, or none."""
    kept = decisions.decide_pairs(
        services,
        [_verdict(one) for one in body.decisions],
        owner_id=owner.id,
        job_id=body.job_id,
        decided_by=body.decided_by or _name_of(owner),
        actor=actor,
    )
    return DecisionsAnswer(decisions=[DecisionItem.of(record) for record in kept])


@router.get("/decisions/{decision_id}", summary="Read a decision", responses=responses(404))
def get_decision(services: ServicesDep, owner: CallerDep, decision_id: DecisionId) -> DecisionAnswer:
    """One decision."""
    found = decisions.get_decision(services, owner_id=owner.id, decision_id=decision_id)
    return DecisionAnswer(decision=DecisionItem.of(found))


@router.delete("/decisions/{decision_id}", status_code=204, summary="Take a decision back", responses=responses(404))
def delete_decision(services: ServicesDep, owner: CallerDep, actor: ActorDep, decision_id: DecisionId) -> Response:
    """Later runs judge the pair by its score again."""
    decisions.withdraw(services, owner_id=owner.id, decision_id=decision_id, actor=actor)
    return Response(status_code=204)


def _verdict(body: PairDecision) -> decisions.Verdict:
    return decisions.Verdict(body.source_row_id, body.master_row_id, body.decision, body.note)


def _name_of(owner: OwnerRecord) -> str:
    return (owner.name or owner.email or owner.id)[:128]
