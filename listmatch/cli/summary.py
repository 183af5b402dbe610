"""The few lines that the command line prints after a match or a dedupe."""

import shutil
import sys
from pathlib import Path

import typer

from listmatch.workflows.match_lists import Outcome

DESCRIPTIONS = {
    "results.csv": "every source row with its verdict, score, reason and master row",
    "results.parquet": "the same for a data platform",
    "report.pdf": "the report to forward",
    "report.xlsx": "summary, results and review sheet",
    "report.pptx": "slides with native charts",
    "report.html": "the report in one page",
    "rollups.json": "every figure of the report",
    "profile.yaml": "how the columns were compared; edit it and pass it with --profile",
    "source_quarantine.csv": "lines of the source list that could not be read",
    "master_quarantine.csv": "lines of the master list that could not be read",
}


def print_match(outcome: Outcome) -> None:
    """Verdict counts, what was compared, and where the files lie."""
    counts = outcome.summary
    total = int(counts["total_source_rows"])
    typer.echo(f"{total:,} source rows against {_rows(outcome):,} master rows\n")
    for verdict in ("matched", "review", "unmatched"):
        count = int(counts[verdict])
        typer.echo(f"  {verdict:<10} {count:>9,}  {count / total if total else 0:>6.1%}")
    typer.echo(f"\nCompared as {outcome.profile.type}: {', '.join(outcome.profile.source_fields)}")
    _print_files(outcome.folder, outcome.files)


def print_dedupe(outcome: Outcome) -> None:
    """Cluster counts, what was compared, and where the files lie."""
    counts = outcome.summary
    typer.echo(f"{int(counts['total_source_rows']):,} rows\n")
    for name, key in (("clusters of duplicates", "clusters"), ("duplicates to remove", "duplicates")):
        typer.echo(f"  {name:<24} {int(counts[key]):>9,}")
    typer.echo(f"\nCompared as {outcome.profile.type}: {', '.join(outcome.profile.source_fields)}")
    _print_files(outcome.folder, outcome.files)


def _rows(outcome: Outcome) -> int:
    return int(outcome.master.row_count or 0) if outcome.master else 0


def _print_files(folder: Path, files: tuple[Path, ...]) -> None:
    typer.echo(f"\nResults in {folder}/")
    for path in files:
        if path.name in DESCRIPTIONS:
            typer.echo(f"  {path.name:<22} {DESCRIPTIONS[path.name]}")
    if (folder / "report.html").exists():
        typer.echo(f"\nOpen the report: {_program()} report {folder} --open")


def _program() -> str:
    """How this program was called, as the user can type it again."""
    called = Path(sys.argv[0])
    return called.name if shutil.which(called.name) == str(called) else str(called)
