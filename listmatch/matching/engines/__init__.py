"""Where large tables are joined and pairs compared: DuckDB on this machine, or Apache Spark.

What is joined and compared is said once, in DuckDB's SQL, by ``candidates`` and ``records``; an engine carries it out.
"""
