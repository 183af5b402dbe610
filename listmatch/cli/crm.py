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
            help="`salesforce` for its leads, `salesforce-contacts`, `salesforce-accounts`, `hubspot` for its "
            "contacts, or `hubspot-companies`."
        ),
    ],
    record_id: Annotated[
        str | None, typer.Option("--id", help="Master column with the CRM's record id, if it is not detected.")
    ] = None,
    overwrite: Annotated[
        bool,
        typer.Option("--overwrite", help="Let updates replace existing CRM values; by default they only fill gaps."),
    ] = False,
) -> None:
    """Write the new records and updates of a match to OUT as CRM import files.

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
        (written.updates, f"{counted(written.update_count, 'record')} to update, told by {written.record_id}"),
    ]
    if written.conflicts:
        held = f"{counted(written.conflict_count, 'record')} to look at: the e-mail address is another record's too"
        files.append((written.conflicts, held))
    width = max(len(str(path)) for path, _ in files)
    for path, told in files:
        typer.echo(f"{path!s:<{width}}  {told}")
    if written.note:
        typer.echo(written.note)
