"""The application factory: routes, gate and error handlers."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from anyio import to_thread
from fastapi import FastAPI

from listmatch import __version__
from listmatch.api import document, errors
from listmatch.api.errors import LOGGER
from listmatch.api.gate import PREFIX, Gate
from listmatch.api.headers import SecurityHeaders
from listmatch.api.routers import (
    branding,
    decisions,
    exclusions,
    files,
    jobs,
    keys,
    page,
    profiles,
    reports,
    schedules,
    storage,
    webhooks,
    whoami,
)
from listmatch.api.usage import FLUSH_EVERY_S, UsageMeter
from listmatch.catalog.rates import FORGET_EVERY_S, RateCounter, open_counter
from listmatch.errors import CatalogUnavailable
from listmatch.settings import Settings, read_settings
from listmatch.workflows.services import Services, open_services

THREADS = 8
"""Requests with a body that are worked on at once; of the others `gate.AT_ONCE`. anyio's default is 40."""


def create_app(settings: Settings | None = None, *, services: Services | None = None) -> FastAPI:
    """The API on the services of the settings (default: of the environment), or on *services* that are open already.

    Raises CatalogUnavailable or StorageUnavailable.
    """
    services = services or open_services(settings or read_settings())
    meter, counter = UsageMeter(services), open_counter(services.catalog)
    app = FastAPI(
        title="listmatch API",
        version=__version__,
        description=document.DESCRIPTION,
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=document.operation_id,
        lifespan=_lifespan(services, meter, counter),
    )
    app.state.services = services
    errors.install(app)
    for noun in (whoami, files, profiles, jobs, decisions, reports, schedules, webhooks, keys, branding, exclusions):
        app.include_router(noun.router, prefix=PREFIX)
    app.include_router(storage.router)
    app.include_router(page.router)
    app.add_middleware(Gate, services=services, counter=counter, meter=meter)
    app.add_middleware(SecurityHeaders)
    app.openapi = lambda: document.openapi(app)  # type: ignore[method-assign]
    return app


def _lifespan(services: Services, meter: UsageMeter, counter: RateCounter) -> Any:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = THREADS
        chores = [
            asyncio.create_task(_for_ever(meter.flush, every_s=FLUSH_EVERY_S)),
            asyncio.create_task(_for_ever(counter.forget, every_s=FORGET_EVERY_S)),
        ]
        yield
        for chore in chores:
            chore.cancel()
            with suppress(asyncio.CancelledError):
                await chore
        await to_thread.run_sync(meter.flush)
        services.catalog.close()

    return lifespan


async def _for_ever(chore: Callable[[], object], *, every_s: float) -> None:
    while True:
        await asyncio.sleep(every_s)
        try:
            await to_thread.run_sync(chore)
        except CatalogUnavailable as error:
            LOGGER.error("The catalog cannot be reached: %s", error)
        except Exception:  # noqa: BLE001 - else nothing would be counted or forgotten until the next start
            LOGGER.exception("A chore of the API failed")
