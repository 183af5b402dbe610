"""The rulebook: every drop rule of this installation, those of the YAML file and those that were added by command."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from listmatch.catalog.queries import audit
from listmatch.catalog.queries import drop_rules as rows
from listmatch.catalog.queries import drops as drop_rows
from listmatch.catalog.records import DropRecord
from listmatch.errors import InputError, NameTaken, NotFound
from listmatch.workflows.drops.lists import check_source
from listmatch.workflows.drops.look import own_places
from listmatch.workflows.drops.places import open_place
from listmatch.workflows.drops.rules import DropRule, drops_path, load_rules, parse_rule
from listmatch.workflows.drops.settle import profile_content
from listmatch.workflows.services import Services

LOGGER = logging.getLogger("listmatch.drops")

CATALOG = "catalog"
"""Where a rule that was added by command stands."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule and where it stands: the path of the YAML file, or CATALOG."""

    rule: DropRule
    place: str

    @property
    def is_removable(self) -> bool:
        """Whether a command may remove it; what stands in the file is its writer's."""
        return self.place == CATALOG


def entries(services: Services) -> list[Entry]:
    """Every rule, those of the file first; one of the catalog with a name of the file does not count.

    Raises InputError for a file or a row that cannot be understood.
    """
    path = str(drops_path(services.settings))
    filed = load_rules(services.settings)
    with services.catalog.reading() as session:
        kept = rows.all_rules(session)
    names = {rule.name for rule in filed}
    for row in kept:
        if row.name in names:
            LOGGER.warning("rule %s of the catalog does not count: %s has one of that name", row.name, path)
    added = [
        parse_rule({**row.content, "name": row.name, "owner": row.owner_id}, place=f"rule {row.name}")
        for row in kept
        if row.name not in names
    ]
    return [*(Entry(rule, path) for rule in filed), *(Entry(rule, CATALOG) for rule in added)]


def rules_of(services: Services) -> tuple[DropRule, ...]:
    """Every rule that counts. Raises InputError."""
    return tuple(entry.rule for entry in entries(services))


def add_rule(services: Services, keys: Mapping[str, Any], *, actor: str, owner_id: str = "") -> DropRule:
    """Write a rule, given as the keys of the YAML, into the catalog; it counts from the next look on.

    It is *owner_id*'s, unless told the settings' owner's: so are the lists that it takes in, their jobs and messages.

    Raises InputError for keys that cannot be used, a name that is taken, a folder that is not there, an address that
    cannot be one, or a profile that cannot be read; NotFound for a saved profile that is not there.
    """
    owner_id = owner_id or services.settings.owner
    rule = parse_rule({**keys, "owner": owner_id}, place="rule")
    _check(services, rule, owner_id=owner_id)
    content = rule.model_dump(mode="json", exclude={"name", "owner"}, exclude_defaults=True)
    is_filed = any(filed.name == rule.name for filed in load_rules(services.settings))
    with services.catalog.session() as session:
        if is_filed or not rows.add(session, owner_id=owner_id, name=rule.name, content=content):
            raise NameTaken(f"there is a rule {rule.name!r} already.", place="name", cure="Choose another name.")
        audit.note(session, owner_id=owner_id, actor=actor, action="drop_rule.add", subject_id=rule.name[:64])
    return rule


def remove_rule(services: Services, name: str, *, actor: str, owner_id: str = "") -> None:
    """Forget a rule of the catalog; lists that were noted under it stay noted. Raises NotFound, InputError."""
    entry = find_entry(services, name, owner_id=owner_id)
    if not entry.is_removable:
        raise InputError(f"the rule {name!r} comes from this file.", place=entry.place, cure="Delete it there.")
    owner_id = owner_id or services.settings.owner
    with services.catalog.session() as session:
        rows.remove(session, owner_id=owner_id, name=name)
        audit.note(session, owner_id=owner_id, actor=actor, action="drop_rule.remove", subject_id=name[:64])


def find_entry(services: Services, name: str, *, owner_id: str = "") -> Entry:
    """One rule of an owner (default: the settings' owner) by its name. Raises NotFound, InputError."""
    whose = owner_id or services.settings.owner
    for entry in entries(services):
        if entry.rule.name == name and _owner_of(services, entry.rule) == whose:
            return entry
    raise NotFound(f"there is no drop rule {name!r}.", cure="See them with: listmatch drop list")


def history(services: Services, rule: DropRule, *, limit: int) -> list[DropRecord]:
    """The versions that were noted under a rule, the newest first."""
    with services.catalog.reading() as session:
        return drop_rows.list_recent(session, owner_id=_owner_of(services, rule), rule=rule.name, limit=limit)


def _owner_of(services: Services, rule: DropRule) -> str:
    return rule.owner or services.settings.owner


def _check(services: Services, rule: DropRule, *, owner_id: str) -> None:
    """What can be known to be wrong before the first list arrives."""
    folder = open_place(services.settings, rule.prefix).folder
    if folder is not None and not folder.is_dir():
        raise InputError("there is no such folder.", place=str(folder), cure="Make it first, or check the path.")
    own_places(services.settings, rule)
    if rule.master is not None:
        check_source(services.settings, rule.master)
    if rule.profile.endswith((".yaml", ".yml")) and not Path(rule.profile).is_file():
        raise InputError("there is no such profile.", place=rule.profile, cure="Give the path of a YAML file.")
    profile_content(services, rule.profile, owner_id=owner_id, mode=rule.job_mode)
