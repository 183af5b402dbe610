"""What suites of several folders start from, made once in each process."""

import shutil
from pathlib import Path

import pytest

from listmatch.memory import keep_for_good, use_sparingly
from tests.homes import prepare_home
from tests.lists import write_lists

use_sparingly()


def pytest_collection_finish() -> None:
    """As a server of ours at the end of its start: walking over all that was imported took a fifth of the tests."""
    keep_for_good()


@pytest.fixture(scope="session")
def prepared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the two small lists prepared, to be copied."""
    folder = tmp_path_factory.mktemp("prepared")
    return prepare_home(folder / "home", *write_lists(folder))


@pytest.fixture
def lists_prepared(tmp_path: Path, prepared_home: Path) -> None:
    """The home of the test, ``tmp_path / "home"``, knows the two small lists already."""
    shutil.copytree(prepared_home, tmp_path / "home")
