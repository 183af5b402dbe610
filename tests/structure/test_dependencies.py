"""Whatever the library and the code location import is declared in pyproject.toml, in the right group, and no more."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.structure.repository import CODE_LOCATION, ROOT, python_files

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
OURS = {"listmatch", "tools", *CODE_LOCATION}
OPTIONAL = {
    "expectations": ("pipeline",),
    "api": ("api",),
    "cli": ("api",),
    "mcp": ("mcp",),
    "catalog": ("postgres",),
    "matching": ("spark",),
    "reporting": ("llm",),
}
"""Extras that a package of the library may use, when installed."""

NEVER_IMPORTED = {
    "dagster-graphql": "the web server answers by it",
    "dagster-postgres": "named in deploy/dagster.yaml",
    "dagster-webserver": "a program that deploy/compose.yaml starts, and `dagster dev`",
    "psycopg": "named in LISTMATCH_CATALOG_URL",
}
"""What is used by name alone, and where."""


def declared(*extras: str) -> set[str]:
    """The distributions that pyproject.toml asks for: always, and with these extras."""
    texts = [*PROJECT["dependencies"], *(text for extra in extras for text in PROJECT["optional-dependencies"][extra])]
    return {canonicalize_name(Requirement(text).name) for text in texts}


def at_run_time(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node but those that only a type checker sees."""
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            yield node
            yield from at_run_time(node)


def modules_named_by(node: ast.AST) -> list[str]:
    """The modules that one node imports, or whose data files it opens with ``resources.files``."""
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=str(name), level=0):
            return [name]
        case ast.Call(func=ast.Attribute(attr="files") | ast.Name(id="files"), args=[ast.Constant(value=str(name))]):
            return [name]
    return []


def imported(*folders: str) -> Iterator[tuple[str, str]]:
    """(file, top-level module) of every import of somebody else's code below these folders, wherever in the file."""
    for path in python_files(*folders):
        for node in at_run_time(ast.parse(path.read_text())):
            for name in modules_named_by(node):
                top = name.partition(".")[0]
                if top not in sys.stdlib_module_names and top not in OURS:
                    yield path.relative_to(ROOT).as_posix(), top


@pytest.mark.parametrize("folder", ["listmatch", *CODE_LOCATION])
def test_every_import_is_a_declared_dependency(folder: str) -> None:
    distributions = packages_distributions()
    code_location_extras = () if folder == "listmatch" else ("pipeline",)
    undeclared = set()
    for file, module in imported(folder):
        extras = OPTIONAL.get(file.split("/")[1], ()) if folder == "listmatch" else code_location_extras
        names = {canonicalize_name(name) for name in distributions.get(module, [module])}
        if not names & declared(*extras):
            undeclared.add((file, module))
    assert not sorted(undeclared)


def test_every_declared_dependency_is_used() -> None:
    """What nobody imports any more is still downloaded, audited and upgraded by everybody."""
    distributions = packages_distributions()
    modules = {module for _, module in imported("listmatch", *CODE_LOCATION)}
    used = {canonicalize_name(name) for module in modules for name in distributions.get(module, [module])}
    wanted = declared(*(extra for extra in PROJECT["optional-dependencies"] if extra != "dev"))
    assert sorted(wanted - used) == sorted(NEVER_IMPORTED)
