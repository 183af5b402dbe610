"""A list that cannot be read: the terminal, the run in Dagster and the API say the same words."""

from pathlib import Path

import pytest
from dagster import DagsterEventType, DagsterInstance, EventLogEntry

from listmatch.api.schemas.files import FileDetail
from listmatch.catalog.queries import files
from listmatch.cli.app import main
from listmatch.settings import Settings
from listmatch.workflows.services import open_own_services
from pipelines.instance import open_instance
from pipelines.relay import follower_process

REFUSED = [
    pytest.param("header.csv", b"email,name\n", "line 1", id="no-row"),
    pytest.param("nothing.csv", b"", "empty", id="empty"),
    pytest.param("picture.csv", bytes(range(256)) * 20, "binary", id="binary"),
    pytest.param("list.json", b'[{"a": 1}, {"a"', "after element 1", id="cut-json-array"),
    pytest.param("cut.xlsx", b"PK\x03\x04 and no more", "damaged", id="damaged"),
]


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home per runner, for all refusals: most of the time of one would be the making of a new Dagster instance."""
    return tmp_path_factory.mktemp("homes")


@pytest.mark.parametrize("runner", ["pipelines.runner:DagsterRunner", "pipelines.relay:RelayRunner"])
@pytest.mark.parametrize(("name", "content", "place"), REFUSED)
def test_a_refusal_has_the_same_words_everywhere(
    name: str,
    content: bytes,
    place: str,
    runner: str,
    tmp_path: Path,
    homes: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    home = homes / runner.partition(":")[2]
    monkeypatch.setenv("LISTMATCH_HOME", str(home))
    monkeypatch.setenv("LISTMATCH_RUNNER", runner)
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SystemExit) as ended:
        main(["profile", str(path)])
    assert ended.value.code == 2
    said = capsys.readouterr().err.strip().splitlines()[-1].removeprefix("listmatch: ")
    assert said.startswith(name)
    assert place in said
    follower_process().close()
    settings = Settings(home=home)
    assert said in failures(settings)
    services = open_own_services(settings)
    with services.catalog.reading() as session:
        [record, *_] = files.list_recent(session, owner_id="local")
        answer = FileDetail.of(files.get(session, owner_id="local", file_id=record.id))
    assert answer.model_dump(by_alias=True)["prepareError"] == said


def failures(settings: Settings) -> list[str]:
    """What the failed steps of the instance say in the UI."""
    with open_instance(settings) as instance:
        events = [entry.get_dagster_event() for run in instance.get_runs() for entry in _failed(instance, run.run_id)]
    told = [event.step_failure_data.user_failure_data for event in events]
    return [failure.description or "" for failure in told if failure]


def _failed(instance: DagsterInstance, run_id: str) -> list[EventLogEntry]:
    return list(instance.all_logs(run_id, of_type=DagsterEventType.STEP_FAILURE))
