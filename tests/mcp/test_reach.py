"""Which paths an assistant may name."""

from pathlib import Path

import pytest

from listmatch.errors import InputError
from listmatch.mcp.reach import Reach


@pytest.mark.parametrize("text", ["~nobody-of-that-name/leads.csv", "leads\0.csv"])
def test_a_path_that_means_nothing_is_named_with_the_cure(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match=r"this is not a usable path\. Write it in full") as raised:
        Reach.of([tmp_path]).path(text)
    assert raised.value.place == text
