"""`listmatch doctor`: does what the catalog says agree with what the object store holds?"""

from collections.abc import Sequence
from typing import Annotated

import typer

from listmatch.cli.terminal import JsonOption, open_local_services, print_json


def doctor(
    fix: Annotated[bool, typer.Option("--fix", help="Mend what is found.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Prove that catalog and object store agree; with --fix, mend what does not. Ends with 1 if anything remains.

    Example: listmatch doctor --fix
    """
    from listmatch.workflows.doctor import examine, treat
    from listmatch.workflows.doctor.examination import discard_unfinished

    services = open_local_services()
    findings = examine(services)
    mended = [fix and treat(services, finding) for finding in findings]
    discarded = discard_unfinished(services) if fix else 0
    told = [
        {"trouble": each.trouble.name.lower(), "subject": each.subject, "cure": each.cure, "mended": is_mended}
        for each, is_mended in zip(findings, mended, strict=True)
    ]
    if as_json:
        print_json({"findings": told, "discardedUploads": discarded})
    else:
        for each, is_mended in zip(findings, mended, strict=True):
            typer.echo(f"{each.subject}: {each.trouble} ({'done' if is_mended else 'cure'}: {each.cure})")
        typer.echo(_summary(mended))
    if not all(mended):
        raise typer.Exit(1)


def _summary(mended: Sequence[bool]) -> str:
    if not mended:
        return "Catalog and object store agree."
    if all(mended):
        return f"{len(mended)} found, all mended. What waits again is run by `make up` or `listmatch serve`."
    return f"{len(mended)} found, {sum(mended)} mended. Mend them with: listmatch doctor --fix"
