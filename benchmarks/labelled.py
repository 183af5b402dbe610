"""Labelled sets: two lists (or one) and the pairs of row numbers that belong together, from the layouts in use.

    source.csv, master.csv, truth.csv            source_id|source_row, master_id|master_row (empty: no match), kind
    source.csv, master.csv, truth_source.csv, truth_master.csv       a person_id per row of each list
    records.csv, truth.csv                       id|row, person_id|entity
    dataset4a.csv, dataset4b.csv / dataset3.csv  FEBRL: the number in rec_id
    LIST.csv with a column `cluster` or `entity` no one may match by: FOLDER/LIST.csv#COLUMN
    abt_buy, dblp_acm, fodors_zagats             (``public``)

Ids are row numbers in all of them. Truth is for scoring only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from benchmarks.public import public_pair

Pairs = frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """``master`` is None for a dedupe, whose true pairs have the smaller row number first."""

    name: str
    source: Path
    master: Path | None
    truth: Pairs
    source_rows: int


def open_set(folder: Path) -> LabelledSet:
    """The labelled set of a folder. ``FOLDER#febrl4`` and ``FOLDER#febrl3`` pick one of the FEBRL sets in it."""
    path, _, febrl = str(folder).partition("#")
    base = Path(path)
    if febrl == "febrl4":
        left, right = (_febrl(base / f"dataset4{letter}.csv") for letter in "ab")
        return LabelledSet("febrl4", base / "dataset4a.csv", base / "dataset4b.csv", _joined(left, right), len(left))
    if febrl == "febrl3":
        entities = _febrl(base / "dataset3.csv")
        return LabelledSet("febrl3", base / "dataset3.csv", None, _within(entities), len(entities))
    if base.suffix == ".csv":
        entities = _read(base)[febrl].to_list()
        return LabelledSet(base.stem, base, None, _within(entities), len(entities))
    public = public_pair(base)
    if public is not None:
        source, master, truth = public
        return LabelledSet(
            base.name, source, master, truth, len(_read(source, separator="|" if base.name == "abt_buy" else ","))
        )
    if (base / "records.csv").exists():
        table = _read(base / "truth.csv")
        entities = table[table.columns[1]].to_list()
        return LabelledSet(base.name, base / "records.csv", None, _within(entities), len(entities))
    return _linked(base)


def _linked(base: Path) -> LabelledSet:
    if (base / "truth_source.csv").exists():
        left, right = (_read(base / f"truth_{side}.csv")["person_id"].to_list() for side in ("source", "master"))
        return LabelledSet(base.name, base / "source.csv", base / "master.csv", _joined(left, right), len(left))
    table = _read(base / "truth.csv")
    rows = [
        (int(source), master) for source, master in zip(table[table.columns[0]], table[table.columns[1]], strict=True)
    ]
    truth = frozenset((source, int(master)) for source, master in rows if master)
    return LabelledSet(base.name, base / "source.csv", base / "master.csv", truth, max(source for source, _ in rows))


def _read(path: Path, separator: str = ",") -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False, encoding="utf8-lossy", separator=separator)


def _febrl(path: Path) -> list[str]:
    return _read(path)["rec_id"].str.extract(r"rec-(\d+)-").to_list()


def _places(entities: Iterable[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for row, entity in enumerate(entities, 1):
        places.setdefault(entity, []).append(row)
    return places


def _joined(left: Iterable[str], right: Iterable[str]) -> Pairs:
    there = _places(right)
    return frozenset((row, other) for row, entity in enumerate(left, 1) for other in there.get(entity, ()))


def _within(entities: Iterable[str]) -> Pairs:
    return frozenset((a, b) for rows in _places(entities).values() for a in rows for b in rows if a < b)
