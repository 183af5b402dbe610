"""A job opened: its record, its profile and its two lists; and the names of the tables that its stages leave behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.records import JobRecord
from listmatch.storage import keys
from listmatch.workflows.lists.files import PreparedFile, open_prepared
from listmatch.workflows.lists.standards import kept_standard_of
from listmatch.workflows.matches.profiles import profile_of_job
from listmatch.workflows.owners.retention import check_kept, check_lists_kept
from listmatch.workflows.services import Services

if TYPE_CHECKING:
    from listmatch.matching.profile import MatchProfile

CANDIDATES = "candidate_pairs.parquet"
SCORED = "scored_matches.parquet"
MODEL = "model.json"
VERDICTS = "verdicts.parquet"
CLUSTERS = "clusters.parquet"


@dataclass(frozen=True, slots=True)
class OpenJob:
    """A job with its two lists opened; ``master`` and ``master_standard`` are None for a dedupe."""

    record: JobRecord
    profile: "MatchProfile"
    source: PreparedFile
    master: PreparedFile | None
    source_standard: Path
    master_standard: Path | None

    def key(self, stage: str, name: str) -> str:
        """The object key of a file that *stage* of this job wrote."""
        return f"{self.prefix(stage)}/{name}"

    def prefix(self, stage: str) -> str:
        """The key prefix of everything that *stage* of this job writes."""
        return f"{keys.job_folder(self.record.owner_id, self.record.id)}{stage}"


@contextmanager
def open_job(services: Services, job_id: str) -> Iterator[OpenJob]:
    """Open a job and its prepared lists. Raises NotFound, NotReady, ResultsDeleted, ProfileInvalid for other lists."""
    with services.catalog.reading() as session:
        record = job_rows.get_any(session, job_id=job_id)
        check_kept(record)
        check_lists_kept(session, record)
    profile = profile_of_job(services, record)
    own = f"{keys.job_folder(record.owner_id, record.id)}standard"
    with open_prepared(services, owner_id=record.owner_id, file_id=record.source_file_id) as source:
        if record.master_file_id is None:
            profile.check_columns(source=_names(source))
            with kept_standard_of(
                services,
                source,
                wanted=profile.source_fields,
                other=source.profile.fields,
                prefix=f"{own}/source",
            ) as standard:
                yield OpenJob(record, profile, source, None, standard, None)
            return
        with open_prepared(services, owner_id=record.owner_id, file_id=record.master_file_id) as master:
            profile.check_columns(source=_names(source), master=_names(master))
            with (
                # what the profile leaves out of both lists must not be compared although both prepared tables have it
                kept_standard_of(
                    services,
                    source,
                    wanted=profile.source_fields,
                    other={**master.profile.fields, **profile.master_fields},
                    prefix=f"{own}/source",
                ) as left,
                kept_standard_of(
                    services,
                    master,
                    wanted=profile.master_fields,
                    other=profile.source_fields,
                    prefix=f"{own}/master",
                ) as right,
            ):
                yield OpenJob(record, profile, source, master, left, right)


def _names(file: PreparedFile) -> list[str]:
    return [column.name for column in file.profile.columns]
