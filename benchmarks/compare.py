"""listmatch beside its peers: the same lists, the same evaluator, one process each, one table.

    python -m benchmarks.compare                              all sets and peers, into benchmarks/RESULTS.md
    python -m benchmarks.compare --set contacts --peer listmatch --peer vlookup

Peers that cannot live beside the project's own dependencies have an environment of their own (.venv-bench, which `make
bench` makes from benchmarks/peers/requirements.txt); without it their lines say what is missing.

Precision, recall and F1 are per source row (best candidate of a row) at the line that the peer draws itself, for a
dedupe per pair after closing the peer's pairs to groups; *best F1* draws the line with the truth in hand, which no user
can. All peers but listmatch and GoldenMatch get the lists cleaned and their columns named by hand; seconds and peak
memory are of the whole process, reading and cleaning included. What GoldenMatch decides differs from run
to run: its F1 of contacts was .829 in some and .593 in others, that of donors .550 and .390.
"""

import argparse
import csv
import importlib.metadata
import json
import os
import platform
import shlex
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from benchmarks.generators.__main__ import generate_dedupe, generate_pair
from benchmarks.labelled import LabelledSet, open_set
from benchmarks.measure import Cost, run_apart
from benchmarks.metrics import cluster_pairs, rates
from benchmarks.picture import draw

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Peer:
    """``line`` is the score (0-1) from which the peer itself calls a pair a match."""

    name: str
    module: str
    line: float
    is_apart: bool
    """needs the environment of --peer-python"""


PEERS = (
    Peer("listmatch", "listmatch", 0.85, is_apart=False),
    Peer("cleaned VLOOKUP", "vlookup", 0.5, is_apart=False),
    Peer("Splink, as documented", "splink_plain", 0.85, is_apart=False),
    Peer("rapidfuzz + blocking", "fuzzy", 0.85, is_apart=True),
    Peer("recordlinkage (ECM)", "toolkit", 0.85, is_apart=True),
    Peer("GoldenMatch, zero-config", "goldenmatch", 0.5, is_apart=True),
)


@dataclass(frozen=True, slots=True)
class ListSet:
    """One made-up set; ``source`` 0 is a dedupe of ``master`` rows."""

    name: str
    population: str
    source: int
    master: int

    def generate(self, out: Path, *, seed: int) -> LabelledSet:
        if self.source:
            generate_pair(self.population, source=self.source, master=self.master, seed=seed, out=out)
        else:
            generate_dedupe(self.population, rows=self.master, seed=seed, out=out)
        return open_set(out)


SETS = (
    ListSet("contacts", "contacts", 2_000, 20_000),
    ListSet("donors", "donors", 2_000, 20_000),
    ListSet("badges", "badges", 2_000, 20_000),
    ListSet("accounts", "accounts", 2_000, 20_000),
    ListSet("dedupe", "contacts", 0, 20_000),
    ListSet("contacts, large", "contacts", 5_000, 500_000),
)


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table."""

    set: str
    peer: str
    precision: float
    recall: float
    f1: float
    best_f1: float
    cost: Cost


Proposed = list[tuple[int, int, float]]
"""(source row, master row, score 0-1)"""


def assess(proposed: Proposed, labelled: LabelledSet, *, line: float) -> tuple[float, float, float, float]:
    """Precision, recall and F1 at *line*, and the best F1 over all lines."""
    judge = _judge_rows if labelled.master else _judge_groups
    lines = sorted({round(score, 3) for _, _, score in proposed if score >= 0.01})
    tried = [lines[i] for i in np.linspace(0, len(lines) - 1, min(len(lines), 60)).astype(int)] if lines else []
    best = max((judge(proposed, labelled, line=each)[2] for each in tried), default=0.0)
    precision, recall, f1 = judge(proposed, labelled, line=line)
    return precision, recall, f1, max(best, f1)


def _judge_rows(proposed: Proposed, labelled: LabelledSet, *, line: float) -> tuple[float, float, float]:
    best: dict[int, tuple[float, int]] = {}
    for source, master, score in proposed:
        if score >= line and score > best.get(source, (-1.0, 0))[0]:
            best[source] = (score, master)
    right = sum((source, master) in labelled.truth for source, (_, master) in best.items())
    return rates(right, len(best), len({source for source, _ in labelled.truth}))


def _judge_groups(proposed: Proposed, labelled: LabelledSet, *, line: float) -> tuple[float, float, float]:
    leader = list(range(labelled.source_rows + 1))

    def lead(row: int) -> int:
        while leader[row] != row:
            leader[row] = leader[leader[row]]
            row = leader[row]
        return row

    for a, b, score in proposed:
        if score >= line:
            leader[lead(a)] = lead(b)
    found = cluster_pairs(lead(row) for row in range(1, labelled.source_rows + 1))
    return rates(len(found & labelled.truth), len(found), len(labelled.truth))


def run_peer(peer: Peer, labelled: LabelledSet, *, work: Path, python: str, timeout: float) -> Result:
    """Run one peer on one set and judge what it wrote."""
    out = work / f"{peer.module}.csv"
    command = [
        python,
        "-m",
        f"benchmarks.peers.{peer.module}",
        str(labelled.source),
        str(labelled.master or "-"),
        str(out),
    ]
    cost = run_apart(
        command, log=out.with_suffix(".log"), timeout=timeout, environment={"PYTHONPATH": str(HERE.parent)}
    )
    figures = (float("nan"),) * 4
    if cost.outcome == "ok":
        with out.open(newline="", encoding="utf-8") as file:
            proposed = [(int(a), int(b), float(score)) for a, b, score in list(csv.reader(file))[1:]]
        figures = assess(proposed, labelled, line=peer.line)
    return Result(labelled.name, peer.name, *figures, cost)


def overview(results: Sequence[Result], sets: Sequence[ListSet]) -> str:
    """F1, seconds and peak memory of every peer on every set: one table, in the order of the results."""
    lines = [f"| | {' | '.join(each.name for each in sets)} |", f"|---|{'---:|' * len(sets)}"]
    for peer in dict.fromkeys(result.peer for result in results):
        found = {result.set: result for result in results if result.peer == peer}
        cells = [_cell(found[each.name]) if each.name in found else "" for each in sets]
        lines.append(f"| {peer} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(result: Result) -> str:
    if result.cost.outcome != "ok":
        return result.cost.outcome
    return f"**{result.f1:.3f}** · {result.cost.seconds:.1f} s · {result.cost.peak_mb:,.0f} MB"


def table(results: Sequence[Result], sets: Sequence[ListSet]) -> str:
    """The results as Markdown, a table per set."""
    parts = []
    for chosen in sets:
        size = f"{chosen.source:,} × {chosen.master:,} rows" if chosen.source else f"one list of {chosen.master:,} rows"
        parts.append(f"## {chosen.name} ({size})\n")
        parts.append("| | precision | recall | F1 | best F1 | seconds | CPU s | peak MB |")
        parts.append(f"|---|{'---:|' * 7}")
        for line in (each for each in results if each.set == chosen.name):
            cost = f"{line.cost.seconds:.1f} | {line.cost.cpu_seconds:.1f} | {line.cost.peak_mb:,.0f}"
            figures = [f"{value:.3f}" for value in (line.precision, line.recall, line.f1, line.best_f1)]
            shown = " | ".join(figures) if line.cost.outcome == "ok" else f"{line.cost.outcome} | | |"
            parts.append(f"| {line.peer} | {shown} | {cost} |")
        parts.append("")
    return "\n".join(parts)


def page(results: Sequence[Result], sets: Sequence[ListSet], *, seed: int, python: str, note: str) -> str:
    """RESULTS.md: the command, the machine, the versions, the tables."""
    return "\n".join(
        [
            "# Side by side",
            "",
            f"`{shlex.join(['python', '-m', 'benchmarks', *sys.argv[1:]])}` on {os.cpu_count()} cores "
            f"({platform.machine()}, Python {platform.python_version()}), lists of seed {seed}. {note}".strip(),
            "",
            f"Versions: {', '.join(_versions(python))}.",
            "",
            *(__doc__ or "").split("\n\n")[-1].splitlines(),
            "",
            "![F1 at the line each draws itself](results.svg)",
            "",
            "F1 · seconds · peak memory:",
            "",
            overview(results, sets),
            "",
            table(results, sets),
        ]
    )


def _versions(python: str) -> list[str]:
    """Versions of what was compared, listmatch's own environment first."""
    import subprocess

    names = ["goldenmatch", "recordlinkage", "rapidfuzz"]
    ask = f"import importlib.metadata as m; print(', '.join(n + ' ' + m.version(n) for n in {names!r}))"
    apart = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=False).stdout.strip()
    ours = [f"{name} {importlib.metadata.version(name)}" for name in ("listmatch", "splink", "duckdb")]
    return [*ours, *([apart] if apart else [])]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", action="append", choices=[each.name for each in SETS], dest="sets")
    parser.add_argument("--peer", action="append", choices=[each.module for each in PEERS], dest="peers")
    apart = HERE.parent / ".venv-bench" / "bin" / "python"
    parser.add_argument(
        "--peer-python",
        default=str(apart) if apart.exists() else sys.executable,
        help="interpreter of the peers' own environment; .venv-bench of the checkout, where there is one",
    )
    parser.add_argument("--seed", type=int, default=31)
    parser.add_argument("--timeout", type=float, default=600.0, help="seconds a peer may take per set")
    parser.add_argument("--note", default="", help="a sentence about the circumstances, for the page")
    parser.add_argument("--out", type=Path, default=HERE / "RESULTS.md")
    chosen = parser.parse_args()
    sets = [each for each in SETS if chosen.sets is None or each.name in chosen.sets]
    peers = [each for each in PEERS if chosen.peers is None or each.module in chosen.peers]
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for each in sets:
            work = Path(folder) / each.name
            labelled = each.generate(work, seed=chosen.seed)
            for peer in peers:
                python = chosen.peer_python if peer.is_apart else sys.executable
                results.append(run_peer(peer, labelled, work=work, python=python, timeout=chosen.timeout))
                print(json.dumps(asdict(results[-1])), flush=True)
    chosen.out.write_text(
        page(results, sets, seed=chosen.seed, python=chosen.peer_python, note=chosen.note), encoding="utf-8"
    )
    draw([(line.set, line.peer, line.f1) for line in results], chosen.out.with_name("results.svg"))


if __name__ == "__main__":
    main()
