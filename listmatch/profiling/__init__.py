"""What is in a list: column types, counts, examples, quality; and which columns feed which field."""

from listmatch.profiling.drift import find_drift
from listmatch.profiling.fields import propose_fields
from listmatch.profiling.profile import RowsProfile, profile_rows
from listmatch.profiling.quality import quality_of

__all__ = ["RowsProfile", "find_drift", "profile_rows", "propose_fields", "quality_of"]
