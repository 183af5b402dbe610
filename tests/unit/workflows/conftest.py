"""Services over an empty home, with a catalog and an object store of their own."""

from pathlib import Path

import pytest

from listmatch.workflows.services import Services
from tests.homes import services_of


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return services_of(tmp_path / "home")
