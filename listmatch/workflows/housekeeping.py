"""Housekeeping: what can be thrown away is, in small steps that can be stopped and repeated."""

import shutil
import time
from collections.abc import Collection, Sequence, Set
from datetime import UTC, datetime, timedelta
from pathlib import Path

from listmatch.catalog.queries import audit, inventory
from listmatch.catalog.queries import files as file_rows
from listmatch.storage import keys
from listmatch.workflows.doctor.diagnosis import Trouble
from listmatch.workflows.doctor.examination import discard_unfinished, examine, treat
from listmatch.workflows.services import Services

SCRATCH_AFTER = timedelta(days=2)
PARTITIONS = 50_000
"""Keys kept of each partition set; Dagster's UI handles up to 100,000 per asset."""


def clean(services: Services) -> dict[str, int]:
    """Remove expired lists, orphan objects, unfinished uploads and old scratch files; counts."""
    now = datetime.now(UTC)
    expired = expire_files(services, now=now)
    orphans = [finding for finding in examine(services, now=now) if finding.trouble is Trouble.ORPHAN]
    return {
        "expired_files": expired,
        "orphan_folders": sum(treat(services, finding) for finding in orphans),
        "unfinished_uploads": discard_unfinished(services),
        "scratch_folders": empty_scratch(services.settings.scratch, older_than=SCRATCH_AFTER),
    }


def expire_files(services: Services, *, now: datetime) -> int:
    """Delete lists that nobody has used for the days of LISTMATCH_RETENTION_DAYS; 0 days keep everything."""
    days = services.settings.retention_days
    if not days:
        return 0
    with services.catalog.reading() as session:
        unused = inventory.unused_files(session, before=now - timedelta(days=days))
    for file in unused:
        with services.catalog.session() as session:
            if not file_rows.delete(session, owner_id=file.owner_id, file_id=file.id):
                continue
            audit.note(session, owner_id=file.owner_id, actor="retention", action="file.delete", subject_id=file.id)
        services.store.delete_prefix(keys.file_folder(file.owner_id, file.id))
    return len(unused)


def empty_scratch(scratch: Path, *, older_than: timedelta) -> int:
    """Remove what killed processes left in the scratch folder; what runs writes into it all the time."""
    limit, count = time.time() - older_than.total_seconds(), 0
    for path in scratch.iterdir() if scratch.is_dir() else ():
        newest = max((each.stat().st_mtime for each in (path, *path.rglob("*")) if each.exists()), default=0.0)
        if newest < limit:
            shutil.rmtree(path, ignore_errors=True)
            count += 1
    return count


def superfluous(partitions: Sequence[str], *, living: Set[str], at_most: int = PARTITIONS) -> list[str]:
    """Partition keys to remove: those without a row, and the oldest (first in order) beyond *at_most*."""
    kept = [key for key in partitions if key in living]
    too_many = set(kept[: max(len(kept) - at_most, 0)])
    return [key for key in partitions if key not in living or key in too_many]


def living_files(services: Services, ids: Collection[str]) -> set[str]:
    """Which of these files exist and are not deleted."""
    with services.catalog.reading() as session:
        return inventory.living_files(session, file_ids=ids)


def living_jobs(services: Services, ids: Collection[str]) -> set[str]:
    """Which of these jobs exist."""
    with services.catalog.reading() as session:
        return inventory.living_jobs(session, job_ids=ids)
