"""What a user writes for a list: a file, or a folder or prefix that means the newest list in it."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from listmatch.workflows.drops.rules import ListSource


def list_source(address: str) -> "ListSource":
    """The list or the folder of an address; a local path is made absolute."""
    from listmatch.workflows.drops.rules import ListSource

    is_remote = "://" in address
    where = address if is_remote else str(Path(address).expanduser().absolute())
    is_folder = address.endswith("/") or (not is_remote and Path(where).is_dir())
    return ListSource(latest=where) if is_folder else ListSource(file=where)
