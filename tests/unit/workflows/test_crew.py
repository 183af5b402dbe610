"""The processes of a crew."""

import subprocess
import sys
from pathlib import Path

from listmatch.settings import Settings
from tests.servers import wait_until

A_PARENT_THAT_IS_KILLED = """
import multiprocessing, os, signal, sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from listmatch.settings import Settings
from listmatch.workflows import crew

if __name__ == "__main__":
    spawn = multiprocessing.get_context("spawn")
    settings = Settings(home=Path(sys.argv[1]))
    pool = ProcessPoolExecutor(2, mp_context=spawn, initializer=crew._open, initargs=(settings,))
    print(*{pool.submit(os.getpid).result() for _ in range(4)}, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_crew_ends_with_the_process_it_works_for(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(A_PARENT_THAT_IS_KILLED, encoding="utf-8")
    home = Settings(home=tmp_path / "home").home
    told = subprocess.run([sys.executable, script, home], stdout=subprocess.PIPE, text=True, check=False).stdout
    assert told.split()
    wait_until(lambda: not any(_is_alive(int(pid)) for pid in told.split()), seconds=30)


def _is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"  # ended, if nobody has looked at it yet
