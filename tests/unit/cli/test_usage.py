"""A command line that cannot be understood is answered with the place, what is wrong there, and the cure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from listmatch.cli.app import main

MATCH = "Example: listmatch match leads.csv --master crm.csv -o out/"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("match", "listmatch match: argument SOURCE is missing: the list to check"),
        ("match a.csv", "listmatch match: option --master is missing: the list to check against"),
        ("match a.csv -m b.csv", MATCH),
        ("match a.csv --mastr b.csv", "listmatch match: there is no option --mastr. Did you mean --master?"),
        (
            "match a.csv -m b.csv -o out --threshold 800",
            "option --threshold: input should be less than or equal to 100.",
        ),
        ("match a.csv -m b.csv -o out --threshold x", "option --threshold: input should be a valid number. Score"),
        ("match a.csv -m b.csv -o out --type people", "option --type: 'people' is not one of 'person', 'company'"),
        ("match a.csv b.csv -m c.csv -o out", "listmatch match: got unexpected extra argument(s) (b.csv). Example:"),
        ("explain out/ twelve", "listmatch explain: argument ROW: input should be a valid integer. The row"),
        ("matc", "listmatch: no such command 'matc'. Did you mean 'match'"),
        ("keys creat", "listmatch keys: no such command 'creat'. Did you mean 'create'?"),
        ("match a.csv --master", "option '--master' requires an argument."),
    ],
)
def test_a_line_that_cannot_be_understood_is_told_with_its_cure(
    line: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(line.split())
    captured = capsys.readouterr()
    assert end.value.code == 2
    assert told in captured.err
    assert captured.err.count("\n") == 1
    assert captured.out == ""


@pytest.mark.parametrize("line", ["", "schedule"])
def test_a_group_without_a_command_shows_its_help(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(line.split())
    assert end.value.code == 2
    assert capsys.readouterr().err.startswith("Usage: listmatch")


@pytest.mark.parametrize("line", ["--version", "match --help"])
def test_what_was_asked_for_ends_well(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(line.split())
    assert not end.value.code
    assert "listmatch" in capsys.readouterr().out


def test_an_interrupted_command_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("listmatch.cli.runs.open_local_services", interrupted)
    with pytest.raises(SystemExit) as end:
        main(["runs"])
    assert end.value.code == 130
    assert capsys.readouterr().err.endswith("listmatch: interrupted before it was done. Run the same command again.\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_cannot_be_written_is_told_without_a_traceback(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", "from listmatch.cli.start import start; start()", "runs", "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "LISTMATCH_HOME": str(tmp_path)},
            check=False,
        )
    assert done.returncode == 70
    assert done.stderr == (
        "listmatch: the output cannot be written (No space left on device). Free some space there.\n"
    )
