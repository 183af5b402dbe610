"""The documented walkthrough with production's parts: bytes in S3, catalog in PostgreSQL."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import boto3
import httpx2
import pytest
from fastapi.testclient import TestClient

from listmatch.api.app import create_app
from listmatch.settings import Settings
from listmatch.workflows.owners import accounts
from listmatch.workflows.running.runner import LoopRunner
from listmatch.workflows.running.worker import Worker
from listmatch.workflows.services import Services, open_services
from tests.api.test_walkthrough import MASTER, SOURCE, as_csv

pytestmark = pytest.mark.integration


@pytest.fixture
def services(s3_endpoint: str, s3_credentials: None, empty_database: str, tmp_path: Path) -> Iterator[Services]:
    boto3.client("s3", endpoint_url=s3_endpoint).create_bucket(Bucket="walkthrough")
    services = open_services(
        Settings(
            home=tmp_path / "home",
            object_store_url="s3://walkthrough/production",
            s3_endpoint_url=s3_endpoint,
            catalog_url=empty_database,
        )
    )
    yield services
    services.catalog.close()


@pytest.fixture
def client(services: Services) -> Iterator[TestClient]:
    owner = accounts.ensure_owner(services, email="ann@example.com")
    key = accounts.create_key(services, owner_id=owner.id, label="x", actor="test", rate_limit=10_000).secret
    with TestClient(create_app(services=services), headers={"Authorization": f"Bearer {key}"}) as client:
        yield client


def upload(client: TestClient, name: str, content: bytes) -> str:
    body = {"fileName": name, "fileSize": len(content), "contentType": "text/csv"}
    ticket = client.post("/api/v1/files", json=body).json()
    wrong = httpx2.put(ticket["uploadUrl"], content=content + b"x", headers={"Content-Type": "text/csv"})
    assert wrong.status_code == 403
    sent = httpx2.put(ticket["uploadUrl"], content=content, headers={"Content-Type": "text/csv"})
    assert sent.status_code == 200
    return str(ticket["fileId"])


def test_bytes_go_straight_to_the_store_and_back(client: TestClient, services: Services, tmp_path: Path) -> None:
    source, master = upload(client, "leads.csv", as_csv(SOURCE)), upload(client, "crm.csv", as_csv(MASTER))
    body = {"sourceFileId": source, "masterFileId": master, "profileId": "auto"}
    made = client.post("/api/v1/jobs", json=body).json()["job"]
    with (tmp_path / "worker.json").open("a+") as notebook:
        worker = Worker(services, LoopRunner(services), notebook=notebook)
        while worker.run_due():
            pass
    job = client.get(f"/api/v1/jobs/{made['id']}").json()["job"]
    assert (job["status"], job["errorMessage"]) == ("completed", None)
    result = httpx2.get(job["downloadUrl"])
    assert "results.csv" in result.headers["Content-Disposition"]
    assert len(list(csv.reader(io.StringIO(result.text)))) == len(SOURCE)
    assert client.get("/storage/owners/x/files/y/raw.csv?expires=1&signature=0").status_code == 404
