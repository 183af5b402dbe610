"""Housekeeping: what can be thrown away is, in small steps that can be stopped and repeated."""

import shutil
import time
from collections.abc import Collection, Sequence, Set
from datetime import UTC, datetime, timedelta
from pathlib import Path

from listmatch.catalog.queries import inventory
from listmatch.storage.local import last_written
from listmatch.workflows.doctor.diagnosis import Trouble
from listmatch.workflows.doctor.examination import discard_unfinished, examine, treat
from listmatch.workflows.owners.retention import expire_files, expire_results
from listmatch.workflows.services import Services

SCRATCH_AFTER = timedelta(days=2)
PARTITIONS = 50_000
"""Keys kept of each partition set; Dagster's UI handles up to 100,000 per asset."""


def retain(services: Services, *, now: datetime | None = None) -> dict[str, int]:
    """Delete lists and results that are older than the settings keep them; counts."""
    now = now or datetime.now(UTC)
    return {"expired_files": expire_files(services, now=now), "expired_results": expire_results(services, now=now)}


def clean(services: Services, *, now: datetime | None = None) -> dict[str, int]:
    """Remove orphan objects, unfinished uploads and old scratch files; counts, also of what is another catalog's."""
    findings = examine(services, now=now or datetime.now(UTC))
    return {
        "orphan_folders": sum(treat(services, each) for each in findings if each.trouble is Trouble.ORPHAN),
        "foreign_folders": sum(each.trouble is Trouble.FOREIGN for each in findings),
        "unfinished_uploads": discard_unfinished(services),
        "scratch_folders": empty_scratch(services.settings.scratch, older_than=SCRATCH_AFTER),
    }


def empty_scratch(scratch: Path, *, older_than: timedelta) -> int:
    """Remove what killed processes left in the scratch folder; what runs writes into it all the time."""
    limit, count = time.time() - older_than.total_seconds(), 0
    for path in scratch.iterdir() if scratch.is_dir() else ():
        if last_written(path) < limit:
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
