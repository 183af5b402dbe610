"""`listmatch doctor`: does what the catalog says agree with what the object store holds?"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from listmatch.cli.terminal import JsonOption, open_local_services, print_json

if TYPE_CHECKING:
    from listmatch.workflows.doctor import Finding


def doctor(
    fix: Annotated[bool, typer.Option("--fix", help="Repair what is found.")] = False,
    read: Annotated[
        bool, typer.Option("--read", help="Also read every table; finds damaged files, takes longer.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Check that catalog and object store agree; with --fix, repair them. Exits with 1 if problems remain.

    Example: listmatch doctor --fix
    """
    from listmatch.workflows.doctor import examine, treat
    from listmatch.workflows.doctor.examination import discard_unfinished

    services = open_local_services()
    findings = examine(services, read=read)
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
        typer.echo(_summary(findings, mended, command=f"listmatch doctor{' --read' * read} --fix"))
    if not all(mended):
        raise typer.Exit(1)


def _summary(findings: Sequence["Finding"], mended: Sequence[bool], *, command: str) -> str:
    from listmatch.workflows.doctor import Trouble

    left = [finding for finding, is_mended in zip(findings, mended, strict=True) if not is_mended]
    if not findings:
        return "Catalog and object store agree."
    if not left:
        return f"{len(mended)} found, all mended. What waits again is run by `make up` or `listmatch serve`."
    is_ours = any(finding.trouble is not Trouble.FOREIGN for finding in left)
    advice = f"Mend them with: {command}" if is_ours else "What another catalog knows is never deleted."
    return f"{len(mended)} found, {sum(mended)} mended. {advice}"
