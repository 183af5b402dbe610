"""Matches the sample lists and freezes the verdicts in tests/golden: a changed matcher shows as a diff."""

import argparse
import csv
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FROZEN = ROOT / "tests" / "golden" / "sample_verdicts.csv"
COLUMNS = ("Lead ID", "_lmg_match_status", "Contact ID")


def match_samples(out: Path, *, home: Path, threads: int = 2) -> None:
    """Match the sample lists by the command line, with its state in *home*; results only, no report."""
    lists = ("sample_data/leads.csv", "--master", "sample_data/crm_master.csv")
    run("match", *lists, "-o", out, "--only", "results", home=home, threads=threads)


def dedupe_master(out: Path, *, home: Path) -> None:
    """Dedupe the sample master by the command line, with its state in *home*; results only, no report."""
    run("dedupe", "sample_data/crm_master.csv", "-o", out, "--only", "results", home=home)


def run(*arguments: str | Path, home: Path, threads: int = 2) -> None:
    """Run a command of listmatch in this checkout, quietly, with its state in *home*."""
    home.mkdir(parents=True, exist_ok=True)
    command = [Path(sys.executable).with_name("listmatch"), *arguments, "--quiet"]
    # The plain loop, so that nothing is at work in *home* any more when the command has ended.
    runner = {"LISTMATCH_RUNNER": "listmatch.workflows.running.runner:LoopRunner"}
    environment = os.environ | runner | {"LISTMATCH_HOME": str(home), "LISTMATCH_THREADS": str(threads)}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


def verdicts(results: Path) -> Iterator[tuple[str, str, str]]:
    """(lead, verdict, contact) of each line of results.csv."""
    with results.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            lead, verdict, contact = (row[column] for column in COLUMNS)
            yield lead, verdict, contact


def main() -> None:
    """Write the frozen verdicts."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        match_samples(out, home=Path(folder) / "home")
        with FROZEN.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("lead_id", "verdict", "contact_id"))
            writer.writerows(verdicts(out / "results.csv"))


if __name__ == "__main__":
    main()
