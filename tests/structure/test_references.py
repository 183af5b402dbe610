"""The generated pages under docs/reference say what the code says."""

import subprocess
import sys

from tests.structure.repository import ROOT


def test_the_generated_pages_are_fresh() -> None:
    command = [sys.executable, ROOT / "tools" / "make_references.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
