"""An assistant's client at the MCP server of a home without runs, and two small lists in the only folder it may use."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp.client import Client
from mcp_types import CallToolResult, TextContent

from listmatch.mcp.server import create_server
from listmatch.workflows.services import Services
from tests.homes import copied_services
from tests.lists import write_lists


@dataclass
class Assistant:
    """Calls tools as an assistant's program does."""

    services: Services
    folder: Path
    shows_cells: bool = False
    reported: list[float] = field(default_factory=list)
    """shares of the work that were reported, in their order"""

    def ask(self, tool: str, **arguments: Any) -> Any:
        """What a tool answers."""
        answer = self.call(tool, **arguments)
        assert not answer.is_error, answer.content
        told = answer.structured_content
        assert told is not None
        return told["result"] if set(told) == {"result"} else told

    def refused(self, tool: str, **arguments: Any) -> str:
        """The sentence with which a tool refuses."""
        answer = self.call(tool, **arguments)
        assert answer.is_error
        [content] = answer.content
        assert isinstance(content, TextContent)
        return content.text

    def call(self, tool: str, **arguments: Any) -> CallToolResult:
        """The whole answer of a tool."""

        async def heard(share: float, total: float | None, message: str | None) -> None:
            del total, message
            self.reported.append(share)

        return self.talk(lambda client: client.call_tool(tool, arguments, progress_callback=heard))

    def talk(self, say: Callable[[Client], Any]) -> Any:
        """What *say* gets from a client of its own."""

        async def connected() -> Any:
            server = create_server(self.services, folders=[self.folder], shows_cells=self.shows_cells)
            async with Client(server) as client:
                return await say(client)

        return anyio.run(connected)


@pytest.fixture
def assistant(tmp_path: Path, prepared_home: Path) -> Assistant:
    """One who has done nothing yet."""
    return _assistant(tmp_path, prepared_home)


@pytest.fixture(scope="module")
def matched(tmp_path_factory: pytest.TempPathFactory, prepared_home: Path) -> Assistant:
    """One who has matched the lists into ``out``; for tests that only look."""
    assistant = _assistant(tmp_path_factory.mktemp("matched"), prepared_home)
    assistant.ask("match_lists", source="leads.csv", master="crm.csv", out="out", formats=[])
    return assistant


def _assistant(folder: Path, home: Path) -> Assistant:
    (folder / "lists").mkdir()
    write_lists(folder / "lists")
    return Assistant(copied_services(home, folder / "home"), folder / "lists")
