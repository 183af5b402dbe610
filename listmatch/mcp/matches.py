"""Tools that match lists and show earlier matches."""

from dataclasses import dataclass
from typing import Annotated, Any

from mcp.server.mcpserver import Context, MCPServer
from mcp_types import ToolAnnotations
from pydantic import Field

from listmatch.domain.jobs import ExportFormat
from listmatch.domain.progress import Progress
from listmatch.domain.verdicts import MatchMode
from listmatch.mcp.desk import ACTOR, Desk
from listmatch.mcp.lists import LOOKS, ListPath, MasterPath

OutFolder = Annotated[str, Field(description="Folder for results and reports; results already there are replaced.")]
ProfilePath = Annotated[
    str | None, Field(description="Path of a match profile (the profile.yaml of earlier results, maybe edited).")
]
Threshold = Annotated[
    float | None, Field(ge=0, le=100, description="Score from which a row is matched; 85 by default.")
]
MaxWrong = Annotated[
    float | None,
    Field(gt=0, le=50, description="Instead of a threshold: the percentage of the matches that may be wrong."),
]
Formats = Annotated[
    list[ExportFormat] | None, Field(description="Which reports to write; by default all, with an empty list none.")
]
Title = Annotated[str, Field(description="Title of the report.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolRequest:
    """What an assistant asks for: a match, or without a master the dedupe of one list. Paths are as it wrote them."""

    source: str
    master: str | None = None
    mode: MatchMode
    one_to_one: bool = False
    out: str
    threshold: float | None
    max_wrong_percent: float | None
    profile: str | None
    formats: list[ExportFormat] | None
    title: str


WRITES = ToolAnnotations(read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=False)


def add_tools(server: MCPServer, desk: Desk) -> None:
    """Add the tools to *server*."""

    @server.tool(title="Match two lists", annotations=WRITES)
    async def match_lists(
        context: Context,
        source: ListPath,
        master: MasterPath,
        out: OutFolder,
        threshold: Threshold = None,
        max_wrong_percent: MaxWrong = None,
        one_to_one: Annotated[bool, Field(description="Match each master row with at most one source row.")] = False,
        all_candidates: Annotated[
            bool, Field(description="Every candidate in the results, not only the best.")
        ] = False,
        profile: ProfilePath = None,
        formats: Formats = None,
        title: Title = "",
    ) -> dict[str, Any]:
        """Give every row of the source list a verdict against the master list, and write results and reports."""
        asked = ToolRequest(
            source=source,
            master=master,
            mode=MatchMode.ALL_CANDIDATES if all_candidates else MatchMode.BEST_MATCH,
            one_to_one=one_to_one,
            out=out,
            threshold=threshold,
            max_wrong_percent=max_wrong_percent,
            profile=profile,
            formats=formats,
            title=title,
        )
        return await _run(desk, context, asked)

    @server.tool(title="Find duplicates in a list", annotations=WRITES)
    async def dedupe_list(
        context: Context,
        path: ListPath,
        out: OutFolder,
        threshold: Threshold = None,
        max_wrong_percent: MaxWrong = None,
        profile: ProfilePath = None,
        formats: Formats = None,
        title: Title = "",
    ) -> dict[str, Any]:
        """Find clusters of duplicates in one list, the row to keep of each and those to remove; write the results."""
        asked = ToolRequest(
            source=path,
            mode=MatchMode.DEDUPE,
            out=out,
            threshold=threshold,
            max_wrong_percent=max_wrong_percent,
            profile=profile,
            formats=formats,
            title=title,
        )
        return await _run(desk, context, asked)

    @server.tool(title="List earlier runs", annotations=LOOKS)
    async def list_runs(
        limit: Annotated[int, Field(ge=1, le=200, description="How many, newest first.")] = 20,
    ) -> list[dict[str, Any]]:
        """List the matches and dedupes so far, newest first: lists, counts, what failed and why."""

        def work() -> list[dict[str, Any]]:
            from listmatch.workflows.matches.history import recent_jobs, run_to_dict

            runs = recent_jobs(desk.services, owner_id=desk.services.settings.owner, limit=limit)
            return [run_to_dict(*run) for run in runs]

        return await desk.look(work)


async def _run(desk: Desk, context: Context, asked: ToolRequest) -> dict[str, Any]:
    """Do what was *asked*; the outcome as ``--json`` of the command line prints it."""

    def work(progress: Progress) -> dict[str, Any]:
        from listmatch.workflows.match_lists import MatchRequest, match_lists
        from listmatch.workflows.matches.jobs import ALL_FORMATS

        path = desk.reach.path
        request = MatchRequest(
            source=path(asked.source),
            master=path(asked.master) if asked.master is not None else None,
            profile=path(asked.profile) if asked.profile else None,
            mode=asked.mode,
            threshold=asked.threshold,
            max_wrong=asked.max_wrong_percent / 100 if asked.max_wrong_percent else None,
            one_to_one=asked.one_to_one,
            formats=ALL_FORMATS if asked.formats is None else tuple(asked.formats),
            results_only=asked.formats == [],
            title=asked.title,
            actor=ACTOR,
        )
        return match_lists(desk.services, request, into=path(asked.out), progress=progress).to_dict()

    return await desk.do(context, work)
