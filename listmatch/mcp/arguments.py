"""Arguments that do not fit a tool: refused with a sentence that names the argument and says what belongs there."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp_types import CallToolResult, InputRequiredResult
from pydantic import ValidationError

from listmatch.domain.faults import in_words
from listmatch.errors import InputError


class PlainSpokenServer(MCPServer):
    """An MCP server whose refusals are one sentence each, without the words of the validator or of the SDK.

    Arguments that a tool does not have are refused too: a misspelt one would have no effect, and nobody would notice.
    """

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """What the tool answers. Raises ToolError with one sentence."""
        described = await self._described(name)
        if described is not None:
            _refuse_unknown(arguments, described, tool=name)
        try:
            return await super().call_tool(name, arguments, context)
        except UnexpectedToolError:
            raise
        except ToolError as error:
            cause = error.__cause__
            if isinstance(cause, ValidationError):
                raise ToolError(_refusal(cause, described or {}, tool=name)) from None
            raise ToolError(str(cause or error)) from None

    async def _described(self, name: str) -> Mapping[str, Any] | None:
        """The arguments of a tool, as its schema describes them; None where there is no such tool."""
        found = next((tool for tool in await self.list_tools() if tool.name == name), None)
        return None if found is None else found.input_schema.get("properties", {})


def _refuse_unknown(given: Iterable[str], described: Mapping[str, Any], *, tool: str) -> None:
    unknown = next((name for name in given if name not in described), None)
    if unknown is None:
        return
    nearest = get_close_matches(unknown, described, n=1)
    cure = f"Did you mean {nearest[0]}?" if nearest else f"It has: {', '.join(described) or 'none'}."
    raise ToolError(str(InputError("the tool has no argument of this name.", place=f"{tool}: {unknown}", cure=cure)))


def _refusal(error: ValidationError, described: Mapping[str, Any], *, tool: str) -> str:
    """The first fault; the value that was given is not repeated."""
    fault = error.errors()[0]
    name, *within = fault["loc"]
    entry = f", entry {within[0] + 1}," if within and isinstance(within[0], int) else ""
    meaning = described.get(str(name), {}).get("description", "")
    cure = f"What belongs there: {meaning}" if meaning else ""
    return str(InputError(f"{name}{entry} {in_words(fault)}.", place=tool, cure=cure))
