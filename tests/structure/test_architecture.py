"""What docs/architecture.md says that each package offers is what it offers."""

import re
from importlib import import_module
from inspect import signature

import pytest

from tests.structure.repository import ROOT

PACKAGE = re.compile(r"# (\w+)(?::.*)?")
OFFER = re.compile(r"([a-z_.]+)\((.*?)\)(?: ->.*)?(?: +#.*)?")


def offers() -> list[tuple[str, str, list[str]]]:
    """Package, function (of matching with its module), and names of its parameters, line by line of the code block."""
    [block] = re.findall(
        r"```python\n(.*?)```", (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"), re.DOTALL
    )
    package, found = "", []
    for line in block.splitlines():
        if heading := PACKAGE.fullmatch(line):
            package = heading.group(1)
        elif offer := OFFER.fullmatch(line.rstrip()):
            found.append((package, offer.group(1), names(offer.group(2))))
    return found


def names(parameters: str) -> list[str]:
    return [re.split(r"[:=]", each)[0].strip() for each in parameters.split(",") if each.strip() != "*"]


def test_the_block_is_understood() -> None:
    packages = {package for package, _, _ in offers()}
    assert packages == {"intake", "profiling", "cleansing", "matching", "reporting", "exports", "expectations"}
    assert len(offers()) >= 18


@pytest.mark.parametrize(("package", "function", "parameters"), offers(), ids=lambda value: str(value)[:40])
def test_a_function_takes_what_the_page_says(package: str, function: str, parameters: list[str]) -> None:
    module, _, name = f"listmatch.{package}.{function}".rpartition(".")
    assert list(signature(getattr(import_module(module), name)).parameters) == parameters
