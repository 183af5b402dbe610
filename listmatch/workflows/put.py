"""Files that a command writes where its user says: whole or not at all."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from listmatch.errors import InputError


def put_file(path: Path, target: Path) -> Path:
    """Copy a finished file to its destination atomically, through a temporary file beside it; returns *target*.

    Raises InputError when it cannot be written there; what stood there before is then as it was.
    """
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, beside)
        beside.replace(target)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        message = f"the file cannot be written ({error.strerror})."
        raise InputError(message, place=str(target), cure="Name a file in a folder that you may write to.") from error
    return target
