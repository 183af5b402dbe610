"""Intake: the bytes of any list file become ``rows.parquet``, and every line is accounted for.

Format, encoding, dialect and header are found out here and reported. What the values mean is decided elsewhere.
"""

from listmatch.domain.reading import ReadOptions
from listmatch.intake.reader import read_list
from listmatch.intake.result import QUARANTINE_FILE, ROWS_FILE, ColumnName, IntakeResult

__all__ = ["QUARANTINE_FILE", "ROWS_FILE", "ColumnName", "IntakeResult", "ReadOptions", "read_list"]
