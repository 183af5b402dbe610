"""The rows of a job whose people its owner's exclusion list says not to contact."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from listmatch.catalog.queries import exclusions as exclusion_rows
from listmatch.domain.stages import StageName
from listmatch.workflows.artifacts import opened, read_json
from listmatch.workflows.matches.jobs import JobOptions
from listmatch.workflows.matches.open_jobs import OpenJob
from listmatch.workflows.results.content import ROLLUPS
from listmatch.workflows.services import Services


def find_excluded_rows(services: Services, job: OpenJob, *, into: Path) -> Path | None:
    """Write the currently excluded rows of a job's source to *into*; None if its owner has no exclusions."""
    with services.catalog.reading() as session:
        exclusions = exclusion_rows.by_kind(session, owner_id=job.record.owner_id)
    if not exclusions:
        return None
    from listmatch.reporting.exclusions import find_excluded

    return find_excluded(job.source.standard, exclusions=exclusions, into=into, compute=services.compute)


@contextmanager
def excluded_rows(services: Services, job: OpenJob) -> Iterator[Path | None]:
    """The excluded rows as the rollups of *job* counted them; a job without rollups looks them up now."""
    if JobOptions.of(job.record).results_only:
        with services.folder() as folder:
            yield find_excluded_rows(services, job, into=folder)
    elif read_json(services.store, job.key(StageName.ROLLUPS, ROLLUPS))["totals"]["excludedRows"] is None:
        yield None
    else:
        from listmatch.reporting.exclusions import EXCLUDED

        with opened(services.store, job.key(StageName.ROLLUPS, EXCLUDED)) as [path]:
            yield path
