"""A disk that fills while a list is read is called by its name, whatever library met it."""

from pathlib import Path

import pytest

from listmatch.duck import Compute
from listmatch.errors import StorageUnavailable
from listmatch.intake import read_list, reader

FULL = [
    OSError(28, "No space left on device"),
    OSError("Error writing bytes to file. Detail: [errno 28] No space left on device"),  # Arrow's, without an errno
]


@pytest.mark.parametrize("error", FULL, ids=["errno", "text"])
def test_a_full_disk_is_told_with_its_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(reader._Intake, "run", fail)
    compute = Compute(tmp_path / "scratch")
    with pytest.raises(StorageUnavailable, match=r"the disk has no space left for temporary files\. Free some space"):
        read_list(tmp_path / "list.csv", name="list.csv", into=tmp_path / "into", compute=compute)
