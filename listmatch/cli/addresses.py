"""What a user writes for a place or a list: a path or URL; a folder or prefix may mean the newest list in it."""

from pathlib import Path
from typing import TYPE_CHECKING

from listmatch.errors import InputError

if TYPE_CHECKING:
    from listmatch.workflows.drops.rules import ListSource


def list_source(address: str) -> "ListSource":
    """The list or the folder of an address; a local path is made absolute."""
    from listmatch.workflows.drops.rules import ListSource

    where = absolute(address)
    is_folder = address.endswith("/") or ("://" not in address and Path(where).is_dir())
    return ListSource(latest=where) if is_folder else ListSource(file=where)


def absolute(address: str) -> str:
    """An address that means the same from everywhere: a URL as it is, a local path made absolute. Raises InputError."""
    if "://" in address:
        return address
    try:
        return str(Path(address).expanduser().absolute())
    except RuntimeError:  # ~name/…
        raise InputError("there is no user of that name here.", place=address, cure="Write the path out.") from None


def shown(uri: str) -> str:
    """An address as a person reads it: a local path, any other as it is."""
    from urllib.parse import unquote, urlsplit

    return unquote(urlsplit(uri).path) if uri.startswith("file:") else uri
