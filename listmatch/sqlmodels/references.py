"""What a SQL statement reads, found by parsing it with sqlglot."""

from functools import lru_cache

from listmatch.errors import ContractBroken


@lru_cache(maxsize=256)
def references_of(sql: str, *, name: str) -> frozenset[str]:
    """The qualified tables (``schema.table``) that a single SELECT statement reads; *name* is for error texts.

    Other models are always named with their schema; a name without one is a CTE of the statement. Parsing takes about
    a millisecond a model (sqlglot 30, pure Python), and is remembered per text.
    Raises ContractBroken for SQL that does not parse, more than one statement, or an unqualified name that is no CTE.
    """
    from sqlglot import exp, parse
    from sqlglot.errors import SqlglotError

    try:
        statements = [statement for statement in parse(sql, dialect="duckdb") if statement is not None]
    except SqlglotError as error:
        raise ContractBroken(f"the SQL does not parse: {error}.", place=name) from error
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise ContractBroken("a model must be exactly one SELECT statement.", place=name)
    expressions = {cte.alias for cte in statements[0].find_all(exp.CTE)}
    tables = [table for table in statements[0].find_all(exp.Table) if isinstance(table.this, exp.Identifier)]
    for table in tables:
        if not table.db and table.name not in expressions:
            raise ContractBroken(f"{table.name!r} is neither a CTE nor named with its schema.", place=name)
    return frozenset(f"{table.db}.{table.name}" for table in tables if table.db)
