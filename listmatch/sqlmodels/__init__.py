"""A small runner of SQL models: SELECT statements in a folder become tables on a DuckDB connection, in the right order.

What belongs here: reading models from files, finding what they refer to, ordering, running and testing them. What the
models *say* lies in ``dbt_like_sql/``; what a report makes of their tables is the business of ``listmatch.reporting``.
Why not dbt: docs/adr/0002-sql-without-dbt.md.
"""

from listmatch.sqlmodels.folder import Model, read_models
from listmatch.sqlmodels.order import Plan, plan
from listmatch.sqlmodels.runner import run_plan

__all__ = ["Model", "Plan", "plan", "read_models", "run_plan"]
