"""Where a finished job is handed over: the folder has the rights and the name that its owner would give it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from listmatch.workflows.match_lists import MatchRequest, match_lists
from listmatch.workflows.results.delivery import deliver
from listmatch.workflows.services import Services
from tests.lists import write_lists

pytestmark = pytest.mark.usefixtures("lists_prepared")


@pytest.fixture
def job_id(services: Services, tmp_path: Path) -> str:
    source, master = write_lists(tmp_path)
    asked = MatchRequest(source=source, master=master, results_only=True)
    return match_lists(services, asked, into=tmp_path / "first").job.id


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_a_new_folder_has_the_rights_that_any_folder_of_its_owner_has(
    services: Services, job_id: str, tmp_path: Path
) -> None:
    paths = deliver(services, job_id, tmp_path / "new" / "out")
    (tmp_path / "usual").mkdir()
    (tmp_path / "usual" / "file").touch()
    usual = (tmp_path / "usual").stat().st_mode
    assert [folder.stat().st_mode for folder in (tmp_path / "new", tmp_path / "new" / "out")] == [usual, usual]
    assert {path.stat().st_mode for path in paths} == {(tmp_path / "usual" / "file").stat().st_mode}


def test_a_folder_may_have_the_longest_name_there_is_and_nothing_stays_beside_it(
    services: Services, job_id: str, tmp_path: Path
) -> None:
    into = tmp_path / "deep" / ("x" * 255)
    assert all(path.is_file() for path in deliver(services, job_id, into))
    assert [path.name for path in into.parent.iterdir()] == [into.name]
