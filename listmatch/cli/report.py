"""`listmatch report`: a finished job's report, shown or made again."""

from pathlib import Path
from typing import Annotated

import typer

from listmatch.errors import NotFound


def report(
    out: Annotated[Path, typer.Argument(help="The folder that a match or dedupe was written to.")],
    open_it: Annotated[bool, typer.Option("--open", help="Show it in the browser.")] = False,
) -> None:
    """Print where the report in OUT is; with --open, show it in the browser.

    Example: listmatch report out/ --open
    """
    page = out / "report.html"
    if not out.is_dir():
        raise NotFound("there is no such folder.", place=str(out), cure="Name the folder that was given to -o.")
    if not page.is_file():
        raise NotFound(
            "there is no report in this folder.", place=str(out), cure="Run the match without --only results."
        )
    typer.echo(str(page))
    if not open_it:
        return
    import webbrowser

    if not webbrowser.open(page.resolve().as_uri()):
        typer.echo("No browser could be started; open the file above.", err=True)
