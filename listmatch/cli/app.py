"""The `listmatch` command: its sub-commands, and how every error becomes one sentence and an exit code.

Exit codes: 0 done · 2 the input or an option cannot be used · 3 no such thing · 4 not ready yet · 5 not allowed ·
6 cancelled by its owner · 70 our fault or the machine's · 130 interrupted.
"""

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
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
    mcp,
    profile,
    report,
    review,
    runs,
    schedule,
    serve,
    train,
    watch,
)
from listmatch.cli.usage import in_words
from listmatch.errors import ListmatchError, SettingsInvalid
from listmatch.settings import read_settings

FAILED, INTERRUPTED = 70, 130
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""errors of a full or failing device; commands report those of their own files, so these are about their output"""

app = typer.Typer(
    name="listmatch",
    help="Match a source list against a master list: verdicts, scores and reasons you can trust.",
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
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Match a source list against a master list: verdicts, scores and reasons you can trust."""


# The short texts fit a terminal of 80 columns; the first sentences of the commands would be cut off.
app.command("match", short_help="Give every row of a list a verdict against a master list.")(match.match)
app.command("dedupe", short_help="Find the duplicates in one list and the row to keep of each cluster.")(dedupe.dedupe)
app.command("profile", short_help="Show what is in a list: rows, unread lines, types, quality.")(profile.profile)
app.command("explain", short_help="Show a row beside its best candidate, and why it scored so.")(explain.explain)
app.command("estimate", short_help="Predict pairs, time, memory and disk of a match.")(estimate.estimate)
app.command("train", short_help="Learn from your lists how much each piece of evidence counts.")(train.train)
app.command("crm", short_help="Write CRM import files: new records and updates.")(crm.crm)
app.command("golden", short_help="Write one completed record for each cluster of a dedupe.")(golden.golden)
app.command("report", short_help="Show where a report is, or open it in the browser.")(report.report)
app.command("brand", short_help="Set name, colour and logo of the reports.")(brand.brand)
app.command("exclude", short_help="Import a do-not-contact list; future results mark those on it.")(exclude.exclude)
app.command("runs", short_help="List the matches and dedupes so far, newest first.")(runs.runs)
app.command("serve")(serve.serve)
app.command("mcp", short_help="Serve listmatch to an assistant (Model Context Protocol).")(mcp.mcp)
app.command("watch", short_help="Match every list that arrives in a folder, until Ctrl-C.")(watch.watch)
app.command("backfill", short_help="Match every historical list under a prefix, day by day.")(backfill.backfill)
app.command("doctor", short_help="Check that catalog and object store agree, and repair them.")(doctor.doctor)
app.add_typer(drop.drop, name="drop", short_help="Process lists automatically when they arrive in a folder.")
app.add_typer(keys.keys, name="keys")
app.add_typer(review.review, name="review", short_help="See the pairs in review, and accept or reject them.")
app.add_typer(schedule.schedule, name="schedule", short_help="Run matches and dedupes on a schedule.")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with the documented exit code; an error is one sentence on stderr."""
    try:
        ended = app(arguments, prog_name="listmatch", standalone_mode=False)
    except typer.TyperException as error:
        typer.echo(in_words(error), err=True)
        sys.exit(error.exit_code)
    except typer.Abort:
        typer.echo("listmatch: the input ended before everything was answered. Run it in a terminal.", err=True)
        sys.exit(2)
    except ListmatchError as error:
        typer.echo(f"listmatch: {error}", err=True)
        if not isinstance(error, SettingsInvalid) and read_settings().debug:
            traceback.print_exception(error)
        sys.exit(error.exit_code)
    except OSError as error:
        if error.errno not in _FULL:
            raise
        _forget_output()
        typer.echo(f"listmatch: the output cannot be written ({error.strerror}). Free some space there.", err=True)
        sys.exit(FAILED)
    if ended == INTERRUPTED:
        typer.echo("listmatch: interrupted before it was done. Run the same command again.", err=True)
    sys.exit(ended if isinstance(ended, int) else 0)


def _forget_output() -> None:
    """Drop what could not be printed, or Python would try again at the end of the process."""
    sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # the process ends with it open
