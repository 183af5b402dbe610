"""`listmatch golden`: a list without its duplicates, from a finished dedupe."""

from pathlib import Path
from typing import Annotated

import typer

from listmatch.cli.terminal import open_local_services
from listmatch.errors import InputError


def golden(
    out: Annotated[Path, typer.Argument(help="The folder that a dedupe was written to.")],
    survives: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN=RULE",
            help="How a column's value is chosen: `fill`, `most_frequent`, `longest`, `most_recent`; repeat for more.",
        ),
    ] = None,
    recency: Annotated[
        str | None, typer.Option(help="Column with the date of the last change, if it is not detected.")
    ] = None,
) -> None:
    """Write one record for each cluster of a dedupe, completed from all its rows, to OUT/golden.csv.

    Example: listmatch golden out/ --survives "Phone=most_recent" --recency "Updated At"
    """
    from listmatch.workflows.results.finished import job_of
    from listmatch.workflows.results.golden import write_golden_file

    services = open_local_services()
    written = write_golden_file(
        services, job_of(services, out), into=out, survives=_rules(survives or []), recency=recency
    )
    typer.echo(f"{written.path}  {written.records:,} records out of {written.rows:,} rows")


def _rules(told: list[str]) -> dict[str, str]:
    rules = {}
    for text in told:
        column, equals, rule = text.rpartition("=")
        if not equals or not column:
            raise InputError(f"{text!r} is not a rule.", place="--survives", cure="Write COLUMN=RULE.")
        rules[column.strip()] = rule.strip()
    return rules
