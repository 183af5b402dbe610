"""Services over an empty home, with a catalog and an object store of their own."""

from pathlib import Path

import pytest

from listmatch.catalog.queries import owners
from listmatch.settings import Settings
from listmatch.workflows.services import Services, open_services


@pytest.fixture
def services(tmp_path: Path) -> Services:
    opened = open_services(Settings(home=tmp_path / "home", runner="listmatch.workflows.runner:LoopRunner", threads=2))
    with opened.catalog.session() as session:
        owners.ensure(session, "local")
    return opened
