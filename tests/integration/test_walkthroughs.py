"""The scripts of docs/examples as somebody would run them: other programs, against `listmatch serve`, with keys of
the default rate, on a folder and on an S3 server.
"""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import boto3
import pytest
from botocore.client import Config

from listmatch.settings import CHECKOUT
from tests.api.test_walkthrough import MASTER, SOURCE, as_csv
from tests.servers import LISTMATCH, free_port, serving

pytestmark = pytest.mark.integration

EXAMPLES = CHECKOUT / "docs" / "examples"
S3_ACCESS = {
    "AWS_ACCESS_KEY_ID": "test:tester",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
}  # fmt: skip
PATIENCE_S = 300
"""For a whole walkthrough, most of which is waiting on a worker that the other one may keep busy."""


@dataclass(frozen=True)
class Site:
    """A running `listmatch serve`."""

    home: Path
    port: int

    def new_key(self) -> str:
        command = [LISTMATCH, "keys", "create", "--email", "you@example.com", "--tier", "business", "--json"]
        environment = {**os.environ, "LISTMATCH_HOME": str(self.home)}
        made = subprocess.run(command, env=environment, capture_output=True, check=True)
        return str(json.loads(made.stdout)["key"])


@pytest.fixture(scope="module", params=["folder", "s3"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home, port = tmp_path_factory.mktemp("site") / "home", free_port()
    home.mkdir()
    settings = on_s3(request.getfixturevalue("s3_endpoint")) if request.param == "s3" else None
    with serving(home, port, settings=settings):
        yield Site(home, port)


def on_s3(endpoint: str) -> Mapping[str, str]:
    """The settings for a new bucket of an S3 server."""
    client = boto3.client(
        "s3",
        endpoint_url=endpoint,
        aws_access_key_id=S3_ACCESS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=S3_ACCESS["AWS_SECRET_ACCESS_KEY"],
        region_name=S3_ACCESS["AWS_DEFAULT_REGION"],
        config=Config(s3={"addressing_style": "path"}),
    )
    client.create_bucket(Bucket="walkthroughs")
    store = {"LISTMATCH_OBJECT_STORE_URL": "s3://walkthroughs/lists", "LISTMATCH_S3_ENDPOINT_URL": endpoint}
    return {**S3_ACCESS, **store}


@pytest.fixture(scope="session")
def generated_client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a Python client that OpenAPI Generator made from the committed document."""
    folder = tmp_path_factory.mktemp("client")
    document = CHECKOUT / "docs" / "reference" / "openapi.json"
    generator = str(Path(sys.executable).with_name("openapi-generator-cli"))
    options = ["-g", "python", "-o", str(folder), "--package-name", "listmatch_client"]
    subprocess.run([generator, "generate", "-i", str(document), *options], check=True, capture_output=True)
    return folder


def walk(site: Site, into: Path, *command: str, **environment: str) -> str:
    """What a script prints that takes two lists and a folder, run with a new key."""
    access = {"LMG_API": f"http://127.0.0.1:{site.port}/api/v1", "LMG_API_KEY": site.new_key()}
    lists = [into / "leads.csv", into / "crm.csv"]
    for path, rows in zip(lists, (SOURCE, MASTER), strict=True):
        path.write_bytes(as_csv(rows))
    done = subprocess.run(
        [*command, *map(str, lists), str(into)],
        env={**os.environ, **access, **environment},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def check(into: Path, told: str) -> None:
    """The results of a walkthrough are whole and right, and it told so."""
    with (into / "results.csv").open(newline="") as file:
        header, *results = csv.reader(file)
    assert [tuple(result[: len(SOURCE[0])]) for result in results] == SOURCE[1:]
    status = header.index("_lmg_match_status")
    assert [result[status] for result in results] == ["matched", "matched", "unmatched"]
    assert "2 matched, 0 to review, 1 unmatched" in told
    assert "Match rate: 66.67 %" in told
    assert (into / "report.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    "command",
    [
        [str(EXAMPLES / "walkthrough.sh")],
        [sys.executable, str(EXAMPLES / "walkthrough.py")],
        ["node", str(EXAMPLES / "walkthrough.mjs")],
    ],
    ids=["curl", "requests", "fetch"],
)
def test_the_documented_way_works_with_a_plain_client(site: Site, command: list[str], tmp_path: Path) -> None:
    check(tmp_path, walk(site, tmp_path, *command))


def test_the_documented_way_works_with_a_generated_client(site: Site, generated_client: Path, tmp_path: Path) -> None:
    script = str(EXAMPLES / "generated_client.py")
    told = walk(site, tmp_path, sys.executable, script, PYTHONPATH=str(generated_client))
    check(tmp_path, told)
    assert "An error has a type of its own: 404 " in told
