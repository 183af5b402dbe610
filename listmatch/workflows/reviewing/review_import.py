"""Decisions that come back in a workbook: read, and remembered as if they had been taken one by one."""

import json
from dataclasses import dataclass
from pathlib import Path

from listmatch.domain.decisions import Ruling
from listmatch.errors import InputError
from listmatch.workflows.results.delivery import JOB_FILE
from listmatch.workflows.reviewing.decisions import MOST_AT_ONCE, Verdict, decide_pairs
from listmatch.workflows.services import Services


@dataclass(frozen=True, slots=True)
class Imported:
    """What a workbook said about a job."""

    job_id: str
    accepted: int
    rejected: int


def import_decisions(
    services: Services, workbook: Path, *, owner_id: str, decided_by: str, actor: str, job_id: str = ""
) -> Imported:
    """Remember every decision in the review sheet of *workbook*; importing it twice changes nothing more.

    The job is *job_id*, else the one that the workbook names, else that of the folder it lies in. Raises
    FileUnreadable, InputError and what ``decide_pairs`` raises; then nothing of the part at fault (500 pairs) is kept.
    """
    from listmatch.exports.review_sheet import job_of, read_decisions

    found = read_decisions(workbook)
    about = job_id or job_of(workbook) or _job_beside(workbook)
    verdicts = [Verdict(one.source_row_id, one.master_row_id, one.decision, one.note) for one in found]
    for start in range(0, len(verdicts), MOST_AT_ONCE):
        part = verdicts[start : start + MOST_AT_ONCE]
        decide_pairs(services, part, owner_id=owner_id, job_id=about, decided_by=decided_by, actor=actor)
    accepted = sum(one.ruling is Ruling.ACCEPT for one in verdicts)
    return Imported(about, accepted, len(verdicts) - accepted)


def _job_beside(workbook: Path) -> str:
    try:
        return str(json.loads((workbook.parent / JOB_FILE).read_text(encoding="utf-8"))["jobId"])
    except (OSError, ValueError, KeyError):
        message = "the workbook does not say which job it is about."
        raise InputError(
            message, place=workbook.name, cure="Name the job with --job; `listmatch runs` lists them."
        ) from None
