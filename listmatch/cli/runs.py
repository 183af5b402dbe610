"""`listmatch runs`: what was run, newest first."""

from typing import Annotated

import typer

from listmatch.catalog.records import JobSummary
from listmatch.cli.terminal import JsonOption, open_local_services, print_json

NONE_YET = (
    "Nothing was run yet. Begin with: listmatch match SOURCE --master MASTER -o OUT/ (--email shows an API owner's)"
)
NONE_OF_OWNER = "Nothing was run for this owner yet."


def runs(
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many, newest first.")] = 20,
    email: Annotated[str, typer.Option(help="Those of an owner of the API, by email address.")] = "",
    as_json: JsonOption = False,
) -> None:
    """List the matches and dedupes of the command line, or of another owner, newest first.

    Example: listmatch runs --limit 5
    """
    from listmatch.workflows.matches.history import recent_jobs, run_to_dict
    from listmatch.workflows.owners.accounts import find_owner

    services = open_local_services()
    owner_id = find_owner(services, email=email).id if email else services.settings.owner
    listed = recent_jobs(services, owner_id=owner_id, limit=limit)
    if as_json:
        print_json([run_to_dict(*run) for run in listed])
        return
    if not listed:
        typer.echo(NONE_OF_OWNER if email else NONE_YET)
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
