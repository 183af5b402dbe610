"""`listmatch mcp`: the tools of listmatch for an assistant."""

import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from listmatch.cli.terminal import open_local_services
from listmatch.errors import InputError


def mcp(
    folder: Annotated[
        list[Path] | None,
        typer.Option(
            "--folder", "-f", help="A folder the assistant may read and write; repeatable (default: the current one)."
        ),
    ] = None,
    show_cells: Annotated[
        bool, typer.Option("--show-cells", help="Let the assistant see examples of values and pairs of rows.")
    ] = False,
) -> None:
    """Serve listmatch to an assistant that speaks the Model Context Protocol, over stdin and stdout.

    It sees counts, column names, scores and reasons; cell values only with --show-cells.

    Example: listmatch mcp --folder ~/lists
    """
    try:
        from listmatch.mcp.server import create_server
    except ModuleNotFoundError as error:
        cure = "Install listmatch[mcp]."
        raise InputError(f"the MCP server needs a package that is missing ({error.name}).", cure=cure) from error
    if sys.stdin.isatty():
        typer.echo("Waiting for an assistant, which starts this command itself (docs/guides/assistants.md).", err=True)
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # else Ctrl-C waits for the line that a thread is reading
    server = create_server(open_local_services(), folders=folder or [Path.cwd()], shows_cells=show_cells)
    server.run()
