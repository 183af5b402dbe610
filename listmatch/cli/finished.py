"""Finding the job again that a folder of results came from."""

import json
from pathlib import Path

from listmatch.errors import NotFound


def job_of(out: Path) -> str:
    """The id of the job that was delivered into *out*. Raises NotFound."""
    from listmatch.workflows.delivery import JOB_FILE

    try:
        return str(json.loads((out / JOB_FILE).read_text(encoding="utf-8"))["jobId"])
    except (OSError, ValueError, KeyError):
        cure = "Name the folder that was given to -o."
        raise NotFound("this folder holds no listmatch results.", place=str(out), cure=cure) from None
