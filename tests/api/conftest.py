"""The API on a fresh catalog and a folder as its store, in this process."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from listmatch.api.app import create_app
from listmatch.domain.jobs import Tier
from listmatch.settings import Settings
from listmatch.workflows.owners import accounts
from listmatch.workflows.services import Services, open_services
from tests.api.receiver import Receiver, receiving


@dataclass(frozen=True)
class Api:
    """A client with the key of one owner, and the services behind it."""

    client: TestClient
    services: Services
    owner_id: str
    key_id: str
    secret: str

    def as_other(self, email: str = "bob@example.com", *, tier: Tier = Tier.BUSINESS) -> dict[str, str]:
        """The Authorization header of another owner."""
        owner = accounts.ensure_owner(self.services, email=email, tier=tier)
        issued = accounts.create_key(self.services, owner_id=owner.id, label="other", actor="test", rate_limit=10_000)
        return {"Authorization": f"Bearer {issued.secret}"}


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog that has its tables, to be copied: migrating costs a third of a second."""
    home = tmp_path_factory.mktemp("migrated")
    open_services(Settings(home=home)).catalog.close()
    return home / "catalog.db"


@pytest.fixture
def services(tmp_path: Path, migrated: Path) -> Iterator[Services]:
    with services_in(tmp_path, migrated) as services:
        yield services


@pytest.fixture
def api(services: Services) -> Iterator[Api]:
    with api_of(services) as api:
        yield api


@pytest.fixture
def receiver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    with receiving(tmp_path, monkeypatch) as receiver:
        yield receiver


@contextmanager
def services_in(folder: Path, migrated: Path) -> Iterator[Services]:
    """The services of a home in *folder* that has the tables of *migrated*."""
    (folder / "home").mkdir()
    shutil.copyfile(migrated, folder / "home" / "catalog.db")
    services = open_services(Settings(home=folder / "home", base_url="http://testserver"))
    yield services
    services.catalog.close()


@contextmanager
def api_of(services: Services) -> Iterator[Api]:
    """The API on *services*, asked by Ann."""
    owner = accounts.ensure_owner(services, email="ann@example.com", name="Ann")
    issued = accounts.create_key(services, owner_id=owner.id, label="tests", actor="test", rate_limit=10_000)
    headers = {"Authorization": f"Bearer {issued.secret}"}
    with TestClient(create_app(services=services), headers=headers, raise_server_exceptions=False) as client:
        yield Api(client, services, owner.id, issued.record.id, issued.secret)
