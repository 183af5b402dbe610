"""`listmatch profile`: what is in a list."""

import shutil
from pathlib import Path
from typing import Annotated

import typer

from listmatch.cli.reading import reads
from listmatch.cli.terminal import JsonOption, QuietOption, open_local_services, print_json, progress_bar, shortened
from listmatch.domain.files import FileProfile, Purpose
from listmatch.domain.reading import ReadOptions

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}


@reads("")
def profile(
    file: Annotated[Path, typer.Argument(help="The list: CSV, TSV, XLSX, JSON Lines or Parquet.")],
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    *,
    reading: ReadOptions,
) -> None:
    """Show what is in FILE: lines, rows, quarantined lines, the type of every column, quality.

    Example: listmatch profile leads.csv --json
    """
    from listmatch.workflows.files import open_prepared, profile_to_dict
    from listmatch.workflows.match_lists import prepare_path

    services = open_local_services()
    with progress_bar(quiet=quiet or as_json) as progress:
        record = prepare_path(services, file, purpose=Purpose.SOURCE, options=reading, progress=progress)
    with open_prepared(services, owner_id=record.owner_id, file_id=record.id) as prepared:
        if as_json:
            print_json({"file": record.name, "fileId": record.id, **profile_to_dict(prepared.profile)})
        else:
            _print(record.name, prepared.profile)


def _print(name: str, seen: FileProfile) -> None:
    how = ", ".join(filter(None, (seen.format.kind, seen.format.encoding, DELIMITERS.get(seen.format.delimiter, ""))))
    typer.echo(f"{name}: {seen.lines:,} lines = {seen.rows:,} rows + {seen.quarantined:,} quarantined ({how})")
    typer.echo(f"Quality {seen.quality.score:.0f} of 100, {seen.duplicate_rows:,} duplicate rows")
    for repair in seen.repairs:
        typer.echo(f"Note: {repair}")
    width = shutil.get_terminal_size().columns
    typer.echo(f"\n{'column':<26}{'type':<14}{'fits':>5}{'empty':>9}{'distinct':>10}  examples")
    for column in seen.columns:
        figures = f"{column.valid_share:>5.0%}{column.null_count:>9,}{column.distinct_count:>10,}"
        line = f"{shortened(column.name, 25):<26}{column.type:<14}{figures}  {' · '.join(column.examples[:3])}"
        typer.echo(shortened(line, width))
