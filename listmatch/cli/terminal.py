"""What the commands share at the terminal: the progress bar, JSON output, and the services they work with."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from listmatch.domain.progress import Progress, silent
from listmatch.settings import read_settings
from listmatch.workflows.services import Services, open_own_services

ACTOR = "cli"
"""who the audit log says it was"""

JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar.")]


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Progress]:
    """A bar on stderr while work is going on; nothing when stderr is not a terminal or *quiet*."""
    if quiet or not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description:<34}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    with Bar(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=1.0)

        def report(share: float, message: str) -> None:
            bar.update(task, completed=share, description=message)

        yield report


def print_json(value: Any) -> None:
    """*value* as JSON on stdout."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def open_local_services() -> Services:
    """The services of the environment's settings, for the command line's own owner."""
    return open_own_services(read_settings())


def shortened(text: str, width: int) -> str:
    """*text* on one line of at most *width* characters."""
    text = " ".join(text.splitlines())
    return text if len(text) <= width else text[: width - 1] + "…"
