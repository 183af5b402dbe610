"""The processes of a worker_pool."""

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
from listmatch.workflows.running import worker_pool

if __name__ == "__main__":
    spawn = multiprocessing.get_context("spawn")
    settings = Settings(home=Path(sys.argv[1]))
    pool = ProcessPoolExecutor(2, mp_context=spawn, initializer=worker_pool._begin, initargs=(settings,))
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


AN_UNUSABLE_HOME = """
import sys
from pathlib import Path
from listmatch.errors import StorageUnavailable
from listmatch.settings import Settings
from listmatch.workflows.running import worker_pool

if __name__ == "__main__":
    work = [worker_pool.Assignment((), str(number)) for number in range(3)]
    try:
        list(worker_pool.run_all(Settings(home=Path(sys.argv[1])), work, workers=1))
    except StorageUnavailable as error:
        print(error, flush=True)
"""


def test_a_home_that_cannot_be_opened_is_told_instead_of_trying_for_ever(tmp_path: Path) -> None:
    script, home = tmp_path / "parent.py", tmp_path / "home"
    script.write_text(AN_UNUSABLE_HOME, encoding="utf-8")
    home.write_text("a file is no home", encoding="utf-8")
    ended = subprocess.run([sys.executable, script, home], capture_output=True, text=True, check=False, timeout=60)
    assert ended.stdout.startswith(f"{home}: the folder of this installation cannot be made")


AN_OUTAGE = """
import sys
from pathlib import Path
from listmatch.errors import CatalogUnavailable
from listmatch.settings import Settings
from listmatch.workflows.running import worker_pool

TRIED = Path(sys.argv[1])

def meet_an_outage(services, *, file_ids, job_id):
    with TRIED.open("a") as tried:
        tried.write("x")
    raise CatalogUnavailable("the catalog cannot be reached.")

worker_pool.run_to_end = meet_an_outage
worker_pool.open_services = lambda settings: None

if __name__ == "__main__":
    work = [worker_pool.Assignment((), str(number)) for number in range(50)]
    try:
        list(worker_pool.run_all(Settings(home=TRIED.parent), work, workers=1))
    except CatalogUnavailable:
        print(len(TRIED.read_text()), flush=True)
"""


def test_an_outage_ends_a_crew_without_meeting_it_once_for_every_list(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(AN_OUTAGE, encoding="utf-8")
    command = [sys.executable, script, tmp_path / "tried"]
    told = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False, timeout=60).stdout
    assert 1 <= int(told) < 10


def _is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"  # ended, if nobody has looked at it yet
