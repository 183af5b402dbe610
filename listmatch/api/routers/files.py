"""Files: announced, listed, read, deleted. Their bytes never pass through here."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from listmatch.api.deps import ActorDep, CallerDep, FileId, OriginDep, PageDep, ServicesDep
from listmatch.api.schemas.base import Pagination, responses
from listmatch.api.schemas.files import DownloadLink, FileAnswer, FileDetail, FileItem, FileList, NewFile, UploadTicket
from listmatch.api.threaded_requests import WholeRoute
from listmatch.domain.files import Purpose
from listmatch.workflows.lists import uploads

router = APIRouter(prefix="/files", tags=["files"], route_class=WholeRoute)


@router.get("", summary="List files", responses=responses())
def list_files(
    services: ServicesDep,
    owner: CallerDep,
    page: PageDep,
    purpose: Annotated[Purpose | None, Query(description="Only files of this purpose.", examples=["master"])] = None,
) -> FileList:
    """The files that were not deleted, the newest first."""
    found = uploads.list_files(services, owner_id=owner.id, purpose=purpose, page=page.and_one_more())
    shown, pagination = Pagination.cut(found, page=page)
    return FileList(files=[FileItem.of(file) for file in shown], pagination=pagination)


@router.post("", summary="Announce an upload", responses=responses())
def create_file(
    services: ServicesDep, owner: CallerDep, actor: ActorDep, origin: OriginDep, body: NewFile
) -> UploadTicket:
    """Register a file and get the URL to PUT its bytes to; preparation begins by itself when they have arrived."""
    coming = uploads.Announcement(
        name=body.file_name,
        size=body.file_size,
        content_type=body.content_type,
        purpose=body.purpose,
        reading=body.reading.options,
    )
    announced = uploads.announce(services, owner, coming, actor=actor)
    url = origin.link(announced.upload_url)
    return UploadTicket(file_id=announced.file.id, upload_url=url, s3_key=announced.file.raw_key)


@router.get("/{file_id}", summary="Read a file", responses=responses(404))
def get_file(services: ServicesDep, owner: CallerDep, file_id: FileId) -> FileAnswer:
    """One file with its columns and what cleansing did."""
    return FileAnswer(file=FileDetail.of(uploads.get_file(services, owner_id=owner.id, file_id=file_id)))


@router.get("/{file_id}/quarantine", summary="Fetch the lines left out", responses=responses(404, 409))
def get_quarantine(services: ServicesDep, owner: CallerDep, origin: OriginDep, file_id: FileId) -> DownloadLink:
    """A link to the lines that could not become rows, each with its number and the reason."""
    url = uploads.quarantine_url(services, owner_id=owner.id, file_id=file_id)
    return DownloadLink(download_url=origin.link(url))


@router.delete("/{file_id}", status_code=204, summary="Delete a file", responses=responses(404))
def delete_file(
    services: ServicesDep,
    owner: CallerDep,
    actor: ActorDep,
    file_id: FileId,
    results: Annotated[
        bool, Query(description="Also delete the results and reports of its jobs; the jobs stay.", examples=[True])
    ] = False,
) -> Response:
    """Delete a file and everything derived from it; with `results=true` also what its jobs made."""
    uploads.delete_file(services, owner_id=owner.id, file_id=file_id, actor=actor, with_results=results)
    return Response(status_code=204)
