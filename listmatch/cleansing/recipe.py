"""Recipes: the SQL of one kind of value as a list of named steps, and their composition into one query."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from listmatch.domain.columns import ROW_ID


@dataclass(frozen=True, slots=True)
class Lookup:
    """A step that looks values up in a small table: *into* is *value* where the table's *on* equals the key column.

    *on* maps the table's column to a column made by an earlier step.
    """

    table: str
    on: Mapping[str, str]
    value: str
    into: str


Step = Mapping[str, str] | Lookup
"""New column -> SQL over the columns of earlier steps; or a lookup."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one kind of value becomes standard columns.

    ``columns`` maps standard column -> SQL, ``rules`` maps camelCase rule -> SQL that is true, or a number, where the
    rule touched a value of the row.
    """

    steps: Sequence[Step] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)


def compose(source: str, recipes: Iterable[Recipe]) -> str:
    """One query over the relation *source*: the row id, every standard column, and every rule as ``rule:<name>``."""
    steps: list[Step] = []
    columns: dict[str, str] = {}
    rules: dict[str, list[str]] = {}
    for recipe in recipes:
        steps += recipe.steps
        columns.update(recipe.columns)
        for rule, sql in recipe.rules.items():
            rules.setdefault(rule, []).append(f"coalesce(({sql})::int, 0)")
    tables = [f"step_0 as ({source})"]
    tables += [f"step_{n} as ({_step_sql(step, previous=f'step_{n - 1}')})" for n, step in enumerate(steps, 1)]
    chosen = [f"{sql}::varchar as {name}" for name, sql in columns.items()]
    counted = [f'({" + ".join(parts)})::utinyint as "rule:{rule}"' for rule, parts in rules.items()]
    return f"with {', '.join(tables)} select {', '.join([ROW_ID, *chosen, *counted])} from step_{len(steps)}"


def count_of(conditions: Iterable[str]) -> str:
    """SQL for the number of *conditions* that hold in a row."""
    return " + ".join(f"coalesce(({condition})::int, 0)" for condition in conditions)


def _step_sql(step: Step, *, previous: str) -> str:
    if isinstance(step, Lookup):
        condition = " and ".join(f"looked_up.{theirs} = {previous}.{ours}" for theirs, ours in step.on.items())
        return (
            f"select {previous}.*, looked_up.{step.value} as {step.into} from {previous} "
            f"left join {step.table} as looked_up on {condition}"
        )
    return f"select *, {', '.join(f'{sql} as {name}' for name, sql in step.items())} from {previous}"
