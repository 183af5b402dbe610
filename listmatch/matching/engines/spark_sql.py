"""From DuckDB's SQL to Spark's: sqlglot translates, and here stands what it does not know.

Passes, levels and derived columns are defined in DuckDB's SQL; every construct that they use has to mean the same on
Spark, which ``tests/spark`` checks on lists and on random texts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlglot import exp, parse_one

Place = Callable[[str], str]
"""from the local path of a Parquet file to where Spark reads it"""

PREFIX = "duckdb_"
"""of functions that DuckDB computes"""


def functions() -> Mapping[str, str]:
    """DuckDB's function, or sqlglot's key of it -> Spark's, where sqlglot's own translation is none, or another one.

    A text measure is computed by DuckDB on Spark's workers (``spark_measures``): Spark's ``levenshtein`` counts
    characters where DuckDB's counts bytes, and the Jaro-Winkler of Splink's jar differs from DuckDB's on 11 % of random
    pairs of short ASCII words.
    """
    measures = {"jarowinklersimilarity": "jaro_winkler_similarity"}
    measures |= {name: name for name in ("damerau_levenshtein", "levenshtein")}
    return {
        "hash": "xxhash64",
        "list_intersect": "array_intersect",
        "arraysize": "array_size",
        "arrayoverlaps": "arrays_overlap",
        **{key: PREFIX + name for key, name in measures.items()},
    }


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement on tables, taken apart: Spark has no temporary tables that could be written to."""

    verb: str
    """``table`` and ``view`` define *name* by *query*, ``insert`` adds what *query* finds"""
    name: str
    query: str
    """Spark's SQL; empty for a table that only declares *columns*"""
    columns: str = ""
    """names and types, as Spark writes a schema"""


def statement(text: str, *, place: Place) -> Statement:
    """The parts of ``create [or replace] temp table|view … as …``, ``create temp table … (…)``, ``insert into …``.

    Raises ValueError for anything else.
    """
    match _translated(text, place):
        case exp.Create(this=exp.Schema() as schema):
            columns = ", ".join(each.sql(dialect="spark") for each in schema.expressions)
            return Statement("table", schema.this.name, "", columns)
        case exp.Create(kind=str(kind), this=exp.Table() as table, expression=exp.Expr() as body):
            return Statement(kind.lower(), table.name, body.sql(dialect="spark"))
        case exp.Insert(this=exp.Table() as table, expression=exp.Expr() as body):
            return Statement("insert", table.name, body.sql(dialect="spark"))
    raise ValueError(f"no statement that an engine runs: {text}")


def query(text: str, *, place: Place) -> str:
    """A query in Spark's SQL."""
    return _translated(text, place).sql(dialect="spark")


def condition(text: str) -> str:
    """A condition over columns in Spark's SQL."""
    return _translated(text, str).sql(dialect="spark")


def _translated(text: str, place: Place) -> exp.Expr:
    """The tree of *text* with our replacements made from the leaves up, so that they may stand inside each other."""
    holder = exp.Tuple(expressions=[parse_one(text, read="duckdb")])
    for node in reversed(list(holder.walk())):
        replacement = _replacement(node, place)
        if replacement is not node:
            node.replace(replacement)
    tree: exp.Expr = holder.expressions[0]
    return tree


def _replacement(node: exp.Expr, place: Place) -> exp.Expr:
    match node:
        case exp.ReadParquet(expressions=[exp.Literal() as path]):
            return exp.ReadParquet(expressions=[exp.Literal.string(place(path.name))])
        case exp.DataType(this=exp.DataType.Type.UBIGINT):  # signed is enough: no table has 63 passes
            return exp.DataType.build("bigint")
        case exp.RegexpReplace() if node.text("modifiers") != "g":
            raise ValueError("Spark's regexp_replace replaces every match: write it with 'g'")
        case exp.Func():
            return _function(node)
    return node


def _function(node: exp.Func) -> exp.Expr:
    known = functions().get(node.name.lower() if isinstance(node, exp.Anonymous) else node.key)
    if known is None:
        return node
    both = node.expressions or [node.this, node.args.get("expression")]
    return exp.Anonymous(this=known, expressions=[each for each in both if each is not None])
