"""Lists of one kind: which file came before another of the same drop rule, or of the same name but for dates."""

import re
from collections.abc import Sequence
from pathlib import PurePath

from listmatch.catalog.pages import Page
from listmatch.catalog.queries import drops as drop_rows
from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.records import FileRecord
from listmatch.domain.files import FileStatus
from listmatch.workflows.services import Services

LOOKED_AT = 200
"""Recent files of an owner among which a predecessor is looked for."""


def family_of_name(name: str) -> str:
    """``leads_2026-03.csv`` and ``Leads-2026-04.xlsx`` are of the family ``leads``."""
    return slug(re.sub(r"\d+", " ", PurePath(name).name.partition(".")[0]))


def slug(text: str) -> str:
    """Lower case, letters and figures with hyphens between them."""
    return "-".join(re.findall(r"[a-z0-9]+", text.casefold()))[:60] or "lists"


def predecessor(
    services: Services, file: FileRecord, *, content_hash: str, columns: Sequence[str]
) -> FileRecord | None:
    """The owner's newest ready file before *file* of the same drop rule, or else of the same family of names.

    The same bytes again are no predecessor: nothing could have moved. Nor is a file whose name is only alike and which
    shares less than half of the columns of the shorter one.
    """
    with services.catalog.reading() as session:
        ready, page = FileStatus.READY, Page(LOOKED_AT)
        recent = file_rows.list_recent(session, owner_id=file.owner_id, status=ready, page=page)
        rules = drop_rows.rules_of(session, file_ids=[file.id, *(other.id for other in recent)])
        rule, family = rules.get(file.id), family_of_name(file.name)
        for other in recent:
            is_earlier = (other.created_at, other.id) < (file.created_at, file.id)
            is_kin = rules.get(other.id) == rule if rule else family_of_name(other.name) == family
            if not is_earlier or other.content_hash == content_hash or not is_kin:
                continue
            found = file_rows.get(session, owner_id=file.owner_id, file_id=other.id)
            if rule or other.name == file.name or _shares_columns(found, columns):
                return found
    return None


def _shares_columns(file: FileRecord, columns: Sequence[str]) -> bool:
    theirs = {str(column["name"]).casefold() for column in (file.profile or {}).get("columns", ())}
    ours = {name.casefold() for name in columns}
    return 2 * len(theirs & ours) >= min(len(theirs), len(ours))
