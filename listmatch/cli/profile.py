"""`listmatch profile`: what is in a list."""

from pathlib import Path
from typing import Annotated

import typer

from listmatch.cli.terminal import JsonOption, QuietOption, open_local_services, print_json, progress_bar
from listmatch.domain.files import FileProfile, Purpose


def profile(
    file: Annotated[Path, typer.Argument(help="The list: CSV, TSV, XLSX, JSON Lines or Parquet.")],
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Show what is in FILE: lines, rows, quarantined lines, the type of every column, quality.

    Example: listmatch profile leads.csv --json
    """
    from listmatch.workflows.files import open_prepared, profile_to_dict
    from listmatch.workflows.match_lists import prepare_path

    services = open_local_services()
    with progress_bar(quiet=quiet or as_json) as progress:
        record = prepare_path(services, file, purpose=Purpose.SOURCE, progress=progress)
    with open_prepared(services, owner_id=record.owner_id, file_id=record.id) as prepared:
        if as_json:
            print_json({"file": record.name, "fileId": record.id, **profile_to_dict(prepared.profile)})
        else:
            _print(record.name, prepared.profile)


def _print(name: str, seen: FileProfile) -> None:
    from rich.console import Console
    from rich.table import Table

    how = ", ".join(filter(None, (seen.format.kind, seen.format.encoding, repr(seen.format.delimiter).strip("'"))))
    table = Table("column", "type", "fits", "empty", "distinct", "examples", box=None, pad_edge=False)
    for column in seen.columns:
        share = f"{column.valid_share:.0%}"
        examples = ", ".join(column.examples[:3])
        table.add_row(
            column.name, column.type, share, str(column.null_count), str(column.distinct_count), examples[:60]
        )
    console = Console()
    console.print(
        f"{name}: {seen.lines} lines = {seen.rows} rows + {seen.quarantined} quarantined ({how})", markup=False
    )
    console.print(f"quality {seen.quality.score:.0f} of 100, {seen.duplicate_rows} duplicate rows", markup=False)
    for repair in seen.repairs:
        console.print(f"note: {repair}", markup=False)
    console.print(table)
