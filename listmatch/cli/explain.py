"""`listmatch explain`: why one source row got its verdict."""

from pathlib import Path
from typing import Annotated, Any

import typer

from listmatch.cli.finished import job_of
from listmatch.cli.terminal import JsonOption, open_local_services, print_json


def explain(
    out: Annotated[Path, typer.Argument(help="The folder that a match was written to.")],
    row: Annotated[int, typer.Argument(min=1, help="The source row, its _lmg_row_id in results.csv.")],
    as_json: JsonOption = False,
) -> None:
    """Show a source row beside its best candidate, and what each piece of evidence adds to the score.

    Example: listmatch explain out/ 12
    """
    from listmatch.workflows.explanation import explain_row

    told = explain_row(open_local_services(), job_of(out), row)
    if as_json:
        print_json(told)
    else:
        _print(told)


def _print(told: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(f"Row {told['rowId']}: {told['verdict']}, score {told['score']:.1f}. {told['reason']}", markup=False)
    if told["masterRowId"] is None:
        return
    console.print(f"Best candidate: master row {told['masterRowId']} ({told['relationship']})\n", markup=False)
    sides = Table("field", "source", "master", box=None, pad_edge=False)
    for field in told["fields"]:
        sides.add_row(field["field"], field["source"] or "", field["master"] or "")
    console.print(sides)
    steps = Table("evidence", "what was seen", "adds", "log-odds so far", box=None, pad_edge=False)
    for step in told["contributions"]:
        steps.add_row(step["kind"], step["level"], f"{step['logOdds']:+.2f}", f"{step['total']:+.2f}")
    console.print()
    console.print(steps)
