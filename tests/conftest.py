"""What suites of several folders start from, made once in each process."""

import shutil
from pathlib import Path

import pytest

from listmatch.domain.files import Purpose
from listmatch.settings import Settings
from listmatch.workflows.lists.files import prepare_path
from listmatch.workflows.services import open_own_services
from tests.lists import write_lists


@pytest.fixture(scope="session")
def prepared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the two small lists prepared, to be copied.

    A list is known again by its bytes, so who matches them in a copy begins with the candidate pairs; preparing both
    takes a second of processor time, two thirds of what the whole match takes.
    """
    folder = tmp_path_factory.mktemp("prepared")
    settings = Settings(home=folder / "home", runner="listmatch.workflows.running.runner:LoopRunner", threads=2)
    services = open_own_services(settings)
    for path, purpose in zip(write_lists(folder), (Purpose.SOURCE, Purpose.MASTER), strict=True):
        prepare_path(services, path, owner_id=settings.owner, purpose=purpose)
    services.catalog.close()
    return settings.home


@pytest.fixture
def lists_prepared(tmp_path: Path, prepared_home: Path) -> None:
    """The home of the test, ``tmp_path / "home"``, knows the two small lists already."""
    shutil.copytree(prepared_home, tmp_path / "home")
