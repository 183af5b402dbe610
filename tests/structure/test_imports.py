"""What importing the library may load, seen from a fresh interpreter."""

import subprocess
import sys

import pytest

IMPORT_ALL = """
import importlib, pkgutil, sys, listmatch
for module in pkgutil.walk_packages(listmatch.__path__, "listmatch."):
    if not module.name.startswith("listmatch.catalog.migrations."):  # Alembic runs those, nobody imports them
        importlib.import_module(module.name)
"""
HEAVY = ("splink", "weasyprint", "great_expectations", "boto3", "pandera", "dagster", "pptx", "xlsxwriter", "fastapi")


def loaded_by(code: str) -> set[str]:
    """The top-level modules that a fresh interpreter holds after running *code*."""
    report = "\nimport sys\nprint(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code + report], check=True, capture_output=True, text=True)
    return set(done.stdout.splitlines()[-1].split())


def test_the_library_never_loads_the_orchestrator_or_the_code_location() -> None:
    loaded = loaded_by(IMPORT_ALL)
    assert "listmatch" in loaded
    assert not loaded & {"dagster", "assets", "resources", "sensors", "schedules", "pipelines"}


@pytest.mark.parametrize("module", ["listmatch.cli.app", "listmatch.workflows"])
def test_a_door_opens_without_the_heavy_libraries(module: str) -> None:
    assert sorted(loaded_by(f"import {module}") & set(HEAVY)) == []


def test_the_runner_of_the_command_line_leaves_dagster_to_another_process() -> None:
    assert "dagster" not in loaded_by("import pipelines.relay")
