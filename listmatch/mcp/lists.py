"""Tools about lists that are yet to be matched."""

from typing import Annotated, Any

from mcp.server.mcpserver import Context, MCPServer
from mcp_types import ToolAnnotations
from pydantic import Field

from listmatch.domain.files import ColumnProfile, FileProfile, Purpose
from listmatch.domain.progress import Progress
from listmatch.mcp.desk import Desk

ListPath = Annotated[
    str,
    Field(description="Path of a list: CSV, TSV, any delimiter, XLSX, JSON or Parquet; also gzipped, zipped."),
]
MasterPath = Annotated[str, Field(description="Path of the master list, the CRM export to check against.")]
MasterPathIfAny = Annotated[str | None, Field(description="Path of the master list; none for a dedupe of the source.")]

LOOKS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


def add_tools(server: MCPServer, desk: Desk) -> None:
    """Add the tools to *server*."""

    @server.tool(title="Profile a list", annotations=LOOKS)
    async def profile_list(context: Context, path: ListPath) -> dict[str, Any]:
        """Tell what is in a list: rows, lines that could not be read, the type of every column, quality of 100."""

        def work(progress: Progress) -> dict[str, Any]:
            from listmatch.workflows.lists.files import open_prepared, prepare_path

            services, file = desk.services, desk.reach.path(path)
            owner_id = services.settings.owner
            record = prepare_path(services, file, owner_id=owner_id, purpose=Purpose.SOURCE, progress=progress)
            with open_prepared(services, owner_id=owner_id, file_id=record.id) as prepared:
                return {"file": record.name, **_profile(prepared.profile, shows_cells=desk.shows_cells)}

        return await desk.do(context, work)

    @server.tool(title="Estimate a match", annotations=LOOKS)
    async def estimate_match(context: Context, source: ListPath, master: MasterPathIfAny = None) -> dict[str, Any]:
        """Predict pairs, seconds, memory and disk of a match (of a dedupe without a master), and what would slow it."""

        def work(progress: Progress) -> dict[str, Any]:
            from listmatch.workflows.matches.estimate import estimate
            from listmatch.workflows.matches.open_lists import LocalLists

            lists = LocalLists(source=desk.reach.path(source), master=desk.reach.path(master) if master else None)
            return {**estimate(desk.services, lists, progress=progress)}

        return await desk.do(context, work)


def _profile(seen: FileProfile, *, shows_cells: bool) -> dict[str, Any]:
    return {
        "lines": seen.lines,
        "rows": seen.rows,
        "quarantined": seen.quarantined,
        "duplicateRows": seen.duplicate_rows,
        "country": seen.country,
        "quality": {"score": seen.quality.score, **seen.quality.parts},
        "notes": list(seen.repairs),
        "changesSinceLastList": [change.sentence for change in seen.drift.changes] if seen.drift else [],
        "columns": [_column(column, seen.rows, shows_cells=shows_cells) for column in seen.columns],
    }


def _column(column: ColumnProfile, rows: int, *, shows_cells: bool) -> dict[str, Any]:
    told = {
        "name": column.name,
        "type": str(column.type),
        "confidence": column.confidence,
        "filledShare": round(1 - column.null_count / rows, 4) if rows else 0.0,
        "validShare": column.valid_share,
        "distinctCount": column.distinct_count,
    }
    return told | ({"examples": list(column.examples)} if shows_cells else {})
