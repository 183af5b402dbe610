"""For kill tests: on the path of a process, it dies by SIGKILL where a test wants it to, once.

Python imports a module of this name by itself. ``LISTMATCH_DEADLY`` names a folder of orders: a file whose content is
``KEY MOMENT VICTIM``: when the object whose key ends in KEY is about to be promoted (MOMENT ``before``: it is whole but
invisible) or was just promoted (``after``), this process dies (VICTIM ``self``), or its parent with it (``parent``).
An order is carried out by the one process that can rename it; the renamed file tells when.
"""

import os
import signal
from pathlib import Path

ORDERS = os.environ.get("LISTMATCH_DEADLY", "")


def die_if_ordered(key: str, moment: str) -> None:
    """Carry out the first order for this object and moment."""
    for order in sorted(Path(ORDERS).glob("*.order")):
        suffix, when, victim = order.read_text(encoding="utf-8").split()
        if not key.endswith(suffix) or when != moment:
            continue
        try:
            order.rename(order.with_suffix(".done"))
        except FileNotFoundError:
            continue  # another process was faster
        order.with_suffix(".done").touch()
        if victim == "parent":
            os.kill(os.getppid(), signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)


def arm() -> None:
    """Let every promotion of the local store ask first."""
    from listmatch.storage.local import LocalStore

    promote = LocalStore._promote

    def deadly(self: LocalStore, temporary: Path, target: Path) -> None:
        die_if_ordered(target.as_posix(), "before")
        promote(self, temporary, target)
        die_if_ordered(target.as_posix(), "after")

    LocalStore._promote = deadly


if ORDERS:
    arm()
