"""Recipes: the SQL of one kind of value as named expressions, and their composition into one query.

An expression may use the names of others. The composition sorts them into layers, each a subquery over the one below,
so that every expression is computed once per row and the query is as deep as the longest chain, not as the list of
expressions (binding a flat chain of 75 subqueries costs DuckDB 1.8 s, the layers 0.2 s).

Cells whose values repeat are read once per value: what follows from such a cell alone is layered over its distinct
values and joined to the rows; only the rest is layered over the rows.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from graphlib import TopologicalSorter

from listmatch.domain.columns import ROW_ID
from listmatch.duck import identifier


@dataclass(frozen=True, slots=True)
class Lookup:
    """A join with a small table: ``values`` maps new column -> column of *table* where ``on`` holds (NULL where not).

    ``on`` maps a column of the table to the expression name it must equal; together its columns are a key of the table.
    """

    table: str
    on: Mapping[str, str]
    values: Mapping[str, str]


Step = Mapping[str, str] | Lookup
"""New names -> SQL over other names; or a lookup."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one kind of value becomes standard columns.

    ``columns`` maps standard column -> SQL, of which an empty text becomes NULL; ``rules`` maps camelCase rule -> SQL
    that is true, or a number, where the rule touched a value of the row.
    """

    steps: Sequence[Step] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)


_TEXT_OR_NAME = r"'(?:[^']|'')*'|[a-z_][a-z0-9_]*"


def compose(source: str, recipes: Sequence[Recipe], *, repeating: Sequence[str] = ()) -> str:
    """One query over *source*: the row id, every standard column, and every rule's count.

    *source* offers the row id and the cells of the list as ``given_*``; those named in *repeating* are read once per
    value. That changes what the query costs, never what it returns.
    """
    made = _Made.of([*(step for recipe in recipes for step in recipe.steps), *_named_outputs(recipes)])
    outputs = _outputs(recipes)
    wanted = set(outputs.values())
    groups = {cell: names for cell in repeating if (names := made.follow_from(cell))}
    shared = {name for names in groups.values() for name in names}
    rest = made.closure(wanted, known=shared)
    joins = []
    for n, (cell, names) in enumerate(groups.items()):
        asked = sorted(names & (rest | wanted))
        values = made.layered(f"(select distinct {cell} from {source})", asked, key=cell)
        joins.append(f"left join ({values}) as value_{n} on layer_0.{cell} is not distinct from value_{n}.{cell}")
    kept = sorted(rest - set(made.uses) - shared | rest & shared)
    cells = [f"layer_0.{name}" if name not in shared else name for name in kept]
    rows = f"(select {', '.join([f'layer_0.{ROW_ID}', *cells])} from {' '.join([f'{source} as layer_0', *joins])})"
    query = made.layered(rows, sorted(wanted), key=ROW_ID, known=shared)
    return f"select {', '.join([ROW_ID, *(f'{name} as {output}' for output, name in outputs.items())])} from ({query})"


def rule_column(rule: str) -> str:
    """The column of the query that says how many values of a row the *rule* touched."""
    return f"rule:{rule}"


def again(recipe: Recipe, *, prefix: str) -> Recipe:
    """*recipe* with *prefix* before every name that its steps make, to be used beside it on other cells."""
    steps = [step.values if isinstance(step, Lookup) else step for step in recipe.steps]
    made = {name for step in steps for name in step}

    def renamed(sql: str) -> str:
        return re.sub(_TEXT_OR_NAME, lambda found: prefix + found[0] if found[0] in made else found[0], sql)

    def made_again(step: Step) -> Step:
        if isinstance(step, Lookup):
            on = {column: renamed(name) for column, name in step.on.items()}
            return Lookup(step.table, on, {renamed(name): column for name, column in step.values.items()})
        return {renamed(name): renamed(sql) for name, sql in step.items()}

    return Recipe(
        steps=[made_again(step) for step in recipe.steps],
        columns={name: renamed(sql) for name, sql in recipe.columns.items()},
        rules={name: renamed(sql) for name, sql in recipe.rules.items()},
    )


def count_of(conditions: Iterable[str]) -> str:
    """SQL for the number of *conditions* that hold in a row."""
    return " + ".join(f"coalesce(({condition})::int, 0)" for condition in conditions)


def first_of(cells: Sequence[str]) -> str:
    """SQL for the first of *cells* that is not NULL; NULL where there are no cells."""
    return f"coalesce({', '.join(cells)})" if cells else "null::varchar"


def names_in(sql: str) -> set[str]:
    """Everything in *sql* that could be a name; string literals are left out."""
    return {found for found in re.findall(_TEXT_OR_NAME, sql) if not found.startswith("'")}


def _named_outputs(recipes: Sequence[Recipe]) -> Iterator[Step]:
    """Standard columns and rules as steps, so that they too are made where their inputs are."""
    for n, recipe in enumerate(recipes):
        yield {f"column_{name}": f"nullif(({sql})::varchar, '')" for name, sql in recipe.columns.items()}
        yield {
            f"counted_{n}_{k}": f"coalesce(({sql})::int, 0)::utinyint" for k, sql in enumerate(recipe.rules.values())
        }


def _outputs(recipes: Sequence[Recipe]) -> dict[str, str]:
    """Column of the query -> the name of the step that makes it."""
    columns = {name: f"column_{name}" for recipe in recipes for name in recipe.columns}
    rules = {
        identifier(rule_column(rule)): f"counted_{n}_{k}"
        for n, recipe in enumerate(recipes)
        for k, rule in enumerate(recipe.rules)
    }
    return columns | rules


@dataclass(frozen=True, slots=True)
class _Made:
    """The names that steps make, what each uses, and the SQL that makes it."""

    uses: Mapping[str, set[str]]
    sql: Mapping[str, str]
    lookups: Mapping[str, Lookup]

    @classmethod
    def of(cls, steps: Sequence[Step]) -> "_Made":
        sql: dict[str, str] = {}
        lookups: dict[str, Lookup] = {}
        for step in steps:
            if isinstance(step, Lookup):
                lookups |= dict.fromkeys(step.values, step)
            else:
                sql |= step
        uses = {name: names_in(text) for name, text in sql.items()}
        uses |= {name: set(lookup.on.values()) for name, lookup in lookups.items()}
        known = set(uses)
        return cls(
            {name: {use for use in used if use in known or _is_given(use)} for name, used in uses.items()}, sql, lookups
        )

    def closure(self, names: Iterable[str], *, known: Set[str] = frozenset()) -> set[str]:
        """*names* and everything they are made of, cells of the source included; what is *known* already ends there."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += () if name in known else self.uses.get(name, ())
        return found

    def follow_from(self, cell: str) -> set[str]:
        """The names that *cell* decides, and no other cell."""
        return {name for name in self.uses if {use for use in self.closure([name]) if _is_given(use)} == {cell}}

    def layered(self, source: str, asked: Sequence[str], *, key: str, known: Set[str] = frozenset()) -> str:
        """A query for *key* and the names *asked*, layer by layer over *source*, which offers the *known* ones."""
        needed = self.closure(asked, known=known)
        layers = self._layers(needed - known)
        inherited = needed & known | {name for name in needed if name not in self.uses}
        query = f"{source} as made_0"
        for depth, layer in enumerate(layers, 1):
            later = {use for below in layers[depth:] for name in below for use in self.uses[name]}
            kept = sorted(inherited & (later | set(asked)) - {key})
            query = f"({self._select(layer, kept=[key, *kept], query=query)}) as made_{depth}"
            inherited = set(kept) | set(layer) | {key}
        return f"select {', '.join([key, *asked])} from {query}"

    def _layers(self, needed: Set[str]) -> list[list[str]]:
        """The names of *needed*, each in the layer after the last one it uses."""
        made = {name: self.uses[name] & needed for name in needed if name in self.uses}
        depth: dict[str, int] = {}
        for name in TopologicalSorter(made).static_order():
            depth[name] = 1 + max((depth[use] for use in made[name]), default=0) if name in made else 0
        deepest = max(depth.values(), default=0)
        return [sorted(name for name, level in depth.items() if level == wanted) for wanted in range(1, deepest + 1)]

    def _select(self, layer: Sequence[str], *, kept: Sequence[str], query: str) -> str:
        """The subquery that adds the names of *layer* to those *kept*."""
        joined = list(dict.fromkeys(id(self.lookups[name]) for name in layer if name in self.lookups))
        lookups = {id(lookup): lookup for lookup in self.lookups.values()}
        joins = [_join(lookups[key], alias=f"lookup_{n}") for n, key in enumerate(joined)]
        made = [name if name in self.lookups else f"{self.sql[name]} as {name}" for name in layer]
        return f"select {', '.join([*kept, *made])} from {' '.join([query, *joins])}"


def _is_given(name: str) -> bool:
    return name.startswith("given_")


def _join(lookup: Lookup, *, alias: str) -> str:
    keys = [f"{theirs} as {alias}_{theirs}" for theirs in lookup.on]
    values = [f"{column} as {name}" for name, column in lookup.values.items()]
    condition = " and ".join(f"{alias}_{theirs} = {ours}" for theirs, ours in lookup.on.items())
    return f"left join (select {', '.join([*keys, *values])} from {lookup.table}) as {alias} on {condition}"
