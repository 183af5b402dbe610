"""From the columns of a list to standard columns that compare: ``rows.parquet`` -> ``standard.parquet``.

One DuckDB query per list. Each kind of value has its module, which offers a ``Recipe``: SQL steps, the standard columns
they end in, and the rules to count. What SQL cannot settle (other scripts, odd dates, phones of difficult number plans)
calls back into Python, once per distinct value.
"""

from listmatch.cleansing.shared_columns import own_fields
from listmatch.cleansing.standard import StandardResult, standardise

__all__ = ["StandardResult", "own_fields", "standardise"]
