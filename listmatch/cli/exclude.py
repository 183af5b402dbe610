"""`listmatch exclude`: contacts and organisations never to be contacted."""

from pathlib import Path
from typing import Annotated

import typer

from listmatch.cli.reading import reads
from listmatch.cli.terminal import ACTOR, JsonOption, QuietOption, open_local_services, print_json, progress_bar
from listmatch.domain.reading import ReadOptions


@reads("")
def exclude(
    file: Annotated[
        Path | None, typer.Argument(help="The do-not-contact list; without one, show how many entries there are.")
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take those in FILE off the do-not-contact list.")] = False,
    email: Annotated[str, typer.Option("--email", help="Another owner of the API, by email address.")] = "",
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    *,
    reading: ReadOptions,
) -> None:
    """Import a do-not-contact list: all future results mark those on it, and reports count them.

    A row of FILE excludes its email addresses; without one its phone numbers; without either its website's domain,
    which is everybody of that organisation.

    Example: listmatch exclude do_not_contact.csv
    """
    from listmatch.workflows.lists import exclusion_lists
    from listmatch.workflows.owners import accounts

    services = open_local_services()
    owner_id = accounts.find_owner(services, email=email).id if email else services.settings.owner
    if file is None:
        now = exclusion_lists.exclusions_now(services, owner_id=owner_id)
    else:
        with progress_bar(quiet=quiet or as_json) as progress:
            now = exclusion_lists.exclude_list(
                services, file, owner_id=owner_id, actor=ACTOR, remove=remove, options=reading, progress=progress
            )
    if as_json:
        print_json({"excluded": dict(now.counts), "changed": now.changed})
        return
    if file is not None:
        typer.echo(f"{now.changed:,} {'removed' if remove else 'added'}")
    typer.echo(f"Excluded: {exclusion_lists.in_words(now)}")
