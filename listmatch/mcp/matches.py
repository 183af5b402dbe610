"""Tools that match lists and show earlier matches."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

from mcp.server.mcpserver import Context, MCPServer
from mcp_types import ToolAnnotations
from pydantic import Field

from listmatch.domain.jobs import ExportFormat
from listmatch.domain.progress import Progress
from listmatch.domain.verdicts import MatchMode
from listmatch.mcp.desk import ACTOR, Desk
from listmatch.mcp.lists import LOOKS, ListPath, MasterPath

if TYPE_CHECKING:
    from listmatch.workflows.match_lists import MatchRequest

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

        def asked() -> "MatchRequest":
            from listmatch.workflows.match_lists import MatchRequest

            return MatchRequest(
                source=desk.reach.path(source),
                master=desk.reach.path(master),
                mode=MatchMode.ALL_CANDIDATES if all_candidates else MatchMode.BEST_MATCH,
                one_to_one=one_to_one,
                profile=desk.reach.path(profile) if profile else None,
                threshold=threshold,
                max_wrong=_share(max_wrong_percent),
                formats=_reports(formats),
                results_only=formats == [],
                title=title,
                actor=ACTOR,
            )

        return await _run(desk, context, asked, out=out)

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

        def asked() -> "MatchRequest":
            from listmatch.workflows.match_lists import MatchRequest

            return MatchRequest(
                source=desk.reach.path(path),
                master=None,
                mode=MatchMode.DEDUPE,
                profile=desk.reach.path(profile) if profile else None,
                threshold=threshold,
                max_wrong=_share(max_wrong_percent),
                formats=_reports(formats),
                results_only=formats == [],
                title=title,
                actor=ACTOR,
            )

        return await _run(desk, context, asked, out=out)

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


async def _run(desk: Desk, context: Context, asked: Callable[[], "MatchRequest"], *, out: str) -> dict[str, Any]:
    """Do what was *asked*, within the reach of the desk; the outcome as ``--json`` of the command line prints it."""

    def work(progress: Progress) -> dict[str, Any]:
        from listmatch.workflows.match_lists import match_lists

        return match_lists(desk.services, asked(), into=desk.reach.path(out), progress=progress).to_dict()

    return await desk.do(context, work)


def _share(percent: float | None) -> float | None:
    return percent / 100 if percent else None


def _reports(formats: list[ExportFormat] | None) -> tuple[ExportFormat, ...]:
    from listmatch.workflows.matches.jobs import ALL_FORMATS

    return ALL_FORMATS if formats is None else tuple(formats)
