"""The filters of our templates, for sqlfluff (``library_path`` in .sqlfluff); nothing else."""

from listmatch.duck import identifier, literal

SQLFLUFF_JINJA_FILTERS = {"identifier": identifier, "literal": literal}
