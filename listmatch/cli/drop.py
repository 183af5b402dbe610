"""`listmatch drop`: rules that pick up lists as they arrive in a folder or under an S3 prefix."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from listmatch.catalog.records import DropRecord
from listmatch.cli.terminal import ACTOR, JsonOption, open_local_services, print_json
from listmatch.domain.drops import Action, OnFailure
from listmatch.domain.files import Purpose
from listmatch.domain.jobs import ExportFormat
from listmatch.domain.verdicts import MatchMode

if TYPE_CHECKING:
    from listmatch.workflows.drops.rulebook import Entry
    from listmatch.workflows.drops.rules import DropRule
    from listmatch.workflows.services import Services

drop = typer.Typer(help="Process lists automatically when they arrive in a folder or S3 prefix.", no_args_is_help=True)

NameArgument = Annotated[str, typer.Argument(help="Name of the rule, as `drop list` shows it.")]

EmailOption = Annotated[
    str, typer.Option("--email", help="Whose rule it is: another owner of the API, by email address.")
]

MASTER_HELP = "The list to check against; a folder or prefix (ending in /) means the newest list in it."


@drop.command("add")
def add(
    name: Annotated[str, typer.Argument(help="What to call the rule.")],
    prefix: Annotated[str, typer.Argument(help="The folder, or s3://bucket/prefix/, in which lists arrive.")],
    action: Annotated[Action | None, typer.Option(help="What to do; with a master, match by default.")] = None,
    master: Annotated[str | None, typer.Option("--master", "-m", help=MASTER_HELP)] = None,
    master_pattern: Annotated[str, typer.Option(help="Only such names count as a master.")] = "*",
    profile: Annotated[
        str, typer.Option("--profile", "-p", help="A match profile: path of a YAML file, or id of a saved one.")
    ] = "",
    pattern: Annotated[str, typer.Option(help="Only lists whose name fits, e.g. '*.csv'.")] = "*",
    purpose: Annotated[Purpose, typer.Option(help="What the lists are for.")] = Purpose.SOURCE,
    family: Annotated[str, typer.Option(help="Lists of one family share expectations; by default the name.")] = "",
    mode: Annotated[
        MatchMode, typer.Option(help="One line per source row, or every candidate.")
    ] = MatchMode.BEST_MATCH,
    formats: Annotated[
        list[ExportFormat] | None, typer.Option("--format", "-f", help="A report to make; repeatable.")
    ] = None,
    results: Annotated[str, typer.Option("--results", "-o", help="Folder or prefix: one folder per list.")] = "",
    on_failure: Annotated[OnFailure | None, typer.Option(help="What to do with a list that cannot be used.")] = None,
    failed: Annotated[str, typer.Option(help="Where failed lists are moved.")] = "",
    quiet_seconds: Annotated[
        float | None, typer.Option(help="Seconds a file must stay unchanged; by default 5 locally, 0 in S3.")
    ] = None,
    email: EmailOption = "",
    as_json: JsonOption = False,
) -> None:
    """Add a rule. The sensor `drops` of `make up` applies it.

    Example: listmatch drop add leads incoming/ --master crm.csv --results out/ --failed failed/
    """
    from listmatch.cli.addresses import absolute, list_source
    from listmatch.workflows.drops.rulebook import CATALOG, Entry, add_rule

    where = list_source(master).model_copy(update={"pattern": master_pattern}) if master else None
    chosen = {
        "name": name,
        "prefix": absolute(prefix),
        "action": action or (Action.MATCH if master else Action.PREPARE),
        "master": where.model_dump() if where else None,
        "profile": str(Path(profile).absolute()) if profile.endswith((".yaml", ".yml")) else profile,
        "pattern": pattern,
        "purpose": purpose,
        "family": family,
        "mode": mode,
        "formats": tuple(formats or ()),
        "results": absolute(results) if results else "",
        "on_failure": on_failure or (OnFailure.MOVE if failed else OnFailure.LEAVE),
        "failed": absolute(failed) if failed else "",
        "quiet_seconds": quiet_seconds,
    }
    services = open_local_services()
    rule = add_rule(services, chosen, actor=ACTOR, owner_id=_owner(services, email))
    _show(Entry(rule, CATALOG), as_json=as_json)
    if not as_json:
        typer.echo("Lists are taken in while Dagster runs (make up).", err=True)


@drop.command("list")
def list_rules(as_json: JsonOption = False) -> None:
    """List every rule, those of drops.yaml first.

    Example: listmatch drop list
    """
    from listmatch.workflows.drops.rulebook import entries

    found = entries(open_local_services())
    if as_json:
        print_json([_to_dict(entry) for entry in found])
        return
    if not found:
        typer.echo("There are no drop rules. Add one with: listmatch drop add NAME FOLDER --master LIST")
    for entry in found:
        _show(entry, as_json=False)


@drop.command("show")
def show(
    name: NameArgument,
    limit: Annotated[int, typer.Option(min=0, max=500, help="How many of its lists, newest first.")] = 10,
    email: EmailOption = "",
    as_json: JsonOption = False,
) -> None:
    """Show a rule as YAML, and what became of the lists it took in.

    Example: listmatch drop show leads --limit 50
    """
    from listmatch.cli.addresses import shown
    from listmatch.workflows.drops import rulebook

    services = open_local_services()
    entry = rulebook.find_entry(services, name, owner_id=_owner(services, email))
    drops = rulebook.history(services, entry.rule, limit=limit) if limit else []
    if as_json:
        print_json({**_to_dict(entry), "drops": [_drop(each) for each in drops]})
        return
    import yaml

    typer.echo(yaml.safe_dump({"rules": [_keys(entry.rule)]}, sort_keys=False, allow_unicode=True), nl=False)
    for each in drops:
        typer.echo(f"{each.seen_at:%Y-%m-%d %H:%M} UTC  {shown(each.uri)}: {_state(each)}")


@drop.command("remove")
def remove(name: NameArgument, email: EmailOption = "") -> None:
    """Remove a rule that was added with `drop add`. Lists it took in are not processed again.

    Example: listmatch drop remove leads
    """
    from listmatch.workflows.drops.rulebook import remove_rule

    services = open_local_services()
    remove_rule(services, name, actor=ACTOR, owner_id=_owner(services, email))
    typer.echo(f"The rule {name} is removed.", err=True)


def _owner(services: "Services", email: str) -> str:
    """The id of the owner with that address; empty where none is named. Raises NotFound."""
    from listmatch.workflows.owners.accounts import find_owner

    return find_owner(services, email=email).id if email else ""


def _show(entry: "Entry", *, as_json: bool) -> None:
    if as_json:
        print_json(_to_dict(entry))
        return
    rule = entry.rule
    against = f" against {rule.master.file or f'the newest of {rule.master.latest}'}" if rule.master else ""
    typer.echo(f"{rule.name}: {rule.prefix} → {rule.action}{against}")
    where = rule.results or "in the object store"
    typer.echo(f"    results {where}; a bad list: {rule.on_failure}; from {entry.place}")


def _keys(rule: "DropRule") -> dict[str, Any]:
    """The rule as the YAML has it, without what is as usual."""
    return rule.model_dump(mode="json", exclude_defaults=True)


def _to_dict(entry: "Entry") -> dict[str, Any]:
    return {"place": entry.place, "rule": entry.rule.model_dump(mode="json")}


def _drop(found: DropRecord) -> dict[str, Any]:
    return {
        "uri": found.uri,
        "etag": found.etag,
        "seenAt": found.seen_at.isoformat(),
        "fileId": found.file_id,
        "jobId": found.job_id,
        "error": found.error,
        "finishedAt": found.finished_at.isoformat() if found.finished_at else None,
    }


def _state(found: DropRecord) -> str:
    if found.error:
        return found.error
    if found.finished_at:
        return "done"
    return "at work" if found.settled_at else "waiting"
