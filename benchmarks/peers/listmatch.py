"""listmatch as a user runs it: the command line, no profile, nothing but the two files; its results.csv read back."""

import csv
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.peers.lists import arguments, write_pairs
from listmatch.memory import use_sparingly
from pipelines.relay import follower_process

LINE = 0.85


def main() -> None:
    source, master, out = arguments()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LISTMATCH_HOME"] = str(Path(folder) / "home")
        results = Path(folder) / "out"
        command = ["dedupe", str(source)] if master is None else ["match", str(source), "--master", str(master)]
        _run([*command, "-o", str(results), "--only", "results", "--quiet"])
        with (results / "results.csv").open(newline="", encoding="utf-8") as file:
            lines = list(csv.DictReader(file))
        follower_process().close()  # so that no measurement has the end of another beside it
    write_pairs(out, _clustered(lines) if master is None else _matched(lines))


def _run(arguments: list[str]) -> None:
    use_sparingly()
    from listmatch.cli.app import main as command_line

    try:
        command_line(arguments)
    except SystemExit as stop:
        if stop.code:
            raise


def _matched(lines: list[dict[str, str]]) -> Iterator[tuple[int, int, float]]:
    for line in lines:
        if line["_lmg_master_row_id"]:
            yield int(line["_lmg_row_id"]), int(line["_lmg_master_row_id"]), float(line["_lmg_match_score"]) / 100


def _clustered(lines: list[dict[str, str]]) -> Iterator[tuple[int, int, float]]:
    """Every pair of rows within a cluster."""
    members: dict[str, list[int]] = {}
    for line in lines:
        members.setdefault(line["_lmg_cluster_id"], []).append(int(line["_lmg_row_id"]))
    for rows in members.values():
        yield from ((a, b, 1.0) for a in rows for b in rows if a < b)


if __name__ == "__main__":
    main()
