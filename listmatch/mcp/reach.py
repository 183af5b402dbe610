"""Which files an assistant may have read and written: those within folders that its user named."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from listmatch.errors import Forbidden, InputError


@dataclass(frozen=True, slots=True)
class Reach:
    """Folders, and the paths within them. What a path means begins in the first one."""

    folders: tuple[Path, ...]
    """absolute, without symbolic links; at least one"""

    @classmethod
    def of(cls, folders: list[Path]) -> Self:
        """The reach of *folders*. Raises InputError for one that does not exist."""
        for folder in folders:
            if not folder.is_dir():
                raise InputError("there is no such folder.", place=str(folder), cure="Name one that exists.")
        return cls(tuple(folder.resolve() for folder in folders))

    def path(self, text: str) -> Path:
        """The path that *text* names, with its symbolic links followed.

        An assistant reads lists, and lists may tell it to read something else. Raises Forbidden outside of the folders,
        InputError for a path that means nothing.
        """
        try:
            path = (self.folders[0] / Path(text).expanduser()).resolve()
        except (RuntimeError, ValueError, OSError):  # ~name of nobody, a NUL, links in a circle
            cure = "Write it in full, without ~name."
            raise InputError("this is not a usable path.", place=text, cure=cure) from None
        if any(path.is_relative_to(folder) for folder in self.folders):
            return path
        raise Forbidden(
            "this is outside of the folders that the assistant may use.",
            place=text,
            cure="Start `listmatch mcp` with --folder for the folder that holds it.",
        )
