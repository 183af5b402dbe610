"""The master index in the object store: built once per master and plan, then used by every later job.

When a master comes again with other rows, the index of its last state is brought up to date instead.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from os import SEEK_END
from pathlib import Path
from typing import TYPE_CHECKING

from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.records import FileRecord
from listmatch.domain.progress import Progress, silent
from listmatch.errors import NotFound
from listmatch.storage import keys
from listmatch.workflows.artifacts import promote
from listmatch.workflows.lists.families import predecessor
from listmatch.workflows.lists.files import PreparedFile, open_prepared
from listmatch.workflows.matches.open_jobs import OpenJob
from listmatch.workflows.services import Services

if TYPE_CHECKING:
    from listmatch.matching.index.plan import IndexPlan

FEWEST_ROWS = 50_000
"""master rows below which a job scans the master as quickly as it would look an index up"""


def pays_off(services: Services, master: PreparedFile | None) -> bool:
    """Whether the master has served before, itself or in its last state, and so is likely to serve again.

    Building costs about as much as three matches without an index, so the first job of a master does not wait for it.
    """
    if master is None:
        return False
    before = _state_before(services, master)
    states = [master.record.id, *([before.id] if before else [])]
    with services.catalog.reading() as session:
        return any(job_rows.has_served(session, master_file_id=each) for each in states)


@contextmanager
def index_of(services: Services, job: OpenJob) -> Iterator[Path | None]:
    """The folder of the index that serves *job*, for as long as the context lasts; None where there is none."""
    plan = _plan(job)
    prefix = plan and index_prefix(job, plan)
    if not prefix or not _is_there(services, prefix):
        yield None
        return
    with services.store.open_local_folder(prefix) as folder:
        yield folder


def build_missing(
    services: Services, job: OpenJob, *, progress: Progress = silent, fewest_rows: int = FEWEST_ROWS
) -> bool:
    """Build the index that serves *job*, or bring that of the master's last state up to date; whether either was done.

    Neither is where it is there already, or for lists that are not worth an index.

    Its files are promoted whole one by one, the manifest last; jobs that build at the same time write the same.
    """
    from listmatch.matching.index.build import build_index
    from listmatch.matching.index.plan import FILES

    plan = _plan(job, fewest_rows=fewest_rows)
    if plan is None or job.master_standard is None:
        return False
    prefix = index_prefix(job, plan)
    if _is_there(services, prefix):
        return False
    with services.folder() as into:
        if not _was_updated(services, job, plan, into=into, progress=progress):
            build_index(job.master_standard, plan=plan, into=into, compute=services.compute, progress=progress)
        promote(services.store, into, prefix=prefix.removesuffix("/"), names=FILES)
    return True


def _was_updated(services: Services, job: OpenJob, plan: "IndexPlan", *, into: Path, progress: Progress) -> bool:
    """Whether there is an index of the master's last state, and *into* now has what became of it."""
    from listmatch.matching.index.delta import IndexedBefore, update_index

    before = _state_before(services, job.master) if job.master else None
    if before is None or job.master_standard is None:
        return False
    try:
        with open_prepared(services, owner_id=before.owner_id, file_id=before.id) as was:
            prefix = _prefix(was, was.standard, plan)
            if not _is_there(services, prefix):
                return False
            with services.store.open_local_folder(prefix) as index:
                return update_index(
                    job.master_standard,
                    before=IndexedBefore(was.standard, index),
                    plan=plan,
                    into=into,
                    compute=services.compute,
                    progress=progress,
                )
    except NotFound:  # deleted by retention meanwhile: then the index is built in full
        return False


def _state_before(services: Services, master: PreparedFile) -> FileRecord | None:
    """The newest earlier list of the master's kind."""
    record, profile = master.record, master.profile
    names = [column.name for column in profile.columns]
    return predecessor(services, record, content_hash=profile.content_hash, columns=names)


def index_prefix(job: OpenJob, plan: "IndexPlan") -> str:
    """Where an index of the master lies: below its file, by the content of its standardised table and the plan."""
    assert job.master is not None
    assert job.master_standard is not None
    return _prefix(job.master, job.master_standard, plan)


def _prefix(master: PreparedFile, standard: Path, plan: "IndexPlan") -> str:
    content = hashlib.sha256(master.profile.content_hash.encode() + _footer(standard)).hexdigest()
    folder = keys.file_folder(master.record.owner_id, master.record.id)
    return f"{folder}index/{content[:32]}-{plan.fingerprint[:32]}/"


def _footer(standard: Path) -> bytes:
    """What a Parquet file tells of itself: places, sizes, bounds and empty cells of every piece of every column.

    It differs wherever the rows of one list were standardised in another way, and is read in no time, however long the
    list is: hashing the whole table took longer than looking a short list up.
    """
    with standard.open("rb") as table:
        table.seek(-8, SEEK_END)  # its length in four bytes, then "PAR1"
        length = int.from_bytes(table.read(4), "little")
        table.seek(-8 - length, SEEK_END)
        return table.read(length)


def _plan(job: OpenJob, *, fewest_rows: int = 0) -> "IndexPlan | None":
    """The plan of the job's index; None for a dedupe, for texts, and for a master of fewer rows."""
    from listmatch.matching.index.plan import plan_index

    if job.master is None or job.master.profile.rows < fewest_rows:
        return None
    return plan_index(job.profile, job.source_standard)


def _is_there(services: Services, prefix: str) -> bool:
    """Whether there is an index, and all of it."""
    from listmatch.matching.index.plan import MANIFEST, is_whole

    sizes = {info.key.removeprefix(prefix): info.size for info in services.store.list(prefix)}
    return MANIFEST in sizes and is_whole(services.store.get_bytes(f"{prefix}{MANIFEST}"), sizes=sizes)
