"""The next master: where the newest list of a prefix cannot be prepared, a drop is matched against the one before.

The list that was dropped is not at fault, so it neither fails nor is put aside for it.
"""

import logging

from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.records import DropRecord
from listmatch.domain.files import FileStatus, Purpose
from listmatch.domain.jobs import JobStatus
from listmatch.errors import InputError, NotFound
from listmatch.workflows.drops.lists import resolve
from listmatch.workflows.drops.rules import DropRule
from listmatch.workflows.matches.jobs import match_against
from listmatch.workflows.services import Services

LOGGER = logging.getLogger("listmatch.drops")


def take_next_master(services: Services, rule: DropRule, drop: DropRecord) -> bool:
    """Whether the job of the drop, which failed for its master, runs again against the newest usable list of the rule.

    Raises StorageUnavailable.
    """
    if rule.master is None or rule.master.file or drop.job_id is None:
        return False
    with services.catalog.reading() as session:
        job = job_rows.get_any(session, job_id=drop.job_id)
        source = file_rows.get_any(session, file_id=job.source_file_id)
        master = file_rows.get_any(session, file_id=job.master_file_id) if job.master_file_id else None
    if job.status is not JobStatus.FAILED or source.status is FileStatus.FAILED:
        return False
    if master is None or master.status is not FileStatus.FAILED:
        return False
    try:
        other = resolve(services, rule.master, owner_id=drop.owner_id, purpose=Purpose.MASTER)
    except (NotFound, InputError) as error:
        LOGGER.warning("rule %s has no other master: %s", rule.name, error)
        return False
    with services.catalog.session() as session:
        return match_against(session, job.id, source=source, master=other)
