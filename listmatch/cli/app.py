"""The `listmatch` command: its sub-commands, and how every error becomes one sentence and an exit code.

Exit codes: 0 done · 2 the input or an option cannot be used · 3 no such thing · 4 not ready yet · 5 not allowed ·
70 our fault or the machine's · 75 stopped before the end, run it again · 130 interrupted.
"""

import sys
import traceback
from collections.abc import Sequence
from typing import Annotated

import typer

from listmatch import __version__
from listmatch.cli import (
    backfill,
    brand,
    crm,
    dedupe,
    doctor,
    drop,
    estimate,
    exclude,
    explain,
    golden,
    keys,
    match,
    profile,
    report,
    review,
    runs,
    schedule,
    serve,
    train,
    watch,
)
from listmatch.errors import ListmatchError
from listmatch.settings import Settings

app = typer.Typer(
    name="listmatch",
    help="Match a source list against a master list: verdicts, scores and reasons that can be trusted.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"listmatch {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Match a source list against a master list: verdicts, scores and reasons that can be trusted."""


app.command("match")(match.match)
app.command("dedupe")(dedupe.dedupe)
app.command("profile")(profile.profile)
app.command("explain")(explain.explain)
app.command("estimate")(estimate.estimate)
app.command("train")(train.train)
app.command("crm")(crm.crm)
app.command("golden")(golden.golden)
app.command("report")(report.report)
app.command("brand")(brand.brand)
app.command("exclude")(exclude.exclude)
app.command("runs")(runs.runs)
app.command("serve")(serve.serve)
app.command("watch")(watch.watch)
app.command("backfill")(backfill.backfill)
app.command("doctor")(doctor.doctor)
app.add_typer(drop.drop, name="drop")
app.add_typer(keys.keys, name="keys")
app.add_typer(review.review, name="review")
app.add_typer(schedule.schedule, name="schedule")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with the documented exit code; an error is one sentence on stderr."""
    try:
        app(arguments)
    except ListmatchError as error:
        typer.echo(f"listmatch: {error}", err=True)
        if Settings().debug:
            traceback.print_exception(error)
        sys.exit(error.exit_code)
