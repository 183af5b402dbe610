"""Where the tools work: the services, the reach of the assistant, and a thread for one piece of work at a time."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

import anyio
from anyio import from_thread, to_thread
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError

from listmatch.domain.progress import Progress
from listmatch.errors import Cancelled, ListmatchError, internal_error
from listmatch.mcp.reach import Reach
from listmatch.workflows.services import Services

LOGGER = logging.getLogger("listmatch.mcp")

ACTOR = "mcp"
"""who the audit log says it was"""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Desk:
    """What every tool is given."""

    services: Services
    reach: Reach
    shows_cells: bool
    """whether the assistant may be told what stands in the cells of lists"""
    turn: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(1))
    """a match takes all processors, so a second one waits for the first"""

    async def do(self, context: Context, work: Callable[[Progress], Result]) -> Result:
        """What *work* gives, done in a thread. The client is told of its progress, and may cancel its request.

        Raises ToolError with the sentence of any error, for the assistant to read and to follow.
        """
        cancelled = anyio.get_cancelled_exc_class()

        def progress(share: float, message: str) -> None:
            try:
                from_thread.check_cancelled()
                from_thread.run(context.report_progress, share, 1.0, message)
            except cancelled:  # stop as at Ctrl-C, which every use case leaves in order
                raise KeyboardInterrupt from None

        def worked() -> Result:
            try:
                return work(progress)
            except KeyboardInterrupt:  # it must not reach the event loop, which would end the server
                raise Cancelled("the assistant does not want it any more.") from None

        with self._errors_named():
            return await to_thread.run_sync(worked, limiter=self.turn)

    async def look(self, work: Callable[[], Result]) -> Result:
        """What *work* gives, which is done soon and so waits for no other. Raises ToolError."""
        with self._errors_named():
            return await to_thread.run_sync(work)

    @contextmanager
    def _errors_named(self) -> Iterator[None]:
        try:
            yield
        except ListmatchError as error:
            raise ToolError(str(error)) from None
        except Exception as error:
            LOGGER.error("a tool failed (%s)", type(error).__name__, exc_info=self.services.settings.debug)
            raise ToolError(str(internal_error(error))) from None
