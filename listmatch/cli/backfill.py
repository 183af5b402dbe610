"""`listmatch backfill`: years of lists under a prefix, each matched once."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from listmatch.cli.summary import counted
from listmatch.cli.terminal import JsonOption, QuietOption, open_local_services, print_json, progress_bar
from listmatch.domain.verdicts import MatchMode


def backfill(
    prefix: Annotated[str, typer.Option(help="The folder, or s3://bucket/prefix/, that holds the lists.")],
    master: Annotated[
        str | None, typer.Option("--master", "-m", help="List or folder to check against; if omitted, dedupe.")
    ] = None,
    profile: Annotated[
        str, typer.Option("--profile", "-p", help="A match profile: path of a YAML file, or id of a saved one.")
    ] = "",
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day, as 2024-01-31.")] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day to leave out, as 2024-01-31.")
    ] = None,
    pattern: Annotated[str, typer.Option(help="Only lists whose name fits, e.g. '*.csv'.")] = "*",
    mode: Annotated[
        MatchMode, typer.Option(help="One line per source row, or every candidate.")
    ] = MatchMode.BEST_MATCH,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder for results: one folder per list.")] = None,
    queue_only: Annotated[
        bool, typer.Option("--queue-only", help="Leave the jobs to the daemon or `listmatch serve`.")
    ] = False,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Number of parallel processes.")] = 1,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Match every historical list under a prefix, in the order of their days. Run it again to resume.

    Example: listmatch backfill --prefix archive/ --since 2024-01-01 --master crm.csv -o out/
    """
    from listmatch.cli.addresses import absolute, list_source
    from listmatch.workflows import backfills

    request = backfills.BackfillRequest(
        prefix=absolute(prefix),
        pattern=pattern,
        since=since.date() if since else None,
        until=until.date() if until else None,
        master=list_source(master) if master else None,
        profile=str(Path(profile).absolute()) if profile.endswith((".yaml", ".yml")) else profile,
        mode=mode,
    )
    services = open_local_services()
    lists, left_out = list[dict[str, str | None]](), list[dict[str, str]]()
    with progress_bar(quiet=quiet or as_json) as progress:
        work = (
            backfills.queue(services, request, progress=progress)
            if queue_only
            else backfills.run(services, request, into=out, workers=workers, progress=progress)
        )
        for each in work:
            if each.left_out:
                left_out.append({"name": each.name, "reason": each.left_out})
            else:
                lists.append({"name": each.name, "jobId": each.job_id, "error": each.error or None})
            if not as_json:
                typer.echo(f"{each.name}: {each.left_out or each.error or _state(each.is_done, queue_only)}")
    failed = sum(bool(each["error"]) for each in lists)
    if as_json:
        print_json({"lists": lists, "total": len(lists), "failed": failed, "leftOut": left_out})
    else:
        others = f", {len(left_out)} left out" if left_out else ""
        typer.echo(f"{counted(len(lists), 'list')}, {failed} failed{others}.")
    if failed:
        raise typer.Exit(1)


def _state(is_done: bool, queue_only: bool) -> str:
    if is_done:
        return "done before"
    return "queued" if queue_only else "done"
