"""The tables that the package ships as YAML: passes, evidence, identifiers, comparisons of Splink."""

from importlib import resources
from typing import Any

import yaml


def shipped_table(name: str) -> Any:
    """What ``tables/<name>.yaml`` says; read by the parser in C, a tenth of the time, where PyYAML has it."""
    text = resources.files("listmatch.matching").joinpath("tables", f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  (a safe loader either way)
