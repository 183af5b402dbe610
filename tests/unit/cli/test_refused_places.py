"""Places where a command cannot write its file: one sentence, and what stood there stays."""

from pathlib import Path

import pytest

from listmatch.errors import InputError
from listmatch.workflows.put import put_file
from tests.homes import LOOP
from tests.lists import write_lists
from tests.unit.cli.test_commands import call


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, lists_prepared: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTMATCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LISTMATCH_RUNNER", LOOP)
    monkeypatch.chdir(tmp_path)
    write_lists(tmp_path)


def test_a_file_is_put_whole_or_not_at_all(tmp_path: Path) -> None:
    made, target = tmp_path / "made", tmp_path / "new" / "target"
    made.write_text("whole", encoding="utf-8")
    assert put_file(made, target).read_text(encoding="utf-8") == "whole"
    with pytest.raises(InputError, match="cannot be written"):
        put_file(tmp_path / "none", target)
    assert target.read_text(encoding="utf-8") == "whole"
    assert [path.name for path in target.parent.iterdir()] == ["target"]


def test_the_quarantine_of_a_profile_needs_a_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("profile", "leads.csv", "--quarantine", "crm.csv/unread.csv") == 2
    assert capsys.readouterr().err.startswith("listmatch: crm.csv/unread.csv: the file cannot be written (")


def test_golden_records_and_import_files_need_a_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("dedupe", "leads.csv", "-o", "duplicates", "--only", "results") == 0
    assert call("match", "leads.csv", "-m", "crm.csv", "-o", "out", "--only", "results") == 0
    for path in ("duplicates/golden.csv", "out/hubspot_updates.csv"):
        Path(path).mkdir()
    capsys.readouterr()
    assert call("golden", "duplicates") == 2
    assert call("crm", "out", "--preset", "hubspot") == 2
    told = capsys.readouterr().err
    assert "listmatch: duplicates/golden.csv: the file cannot be written (Is a directory)." in told
    assert "listmatch: out/hubspot_updates.csv: the file cannot be written (Is a directory)." in told
