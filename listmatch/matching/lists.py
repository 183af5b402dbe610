"""The lists of a match, as files."""

from dataclasses import dataclass
from pathlib import Path

from listmatch.duck import literal


@dataclass(frozen=True, slots=True)
class ListPaths:
    """Standardised lists (standard.parquet); without a master one list is compared with itself."""

    source: Path
    master: Path | None = None
    index: Path | None = None
    """the folder of the master's index: then what it knows is not read of the master again"""

    @property
    def source_sql(self) -> str:
        """The source as SQL that can stand after ``from``."""
        return f"read_parquet({literal(self.source)})"

    @property
    def master_sql(self) -> str | None:
        """The same of the master; None without one."""
        return f"read_parquet({literal(self.master)})" if self.master else None
