"""Years of lists in one backfill: seconds per list, and the memory of its processes over time."""

import json
import subprocess
import time
from pathlib import Path

from benchmarks.recovery.site import BIN, environment, write_list
from listmatch.settings import Settings

EVERY_S = 2.0
PAGE_KB = 4


def measure(home: Path, *, lists: int, rows: int, workers: int, runner: str) -> str:
    """Run `listmatch backfill` over made-up lists, and look at its processes every two seconds."""
    archive = home / "archive"
    archive.mkdir()
    write_list(home / "crm.csv", rows=rows, seed=0)
    for number in range(1, lists + 1):
        write_list(archive / f"leads-{2000 + number // 365}-{number:04}.csv", rows=rows, seed=number)
    settings = Settings(home=home / "home")
    settings.home.mkdir()
    command = [str(BIN / "listmatch"), "backfill", "--prefix", str(archive), "--master", str(home / "crm.csv")]
    started = time.monotonic()
    with (home / "backfill.json").open("wb") as out:
        backfill = subprocess.Popen(
            [*command, "--workers", str(workers), "--json"],
            stdout=out,
            env=environment(settings) | {"LISTMATCH_RUNNER": runner},
        )
        seen = list[tuple[float, int]]()
        while backfill.poll() is None:
            seen.append((time.monotonic() - started, max(_children_mb(backfill.pid), default=0)))
            time.sleep(EVERY_S)
    seconds = time.monotonic() - started
    done = json.loads((home / "backfill.json").read_text(encoding="utf-8"))
    quarters = [max((mb for at, mb in seen if q / 4 <= at / seconds < (q + 1) / 4), default=0) for q in range(4)]
    return (
        f"{lists} lists of {rows} rows backfilled by {workers} processes ({runner or 'Dagster in each process'}): "
        f"{done['total'] - done['failed']} done, {done['failed']} failed; "
        f"{seconds:.0f} s, {seconds / lists:.2f} s a list; "
        f"largest process in each quarter of the time, MiB: {', '.join(map(str, quarters))}."
    )


def _children_mb(pid: int) -> list[int]:
    """Resident memory of each process below one, in MiB (proc(5): statm counts pages)."""
    found, parents = list[int](), {pid}
    for folder in sorted(Path("/proc").glob("[0-9]*"), key=lambda path: int(path.name)):
        try:
            parent = int(folder.joinpath("stat").read_text().rpartition(")")[2].split()[1])
            pages = int(folder.joinpath("statm").read_text().split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent in parents:
            parents.add(int(folder.name))
            found.append(pages * PAGE_KB // 1024)
    return found
