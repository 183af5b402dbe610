"""Finds the job that produced a folder of results."""

import json
from pathlib import Path

from listmatch.errors import NotFound
from listmatch.workflows.matches.history import has_job
from listmatch.workflows.results.delivery import JOB_FILE
from listmatch.workflows.services import Services


def job_of(services: Services, out: Path) -> str:
    """The id of the job that was delivered into *out*. Raises NotFound, also for a job of another home."""
    try:
        job_id = str(json.loads((out / JOB_FILE).read_text(encoding="utf-8"))["jobId"])
    except (OSError, ValueError, KeyError):
        cure = "Name the folder that was given to -o."
        raise NotFound("this folder holds no listmatch results.", place=str(out), cure=cure) from None
    if not has_job(services, job_id=job_id):
        cure = "Set LISTMATCH_HOME as it was then (by default .listmatch in the folder you were in), or run it again."
        raise NotFound("these results were made in another LISTMATCH_HOME.", place=str(out), cure=cure)
    return job_id
