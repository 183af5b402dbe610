"""`listmatch brand`: the name, colour and logo of the reports."""

from pathlib import Path
from typing import Annotated

import typer

from listmatch.cli.terminal import ACTOR, JsonOption, open_local_services, print_json
from listmatch.errors import FileUnreadable


def brand(
    name: Annotated[
        str | None, typer.Option(help="Whose reports these are, as shown on the cover; '' for none.")
    ] = None,
    colour: Annotated[
        str | None, typer.Option(help="The colour of the cover, as #rrggbb; '' for the usual one.")
    ] = None,
    logo: Annotated[Path | None, typer.Option(help="A PNG or JPEG file.")] = None,
    no_logo: Annotated[bool, typer.Option("--no-logo", help="Remove the logo.")] = False,
    email: Annotated[str, typer.Option("--email", help="Another owner of the API, by email address.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Set how reports look from now on, or show the current settings.

    Example: listmatch brand --name "Example Ltd" --colour "#0b6e4f" --logo logo.png
    """
    from listmatch.workflows.owners import accounts
    from listmatch.workflows.results.branding import branding_of, set_branding

    services = open_local_services()
    owner_id = accounts.find_owner(services, email=email).id if email else services.settings.owner
    picture = b"" if no_logo else _read(logo) if logo else None
    if (name, colour, picture) == (None, None, None):
        chosen = branding_of(services, owner_id=owner_id)
    else:
        chosen = set_branding(services, owner_id=owner_id, actor=ACTOR, name=name, colour=colour, logo=picture)
    if as_json:
        print_json({"name": chosen.name, "colour": chosen.colour, "logoBytes": len(chosen.logo)})
        return
    typer.echo(f"name    {chosen.name or '(of the installation)'}")
    typer.echo(f"colour  {chosen.colour or '(of the installation)'}")
    typer.echo(f"logo    {f'{len(chosen.logo):,} bytes' if chosen.logo else '(of the installation)'}")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"the logo cannot be read ({error.strerror})."
        raise FileUnreadable(message, place=str(path), cure="Check the path.") from None
