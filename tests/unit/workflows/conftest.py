"""Services over an empty home, with a catalog and an object store of their own."""

from pathlib import Path

import pytest

from listmatch.settings import Settings
from listmatch.workflows.services import Services, open_own_services

LOOP = "listmatch.workflows.running.runner:LoopRunner"


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return open_own_services(Settings(home=tmp_path / "home", runner=LOOP, threads=2))
