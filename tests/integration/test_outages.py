"""Half a minute without the database, and without the object store: nothing is lost, nothing done twice, and what is
told meanwhile is clear.
"""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import boto3
import pytest

from listmatch.domain.jobs import JobStatus
from listmatch.domain.verdicts import MatchMode
from listmatch.settings import Settings
from listmatch.workflows.services import Services, open_own_services
from tests.integration.conftest import PostgresServer, S3Server
from tests.orchestration.deaths import (
    BIN,
    ends,
    free_port,
    has_ended,
    listen_for_ends,
    queue_job,
    results,
    running,
    state,
    undisturbed,
    wait_until,
    within_s,
)

pytestmark = pytest.mark.integration

OUTAGE_S = 30.0


class Server(Protocol):
    """What can be away for a while."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


@pytest.fixture
def services(s3_endpoint: str, s3_credentials: None, empty_database: str, tmp_path: Path) -> Iterator[Services]:
    client = boto3.client("s3", endpoint_url=s3_endpoint)
    client.create_bucket(Bucket=tmp_path.name.replace("_", "-"))
    services = open_own_services(
        Settings(
            home=tmp_path / "home",
            object_store_url=f"s3://{tmp_path.name.replace('_', '-')}/production",
            s3_endpoint_url=s3_endpoint,
            catalog_url=empty_database,
            threads=2,
        )
    )
    yield services
    services.catalog.close()


def ask(port: int) -> tuple[int, str]:
    """Status and error of a request that has to look into the catalog."""
    headers = {"Authorization": f"Bearer lmg_live_{'x' * 32}"}
    try:
        with urlopen(Request(f"http://127.0.0.1:{port}/api/v1/jobs", headers=headers), timeout=30) as answer:
            return int(answer.status), ""
    except HTTPError as error:
        with error:
            return error.code, str(json.load(error)["error"])


@pytest.mark.parametrize("away", ["database", "object store"])
def test_a_job_outlives_half_a_minute_without(
    away: str,
    services: Services,
    postgres_server: PostgresServer,
    s3_server: S3Server,
    tmp_path: Path,
) -> None:
    server: Server = postgres_server if away == "database" else s3_server
    webhook_id, job = listen_for_ends(services), queue_job(services, tmp_path)
    settings, port = services.settings, free_port()
    environment = {
        "LISTMATCH_CATALOG_URL": settings.catalog_url,
        "LISTMATCH_OBJECT_STORE_URL": settings.object_store_url,
        "LISTMATCH_S3_ENDPOINT_URL": settings.s3_endpoint_url,
    }
    command = [str(BIN / "listmatch"), "serve", "--port", str(port)]
    with running(command, home=settings.home, log=tmp_path / "serve.log", environment=environment):
        wait_until(lambda: state(services, job).status is JobStatus.PROCESSING, seconds=120, what="the job begins")
        server.stop()
        try:
            time.sleep(OUTAGE_S / 2)
            status, error = ask(port)
            if away == "database":
                assert (status, "not available right now" in error) == (503, True)
            else:
                assert status == 401
                assert not has_ended(services, job)
                assert "object store cannot be reached" in state(services, job).message
            time.sleep(OUTAGE_S / 2)
        finally:
            server.start()
        wait_until(lambda: has_ended(services, job), seconds=within_s(), what="the job after the outage")
    ended = state(services, job)
    assert (ended.status, ended.error) == (JobStatus.COMPLETED, None)
    assert results(services, job) == undisturbed(tmp_path / "undisturbed", MatchMode.BEST_MATCH)
    assert ends(services, webhook_id) == {job.id: 1}
    assert list(settings.scratch.iterdir()) == []
