"""What the matching stages of a job said of their work, read by those after them and by whoever reports on the job."""

from listmatch.catalog.records import JobRecord
from listmatch.domain.artifacts import SUMMARY
from listmatch.domain.stages import StageName
from listmatch.domain.summaries import CandidateSummary, ClusterSummary, ScoreSummary, VerdictSummary
from listmatch.domain.verdicts import MatchMode
from listmatch.storage import keys
from listmatch.workflows.artifacts import Told, read_as
from listmatch.workflows.services import Services


def candidate_summary(services: Services, record: JobRecord) -> CandidateSummary:
    """What the first stage of a job said of its work. Raises NotFound before it has."""
    return _summary(services, record, StageName.CANDIDATE_PAIRS, CandidateSummary)


def score_summary(services: Services, record: JobRecord) -> ScoreSummary:
    """What scoring said of its work. Raises NotFound before it has."""
    return _summary(services, record, StageName.SCORED_MATCHES, ScoreSummary)


def answer_summary(services: Services, record: JobRecord) -> VerdictSummary | ClusterSummary:
    """What the stage that answers a job said of its work. Raises NotFound before it has."""
    if record.mode is MatchMode.DEDUPE:
        return _summary(services, record, StageName.CLUSTERS, ClusterSummary)
    return _summary(services, record, StageName.VERDICTS, VerdictSummary)


def _summary(services: Services, record: JobRecord, stage: StageName, kind: type[Told]) -> Told:
    return read_as(services.store, keys.job_key(record.owner_id, record.id, f"{stage}/{SUMMARY}"), kind)
