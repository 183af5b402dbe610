"""Habits of the house that a test can check, for every module."""

import ast
import re
from pathlib import Path

import pytest

from tests.structure.repository import CODE_LOCATION, name, python_files

MODULES = python_files("listmatch", *CODE_LOCATION, "tools", "benchmarks")
LONGEST, LONGEST_TESTS = 300, 400
MIGRATION = re.compile(r"/migrations/versions/")
ROOMS_WITHOUT_A_NAME = re.compile(r"(^|/)(utils?|helpers?|common|misc|stuff)(/|\.py$)")


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_says_what_belongs_in_it(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text())), "the first line of a module says what belongs there"


def test_modules_stay_readable() -> None:
    lines = {path: len(path.read_text().splitlines()) for path in python_files()}
    long = [name(path) for path in MODULES if lines[path] > LONGEST and not MIGRATION.search(name(path))]
    assert not [*long, *(name(path) for path in lines if lines[path] > LONGEST_TESTS)], "split by noun"


def test_every_room_has_a_name() -> None:
    assert not [name(path) for path in python_files() if ROOMS_WITHOUT_A_NAME.search(name(path))]


def test_dagster_sees_real_annotations() -> None:
    """Dagster rejects a typed `context` whose annotation is a string."""
    deferred = [name(p) for p in python_files(*CODE_LOCATION) if "from __future__ import annotations" in p.read_text()]
    assert not deferred


def test_nothing_is_left_unfinished_or_skipped() -> None:
    unfinished = re.compile(
        r"\b(TODO|FIXME|XXX|raise NotImplementedError)\b|pytest\.(mark\.)?(skip|xfail)\b|^\s*except.*:\s*pass$", re.M
    )
    this = Path(__file__).resolve()
    assert not [name(path) for path in python_files() if path != this and unfinished.search(path.read_text())]
