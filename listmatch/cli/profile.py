"""`listmatch profile`: what is in a list."""

import csv
import shutil
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from listmatch.cli.reading import reads
from listmatch.cli.summary import counted
from listmatch.cli.terminal import JsonOption, QuietOption, open_local_services, print_json, progress_bar, shortened
from listmatch.domain.drift import Drift
from listmatch.domain.files import ColumnProfile, FileFormat, FileProfile, Purpose
from listmatch.domain.reading import ReadOptions

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
BAR_WIDTH = 8
TOLD = 3  # quarantined lines that are named
NARROW = 100  # columns of a terminal below which the names are shortened and the bars left out, for the examples


@reads("")
def profile(
    file: Annotated[Path, typer.Argument(help="The list: CSV, TSV, XLSX, JSON or Parquet.")],
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    quarantine: Annotated[
        Path | None, typer.Option(help="Write the lines that could not be read to this CSV: number, reason, text.")
    ] = None,
    *,
    reading: ReadOptions,
) -> None:
    """Show what is in FILE: lines, rows, quarantined lines, the type of every column, quality.

    Example: listmatch profile leads.csv --quarantine unread.csv
    """
    from listmatch.workflows.artifacts import to_plain
    from listmatch.workflows.lists.files import open_prepared, prepare_path
    from listmatch.workflows.put import put_file

    services = open_local_services()
    with progress_bar(quiet=quiet or as_json) as progress:
        record = prepare_path(
            services,
            file,
            owner_id=services.settings.owner,
            purpose=Purpose.SOURCE,
            options=reading,
            progress=progress,
        )
    with open_prepared(services, owner_id=record.owner_id, file_id=record.id) as prepared:
        if quarantine is not None:
            put_file(prepared.quarantine, quarantine)
        if as_json:
            print_json({"file": record.name, "fileId": record.id, **to_plain(prepared.profile)})
        else:
            _print(record.name, prepared.profile, quarantine=prepared.quarantine)


def _print(name: str, seen: FileProfile, *, quarantine: Path) -> None:
    lines, rows = counted(seen.lines, "line"), counted(seen.rows, "row")
    typer.echo(f"{name}: {lines} = {rows} + {seen.quarantined:,} quarantined")
    _print_quarantine(quarantine, count=seen.quarantined)
    typer.echo(f"Read as {_reading(seen.format)}")
    parts = ", ".join(f"{part} {share:.0f}" for part, share in seen.quality.parts.items())
    typer.echo(f"Quality {seen.quality.score:.0f} of 100 ({parts}); {counted(seen.duplicate_rows, 'duplicate row')}")
    for repair in (*_left_out(seen), *seen.repairs):
        typer.echo(f"Note: {repair}")
    if seen.drift is not None:
        _print_drift(seen.drift)
    width = shutil.get_terminal_size().columns
    name_width, bar_width = (20, 0) if width < NARROW else (26, BAR_WIDTH)
    filled = f"{'filled':>6}" if not bar_width else f"{'filled':<{bar_width + 6}}"
    typer.echo(f"\n{'column':<{name_width}}{'type':<13}{'sure':>5}{'valid':>7}  {filled}{'distinct':>10}  examples")
    for column in seen.columns:
        line = _line(column, seen.rows, name_width=name_width, bar_width=bar_width)
        typer.echo(shortened(line, width))


def _print_quarantine(path: Path, *, count: int) -> None:
    """The first few lines that could not be read, and why."""
    with path.open(encoding="utf-8", newline="") as file:
        for entry in islice(csv.DictReader(file), TOLD):
            typer.echo(f"  line {entry['line']} {entry['reason']}")
    if count > TOLD:
        typer.echo(f"  and {count - TOLD:,} more; --quarantine FILE writes them all")


def _left_out(seen: FileProfile) -> list[str]:
    """What the ledger counts besides rows and quarantine."""
    counts = (
        ("Rows with fewer cells than the header, filled up with empty ones", seen.padded_rows),
        ("Blank lines, which are not rows", seen.blank_lines),
    )
    return [f"{what}: {count:,}." for what, count in counts if count]


def _reading(form: FileFormat) -> str:
    """How the bytes were read, in words."""
    delimiter = DELIMITERS.get(form.delimiter, repr(form.delimiter) if form.delimiter else "")
    marked = f"{form.encoding} with byte-order mark" if form.has_bom else form.encoding
    sheet = f"sheet {form.sheet}" if form.sheet else ""
    header = {0: "" if form.kind in ("jsonl", "json", "parquet") else "no header", 1: ""}
    where = header.get(form.header_line, f"header in line {form.header_line}")
    told = (form.compression, form.kind, marked, delimiter, form.newline, sheet, where)
    return ", ".join(filter(None, told))


def _print_drift(drift: Drift) -> None:
    count = len(drift.changes)
    typer.echo(f"Compared with {drift.previous_name}: {count or 'no'} {'change' if count == 1 else 'changes'}")
    for change in drift.changes:
        typer.echo(f"  {change.sentence}")


def _line(column: ColumnProfile, rows: int, *, name_width: int, bar_width: int) -> str:
    filled = 1 - column.null_count / rows if rows else 0.0
    bar = "█" * round(filled * bar_width)
    name = shortened(column.name, name_width - 1)
    valid = f"{column.valid_share:.0%}" if filled else "-"
    figures = f"{column.confidence:>5.0%}{valid:>7}  {bar:<{bar_width}}{_percent(filled):>6}"
    examples = " · ".join(column.examples[:3])
    return f"{name:<{name_width}}{column.type:<13}{figures}{column.distinct_count:>10,}  {examples}"


def _percent(share: float) -> str:
    """100 % only when nothing is missing, 0 % only when everything is."""
    if 0.995 <= share < 1:
        return ">99%"
    return "<1%" if 0 < share < 0.005 else f"{share:.0%}"
