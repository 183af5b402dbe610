"""What users are told of errors that nobody foresaw."""

import duckdb
import pytest

from listmatch.errors import internal_error


@pytest.mark.parametrize("error", [MemoryError(), duckdb.OutOfMemoryException("failed to pin a block of Ann's row")])
def test_too_little_memory_is_no_bug_and_names_the_cure(error: Exception) -> None:
    told = str(internal_error(error))
    assert "not enough memory" in told
    assert "LISTMATCH_MEMORY_LIMIT_MB" in told
    assert "Ann" not in told


def test_a_bug_is_named_by_its_type_alone() -> None:
    told = str(internal_error(ValueError("Ann's row")))
    assert "(ValueError)" in told
    assert "Ann" not in told
