"""Lists prepared by an earlier version are reused only where today's would prepare them the same."""

from listmatch.domain.files import PREPARATION
from tests.golden.prepared_lists import changes, frozen, prepared


def test_lists_are_prepared_as_frozen_or_the_version_was_raised() -> None:
    changed = changes(frozen().prints, prepared())
    assert not changed, "raise listmatch.domain.files.PREPARATION, then python -m tests.golden.prepared_lists"
    assert frozen().version == PREPARATION, "freeze them again: python -m tests.golden.prepared_lists"
