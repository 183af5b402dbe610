"""What stands in brackets behind a name: a company, or a name by which the person is called."""

import re
from collections.abc import Collection

BRACKETED = r"\S(?:\s*[(\[]|\s+[-–—|/@]\s+)([^()\[\]]+?)[)\]]?\s*$"
"""brackets at the end, or what follows a dash with blanks on both sides, with something before them"""


def hold_companies(values: Collection[str]) -> bool:
    """Whether at least half of *values* end in brackets, and what these hold mostly has several words.

    Nicknames are single words, and so are few companies.
    """
    inside = [found[1] for value in values if (found := re.search(BRACKETED, value))]
    return (
        bool(inside)
        and 2 * len(inside) >= len(values)
        and 2 * sum(" " in text.strip() for text in inside) > len(inside)
    )
