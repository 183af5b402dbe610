"""`listmatch runs`: what was run, newest first."""

from typing import Annotated

import typer

from listmatch.catalog.records import JobSummary
from listmatch.cli.terminal import JsonOption, open_local_services, print_json


def runs(
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many, newest first.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """List the matches and dedupes of this installation, newest first.

    Example: listmatch runs --limit 5
    """
    from listmatch.workflows.matches.history import recent_jobs, run_to_dict

    services = open_local_services()
    listed = recent_jobs(services, owner_id=services.settings.owner, limit=limit)
    if as_json:
        print_json([run_to_dict(*run) for run in listed])
        return
    if not listed:
        typer.echo("Nothing was run yet. Begin with: listmatch match SOURCE --master MASTER -o OUT/")
        return
    for job, source, master in listed:
        lists = f"{source} against {master}" if master else source
        typer.echo(f"{job.id}  {job.created_at:%Y-%m-%d %H:%M}  {job.status}")
        typer.echo(f"    {lists}: {_result(job)}")


def _result(job: JobSummary) -> str:
    if job.error:
        return job.error
    summary = job.result_summary
    if summary is None:
        return job.message or "waiting"
    counts = ", ".join(f"{value:,} {name}" for name, value in summary.items() if name != "total_source_rows")
    return f"{counts} ({job.message})" if job.results_deleted_at else counts
