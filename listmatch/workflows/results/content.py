"""The input of the exporters: figures, texts and names of one job."""

from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING

from listmatch.domain.narrative import LANGUAGE_MODEL, Narrative
from listmatch.domain.stages import StageName
from listmatch.workflows.artifacts import read_as, read_json
from listmatch.workflows.matches.open_jobs import OpenJob
from listmatch.workflows.results.branding import look_of
from listmatch.workflows.results.sides import shown_fields
from listmatch.workflows.services import Services

if TYPE_CHECKING:
    from listmatch.exports.content import Compared, ReportContent

ROLLUPS = "rollups.json"
NARRATIVE = "narrative.json"


def report_content(services: Services, job: OpenJob, *, results: Path, into: Path) -> "ReportContent":
    """The content of the report of *job*, whose results.parquet lies at *results*.

    The owner's logo is written into the folder *into*, and must stay there while the report is made.
    """
    from listmatch.exports.content import ReportContent

    rollups = read_json(services.store, job.key(StageName.ROLLUPS, ROLLUPS))
    words = read_as(services.store, job.key(StageName.NARRATIVE, NARRATIVE), Narrative)
    look = look_of(services, owner_id=job.record.owner_id, into=into)
    return ReportContent(
        title=report_title(job),
        source_name=job.source.record.name,
        master_name=job.master.record.name if job.master else "",
        # The job's own instant, so that a report made again is the same report.
        generated_at=job.record.created_at,
        rollups=rollups,
        narrative=section_names(words),
        results=results,
        job_id=job.record.id,
        owner_name=look.owner_name,
        colour=look.colour,
        logo=look.logo,
        source_profile=job.source.profile,
        master_profile=job.master.profile if job.master else None,
        compared=_compared(job),
        profile_summary=[*_profile_summary(job), *_authorship(words)],
    )


def section_names(words: Narrative) -> dict[str, str]:
    """The narrative under the names that the report and the API give its sections."""
    return {"executive": words.executive, "dataQuality": words.data_quality, "keyFindings": words.key_findings}


def report_title(job: OpenJob) -> str:
    """The title the job asks for, else one that says what was done."""
    asked = str(job.record.options.get("title", ""))
    if asked:
        return asked
    return "Duplicate report" if job.master is None else "List match report"


def _compared(job: OpenJob) -> "list[Compared]":
    """The fields to show side by side; those that one side lacks come last."""
    from listmatch.exports.content import Compared

    profile = job.profile
    other = profile.master_fields if job.master else profile.source_fields
    fields = [Compared(*astuple(field)) for field in shown_fields(profile.source_fields, other)]
    return sorted(fields, key=lambda field: not (field.source and field.master))


def _authorship(words: Narrative) -> list[tuple[str, str]]:
    """Who wrote the text, where a language model did or was to."""
    if words.source == LANGUAGE_MODEL:
        return [("Text", "written by a language model from the figures alone; every number in it was checked")]
    return [("Text", words.note)] if words.note else []


def _profile_summary(job: OpenJob) -> list[tuple[str, str]]:
    from listmatch.matching.proposal.comparable import shared_kinds

    profile = job.profile
    mode = {"best_match": "best match per source row", "all_candidates": "every candidate", "dedupe": "one list"}
    told = [("Compared as", str(profile.type)), ("Mode", mode[job.record.mode])]
    other = profile.master_fields if job.master else profile.source_fields
    told += [("Compared by", ", ".join(shared_kinds(profile.type, profile.source_fields, other)))]
    if profile.max_wrong is not None:
        told.append(("Share of wrong matches allowed", f"{profile.max_wrong:.2%}"))
    if profile.one_to_one:
        told.append(("Assignment", "a master row is matched with at most one source row"))
    return [*told, ("Profile", profile.content_hash[:12])]
