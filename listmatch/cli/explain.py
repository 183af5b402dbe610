"""`listmatch explain`: why one row got its verdict."""

from collections.abc import Sequence
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from listmatch.cli.terminal import JsonOption, open_local_services, print_json, shortened

if TYPE_CHECKING:
    from listmatch.workflows.results.explanation import DedupeExplanation, MatchExplanation, RowExplanation


def explain(
    out: Annotated[Path, typer.Argument(help="The folder that a match or a dedupe was written to.")],
    row: Annotated[int, typer.Argument(min=1, help="The row, its _lmg_row_id in results.csv.")],
    as_json: JsonOption = False,
) -> None:
    """Show a row beside its best candidate (in a dedupe: its nearest row), and what each piece of evidence adds.

    Example: listmatch explain out/ 12
    """
    from listmatch.workflows.results.explanation import explain_row
    from listmatch.workflows.results.finished import job_of

    services = open_local_services()
    answer = explain_row(services, job_of(services, out), row)
    if as_json:
        print_json(answer)
    elif "clusterId" in answer:
        _print_clustered(answer)
    else:
        _print(answer)


def _print(answer: "MatchExplanation") -> None:
    typer.echo(f"Row {answer['rowId']}: {answer['verdict']}, score {answer['score']:.1f}: {answer['reason']}")
    if answer["masterRowId"] is None:
        return
    typer.echo(f"Best candidate: master row {answer['masterRowId']} ({answer['relationship']})\n")
    _print_sides(answer, "source", "master")


def _print_clustered(answer: "DedupeExplanation") -> None:
    size, weakest = answer["clusterSize"], answer["weakestLink"]
    where = f"one of {size} in cluster {answer['clusterId']}" if size > 1 else "in no cluster with others"
    typer.echo(f"Row {answer['rowId']}: {answer['verdict']}, {where}, score {answer['score']:.1f}: {answer['reason']}")
    if weakest is not None:
        typer.echo(f"Weakest link of the cluster: {weakest:.1f}, threshold {answer['threshold']:.1f}")
    if answer["nearestRowId"] is None:
        return
    relationship = f" ({answer['relationship']})" if answer["relationship"] else ""
    typer.echo(f"Nearest row: {answer['nearestRowId']}{relationship}\n")
    _print_sides(answer, f"row {answer['rowId']}", f"row {answer['nearestRowId']}")


def _print_sides(answer: "RowExplanation", here: str, there: str) -> None:
    """The two rows beside each other, and the score as a waterfall."""
    first = _width(14, [field["field"] for field in answer["fields"]])
    typer.echo(f"  {'field':<{first}}{here:<32}{there}")
    for field in answer["fields"]:
        typer.echo(f"  {field['field']:<{first}}{shortened(field['source'] or '', 31):<32}{field['master'] or ''}")
    first = _width(16, [step["kind"] for step in answer["contributions"]])
    typer.echo(f"\n  {'evidence':<{first}}{'what was seen':<32}{'adds':>7}{'odds so far':>14}")
    for step in answer["contributions"]:
        line = f"  {step['kind']:<{first}}{shortened(step['level'], 31):<32}{step['logOdds']:>+7.2f}"
        typer.echo(f"{line}{_odds(step['total']):>14}   {_bar(step['logOdds'])}")


def _width(least: int, words: Sequence[str]) -> int:
    """How wide a column of *words* is, with a gap behind the longest."""
    return max(least, *(len(word) + 2 for word in words), 0)


def _odds(log_odds: float) -> str:
    """Log-odds as a person would say them."""
    odds = exp(abs(log_odds))
    figure = f"{odds:,.0f}" if odds >= 10 else f"{odds:.1f}"
    return f"{figure} : 1" if log_odds >= 0 else f"1 : {figure}"


def _bar(log_odds: float) -> str:
    """One mark per nat, at most twelve."""
    return ("+" if log_odds > 0 else "-") * min(round(abs(log_odds)), 12)
