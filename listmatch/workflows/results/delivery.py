"""Delivers a finished job: all of its files into one folder or none, or its result at a URL."""

import shutil
import uuid
from pathlib import Path

from listmatch.catalog.records import JobRecord, JobSummary
from listmatch.domain.jobs import ExportFormat, JobStatus
from listmatch.domain.stages import StageName
from listmatch.errors import InputError, StorageUnavailable
from listmatch.storage import keys
from listmatch.workflows.artifacts import write_json
from listmatch.workflows.lists.files import QUARANTINE
from listmatch.workflows.lists.uploads import URL_LIFETIME_S
from listmatch.workflows.matches.open_jobs import OpenJob, open_job
from listmatch.workflows.results.content import ROLLUPS
from listmatch.workflows.results.exports import RESULTS_CSV
from listmatch.workflows.services import Services

JOB_FILE = "job.json"
"""What `listmatch explain` and `listmatch report` need to find the job again."""


DELIVERED = frozenset(
    {
        JOB_FILE,
        "profile.yaml",
        "results.csv",
        "results.parquet",
        ROLLUPS,
        *(f"report.{each}" for each in ExportFormat),
        *(f"{role}_{QUARANTINE}" for role in ("source", "master")),
    }
)
"""Every name a delivery may hold; those of an earlier delivery that the new one lacks are removed."""


def deliver(services: Services, job_id: str, into: Path) -> list[Path]:
    """Copy a completed job's results, reports, profile and quarantined lines into the folder *into*.

    The files are gathered beside it first and moved last, so a folder never holds half a result. Returns the paths
    in the order of their names. Raises InputError when *into* is not a folder that can be written.
    """
    if into.exists() and not into.is_dir():
        raise InputError("there is already a file of that name.", place=str(into), cure="Name a folder after -o.")
    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        gathered = into.parent / f".{uuid.uuid4().hex}"  # not of tempfile: with the rights of any folder of the user
        gathered.mkdir()
    except OSError as error:
        raise InputError(
            f"the folder cannot be made ({error.strerror}).", place=str(into), cure="Name another."
        ) from None
    try:
        with open_job(services, job_id) as job:
            _gather(services, job, gathered)
        return _move(gathered, into)
    except OSError as error:
        message = f"the results cannot be written ({error.strerror})."
        raise StorageUnavailable(message, place=str(into), cure="Make room, or name another folder.") from error
    finally:
        shutil.rmtree(gathered, ignore_errors=True)


def result_url(services: Services, job: JobSummary) -> str | None:
    """A URL for results.csv of a completed job, good for about an hour; None for any other job or deleted results."""
    if job.status is not JobStatus.COMPLETED or job.results_deleted_at is not None:
        return None
    key = keys.job_key(job.owner_id, job.id, f"{StageName.EXPORTS}/{RESULTS_CSV}")
    return services.store.presign_get(key, expires_s=URL_LIFETIME_S, filename=RESULTS_CSV)


def _gather(services: Services, job: OpenJob, folder: Path) -> None:
    for info in services.store.list(f"{job.prefix(StageName.EXPORTS)}/"):
        name = info.key.rpartition("/")[2]
        with services.store.open_local(info.key) as path:
            shutil.copyfile(path, folder / name)
    rollups = job.key(StageName.ROLLUPS, ROLLUPS)
    if services.store.exists(rollups):
        (folder / ROLLUPS).write_bytes(services.store.get_bytes(rollups))
    (folder / "profile.yaml").write_text(job.profile.to_yaml(), encoding="utf-8")
    for role, file in (("source", job.source), ("master", job.master)):
        if file is not None and file.profile.quarantined:
            shutil.copyfile(file.quarantine, folder / f"{role}_{QUARANTINE}")
    write_json(folder / JOB_FILE, _identity(job.record))


def _identity(record: JobRecord) -> dict[str, str | None]:
    return {
        "jobId": record.id,
        "ownerId": record.owner_id,
        "sourceFileId": record.source_file_id,
        "masterFileId": record.master_file_id,
        "mode": str(record.mode),
    }


def _move(gathered: Path, into: Path) -> list[Path]:
    names = sorted(path.name for path in gathered.iterdir())
    if not into.exists():
        gathered.rename(into)
    else:
        for name in DELIVERED - set(names):
            (into / name).unlink(missing_ok=True)
        for name in names:
            (gathered / name).replace(into / name)
    return [into / name for name in names]
