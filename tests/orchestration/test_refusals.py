"""A list that cannot be read: the terminal, the run in Dagster and the API say the same words."""

from contextlib import redirect_stderr
from dataclasses import dataclass
from io import StringIO
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
RUNNERS = ["pipelines.runner:DagsterRunner", "pipelines.relay:RelayRunner"]


@dataclass(frozen=True)
class Refusals:
    """What was said of every list: at the terminal, and in the runs of the instance."""

    settings: Settings
    said: dict[str, str]
    failures: list[str]


@pytest.fixture(scope="module", params=RUNNERS)
def refusals(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Refusals:
    """Of all lists in one home: making a new instance, and starting the other process, takes most of the time."""
    folder = tmp_path_factory.mktemp("refused")
    settings = Settings(home=folder / "home")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("LISTMATCH_HOME", str(settings.home))
        patched.setenv("LISTMATCH_RUNNER", request.param)
        said = {name: refused(folder / name, content) for name, content, _ in (each.values for each in REFUSED)}
    follower_process().close()
    return Refusals(settings, said, failures(settings))


def refused(path: Path, content: bytes) -> str:
    """The sentence with which the command line refuses a list."""
    path.write_bytes(content)
    with pytest.raises(SystemExit) as ended, redirect_stderr(StringIO()) as heard:
        main(["profile", str(path)])
    assert ended.value.code == 2
    return heard.getvalue().strip().splitlines()[-1].removeprefix("listmatch: ")


@pytest.mark.parametrize(("name", "content", "place"), REFUSED)
def test_a_refusal_has_the_same_words_everywhere(name: str, content: bytes, place: str, refusals: Refusals) -> None:
    said = refusals.said[name]
    assert said.startswith(name)
    assert place in said
    assert said in refusals.failures
    services = open_own_services(refusals.settings)
    with services.catalog.reading() as session:
        [record] = [file for file in files.list_recent(session, owner_id="local") if file.name == name]
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
