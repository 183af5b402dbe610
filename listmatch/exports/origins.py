"""The origin of each column of a result, as metadata for its readers.

Apart from ``columns``, which writes them in SQL: who only reads or draws a result needs no DuckDB.
"""

from enum import StrEnum

SOURCE_DUPLICATE_OF = "_lmg_source_duplicate_of"
"""The earlier source row that is the same entity, if there is one."""

EXCLUDED = "_lmg_excluded"
"""Whether an exclusion list forbids to contact the row; only there when there is such a list."""


class Origin(StrEnum):
    """Where a column of a result comes from."""

    SOURCE = "source"
    MASTER = "master"
    LISTMATCH = "listmatch"
