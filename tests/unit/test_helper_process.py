"""Calls done by a second process: the same results, the same errors, and another process when it dies."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from listmatch.errors import InputError, SystemFault
from listmatch.helper_process import HelperProcess


@pytest.fixture(scope="module")
def helper() -> Iterator[HelperProcess]:
    helper = HelperProcess()
    yield helper
    helper.close()


def test_a_function_is_called_in_another_process(helper: HelperProcess, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("email\n", encoding="utf-8")
    assert helper.call(Path.read_text, tmp_path / "list.csv", encoding="utf-8").result() == "email\n"


def test_calls_are_done_in_their_order(helper: HelperProcess, tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "a" / "b", tmp_path / "a" / "b" / "c"]
    for made in [helper.call(Path.mkdir, folder) for folder in folders]:
        made.result()
    assert folders[-1].is_dir()


def refuse(place: str) -> None:
    raise InputError("the file is empty.", place=place, cure="Export it again.")


def test_an_error_comes_back_whole(helper: HelperProcess) -> None:
    with pytest.raises(InputError) as raised:
        helper.call(refuse, "leads.csv").result()
    assert str(raised.value) == "leads.csv: the file is empty. Export it again."


def test_what_is_printed_there_is_no_answer(helper: HelperProcess) -> None:
    assert helper.call(print, "not an answer").result() is None


def test_a_process_that_died_is_told_and_the_next_call_has_another() -> None:
    helper = HelperProcess()
    dies_when_asked = [sys.executable, "-c", "import sys; sys.stdin.buffer.read(1)"]
    helper._process = subprocess.Popen(dies_when_asked, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with pytest.raises(SystemFault, match="ended unexpectedly"):
        helper.call(len, "abc").result()
    assert helper.call(len, "abc").result() == 3
    helper.close()


def test_closing_twice_leaves_no_process_behind() -> None:
    helper = HelperProcess()
    helper.call(len, "abc").result()
    helper.close()
    helper.close()
    assert helper._process is None
