"""`listmatch explain`: why one source row got its verdict."""

from math import exp
from pathlib import Path
from typing import Annotated, Any

import typer

from listmatch.cli.finished import job_of
from listmatch.cli.terminal import JsonOption, open_local_services, print_json, shortened


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
    typer.echo(f"Row {told['rowId']}: {told['verdict']}, score {told['score']:.1f}: {told['reason']}")
    if told["masterRowId"] is None:
        return
    typer.echo(f"Best candidate: master row {told['masterRowId']} ({told['relationship']})\n")
    typer.echo(f"  {'field':<14}{'source':<32}master")
    for field in told["fields"]:
        typer.echo(f"  {field['field']:<14}{shortened(field['source'] or '', 31):<32}{field['master'] or ''}")
    typer.echo(f"\n  {'evidence':<16}{'what was seen':<32}{'adds':>7}{'odds so far':>14}")
    for step in told["contributions"]:
        line = f"  {step['kind']:<16}{shortened(step['level'], 31):<32}{step['logOdds']:>+7.2f}"
        typer.echo(f"{line}{_odds(step['total']):>14}   {_bar(step['logOdds'])}")


def _odds(log_odds: float) -> str:
    """Log-odds as a person would say them."""
    odds = exp(abs(log_odds))
    figure = f"{odds:,.0f}" if odds >= 10 else f"{odds:.1f}"
    return f"{figure} : 1" if log_odds >= 0 else f"1 : {figure}"


def _bar(log_odds: float) -> str:
    """One mark per nat, at most twelve."""
    return ("+" if log_odds > 0 else "-") * min(round(abs(log_odds)), 12)
