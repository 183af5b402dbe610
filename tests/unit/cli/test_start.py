"""The process of a command: its exit code, what it printed and what was left to be done all arrive."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.lists import write_lists


def run(
    arguments: Sequence[str], *, before: str = "", stdout: int = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    """A process that does *before* and then is the command with these arguments."""
    code = f"""
import sys
sys.argv = ["listmatch", *{list(arguments)!r}]
{before}
from listmatch.cli.start import start
start()"""
    return subprocess.run([sys.executable, "-c", code], check=False, stdout=stdout, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--version"], 0), (["runs", "--nonsense"], 2), (["match", "no.csv", "-m", "x", "-o", "y"], 2)],
)
def test_the_exit_code_is_that_of_the_command(tmp_path: Path, arguments: Sequence[str], code: int) -> None:
    done = run(arguments, before=f"import os\nos.environ['LISTMATCH_HOME'] = {str(tmp_path)!r}")
    assert done.returncode == code
    assert done.stdout if code == 0 else done.stderr


def test_what_was_registered_for_the_end_is_done() -> None:
    done = run(["--version"], before="import atexit\natexit.register(print, 'in the end')")
    assert done.stdout.splitlines()[-1] == "in the end"


def test_a_thread_that_still_works_is_waited_for() -> None:
    work = "import threading as t\nt.Thread(target=lambda: (t.main_thread().join(), print('done'))).start()"
    assert run(["--version"], before=work).stdout.splitlines()[-1] == "done"


def test_output_that_cannot_be_written_is_no_success() -> None:
    with Path("/dev/full").open("w") as full:
        assert run(["--version"], stdout=full.fileno()).returncode != 0


def test_a_command_that_draws_a_report_leaves_nothing_in_the_temporary_folder(tmp_path: Path) -> None:
    lists, temporary = write_lists(tmp_path), tmp_path / "temporary"
    temporary.mkdir()
    places = {"LISTMATCH_HOME": str(tmp_path / "home"), "TMPDIR": str(temporary)}
    source, master = map(str, lists)
    arguments = ["match", source, "-m", master, "-o", str(tmp_path / "out"), "--quiet"]
    done = run(arguments, before=f"import os\nos.environ.update({places!r})")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "report.pdf").exists()
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("command", ["match", "dedupe"])
def test_results_alone_are_made_without_pandas(tmp_path: Path, command: str) -> None:
    """It costs .2 s and 40 MB, and pyarrow loads it behind many an innocent call (``pa.array``, ``pc.equal``)."""
    source, master = map(str, write_lists(tmp_path))
    arguments = [command, source, *(["-m", master] if command == "match" else []), "-o", str(tmp_path / "out")]
    told = f"""
import atexit, os
os.environ["LISTMATCH_HOME"] = {str(tmp_path / "home")!r}
atexit.register(lambda: print(sorted({{"pandas", "polars"}} & set(sys.modules))))"""
    done = run([*arguments, "--only", "results", "--quiet"], before=told)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"
