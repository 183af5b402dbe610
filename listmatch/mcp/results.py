"""Tools about the results of a finished match or dedupe."""

from collections.abc import Mapping
from typing import Annotated, Any

from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import Field

from listmatch.domain.verdicts import Verdict
from listmatch.mcp.desk import Desk
from listmatch.mcp.lists import LOOKS

Results = Annotated[str, Field(description="Folder that a match or a dedupe was written to.")]
RowNumber = Annotated[int, Field(ge=1, description="Number of the row, its _lmg_row_id in results.csv.")]

ADDS = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


def add_tools(server: MCPServer, desk: Desk) -> None:
    """Add the tools to *server*."""

    @server.tool(title="Explain a row", annotations=LOOKS)
    async def explain_row(out: Results, row: RowNumber) -> dict[str, Any]:
        """Tell why a row got its verdict: its best candidate, and what each piece of evidence adds to the score.

        `contributions` are in nats of log-odds and add up to the log-odds of the score.
        """

        def work() -> dict[str, Any]:
            from listmatch.workflows.results import explanation
            from listmatch.workflows.results.finished import job_of

            told = explanation.explain_row(desk.services, job_of(desk.services, desk.reach.path(out)), row)
            return {**told} if desk.shows_cells else without_cells(told)

        return await desk.look(work)

    @server.tool(title="List result rows", annotations=LOOKS)
    async def list_rows(
        out: Results,
        verdict: Annotated[Verdict | None, Field(description="Only rows of a match with this verdict.")] = None,
        offset: Annotated[int, Field(ge=0, description="How many to pass over.")] = 0,
        limit: Annotated[int, Field(ge=1, le=500, description="How many at most.")] = 50,
    ) -> list[dict[str, Any]]:
        """Tell rows of the results in the order of the list: verdict, score, reason, number of the master row."""

        def work() -> list[dict[str, Any]]:
            from listmatch.workflows.results import rows
            from listmatch.workflows.results.finished import job_of

            job_id = job_of(desk.services, desk.reach.path(out))
            return rows.list_rows(desk.services, job_id, verdict=verdict, offset=offset, limit=limit)

        return await desk.look(work)

    @server.tool(title="Write CRM import files", annotations=ADDS)
    async def write_crm_files(
        out: Results,
        preset: Annotated[
            str,
            Field(
                description="`salesforce` (leads), `salesforce-contacts`, `salesforce-accounts`, `hubspot` (contacts) "
                "or `hubspot-companies`."
            ),
        ],
        record_id: Annotated[
            str | None, Field(description="The master's column with the record id of the CRM, if it cannot be told.")
        ] = None,
        overwrite: Annotated[bool, Field(description="Updates also replace what the CRM knows.")] = False,
    ) -> dict[str, Any]:
        """Write the new records and the updates of a match as a CRM imports them, into the folder of the results."""

        def work() -> dict[str, Any]:
            from listmatch.workflows.results.crm import write_import_files
            from listmatch.workflows.results.finished import job_of

            folder = desk.reach.path(out)
            job_id = job_of(desk.services, folder)
            written = write_import_files(
                desk.services, job_id, preset=preset, into=folder, record_id=record_id, overwrite=overwrite
            )
            return {
                "newRecords": {"file": str(written.new_records), "count": written.new_count},
                "updates": {"file": str(written.updates), "count": written.update_count},
                "conflicts": {
                    "file": str(written.conflicts) if written.conflicts else None,
                    "count": written.conflict_count,
                },
                "leftOut": written.empty_count,
                "toldBy": written.record_id,
                "note": written.note,
            }

        return await desk.look(work)


def without_cells(told: Mapping[str, Any]) -> dict[str, Any]:
    """An explanation or a pair in review without what the rows say."""
    return {name: value for name, value in told.items() if name != "fields"}
