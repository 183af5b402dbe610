"""Exclusion lists: everyone whom a list names is put on the do-not-contact list, or taken off it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from listmatch.catalog.queries import audit
from listmatch.catalog.queries import exclusions as exclusion_rows
from listmatch.domain.files import Purpose
from listmatch.domain.progress import Progress, silent
from listmatch.domain.reading import DETECT_ALL, ReadOptions
from listmatch.errors import InputError
from listmatch.workflows.lists.files import open_prepared, prepare_path
from listmatch.workflows.services import Services


@dataclass(frozen=True, slots=True)
class Exclusions:
    """How many contacts and organisations of each kind (``email``, ``phone``, ``domain``) an owner excludes."""

    counts: Mapping[str, int]
    changed: int = 0
    """how many of them just came, or went"""


def exclusions_now(services: Services, *, owner_id: str, changed: int = 0) -> Exclusions:
    """What an owner excludes."""
    with services.catalog.reading() as session:
        found = exclusion_rows.by_kind(session, owner_id=owner_id)
    return Exclusions({kind: len(values) for kind, values in found.items()}, changed)


def exclude_list(
    services: Services,
    path: Path,
    *,
    owner_id: str,
    actor: str,
    remove: bool = False,
    options: ReadOptions = DETECT_ALL,
    progress: Progress = silent,
) -> Exclusions:
    """Exclude whom a local list names from now on, or with *remove* no longer; the list is read like any other.

    Raises InputError for a list in which nobody can be known by an e-mail address, phone number or website.
    """
    record = prepare_path(services, path, owner_id=owner_id, purpose=Purpose.SOURCE, options=options, progress=progress)
    return exclude_file(services, record.id, owner_id=owner_id, actor=actor, remove=remove)


def exclude_file(services: Services, file_id: str, *, owner_id: str, actor: str, remove: bool = False) -> Exclusions:
    """Exclude whom a ready file names from now on, or with *remove* no longer.

    Raises NotFound, NotReady, and InputError as ``exclude_list`` does.
    """
    from listmatch.reporting.exclusions import exclusions_of

    with open_prepared(services, owner_id=owner_id, file_id=file_id) as prepared:
        values = exclusions_of(prepared.standard, compute=services.compute)
        name = prepared.record.name
    if not values:
        raise InputError(
            "nobody in this list has an e-mail address, phone number or website.",
            place=name,
            cure="Add a column with one of them.",
        )
    change = exclusion_rows.discard if remove else exclusion_rows.add
    with services.catalog.session() as session:
        changed = change(session, owner_id=owner_id, values=values)
        action = "exclusions.remove" if remove else "exclusions.add"
        audit.note(session, owner_id=owner_id, actor=actor, action=action, subject_id=file_id)
    return exclusions_now(services, owner_id=owner_id, changed=changed)


def in_words(exclusions: Exclusions) -> str:
    """The counts in words: "2 e-mail addresses, 1 organisation"."""
    counts = Counter(exclusions.counts)
    nouns = {"email": ("e-mail address", "e-mail addresses"), "phone": ("phone number", "phone numbers")}
    nouns["domain"] = ("organisation", "organisations")
    parts = [f"{counts[kind]:,} {words[counts[kind] != 1]}" for kind, words in nouns.items() if counts[kind]]
    return ", ".join(parts) or "nobody"
