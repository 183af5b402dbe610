"""`listmatch keys`: API keys of owners."""

from typing import Annotated

import typer

from listmatch.cli.terminal import ACTOR, JsonOption, open_local_services, print_json
from listmatch.domain.jobs import Tier
from listmatch.workflows.services import Services

keys = typer.Typer(help="Create, list, regenerate and revoke API keys.", no_args_is_help=True)

EmailOption = Annotated[str, typer.Option("--email", help="The owner's email address.")]
KeyArgument = Annotated[str, typer.Argument(help="Id of the key, as `keys list` shows it.")]


@keys.command("create")
def create(
    email: EmailOption,
    label: Annotated[str, typer.Option(help="What the key is for.")] = "command line",
    tier: Annotated[Tier | None, typer.Option(help="Set the owner's plan; a new owner gets business.")] = None,
    rate_limit: Annotated[int | None, typer.Option(min=1, help="Requests per 10 seconds, instead of 20.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Create a key, and its owner if there is none with that address. The key is shown only once.

    Example: listmatch keys create --email you@example.com --tier business --json
    """
    from listmatch.workflows.owners import accounts

    services = open_local_services()
    owner = accounts.ensure_owner(services, email=email, tier=tier)
    issued = accounts.create_key(services, owner_id=owner.id, label=label, rate_limit=rate_limit, actor=ACTOR)
    shown = {
        "id": issued.record.id,
        "key": issued.secret,
        "label": label,
        "ownerId": owner.id,
        "email": email,
        "tier": owner.tier,
    }
    if as_json:
        print_json(shown)
        return
    typer.echo(issued.secret)
    typer.echo(f"Key {issued.record.id} of {email} ({owner.tier}). It is shown only now: keep it safe.", err=True)


@keys.command("list")
def list_keys(email: EmailOption, as_json: JsonOption = False) -> None:
    """List an owner's live keys, newest first.

    Example: listmatch keys list --email you@example.com
    """
    from listmatch.workflows.owners import accounts

    services = open_local_services()
    listed = accounts.list_keys(services, owner_id=_owner_id(services, email))
    if as_json:
        print_json(
            [{"id": key.id, "label": key.label, "hint": key.hint, "createdAt": key.created_at} for key in listed]
        )
        return
    for key in listed:
        typer.echo(f"{key.id}  …{key.hint}  {key.created_at:%Y-%m-%d}  {key.label}")


@keys.command("regenerate")
def regenerate(email: EmailOption, key: KeyArgument, as_json: JsonOption = False) -> None:
    """Give a key a new secret; the old one stops working at once.

    Example: listmatch keys regenerate --email you@example.com KEY_ID
    """
    from listmatch.workflows.owners import accounts

    services = open_local_services()
    owner_id = _owner_id(services, email)
    issued = accounts.regenerate_key(services, owner_id=owner_id, key_id=key, actor=ACTOR)
    if as_json:
        print_json({"id": key, "key": issued.secret})
    else:
        typer.echo(issued.secret)


@keys.command("revoke")
def revoke(email: EmailOption, key: KeyArgument) -> None:
    """Revoke a key for good.

    Example: listmatch keys revoke --email you@example.com KEY_ID
    """
    from listmatch.workflows.owners import accounts

    services = open_local_services()
    accounts.revoke_key(services, owner_id=_owner_id(services, email), key_id=key, actor=ACTOR)
    typer.echo(f"Key {key} is revoked.", err=True)


def _owner_id(services: Services, email: str) -> str:
    from listmatch.workflows.owners import accounts

    return accounts.find_owner(services, email=email).id
