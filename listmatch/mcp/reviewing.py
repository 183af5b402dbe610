"""Tools for the pairs in review, which a person decides."""

from typing import Annotated, Any

from mcp.server.mcpserver import MCPServer
from pydantic import Field

from listmatch.domain.decisions import Ruling
from listmatch.mcp.desk import ACTOR, Desk
from listmatch.mcp.lists import LOOKS
from listmatch.mcp.results import ADDS, Results, RowNumber, without_cells


def add_tools(server: MCPServer, desk: Desk) -> None:
    """Add the tools to *server*."""

    @server.tool(title="List pairs in review", annotations=LOOKS)
    async def list_review(
        out: Results, limit: Annotated[int, Field(ge=1, le=500, description="How many at most.")] = 20
    ) -> list[dict[str, Any]]:
        """Tell the pairs that wait for a person's decision, highest score first."""

        def work() -> list[dict[str, Any]]:
            from listmatch.workflows.results.finished import job_of
            from listmatch.workflows.reviewing.review import pairs_in_review

            owner_id, job_id = desk.services.settings.owner, job_of(desk.services, desk.reach.path(out))
            pairs = pairs_in_review(desk.services, owner_id=owner_id, job_id=job_id, limit=limit)
            return [pair.to_dict() if desk.shows_cells else without_cells(pair.to_dict()) for pair in pairs]

        return await desk.look(work)

    @server.tool(title="Decide a pair", annotations=ADDS)
    async def decide_pair(
        out: Results,
        row: RowNumber,
        ruling: Annotated[Ruling, Field(description="accept: the two are the same; reject: they are not.")],
        master_row: Annotated[
            int | None,
            Field(
                ge=1, description="Number of the master row (of a dedupe: of the other row); else the best candidate."
            ),
        ] = None,
        note: Annotated[str, Field(max_length=500, description="Why, in the user's words.")] = "",
    ) -> dict[str, Any]:
        """Remember what the user says of a pair; every later run of these lists follows it."""

        def work() -> dict[str, Any]:
            from listmatch.workflows.results.finished import job_of
            from listmatch.workflows.reviewing.decisions import Verdict, decide_pairs, to_dict, user_of
            from listmatch.workflows.reviewing.review import best_candidate

            owner_id, job_id = desk.services.settings.owner, job_of(desk.services, desk.reach.path(out))
            other = master_row or best_candidate(desk.services, owner_id=owner_id, job_id=job_id, row=row)
            [kept] = decide_pairs(
                desk.services,
                [Verdict(row, other, ruling, note)],
                owner_id=owner_id,
                job_id=job_id,
                decided_by=user_of(desk.services),
                actor=ACTOR,
            )
            return to_dict(kept)

        return await desk.look(work)
