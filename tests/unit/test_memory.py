"""What nobody uses any more goes back to the system."""

import os
import subprocess
import sys

import pytest

from listmatch.memory import ARROW_POOL

PROGRAM = """
from pathlib import Path
from listmatch.memory import give_back_memory, use_sparingly
use_sparingly()
import pyarrow as pa

def resident():
    pages = Path("/proc/self/statm").read_text().split()
    return (int(pages[1]) - int(pages[2])) * 4096 >> 20  # without what files back

before = resident()
table = pa.table({str(n): pa.repeat(n, 200_000) for n in range(250)})
held = resident()
del table
give_back_memory()
print(pa.default_memory_pool().backend_name, held - before, resident() - before)
"""


def measured(**environment: str) -> tuple[str, int, int]:
    """Arrow's allocator, MiB held by a table, MiB held after it is gone."""
    inherited = {name: value for name, value in os.environ.items() if name != ARROW_POOL}
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, env=inherited | environment, check=True, capture_output=True, text=True)
    pool, held, left = done.stdout.split()
    return pool, int(held), int(left)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("wished", ["", "mimalloc"])
def test_a_table_that_is_gone_holds_no_memory_whatever_allocator_the_user_wishes(wished: str) -> None:
    pool, held, left = measured(**({ARROW_POOL: wished} if wished else {}))
    assert pool == (wished or "jemalloc")
    assert held > 350
    assert left < 150
