"""`listmatch watch`: watches a folder or an S3 prefix in the foreground and matches every list that arrives."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from listmatch.cli.addresses import shown
from listmatch.cli.choices import ProfileOption
from listmatch.cli.terminal import JsonOption, QuietOption, open_local_services, progress_bar
from listmatch.domain.drops import Action
from listmatch.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from listmatch.workflows.watching import Handled

MASTER_HELP = "The list to check against, or a folder whose newest list is used. If omitted, each list is deduped."


def watch(
    folder: Annotated[str, typer.Argument(help="The folder, or s3://bucket/prefix/, in which lists arrive.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for results: one folder per list.")],
    master: Annotated[str | None, typer.Option("--master", "-m", help=MASTER_HELP)] = None,
    profile: ProfileOption = None,
    pattern: Annotated[str, typer.Option(help="Only lists whose name fits, e.g. '*.csv'.")] = "*",
    every: Annotated[float, typer.Option(min=0.2, help="Seconds between two looks.")] = 2.0,
    once: Annotated[bool, typer.Option("--once", help="Process what is there, then stop.")] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Match every list that arrives in FOLDER, each version once, until Ctrl-C.

    Example: listmatch watch incoming/ --master crm.csv -o out/
    """
    from listmatch.cli.addresses import absolute, list_source
    from listmatch.workflows.drops.evaluation import Bookmarks
    from listmatch.workflows.drops.look import own_places
    from listmatch.workflows.drops.rules import DropRule
    from listmatch.workflows.watching import watch_once

    address = absolute(folder)
    if "://" not in folder and not Path(address).is_dir():
        raise InputError("there is no such folder.", place=folder, cure="Make it first, or check the path.")
    rule = DropRule(
        name=f"watch-{_short(address, str(out.absolute()))}",
        prefix=address,
        action=Action.MATCH if master else Action.DEDUPE,
        master=list_source(master) if master else None,
        pattern=pattern,
        profile=str(profile.absolute()) if profile else "",
        results=str(out.absolute()),
    )
    services, is_first, problem = open_local_services(), True, ""
    own_places(services.settings, rule)  # results that would hide every list are refused before the first look
    if not (quiet or as_json or once):
        typer.echo(f"Watching {shown(folder)}; Ctrl-C ends.", err=True)
    bookmarks: Bookmarks = {}
    while is_first or not once or any(mark.moving for mark in bookmarks.values()):
        time.sleep(0 if is_first else every)
        with progress_bar(quiet=quiet or as_json) as progress:
            found = watch_once(services, rule, bookmarks=bookmarks, progress=progress)
        bookmarks, is_first = found.bookmarks, False
        if found.problem and found.problem != problem:
            typer.echo(f"listmatch: {found.problem}", err=True)
        problem = found.problem
        for handled in found.handled:
            _tell(handled, as_json=as_json)


def _tell(handled: "Handled", *, as_json: bool) -> None:
    if as_json:
        import json

        typer.echo(json.dumps({"uri": handled.uri, "jobId": handled.job_id, "error": handled.error or None}))
    else:
        typer.echo(f"{shown(handled.uri)}: {handled.error or _counts(handled.summary)}")


def _counts(summary: "Mapping[str, int]") -> str:
    """The counts of verdicts or clusters, as a phrase."""
    counted = {name: count for name, count in summary.items() if name != "total_source_rows"}
    return ", ".join(f"{count:,} {name}" for name, count in counted.items()) or "done"


def _short(*parts: str) -> str:
    """A short name for what is watched, the same at each start."""
    import hashlib

    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
