"""The command line of the generators; see the package for what it writes."""

import argparse
import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol

from benchmarks.generators.chance import Row, World
from benchmarks.generators.companies import Accounts
from benchmarks.generators.people import Badges, Contacts, Donors


class Population(Protocol):
    """Made-up people or companies, and how two lists write them."""

    def entity(self) -> Row: ...

    def negative(self, other: Row) -> tuple[Row, str]:
        """Who is in no list but looks like *other* in some way, and which way that is."""

    def row(self, entity: Row, *, is_source: bool) -> Row: ...


POPULATIONS: dict[str, Callable[[World, int], Population]] = {
    "contacts": Contacts,
    "badges": Badges,
    "donors": Donors,
    "accounts": Accounts,
}

MATCHED = 0.6
"""share of the source rows that are in the master"""

CLUSTER_SIZES = (1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4)
"""how often an entity is in a list that is to be deduplicated"""


def generate_pair(population: str, *, source: int, master: int, seed: int, out: Path) -> None:
    """Write source.csv, master.csv, truth.csv (source_row, master_row or empty, kind; rows are numbered from 1)."""
    world = World(seed)
    people = POPULATIONS[population](world, master)
    entities = [people.entity() for _ in range(master)]
    places = world.sample(range(master), round(source * MATCHED))
    wanted: list[tuple[int | None, Row, str]] = [(place + 1, entities[place], "match") for place in places]
    wanted += [(None, *people.negative(world.choice(entities))) for _ in range(source - len(wanted))]
    world.shuffle(wanted)
    write_rows(out / "source.csv", [people.row(entity, is_source=True) for _, entity, _ in wanted], number="lead")
    write_rows(out / "master.csv", [people.row(entity, is_source=False) for entity in entities], number="record")
    lines = [(number, place or "", kind) for number, (place, _, kind) in enumerate(wanted, 1)]
    write_table(out / "truth.csv", ("source_row", "master_row", "kind"), lines)


def generate_dedupe(population: str, *, rows: int, seed: int, out: Path) -> None:
    """Write records.csv and truth.csv (row, entity)."""
    world = World(seed)
    people = POPULATIONS[population](world, rows)
    found: list[tuple[int, Row]] = []
    while len(found) < rows:
        entity, number = people.entity(), len(found)
        copies = world.choice(CLUSTER_SIZES)
        found += [
            (number, people.row(entity, is_source=copy > 0 and population == "contacts")) for copy in range(copies)
        ]
    found = found[:rows]
    world.shuffle(found)
    write_rows(out / "records.csv", [row for _, row in found], number="record")
    write_table(out / "truth.csv", ("row", "entity"), [(number, entity) for number, (entity, _) in enumerate(found, 1)])


def write_rows(path: Path, rows: Sequence[Row], *, number: str) -> None:
    """A list with a running number of its own as first column."""
    write_table(path, (number, *rows[0]), [(place, *row.values()) for place, row in enumerate(rows, 1)])


def write_table(path: Path, header: Sequence[str], lines: Iterable[Sequence[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("population", choices=POPULATIONS)
    parser.add_argument("--source", type=int, default=2000)
    parser.add_argument("--master", type=int, default=20000)
    parser.add_argument("--dedupe", action="store_true", help="one list of --master rows with duplicates")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    if chosen.dedupe:
        generate_dedupe(chosen.population, rows=chosen.master, seed=chosen.seed, out=chosen.out)
    else:
        generate_pair(chosen.population, source=chosen.source, master=chosen.master, seed=chosen.seed, out=chosen.out)


if __name__ == "__main__":
    main()
