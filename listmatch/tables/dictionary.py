"""What the columns of the tables between the stages hold, in a sentence each (data/dictionary.toml).

For people only: what must hold of a column is its contract (contracts.py).
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from listmatch.domain.stages import StageName
from listmatch.tables.contracts import STANDARD_COLUMNS

SHARED, STANDARD = "shared", "standard"


def descriptions(stage: StageName, names: Sequence[str]) -> tuple[str, ...]:
    """One sentence per column *names* of what *stage* wrote, in their order; empty for one that nothing is known of.

    A prepared list has its own columns first and the standard ones last; both may be called ``city``.
    """
    known = {**_dictionary()[SHARED], **_dictionary().get(stage.value, {})}
    own = len(names)
    if tuple(names[-len(STANDARD_COLUMNS) :]) == STANDARD_COLUMNS:
        own -= len(STANDARD_COLUMNS)
    return (
        *(_described(known, name) for name in names[:own]),
        *(_described(_dictionary()[STANDARD], name) for name in names[own:]),
    )


def _described(known: Mapping[str, str], name: str) -> str:
    if name in known:
        return known[name]
    stems = [entry for entry in known if entry.endswith("*") and name.startswith(entry[:-1])]
    return known[max(stems, key=len)] if stems else ""


@cache
def _dictionary() -> Mapping[str, Mapping[str, str]]:
    text = files("listmatch.tables").joinpath("data", "dictionary.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
