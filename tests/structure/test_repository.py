"""What may be committed: nothing of one machine, no package index, locks that cover what pyproject.toml asks for."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.structure.repository import CODE_LOCATION, ROOT, files, name

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
EXTRAS = PROJECT["project"]["optional-dependencies"]
MACHINE_PATH = re.compile(rb"(?<![\w.$~}*-])/(work|farm|root|opt|home/[a-z]+|tmp/[a-z]+|Users/[a-z]+)/")
DOCUMENT_ELSEWHERE = re.compile(rb"\b(SPEC|DESIGN) \d")
INDEX_ADDRESS = re.compile(rb"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian|://[^\s'\"]+/simple\b")
BINARY = {".png", ".ttf", ".otf", ".woff2", ".pptx"}
"""Pictures of the documentation, fonts and the template of the slides."""
THIS = Path(__file__).resolve()


def requirements(*groups: str) -> list[Requirement]:
    return [Requirement(text) for group in groups for text in EXTRAS[group]]


def runtime_and_development() -> list[Requirement]:
    always = [Requirement(text) for text in PROJECT["project"]["dependencies"]]
    return always + requirements("pipeline", "llm", "api", "postgres", "dev")


def locked(lock: str) -> dict[str, set[str]]:
    """Name -> versions, of one lock file."""
    versions: dict[str, set[str]] = {}
    for found in re.finditer(r"^([\w.-]+)(?:\[.*?\])?==(\S+)", (ROOT / lock).read_text(), re.M):
        versions.setdefault(canonicalize_name(found[1]), set()).add(found[2])
    return versions


@pytest.mark.parametrize(
    "pattern",
    [MACHINE_PATH, INDEX_ADDRESS, DOCUMENT_ELSEWHERE],
    ids=["path of one machine", "address of an index", "document that is not here"],
)
def test_no_file_depends_on_where_it_was_written(pattern: re.Pattern[bytes]) -> None:
    checked = (path for path in files() if path != THIS)
    assert not [name(path) for path in checked if pattern.search(path.read_bytes())]


def test_only_pictures_fonts_and_templates_are_binary() -> None:
    """A database that a run left behind, say, is not committed."""
    readable = (path for path in files() if path.suffix not in BINARY)
    assert not [name(path) for path in readable if b"\0" in path.read_bytes()]


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.lock", runtime_and_development()),
        ("requirements-spark.lock", requirements("spark")),
        ("requirements-setup.lock", [Requirement(text) for text in PROJECT["dependency-groups"]["setup"]]),
    ],
)
def test_a_lock_covers_what_the_project_asks_for(lock: str, wanted: list[Requirement]) -> None:
    pinned = locked(lock)
    missing = [
        str(requirement)
        for requirement in wanted
        if not any(version in requirement.specifier for version in pinned.get(canonicalize_name(requirement.name), ()))
    ]
    assert not missing, "run make lock"


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-spark.lock", "requirements-setup.lock"])
def test_everything_locked_has_a_hash_and_nothing_says_where_from(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text())
    assert not [entry for entry in entries if entry.startswith("-") or "://" in entry or " @ " in entry]
    assert not [entry for entry in entries if re.match(r"[\w.-]+(\[.*?\])?==", entry) and "--hash=sha256:" not in entry]


def test_the_import_contracts_see_every_package() -> None:
    packages = {folder for folder in ("listmatch", *CODE_LOCATION) if (ROOT / folder / "__init__.py").exists()}
    assert packages == set(PROJECT["tool"]["importlinter"]["root_packages"])


def test_the_import_contracts_place_every_module_of_the_code_location() -> None:
    """import-linter ignores modules that a layers contract does not name (a container can be `exhaustive`)."""
    placed = str(PROJECT["tool"]["importlinter"]["contracts"])
    top_level = [path for path in files() if path.parent == ROOT / "pipelines" and path.suffix == ".py"]
    modules = {f"pipelines.{path.stem}" for path in top_level if path.stem != "__init__"}
    floors = {folder for folder in CODE_LOCATION if folder != "pipelines" and (ROOT / folder / "__init__.py").exists()}
    assert not sorted(module for module in modules | floors if not re.search(rf"\b{re.escape(module)}\b", placed))
