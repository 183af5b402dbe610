"""What `listmatch estimate` says, beside what the match then takes: pairs, seconds, memory, disk.

    python -m benchmarks.estimating                        five jobs of made-up lists, about 3 minutes on two free cores
    python -m benchmarks.estimating --large                also 100,000 x 1,000,000 and a dedupe of 1,000,000 rows
    python -m benchmarks.estimating --source S --master M  your own lists; without --master a dedupe

The estimate prepares the lists; then each match runs as a process of its own up to results.csv, a master of 50,000
rows or more three times: the first scans it, the second builds its index, the third reads it. At the end stand the
constants of ``listmatch/workflows/matches/cost.py`` that would fit the seconds of this run best (non-negative least
squares of the relative error). They are worth taking over from a machine on which nothing else runs.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.generators.__main__ import generate_dedupe, generate_pair
from benchmarks.measure import Cost, run_apart
from listmatch.settings import Settings
from pipelines.relay import wait_for_follower

TIMEOUT_SECONDS = 3_600.0
LEAST_INDEXED = 50_000
PAIRS = ((20, 20_000), (5_000, 20_000), (5_000, 500_000))
DEDUPES = (20_000, 100_000)
LARGE_PAIR, LARGE_DEDUPE = (100_000, 1_000_000), 1_000_000
FITTED = (
    "fixed_s",
    "pair_s",
    "source_row_s",
    "master_row_s",
    "scan_row_s",
    "index_row_s",
    "probe_fixed_s",
    "probe_row_s",
)


@dataclass(frozen=True, slots=True)
class Job:
    """One match (dedupe: ``master`` is None) as it was predicted and found."""

    name: str
    told: dict[str, Any]
    pairs: int
    cost: Cost
    disk_mb: float

    @property
    def compared(self) -> tuple[tuple[float, float], ...]:
        """Predicted and found: pairs, seconds, memory, disk."""
        told, cost = self.told, self.cost
        return (
            (told["candidatePairs"], self.pairs),
            (told["seconds"], cost.seconds),
            (told["memoryMb"], cost.peak_mb),
            (told["diskMb"], self.disk_mb),
        )


def measure(name: str, source: Path, master: Path | None, *, work: Path) -> Iterator[Job]:
    """Estimate and run, in a home of their own."""
    home, out = work / "home", work / "out"
    lists = [str(source), *(["--master", str(master)] if master else [])]
    for number in range(3):
        estimated = work / "estimate.json"
        _run(["estimate", *lists, "--json"], home=home, log=estimated)
        told = json.loads(estimated.read_text(encoding="utf-8"))
        before = _megabytes(home)
        # another threshold, so that nothing is taken over from the job before
        options = ["-o", str(out / str(number)), "--only", "results", "--threshold", str(85 - number)]
        cost = _run(["match" if master else "dedupe", *lists, *options], home=home, log=work / "log")
        found = max(home.glob("**/candidate_pairs/summary.json"), key=lambda path: path.stat().st_mtime_ns)
        pairs = json.loads(found.read_text(encoding="utf-8"))["pairs"]
        disk = _megabytes(home) - before + _megabytes(out / str(number))
        yield Job(f"{name}, index {told['assumed']['index']}", told, pairs, cost, disk)
        if master is None or told["masterRows"] < LEAST_INDEXED:
            return


def _run(words: Sequence[str], *, home: Path, log: Path) -> Cost:
    program = str(Path(sys.executable).with_name("listmatch"))
    cost = run_apart([program, *words], log=log, timeout=TIMEOUT_SECONDS, environment={"LISTMATCH_HOME": str(home)})
    if cost.outcome != "ok":
        raise SystemExit(f"{' '.join(words)}: {cost.outcome}")
    wait_for_follower(Settings(home=home))
    return cost


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20


def line(job: Job) -> str:
    """A line of the table; the last column is the figure that is furthest off, as a factor."""
    cells = [
        f"{told:,.1f} / {found:,.1f}" if found < 100 else f"{told:,.0f} / {found:,.0f}" for told, found in job.compared
    ]
    worst = max(max(told, found) / max(min(told, found), 1e-9) for told, found in job.compared)
    slowness = job.told["assumed"]["slowness"]
    return f"| {job.name} | {' | '.join(cells)} | {job.cost.cpu_seconds:.1f} | {slowness:.2f} | {worst:.2f} |"


def fit(jobs: Sequence[Job]) -> dict[str, float]:
    """The constants that would have told the seconds of these jobs, and of their samples, best."""
    matches, probes = [], []
    for job in jobs:
        master, index = job.told["masterRows"], job.told["assumed"]["index"]
        rows = (job.told["sourceRows"], master, master * (index != "read"), master * (index == "built"))
        matches.append((1, job.pairs, *rows))
        probes.append((1, master))
    seconds = _fitted(matches, [job.cost.seconds for job in jobs])
    of_probes = _fitted(probes, [job.told["assumed"]["probeSeconds"] for job in jobs])
    return dict(zip(FITTED, (*seconds, *of_probes), strict=True))


def _fitted(features: Sequence[Sequence[float]], seconds: Sequence[float]) -> list[float]:
    """Seconds per unit of each feature, none negative, with the least squares of the relative error."""
    import numpy as np
    from scipy.optimize import nnls

    table = np.array(features, dtype=float) / np.maximum(seconds, 0.01)[:, None]
    scale = np.maximum(table.max(axis=0), 1e-12)
    found, _ = nnls(table / scale, np.ones(len(table)))
    return [float(value) for value in found / scale]


def lists_of(chosen: argparse.Namespace, folder: Path) -> Iterator[tuple[str, Path, Path | None]]:
    """Name, source and master of each job, made as they are needed."""
    if chosen.source:
        yield chosen.source.name, chosen.source, chosen.master
        return
    for source, master in (*PAIRS, *([LARGE_PAIR] if chosen.large else [])):
        out = folder / f"{source}_{master}"
        generate_pair("contacts", source=source, master=master, seed=chosen.seed, out=out)
        yield f"{source:,} × {master:,}", out / "source.csv", out / "master.csv"
    for rows in (*DEDUPES, *([LARGE_DEDUPE] if chosen.large else [])):
        out = folder / f"dedupe_{rows}"
        generate_dedupe("contacts", rows=rows, seed=chosen.seed, out=out)
        yield f"dedupe of {rows:,}", out / "records.csv", None


def main() -> None:
    """Measure, print the table line by line, and the constants."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.estimating",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--source", type=Path)
    parser.add_argument("--master", type=Path)
    parser.add_argument("--seed", type=int, default=31)
    chosen = parser.parse_args()
    print("predicted / found\n")
    print("| job | pairs | seconds | peak MB | disk MB | CPU s | machine slower by | furthest off by |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|", flush=True)
    jobs = []
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, source, master) in enumerate(lists_of(chosen, Path(folder) / "lists")):
            work = Path(folder) / str(number)
            work.mkdir()
            for job in measure(name, source, master, work=work):
                jobs.append(job)
                print(line(job), flush=True)
    if len(jobs) > len(PAIRS):
        told = ", ".join(f"{name} = {value:.2g}" for name, value in fit(jobs).items())
        print(f"\nBest fit of the seconds: {told}")


if __name__ == "__main__":
    main()
