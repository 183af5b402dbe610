"""`listmatch crm`: import files for a CRM, from a finished match."""

from pathlib import Path
from typing import Annotated

import typer

from listmatch.cli.summary import counted
from listmatch.cli.terminal import open_local_services


def crm(
    out: Annotated[Path, typer.Argument(help="The folder that a match was written to.")],
    preset: Annotated[
        str,
        typer.Option(
            help="`salesforce-leads`, `salesforce-contacts`, `salesforce-accounts`, `hubspot-contacts` or "
            "`hubspot-companies`; `salesforce` and `hubspot` alone mean leads and contacts."
        ),
    ],
    record_id: Annotated[
        str | None, typer.Option("--id", help="The master's column with the CRM's record id, if it is not recognised.")
    ] = None,
    overwrite: Annotated[
        bool,
        typer.Option(
            "--overwrite", help="Let updates replace values in the CRM; by default they only fill empty fields."
        ),
    ] = False,
) -> None:
    """Write CRM import files into OUT: one with new records, one with updates.

    Example: listmatch crm out/ --preset salesforce
    """
    from listmatch.workflows.results.crm import write_import_files
    from listmatch.workflows.results.finished import job_of

    services = open_local_services()
    written = write_import_files(
        services, job_of(services, out), preset=preset, into=out, record_id=record_id, overwrite=overwrite
    )
    files = [
        (written.new_records, f"{counted(written.new_count, 'record')} to create"),
        (written.updates, f"{counted(written.update_count, 'record')} to update, identified by {written.record_id}"),
    ]
    if written.conflicts:
        held = (
            f"{counted(written.conflict_count, 'record')} to look at: their email address belongs to another record too"
        )
        files.append((written.conflicts, held))
    width = max(len(str(path)) for path, _ in files)
    for path, told in files:
        typer.echo(f"{path!s:<{width}}  {told}")
    if written.empty_count:
        typer.echo(f"Left out: {counted(written.empty_count, 'new row')} without a value in any column of the preset.")
    if written.note:
        typer.echo(written.note)
