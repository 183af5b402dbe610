"""Match and dedupe jobs."""

from typing import Annotated

from fastapi import APIRouter, Query

from listmatch.api.deps import ActorDep, CallerDep, JobId, OriginDep, PageDep, ServicesDep
from listmatch.api.origin import Origin
from listmatch.api.schemas.base import Pagination, responses
from listmatch.api.schemas.jobs import JobAnswer, JobDetail, JobItem, JobList, NewJob, NewJobAnswer, NewJobItem
from listmatch.api.threaded_requests import WholeRoute
from listmatch.catalog.records import JobSummary
from listmatch.domain.jobs import JobStatus
from listmatch.workflows.matches import requests
from listmatch.workflows.results.delivery import result_url
from listmatch.workflows.services import Services

router = APIRouter(prefix="/jobs", tags=["jobs"], route_class=WholeRoute)


@router.get("", summary="List jobs", responses=responses())
def list_jobs(
    services: ServicesDep,
    owner: CallerDep,
    page: PageDep,
    status: Annotated[JobStatus | None, Query(description="Only jobs in this state.", examples=["completed"])] = None,
) -> JobList:
    """The jobs, the newest first."""
    found = requests.list_jobs(services, owner_id=owner.id, status=status, page=page.and_one_more())
    shown, pagination = Pagination.cut(found, page=page)
    return JobList(jobs=[JobItem.of(job) for job in shown], pagination=pagination)


@router.post("", status_code=201, summary="Create a job", responses=responses(404))
def create_job(services: ServicesDep, owner: CallerDep, actor: ActorDep, body: NewJob) -> NewJobAnswer:
    """Accept a job; it starts as soon as its files are ready."""
    job = requests.create_job(services, body.request(owner_id=owner.id), actor=actor)
    return NewJobAnswer(job=NewJobItem.of(job))


@router.get("/{job_id}", summary="Poll a job", responses=responses(404))
def get_job(services: ServicesDep, owner: CallerDep, origin: OriginDep, job_id: JobId) -> JobAnswer:
    """State, progress and, once it is completed, the way to the result."""
    return _answer(services, requests.get_job(services, owner_id=owner.id, job_id=job_id), origin=origin)


@router.post("/{job_id}/cancel", summary="Cancel a job", responses=responses(404, 409))
def cancel_job(services: ServicesDep, owner: CallerDep, actor: ActorDep, origin: OriginDep, job_id: JobId) -> JobAnswer:
    """Stop a job that has not ended."""
    job = requests.cancel_job(services, owner_id=owner.id, job_id=job_id, actor=actor)
    return _answer(services, job, origin=origin)


@router.post("/{job_id}/rerun", summary="Run a job again", responses=responses(404, 409))
def rerun_job(services: ServicesDep, owner: CallerDep, actor: ActorDep, origin: OriginDep, job_id: JobId) -> JobAnswer:
    """Run a job that has ended once more, with the same files and profile."""
    job = requests.rerun_job(services, owner_id=owner.id, job_id=job_id, actor=actor)
    return _answer(services, job, origin=origin)


def _answer(services: Services, job: JobSummary, *, origin: Origin) -> JobAnswer:
    url = result_url(services, job)
    link = None if url is None else origin.link(url)
    return JobAnswer(job=JobDetail(**JobItem.values(job), download_url=link, message=job.message))
