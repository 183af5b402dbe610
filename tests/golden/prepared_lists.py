"""What preparation makes of small lists, frozen beside the version it was made by (``domain.files.PREPARATION``).

A list that was prepared once is reused as long as that version stands. So a change that prepares the same bytes
differently has to raise it; otherwise a home of yesterday and a fresh one give different verdicts.
``python -m tests.golden.prepared_lists`` freezes anew, once the version has been raised.
"""

import hashlib
import json
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import polars

from listmatch.domain.files import PREPARATION
from tools.make_golden import run

FROZEN = Path(__file__).parent / "preparation" / "frozen.json"
LISTS = (
    "sample_data/leads.csv",
    "sample_data/crm_master.csv",
    "tests/golden/matching/accounts_master.csv",
    "tests/golden/preparation/people.csv",
    "tests/golden/preparation/products.csv",
)

Prints = dict[str, dict[str, str]]
"""List -> standard column, or part of the profile -> hash of what is in it."""


class Frozen(NamedTuple):
    """What one version of preparation made."""

    version: int
    prints: Prints


def fingerprint(value: object) -> str:
    """A short hash of a JSON value."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:16]


def prints_of(list_name: str, home: Path) -> dict[str, str]:
    """What the command ``profile`` keeps of a list, in a *home* of its own."""
    run("profile", list_name, home=home)
    (folder,) = home.glob("objects/owners/*/files/*/prepared")
    standard = polars.read_parquet(folder / "standard.parquet")
    profile = json.loads((folder / "profile.json").read_text(encoding="utf-8"))
    parts: dict[str, object] = {f"standard.{column.name}": column.to_list() for column in standard}
    parts |= {f"profile.{part}": value for part, value in profile.items() if part != "preparation"}
    return {part: fingerprint(value) for part, value in parts.items()}


def prepared() -> Prints:
    """What preparation makes of every list today."""
    with tempfile.TemporaryDirectory() as folder:
        return {name: prints_of(name, Path(folder) / str(number)) for number, name in enumerate(LISTS)}


def frozen() -> Frozen:
    """What was frozen, and by which version."""
    return Frozen(**json.loads(FROZEN.read_text(encoding="utf-8")))


def changes(before: Prints, after: Prints) -> list[str]:
    """The lists and their parts in which the two differ."""
    return sorted(
        f"{name}: {part}"
        for name in before.keys() | after.keys()
        for part in before.get(name, {}).keys() | after.get(name, {}).keys()
        if before.get(name, {}).get(part) != after.get(name, {}).get(part)
    )


def freeze() -> None:
    """Write what preparation makes today; refused while a change still has the version of what was before it.

    A list that was not frozen before changes nothing for anybody's home.
    """
    today = prepared()
    if FROZEN.exists():
        then = frozen()
        changed = changes(then.prints, {name: parts for name, parts in today.items() if name in then.prints})
        if changed and then.version == PREPARATION:
            sys.exit("raise PREPARATION in listmatch/domain/files.py first; these changed:\n" + "\n".join(changed))
    FROZEN.write_text(json.dumps({"version": PREPARATION, "prints": today}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    freeze()
