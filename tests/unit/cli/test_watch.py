"""`listmatch watch --once` and `listmatch backfill` at the command line."""

import json
import os
from pathlib import Path

import pytest

from listmatch.cli.app import main
from listmatch.workflows import watching
from tests.homes import LOOP
from tests.lists import write_lists


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTMATCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LISTMATCH_RUNNER", LOOP)


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    source, master = write_lists(folder)
    master.rename(tmp_path / "crm.csv")
    for path in (source, tmp_path / "crm.csv"):
        os.utime(path, (1, 1))
    (folder / "broken.csv").write_text("email\n", encoding="utf-8")
    os.utime(folder / "broken.csv", (1, 1))
    return folder


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


def test_a_watched_folder_gives_a_folder_of_results_per_list_and_each_list_once(
    incoming: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["watch", str(incoming), "--master", str(tmp_path / "crm.csv"), "-o", str(tmp_path / "out"), "--once"]
    assert run(*asked, "--json") == 0
    told = {Path(each["uri"]).name: each for each in map(json.loads, capsys.readouterr().out.splitlines())}
    assert told["leads.csv"]["error"] is None
    assert told["broken.csv"]["error"]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["leads.csv"]
    assert run(*asked) == 0
    assert capsys.readouterr().out == ""


def test_a_watch_that_waits_says_so(
    incoming: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(watching, "watch_once", stopped)
    run("watch", str(incoming), "-o", str(tmp_path / "out"))
    assert f"Watching {incoming}; Ctrl-C ends." in capsys.readouterr().err


def test_a_list_that_a_killed_watch_had_taken_in_is_brought_to_its_end_by_the_next(
    incoming: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (incoming / "broken.csv").unlink()
    asked = ["watch", str(incoming), "--master", str(tmp_path / "crm.csv"), "-o", str(tmp_path / "out"), "--once"]

    def die(*_: object, **__: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(watching, "run_to_end", die)
        assert run(*asked) != 0
    assert not (tmp_path / "out").exists()
    capsys.readouterr()
    assert run(*asked) == 0
    assert capsys.readouterr().out.startswith(f"{incoming / 'leads.csv'}: 3 matched, 0 review, 2 unmatched")
    assert (tmp_path / "out" / "leads.csv" / "results.csv").exists()


def test_a_master_that_cannot_be_used_gives_way_to_the_one_before_it(
    incoming: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "masters").mkdir()
    (tmp_path / "crm.csv").rename(tmp_path / "masters" / "crm.csv")
    (incoming / "broken.csv").rename(tmp_path / "masters" / "newer.csv")
    os.utime(tmp_path / "masters" / "newer.csv", (2, 2))
    assert run("watch", str(incoming), "-m", str(tmp_path / "masters"), "-o", str(tmp_path / "out"), "--once") == 0
    assert "leads.csv: 3 matched" in capsys.readouterr().out


def test_what_lists_have_to_wait_for_is_told(
    incoming: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "masters").mkdir()
    assert run("watch", str(incoming), "-m", str(tmp_path / "masters"), "-o", str(tmp_path / "out"), "--once") == 0
    assert "the master list is not there" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("watch", str(tmp_path / "nothing"), "-o", str(tmp_path / "out")) == 2
    assert "no such folder" in capsys.readouterr().err


def test_results_that_would_hide_every_list_are_refused_at_once(
    incoming: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("watch", str(incoming), "-o", str(incoming), "--once") == 2
    assert "takes nothing in from it" in capsys.readouterr().err


def test_a_backfill_ends_with_1_when_a_list_failed(incoming: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("backfill", "--prefix", str(incoming), "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["total"], told["failed"]) == (2, 1)
    assert [bool(each["error"]) for each in told["lists"]] == [True, False]


def test_a_backfill_can_be_left_to_the_daemon(incoming: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("backfill", "--prefix", str(incoming), "--queue-only") == 0
    assert "leads.csv: queued" in capsys.readouterr().out


def test_a_backfill_names_what_it_leaves_out(incoming: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (incoming / "broken.csv").rename(incoming / "fair_2024-01-05.csv")
    (incoming / "fair_2024-01-05.csv").write_text((incoming / "leads.csv").read_text(encoding="utf-8"))
    asked = ("backfill", "--prefix", str(incoming), "--since", "2024-01-01", "--queue-only")
    assert run(*asked) == 0
    *_, last = capsys.readouterr().out.splitlines()
    assert last == "1 list, 0 failed, 1 left out."
    assert run(*asked, "--json") == 0
    [left_out] = json.loads(capsys.readouterr().out)["leftOut"]
    assert left_out["name"] == "leads.csv"
    assert "1970-01-01" in left_out["reason"]
