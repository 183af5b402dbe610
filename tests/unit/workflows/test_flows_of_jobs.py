"""A job has one flow: a match has verdicts, a dedupe has clusters, and neither is run as the other."""

from pathlib import Path

import pytest

from listmatch.domain.files import Purpose
from listmatch.domain.verdicts import MatchMode
from listmatch.errors import InputError
from listmatch.workflows.lists.files import register_path
from listmatch.workflows.matches.jobs import JobRequest, request_job
from listmatch.workflows.running.execution import check_flow
from listmatch.workflows.services import Services
from tests.lists import write_lists


@pytest.fixture
def dedupe(services: Services, tmp_path: Path) -> str:
    file = register_path(services, write_lists(tmp_path)[0], owner_id="local", purpose=Purpose.SOURCE)
    return request_job(services, JobRequest(owner_id="local", source_file_id=file.id, mode=MatchMode.DEDUPE)).id


@pytest.mark.parametrize("chosen", [{"clusters"}, {"candidate_pairs", "scored_matches", "clusters", "exports"}])
def test_stages_that_the_job_has_may_be_run(services: Services, dedupe: str, chosen: set[str]) -> None:
    check_flow(services, dedupe, chosen=chosen)


def test_a_stage_of_the_other_flow_is_refused(services: Services, dedupe: str) -> None:
    with pytest.raises(InputError, match=r"this partition is a dedupe\. Launch it from the job 'dedupe'"):
        check_flow(services, dedupe, chosen={"candidate_pairs", "verdicts"})
