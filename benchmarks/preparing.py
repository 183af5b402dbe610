"""``python -m benchmarks.preparing``: what preparing a list costs, beside the least that DuckDB could do with it.

The floor parses the file and standardises its key columns in one query, as a careful analyst would write it: e-mail,
phone, both names, company, street, city, postcode and website. listmatch reads the list with a ledger, profiles every
column and writes rows.parquet and standard.parquet. Each runs in a process of its own, in turns; the medians count.
"""

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generators.__main__ import write_table
from benchmarks.generators.chance import World
from benchmarks.generators.people import Contacts
from benchmarks.measure import Cost, run_apart

REPORT = Path(__file__).with_name("PREPARING.md")
TIMEOUT_SECONDS = 1_800.0


@dataclass(frozen=True, slots=True)
class Line:
    """One list measured: the floor, listmatch, and listmatch with little memory."""

    rows: int
    megabytes: float
    floor: Cost
    ours: Cost


def generate_list(path: Path, *, rows: int, seed: int) -> None:
    """Write a CRM's list of contacts with *rows* rows."""
    people = Contacts(World(seed), rows)
    made = (people.row(people.entity(), is_source=False) for _ in range(rows))
    first = next(made)

    def lines() -> Iterator[tuple[object, ...]]:
        yield (1, *first.values())
        for number, row in enumerate(made, 2):
            yield (number, *row.values())

    write_table(path, ("record", *first), lines())


def prepare(path: Path, folder: Path, *, threads: int, memory_limit_mb: int) -> None:
    """What listmatch does with an upload: read, profile, standardise."""
    from listmatch.cleansing import standardise
    from listmatch.domain.files import distinct_counts
    from listmatch.duck import Compute
    from listmatch.intake import read_list
    from listmatch.profiling import profile_rows, propose_fields

    compute = Compute(folder / "scratch", threads=threads, memory_limit_mb=memory_limit_mb)
    read = read_list(path, name=path.name, into=folder, compute=compute)
    seen = profile_rows(folder / "rows.parquet", header=read.header, compute=compute)
    fields, distinct = propose_fields(seen.columns), distinct_counts(seen.columns)
    standardise(folder / "rows.parquet", fields=fields, into=folder, compute=compute, distinct=distinct)


def standardise_plainly(path: Path, folder: Path, *, threads: int) -> None:
    """The floor: one query that parses *path* and writes every column, and the key columns standardised."""
    import duckdb

    with duckdb.connect(config={"threads": threads}) as connection:
        relation = connection.read_csv(str(path), all_varchar=True)
        known = set(relation.columns)
        keys = [f"{sql} as key_{column}" for column, sql in _KEYS if column in known]
        connection.execute(
            f"copy (select *, {', '.join(keys)} from relation) to '{folder / 'floor.parquet'}' (format parquet)"
        )


_FOLDED = "trim(regexp_replace(lower(strip_accents({0})), '[^a-z0-9]+', ' ', 'g'))"
_KEYS = (
    ("email", "lower(trim(email))"),
    ("phone", "right(regexp_replace(phone, '[^0-9]+', '', 'g'), 10)"),
    *((name, _FOLDED.format(name)) for name in ("first_name", "last_name", "street", "city")),
    ("company", f"regexp_replace({_FOLDED.format('company')}, ' (inc|llc|ltd|corp|co|gmbh|plc)$', '')"),
    ("zip", "left(regexp_replace(zip, '[^0-9A-Za-z]+', '', 'g'), 5)"),
    *((site, f"regexp_replace(lower({site}), '^(https?://)?(www[.])?', '')") for site in ("domain", "website")),
)


def compare(path: Path, *, rows: int, rounds: int, threads: int, memory_limit_mb: int) -> Line:
    """Run both on the list at *path*, *rounds* times in turns."""
    with tempfile.TemporaryDirectory() as folder:
        costs: dict[str, list[Cost]] = {"floor": [], "ours": []}
        for _ in range(rounds):
            for kind, found in costs.items():
                command = [sys.executable, "-m", "benchmarks.preparing", "--only", kind, "--list", str(path)]
                options = ["--threads", str(threads), "--memory", str(memory_limit_mb), "--into", folder]
                cost = run_apart(
                    [*command, *options], log=Path(folder) / "log", timeout=TIMEOUT_SECONDS, environment={}
                )
                if cost.outcome != "ok":
                    raise SystemExit(f"{kind} on {rows:,} rows: {cost.outcome}")
                found.append(cost)
    return Line(rows, path.stat().st_size / 1e6, _median(costs["floor"]), _median(costs["ours"]))


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        statistics.median(cost.seconds for cost in costs),
        max(cost.peak_mb for cost in costs),
        "ok",
        statistics.median(cost.cpu_seconds for cost in costs),
    )


def report(lines: Sequence[Line], *, command: str, note: str) -> str:
    """The table as Markdown."""
    head = (
        "| rows | MB | floor s | floor CPU s | listmatch s | listmatch CPU s | times the floor | CPU s per 1M rows | "
        "peak MB |\n|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    )
    body = [
        f"| {line.rows:,} | {line.megabytes:.0f} | {line.floor.seconds:.1f} | {line.floor.cpu_seconds:.1f} | "
        f"{line.ours.seconds:.1f} | {line.ours.cpu_seconds:.1f} | {line.ours.seconds / line.floor.seconds:.1f} "
        f"({line.ours.cpu_seconds / line.floor.cpu_seconds:.1f} in CPU) | "
        f"{line.ours.cpu_seconds / line.rows * 1e6:.1f} | {line.ours.peak_mb:.0f} |"
        for line in lines
    ]
    about = (__doc__ or "").split("\n\n", 1)[1].strip()
    return "\n".join(["# Preparing a list", "", f"`{command}`. {note}".strip(), "", about, "", head, *body, ""])


def main() -> None:
    """Measure, and write the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.preparing", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[250_000, 1_000_000, 5_000_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--memory", type=int, default=0, help="MiB for DuckDB; 0: its own default")
    parser.add_argument("--seed", type=int, default=51)
    parser.add_argument("--note", default="", help="a sentence about the machine, for the report")
    parser.add_argument("--list", type=Path, help="measure this list instead of generated ones")
    parser.add_argument("--only", choices=["floor", "ours"], help=argparse.SUPPRESS)
    parser.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.only == "floor":
        standardise_plainly(asked.list, asked.into, threads=asked.threads)
    elif asked.only == "ours":
        prepare(asked.list, asked.into, threads=asked.threads, memory_limit_mb=asked.memory)
    else:
        _measure(asked)


def _measure(asked: argparse.Namespace) -> None:
    budget = {"rounds": asked.rounds, "threads": asked.threads, "memory_limit_mb": asked.memory}
    if asked.list:
        with asked.list.open("rb") as file:
            rows = sum(1 for _ in file) - 1
        print(report([compare(asked.list, rows=rows, **budget)], command="--list", note=asked.note))
        return
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for rows in asked.rows:
            path = Path(folder) / f"{rows}.csv"
            generate_list(path, rows=rows, seed=asked.seed)
            lines.append(compare(path, rows=rows, **budget))
            path.unlink()
    text = report(lines, command=f"python -m benchmarks.preparing {' '.join(sys.argv[1:])}".strip(), note=asked.note)
    REPORT.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
