"""When a job's master index is built, found again, and replaced."""

from pathlib import Path

import pytest

from listmatch.domain.files import Purpose
from listmatch.domain.verdicts import MatchMode
from listmatch.matching.index.plan import FILES
from listmatch.settings import Settings
from listmatch.workflows.lists.files import prepare_path
from listmatch.workflows.matches import matching
from listmatch.workflows.matches.index import build_missing, index_of, pays_off
from listmatch.workflows.matches.jobs import JobRequest, request_job
from listmatch.workflows.matches.open_jobs import open_job
from listmatch.workflows.matches.profiles import Lists, propose
from listmatch.workflows.running.runner import LoopRunner
from listmatch.workflows.services import Services, open_own_services
from tests.lists import MASTER, write_lists


@pytest.fixture
def lists(tmp_path: Path) -> tuple[Path, Path]:
    return write_lists(tmp_path)


def asked(services: Services, lists: tuple[Path, Path], **changes: object) -> str:
    """The id of a job for two prepared lists."""
    source, master = (prepare_path(services, path, owner_id="local", purpose=Purpose.SOURCE).id for path in lists)
    owner = services.settings.owner
    profile = propose(services, Lists(owner, source, master))
    profile = profile.from_dict(profile.to_dict() | changes)
    return request_job(
        services, JobRequest(owner_id=owner, source_file_id=source, master_file_id=master, profile=profile)
    ).id


def was_built(services: Services, job_id: str) -> bool:
    with open_job(services, job_id) as job:
        return build_missing(services, job, fewest_rows=0)


def found(services: Services, job_id: str) -> bool:
    with open_job(services, job_id) as job, index_of(services, job) as folder:
        return folder is not None


def objects(services: Services) -> list[str]:
    return [info.key for info in services.store.list("owners/") if "/index/" in info.key]


def test_an_index_is_built_once_for_all_jobs_of_a_master(services: Services, lists: tuple[Path, Path]) -> None:
    first = asked(services, lists)
    assert not found(services, first)
    assert was_built(services, first)
    assert found(services, first)
    again = asked(services, lists, threshold=70)
    assert not was_built(services, again)
    assert found(services, again)
    assert len(objects(services)) == len(FILES)


def test_other_passes_and_another_content_need_another_index(services: Services, lists: tuple[Path, Path]) -> None:
    assert was_built(services, asked(services, lists))
    assert was_built(services, asked(services, lists, passes=["email_exact"]))
    lists[1].write_text(MASTER + "m6;Ida;Ulmen;ida@ulmen.example;;Ulmen;Tampa;33601\n", encoding="utf-8")
    assert was_built(services, asked(services, lists))


def test_a_master_that_comes_again_with_other_rows_has_its_index_brought_up_to_date(
    services: Services, lists: tuple[Path, Path]
) -> None:
    assert was_built(services, asked(services, lists))
    lists[1].write_text(
        MASTER.replace("m5;", "m6;Ida;Ulmen;ida@ulmen.example;;Ulmen;Tampa;33601\nm5;"), encoding="utf-8"
    )
    changed = asked(services, lists)
    told: list[str] = []
    with open_job(services, changed) as job:
        assert build_missing(services, job, fewest_rows=0, progress=lambda _, message: told.append(message))
    assert told[-1] == "the master's index is up to date"
    updated = index_bytes(services, changed)
    for key in objects(services):
        services.store.delete(key)
    assert was_built(services, changed)
    assert index_bytes(services, changed) == updated


def index_bytes(services: Services, job_id: str) -> dict[str, bytes]:
    with open_job(services, job_id) as job, index_of(services, job) as folder:
        assert folder is not None
        return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_changed_master_is_worth_an_index_as_soon_as_its_last_state_was(
    services: Services, lists: tuple[Path, Path]
) -> None:
    def is_worth_it(job_id: str) -> bool:
        with open_job(services, job_id) as job:
            return pays_off(services, job.master)

    first = asked(services, lists)
    assert not is_worth_it(first)
    LoopRunner(services).run_job(first)
    assert is_worth_it(asked(services, lists, threshold=70))
    lists[1].write_text(MASTER + "m6;Ida;Ulmen;ida@ulmen.example;;Ulmen;Tampa;33601\n", encoding="utf-8")
    assert is_worth_it(asked(services, lists))


def test_a_small_master_and_a_dedupe_are_not_worth_an_index(services: Services, lists: tuple[Path, Path]) -> None:
    with open_job(services, asked(services, lists)) as job:
        assert not build_missing(services, job)
    file = prepare_path(services, lists[0], owner_id="local", purpose=Purpose.SOURCE)
    job_id = request_job(
        services, JobRequest(owner_id=services.settings.owner, source_file_id=file.id, mode=MatchMode.DEDUPE)
    ).id
    assert not was_built(services, job_id)
    assert objects(services) == []


def test_an_index_without_its_manifest_is_built_again(services: Services, lists: tuple[Path, Path]) -> None:
    job_id = asked(services, lists)
    assert was_built(services, job_id)
    [manifest] = [key for key in objects(services) if key.endswith(".json")]
    services.store.delete(manifest)
    assert not found(services, job_id)
    assert was_built(services, job_id)


def test_the_stages_give_the_same_bytes_with_an_index_as_without(services: Services, lists: tuple[Path, Path]) -> None:
    plain, indexed = asked(services, lists), asked(services, lists)
    for job_id in (plain, indexed):
        if job_id == indexed:
            assert was_built(services, indexed)
        matching.candidate_pairs(services, job_id)
        matching.scored_matches(services, job_id)
    for stage, name in (("candidate_pairs", matching.CANDIDATES), ("scored_matches", matching.SCORED)):
        left, right = (written(services, job_id, stage, name) for job_id in (plain, indexed))
        assert left == right


def written(services: Services, job_id: str, stage: str, name: str) -> bytes:
    with open_job(services, job_id) as job:
        return services.store.get_bytes(job.key(stage, name))


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Services, str, dict[str, bytes]]:
    """A job whose master has an index, and the files of the index; whoever damages them leaves them whole again."""
    folder = tmp_path_factory.mktemp("indexed")
    services = open_own_services(Settings(home=folder / "home", threads=2))
    job = asked(services, write_lists(folder))
    assert was_built(services, job)
    return services, job, index_bytes(services, job)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("left", [None, 0, 30])
def test_an_index_that_lost_a_part_is_built_anew_and_fails_no_match(
    indexed: tuple[Services, str, dict[str, bytes]], name: str, left: int | None
) -> None:
    services, job, whole = indexed
    (key,) = (key for key in objects(services) if key.endswith(f"/{name}"))
    if left is None:
        services.store.delete(key)
    else:
        services.store.put_bytes(key, services.store.get_bytes(key)[:left])
    assert not found(services, job)
    assert was_built(services, job)
    assert index_bytes(services, job) == whole
