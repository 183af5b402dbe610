"""The API against its own OpenAPI document: thousands of generated requests, valid and not, alone and in sequence."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from listmatch.api.app import create_app
from listmatch.settings import Settings
from listmatch.workflows.owners import accounts
from listmatch.workflows.services import open_services
from tests.servers import in_thread

pytestmark = pytest.mark.fuzz

CASES = 5000
SEED = 1

RULES_BEYOND_THE_SCHEMA = """
# What a profile may say, which time zones exist and which bytes are a picture is no matter of JSON Schema; requests
# with other ones are answered with 400.
[[operations]]
include-path-regex = "/(branding|profiles|schedules)"
[operations.checks.positive_data_acceptance]
expected-statuses = ["2xx", "400", "401", "403", "404", "409", "429"]

# How large a file may be depends on the plan.
[[operations]]
include-name = "POST /api/v1/files"
[operations.checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "403", "404", "409", "413", "429"]
"""


DEDUPE = {"sourceFileId": "$response.body#/fileId", "matchMode": "dedupe"}
MADE_FROM_A_FILE = {
    "createJob": {"operationId": "createJob", "requestBody": {**DEDUPE, "profileId": "auto"}},
    "createSchedule": {
        "operationId": "createSchedule",
        "requestBody": {**DEDUPE, "name": "Every night", "intervalType": "daily"},
    },
}


def document_with_bodies(address: str) -> str:
    """The served document, told how a file's id becomes a body: sequences need it, generators of clients refuse it."""
    document = httpx2.get(f"{address}/api/v1/openapi.json").json()
    made = document["paths"]["/api/v1/files"]["post"]["responses"]["200"]
    made["links"] |= MADE_FROM_A_FILE
    return json.dumps(document)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of a running API without a worker, and a key for it."""
    services = open_services(Settings(home=tmp_path / "home"))
    owner = accounts.ensure_owner(services, email="ann@example.com")
    key = accounts.create_key(services, owner_id=owner.id, label="fuzz", actor="test", rate_limit=10**9).secret
    with in_thread(create_app(services=services)) as port:
        yield f"http://127.0.0.1:{port}", key


def test_no_generated_request_finds_the_api_at_odds_with_its_document(server: tuple[str, str], tmp_path: Path) -> None:
    address, key = server
    config = tmp_path / "schemathesis.toml"
    config.write_text(RULES_BEYOND_THE_SCHEMA)
    document = tmp_path / "openapi.json"
    document.write_text(document_with_bodies(address))
    command = [
        str(Path(sys.executable).with_name("st")), "--config-file", str(config),
        "run", str(document), "--url", address,
        "--header", f"Authorization: Bearer {key}",
        "--exclude-path-regex", r"keys/\{",  # they would end the key that is used here; tests/api has them
        "--checks", "all", "--max-examples", "150", "--seed", str(SEED), "--suppress-health-check", "all",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stdout[-8000:]
    generated = re.search(r"(\d+) generated", done.stdout)
    assert generated is not None
    assert int(generated[1]) >= CASES
