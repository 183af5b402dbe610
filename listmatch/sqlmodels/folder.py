"""SQL models as files: a path is a table name, ``core/row_outcomes.sql`` is ``core.row_outcomes``.

A file that ends in ``.sql.jinja`` is a template; every other file is taken as it is. Models under ``tests/`` are tests:
queries that must return no line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from listmatch.duck import identifier, literal
from listmatch.errors import ContractBroken
from listmatch.sqlmodels.references import references_of

TEST_FOLDER = "tests"
TEMPLATE_SUFFIX = ".sql.jinja"


@dataclass(frozen=True, slots=True)
class Model:
    """One SELECT statement, named by its path."""

    name: str
    """``<folder>.<file>``, the table it becomes"""
    sql: str
    """the statement, templates already filled in"""
    references: frozenset[str]
    """the qualified tables it reads"""

    @property
    def is_test(self) -> bool:
        """Whether this is a query that must return no line."""
        return self.name.startswith(f"{TEST_FOLDER}.")


def read_models(root: Path, *, variables: Mapping[str, Any]) -> tuple[Model, ...]:
    """Every model and test below *root*, in the order of their names.

    *variables* are what templates may use. In a template, ``{{ name | identifier }}`` quotes an identifier and
    ``{{ value | literal }}`` a string; everything else is inserted as it is, so only numbers may go without a filter.
    Raises ContractBroken for a folder without models, a template that uses an unknown variable, or broken SQL.
    """
    paths = sorted(path for path in root.glob("*/*") if path.name.endswith((".sql", TEMPLATE_SUFFIX)))
    if not paths:
        raise ContractBroken("there are no SQL models.", place=str(root), cure="Set up the checkout or wheel again.")
    return tuple(_read_model(path, variables) for path in paths)


def _read_model(path: Path, variables: Mapping[str, Any]) -> Model:
    name = f"{path.parent.name}.{path.name.split('.')[0]}"
    text = path.read_text(encoding="utf-8")
    sql = _fill_in(text, variables, name=name) if path.name.endswith(TEMPLATE_SUFFIX) else text
    return Model(name=name, sql=sql, references=references_of(sql, name=name))


def _fill_in(text: str, variables: Mapping[str, Any], *, name: str) -> str:
    import jinja2

    # SQL is not HTML: quoting is the business of the two filters, which HTML escaping would break.
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False, trim_blocks=True)  # noqa: S701
    environment.filters |= {"identifier": identifier, "literal": literal}
    try:
        return environment.from_string(text).render(variables)
    except jinja2.TemplateError as error:
        raise ContractBroken(f"the template cannot be filled in: {error}.", place=name) from error
