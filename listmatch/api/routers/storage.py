"""Signed uploads and downloads of a store on a disk, streamed in constant memory. A store in S3 serves itself."""

import mimetypes
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from pathlib import Path
from typing import BinaryIO

from anyio import to_thread
from fastapi import APIRouter, Request, Response
from fastapi.concurrency import contextmanager_in_threadpool
from fastapi.responses import FileResponse
from starlette.requests import ClientDisconnect

from listmatch.api.deps import ServicesDep
from listmatch.api.errors import answer
from listmatch.api.slow_clients import in_time, patient, upload_s
from listmatch.errors import InputError, NotFound
from listmatch.storage.disposition import attachment
from listmatch.storage.local import LocalStore
from listmatch.storage.signing import ROUTE, Grant, Method, signing_secret, verify
from listmatch.workflows.lists import uploads
from listmatch.workflows.services import Services

router = APIRouter(include_in_schema=False)

SAFE_HEADERS = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}
"""A downloaded list or report must never act in the API's own origin."""


@router.api_route(ROUTE + "{key:path}", methods=["GET", "HEAD"])
def download(services: ServicesDep, request: Request, key: str) -> Response:
    """An object, to be saved; ranges are served."""
    grant = _granted(services, request, "GET", key)
    with services.store.open_local(key) as path:  # a local store's own file, which stays
        name = grant.filename or path.name
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        headers = {**SAFE_HEADERS, "Content-Disposition": attachment(name)}
        return FileResponse(path, media_type=kind, headers=headers)


@router.put(ROUTE + "{key:path}")
async def upload(services: ServicesDep, request: Request, key: str) -> Response:
    """The bytes of an announced file: exactly as many as were signed for, or nothing is kept."""
    grant = await to_thread.run_sync(_granted, services, request, "PUT", key)
    file = await to_thread.run_sync(uploads.awaited, services, key)
    if (refusal := _refusal(request, grant)) is not None:
        return refusal
    async with contextmanager_in_threadpool(services.store.write(key)) as path:  # its end waits for the disk
        async with aclosing(_chunks(request, grant)) as chunks:
            await in_time(lambda: _write(path, chunks), upload_s(grant.size))
        # Once more, just before the bytes appear: the link may have been used twice at once, or the file deleted.
        await to_thread.run_sync(uploads.awaited, services, key)
    await to_thread.run_sync(lambda: uploads.arrived(services, file, size=grant.size))
    info = await to_thread.run_sync(services.store.stat, key)
    return Response(status_code=200, headers={"ETag": f'"{info.etag}"'})


def _granted(services: Services, request: Request, method: Method, key: str) -> Grant:
    if not isinstance(services.store, LocalStore):
        raise NotFound("Not found")
    return verify(method, key, request.query_params, secret=signing_secret(services.settings))


def _refusal(request: Request, grant: Grant) -> Response | None:
    """Why an upload is refused before its body is read."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) != grant.size:
        status = 413 if int(declared) > grant.size else 400
        return answer(status, f"The upload must have {grant.size} bytes, not {declared}.", {"Connection": "close"})
    given = request.headers.get("content-type", "")
    if grant.content_type and given != grant.content_type:
        return answer(400, f"The upload must have the Content-Type {grant.content_type}.", {"Connection": "close"})
    return None


async def _chunks(request: Request, grant: Grant) -> AsyncGenerator[bytes, None]:
    """The body as it comes; raises InputError when it is longer or shorter than was signed for."""
    size = 0
    try:
        async for chunk in Request(request.scope, patient(request.receive)).stream():
            size += len(chunk)
            if size > grant.size:
                break
            yield chunk
    except ClientDisconnect as error:
        raise InputError("The upload ended early.", cure="Send it again.") from error
    if size != grant.size:
        raise InputError(f"The upload must have {grant.size} bytes.", cure="Announce the file with its real size.")


async def _write(path: Path, chunks: AsyncIterator[bytes]) -> None:
    """Write the chunks to a new file, off the event loop."""
    stream: BinaryIO = await to_thread.run_sync(path.open, "wb")
    try:
        async for chunk in chunks:
            await to_thread.run_sync(stream.write, chunk)
    finally:
        await to_thread.run_sync(stream.close)
