"""The bars of type detection on the hand-labelled lists: 98 % with headers, 90 % by the values alone.

``corpus`` was written beside the detector, the hold-out parts before it had seen them; their READMEs have the figures.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from listmatch.profiling.profile import column_types

HERE = Path(__file__).parent
PARTS = ("corpus", "holdout_1", "holdout_2", "holdout_3", "holdout_4", "holdout_5", "holdout_6")


@dataclass(frozen=True)
class Labelled:
    """One list of the corpus with the types a person gave its columns."""

    name: str
    header: list[str]
    columns: list[list[str]]
    types: list[str]


def lists(part: str) -> Iterator[Labelled]:
    with (HERE / part / "labels.csv").open(encoding="utf-8", newline="") as file:
        labels = list(csv.DictReader(file))
    for name in sorted({label["list"] for label in labels}):
        with (HERE / part / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        columns = [[row[n] for row in rows if row[n]] for n in range(len(header))]
        yield Labelled(name, header, columns, [label["type"] for label in labels if label["list"] == name])


def misses(part: str, *, with_headers: bool) -> tuple[int, list[str]]:
    total, wrong = 0, []
    for labelled in lists(part):
        header = labelled.header if with_headers else [""] * len(labelled.header)
        found = column_types(header, labelled.columns)
        total += len(found)
        wrong += [
            f"{labelled.name}.{title}: {kind} for {wanted}"
            for title, kind, wanted in zip(labelled.header, found, labelled.types, strict=True)
            if kind != wanted
        ]
    return total, wrong


@pytest.mark.parametrize("part", ["corpus", "holdout_1", "holdout_4"])
def test_the_corpus_is_as_large_as_promised(part: str) -> None:
    found = list(lists(part))
    assert len(found) >= 25
    assert sum(len(labelled.types) for labelled in found) >= 150


def test_headers_of_systems_are_understood() -> None:
    total, wrong = misses("holdout_7", with_headers=True)
    assert total > 250
    assert 1 - len(wrong) / total >= 0.95, wrong


@pytest.mark.parametrize("part", PARTS)
def test_every_column_has_its_label(part: str) -> None:
    assert all(len(labelled.types) == len(labelled.header) for labelled in lists(part))


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(("with_headers", "bar"), [(True, 0.98), (False, 0.90)])
def test_enough_columns_are_recognised(part: str, *, with_headers: bool, bar: float) -> None:
    total, wrong = misses(part, with_headers=with_headers)
    assert 1 - len(wrong) / total >= bar, wrong
