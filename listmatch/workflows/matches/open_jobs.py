"""A job opened: its record and its lists; and the names of the tables that its stages leave behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.records import JobRecord
from listmatch.domain.artifacts import CLUSTERS, VERDICTS
from listmatch.domain.stages import StageName
from listmatch.domain.verdicts import MatchMode
from listmatch.storage import keys
from listmatch.workflows.matches.open_lists import OpenLists, open_lists
from listmatch.workflows.matches.profiles import Lists, profile_of_job
from listmatch.workflows.owners.retention import check_kept, check_lists_kept
from listmatch.workflows.services import Services


@dataclass(frozen=True, slots=True)
class OpenJob(OpenLists):
    """A job with its lists opened."""

    record: JobRecord

    def key(self, stage: StageName, name: str) -> str:
        """The object key of a file that *stage* of this job wrote."""
        return f"{self.prefix(stage)}/{name}"

    @property
    def answers(self) -> tuple[StageName, str]:
        """The stage that answers what the job was asked, and its table."""
        return answers_of(self.record.mode)

    def prefix(self, stage: StageName) -> str:
        """The key prefix of everything that *stage* of this job writes."""
        return f"{keys.job_folder(self.record.owner_id, self.record.id)}{stage}"


def answers_of(mode: MatchMode) -> tuple[StageName, str]:
    """The stage that answers what a job of this mode was asked, and its table."""
    return (StageName.CLUSTERS, CLUSTERS) if mode is MatchMode.DEDUPE else (StageName.VERDICTS, VERDICTS)


@contextmanager
def open_job(services: Services, job_id: str) -> Iterator[OpenJob]:
    """Open a job and its prepared lists. Raises NotFound, NotReady, ResultsDeleted, ProfileInvalid for other lists."""
    with services.catalog.reading() as session:
        record = job_rows.get_any(session, job_id=job_id)
        check_kept(record)
        check_lists_kept(session, record)
    profile = profile_of_job(services, record)
    lists = Lists(record.owner_id, record.source_file_id, record.master_file_id)
    own = f"{keys.job_folder(record.owner_id, record.id)}standard"
    with open_lists(services, lists, profile=profile, kept_under=own) as opened:
        yield OpenJob(
            opened.profile, opened.source, opened.master, opened.source_standard, opened.master_standard, record
        )
