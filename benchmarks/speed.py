"""The daily match in seconds: cold, with a master that has served before, and plain Splink, in turns and in one run.

    python -m benchmarks.speed --source 5000 --master 500000
    python -m benchmarks.speed --master 1000000 --dedupe
    python -m benchmarks.speed --lists DIR --all-exports

Each is a whole process up to results.csv, reading the two files included (``--all-exports``: with the report in every
format). *Cold* begins with an empty home; *prepared* is a match of another list against a master that has an index.
Seconds of the processor are told beside those of the clock, for a machine that is not quiet.
"""

import argparse
import csv
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.generators.__main__ import generate_dedupe, generate_pair
from benchmarks.measure import Cost, run_apart
from benchmarks.peers.splink_plain import SAMPLED_PAIRS
from listmatch.settings import Settings
from pipelines.relay import wait_for_follower

HERE = Path(__file__).parent
TIMEOUT_SECONDS = 3_600.0
SPLINK = "plain Splink"
HASTY_SPLINK = "plain Splink, a million pairs sampled"
"""with the default of which Splink warns (``splink_plain``)"""
INDEXED_AFTER = 2
"""matches against a master after which it has an index"""


class Lists:
    """A source and a master, or one list to deduplicate, and the same source with its rows turned round: a list with
    other bytes, which has to be read and prepared anew."""

    def __init__(self, folder: Path, work: Path) -> None:
        self.source, self.master = folder / "source.csv", folder / "master.csv"
        self.is_dedupe = not self.source.exists()
        if self.is_dedupe:
            self.source = folder / "records.csv"
        self.work = work

    def ours(self, source: Path, *, home: Path, all_exports: bool) -> Cost:
        """What the command line costs in *home*, up to its end; what tells Dagster of it afterwards is waited for."""
        words = ["dedupe", str(source)] if self.is_dedupe else ["match", str(source), "--master", str(self.master)]
        only = [] if all_exports else ["--only", "results"]
        program = str(Path(sys.executable).with_name("listmatch"))
        cost = self._run([program, *words, "-o", str(home / "out"), "--quiet", *only], {"LISTMATCH_HOME": str(home)})
        wait_for_follower(Settings(home=home))
        return cost

    def splink(self, *, sampled: float) -> Cost:
        """What the plain Splink script costs, with so many pairs *sampled* for its u."""
        master = "-" if self.is_dedupe else str(self.master)
        out = str(self.work / "splink.csv")
        command = [sys.executable, "-m", "benchmarks.peers.splink_plain", str(self.source), master, out, str(sampled)]
        return self._run(command, {"PYTHONPATH": str(HERE.parent)})

    def turned(self, number: int) -> Path:
        """The source with its rows moved on by *number*."""
        path = self.work / f"source_{number}.csv"
        with self.source.open(encoding="utf-8", newline="") as file:
            header, *rows = list(csv.reader(file))
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows[number:], *rows[:number]])
        return path

    def _run(self, command: Sequence[str], environment: dict[str, str]) -> Cost:
        cost = run_apart(command, log=self.work / "log", timeout=TIMEOUT_SECONDS, environment=environment)
        if cost.outcome != "ok":
            raise SystemExit(f"{command[0]}: {cost.outcome}")
        return cost


def compare(lists: Lists, *, rounds: int, all_exports: bool) -> Mapping[str, list[Cost]]:
    """Each of them *rounds* times, in turns."""
    found: dict[str, list[Cost]] = {SPLINK: [], HASTY_SPLINK: [], "cold": []}
    kept = lists.work / "kept"
    for number in range(rounds):
        found[SPLINK].append(lists.splink(sampled=SAMPLED_PAIRS))
        found[HASTY_SPLINK].append(lists.splink(sampled=1e6))
        home = lists.work / f"home_{number}"
        found["cold"].append(lists.ours(lists.source, home=home, all_exports=all_exports))
    if not lists.is_dedupe:
        for number in range(INDEXED_AFTER):
            lists.ours(lists.turned(number), home=kept, all_exports=False)
        found["prepared"] = [
            lists.ours(lists.turned(INDEXED_AFTER + number), home=kept, all_exports=all_exports)
            for number in range(rounds)
        ]
    return found


def table(found: Mapping[str, Sequence[Cost]]) -> str:
    """Medians as Markdown, with the ratio to plain Splink."""
    splink = found[SPLINK]
    lines = ["| | seconds | CPU s | peak MB | times faster | in CPU |", "|---|---:|---:|---:|---:|---:|"]
    for name, costs in found.items():
        wall, cpu = (_median(costs, of) for of in ("seconds", "cpu_seconds"))
        faster = f"{_median(splink, 'seconds') / wall:.1f} | {_median(splink, 'cpu_seconds') / cpu:.1f}"
        lines.append(f"| {name} | {wall:.1f} | {cpu:.1f} | {max(each.peak_mb for each in costs):,.0f} | {faster} |")
    return "\n".join(lines)


def _median(costs: Sequence[Cost], name: str) -> float:
    return float(statistics.median(getattr(cost, name) for cost in costs))


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--source", type=int, default=5_000)
    parser.add_argument("--master", type=int, default=500_000, help="rows of the master, or of the list of a dedupe")
    parser.add_argument("--dedupe", action="store_true")
    parser.add_argument("--lists", type=Path, help="a folder with source.csv and master.csv, or records.csv")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=31)
    parser.add_argument("--all-exports", action="store_true", help="with the report in every format")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder = asked.lists or Path(work) / "lists"
        if asked.lists is None and asked.dedupe:
            generate_dedupe("contacts", rows=asked.master, seed=asked.seed, out=folder)
        elif asked.lists is None:
            generate_pair("contacts", source=asked.source, master=asked.master, seed=asked.seed, out=folder)
        print(table(compare(Lists(folder, Path(work)), rounds=asked.rounds, all_exports=asked.all_exports)))


if __name__ == "__main__":
    main()
