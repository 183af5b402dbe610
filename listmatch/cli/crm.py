"""`listmatch crm`: import files for a CRM, from a finished match."""

from pathlib import Path
from typing import Annotated

import typer

from listmatch.cli.finished import job_of
from listmatch.cli.terminal import open_local_services


def crm(
    out: Annotated[Path, typer.Argument(help="The folder that a match was written to.")],
    preset: Annotated[str, typer.Option(help="`salesforce` or `hubspot`.")],
    record_id: Annotated[
        str | None, typer.Option("--id", help="The master's column with the CRM's record id, if it cannot be told.")
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Updates also replace what the CRM knows; else they only fill gaps.")
    ] = False,
) -> None:
    """Write the new records and the updates of a match as a CRM imports them, into OUT.

    Example: listmatch crm out/ --preset salesforce
    """
    from listmatch.workflows.crm import write_import_files

    services = open_local_services()
    written = write_import_files(
        services, job_of(services, out), preset=preset, into=out, record_id=record_id, overwrite=overwrite
    )
    typer.echo(f"{written.new_records}  records to create")
    typer.echo(f"{written.updates}  records to update")
