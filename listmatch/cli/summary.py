"""The few lines that the command line prints after a match or a dedupe."""

import json
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import typer

from listmatch.domain.columns import SECOND_OF, Field
from listmatch.domain.reading import tells_unused
from listmatch.workflows.match_lists import Outcome

DESCRIPTIONS = {
    "results.csv": "every source row with its verdict, score, reason and master row",
    "results.parquet": "the same, for a data platform",
    "report.pdf": "the report to forward",
    "report.xlsx": "summary, results and review sheet",
    "report.pptx": "slides with native charts",
    "report.html": "the report as a web page",
    "rollups.json": "every figure of the report",
    "profile.yaml": "how the columns were compared; edit it and pass it with --profile",
    "source_quarantine.csv": "of the source list set aside, and why",
    "master_quarantine.csv": "of the master list set aside, and why",
}
OF_A_DEDUPE = {
    "results.csv": "every row with its cluster, whether it is the one to keep, score and reason",
    "report.xlsx": "summary, duplicates and results",
    "source_quarantine.csv": "of the list set aside, and why",
}


def print_match(outcome: Outcome) -> None:
    """Verdict counts, what was compared, and where the files lie."""
    counts = outcome.summary
    total = int(counts["total_source_rows"])
    typer.echo(f"{counted(total, 'source row')} against {counted(_rows(outcome), 'master row')}\n")
    for verdict in ("matched", "review", "unmatched"):
        count = int(counts[verdict])
        typer.echo(f"  {verdict:<10} {count:>9,}  {count / total if total else 0:>6.1%}")
    _print_setup(outcome)
    if outcome.is_against_itself:
        typer.echo("\nSource and master are the same list, so every row found itself.")
        typer.echo(f"To find its duplicates: {_program()} dedupe {outcome.source.name} -o OUT")
    _print_files(outcome, DESCRIPTIONS)


def print_dedupe(outcome: Outcome) -> None:
    """Cluster counts, what was compared, and where the files lie."""
    counts = outcome.summary
    typer.echo(f"{counted(int(counts['total_source_rows']), 'row')}\n")
    for name, key in (("clusters of duplicates", "clusters"), ("duplicates to remove", "duplicates")):
        typer.echo(f"  {name:<24} {int(counts[key]):>9,}")
    _print_setup(outcome)
    _print_files(outcome, DESCRIPTIONS | OF_A_DEDUPE)


def _print_setup(outcome: Outcome) -> None:
    """What was compared, and what is to be said beside the counts."""
    profile = outcome.profile
    left_out = {*SECOND_OF.values(), Field.PARTY}
    fields = [field.value for field in profile.source_fields if field not in left_out]
    if not {*profile.source_fields, *profile.master_fields}.isdisjoint(SECOND_OF.values()):
        fields.append("second address")
    typer.echo(f"\nCompared as {profile.type}: {', '.join(fields)}")
    for remark in outcome.remarks.sentences:
        typer.echo(remark)
    if excluded := _reported(outcome, "excludedRows"):
        typer.echo(f"On the do-not-contact list: {counted(excluded, 'row')}, marked in the results.")
    for role, of_list in (("Source", outcome.source), ("Master", outcome.master)):
        for note in (of_list.profile or {}).get("repairs", ()) if of_list else ():
            if tells_unused(note):
                typer.echo(f"{role if outcome.master else 'List'}: {note}")


def counted(count: int, noun: str) -> str:
    """``1 row``, ``1,200 rows``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _rows(outcome: Outcome) -> int:
    return int(outcome.master.row_count or 0) if outcome.master else 0


def _print_files(outcome: Outcome, descriptions: Mapping[str, str]) -> None:
    typer.echo(f"\nResults in {outcome.folder}/")
    for path in outcome.files:
        if path.name in descriptions:
            typer.echo(f"  {path.name:<22} {_quarantined(outcome, path.name)}{descriptions[path.name]}")
    if further := list(_further(outcome)):
        typer.echo("\n" + "\n".join(further))


def _further(outcome: Outcome) -> Iterator[str]:
    """What to do next."""
    if (outcome.folder / "report.html").exists():
        yield f"Open the report: {_program()} report {outcome.folder} --open"
    if waiting := _waiting(outcome):
        what = "pair" if outcome.master is None else "row"
        yield f"Decide the {counted(waiting, what)} in review: {_program()} review {outcome.folder}"


def _waiting(outcome: Outcome) -> int:
    """How much waits for a decision; of a dedupe its report counts that, so without one it is not known."""
    if outcome.master is not None:
        return int(outcome.summary["review"])
    return _reported(outcome, "reviewPairs")


def _reported(outcome: Outcome, total: str) -> int:
    """One of the report's totals; 0 where it does not apply, or there is no report."""
    rollups = outcome.folder / "rollups.json"
    return int(json.loads(rollups.read_text(encoding="utf-8"))["totals"][total] or 0) if rollups.exists() else 0


def _quarantined(outcome: Outcome, name: str) -> str:
    """How many lines the quarantine called *name* holds; empty for any other file."""
    of_list = {"source_quarantine.csv": outcome.source, "master_quarantine.csv": outcome.master}.get(name)
    return f"{counted(int((of_list.profile or {}).get('quarantined', 0)), 'line')} " if of_list else ""


def _program() -> str:
    """How this program was called, as the user can type it again."""
    called = Path(sys.argv[0])
    return called.name if shutil.which(called.name) == str(called) else str(called)
