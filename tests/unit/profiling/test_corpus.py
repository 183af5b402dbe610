"""The bars of type detection on the hand-labelled corpus: 98 % with headers, 90 % by the values alone."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from listmatch.profiling.profile import column_types

CORPUS = Path(__file__).parent / "corpus"


@dataclass(frozen=True)
class Labelled:
    """One list of the corpus with the types a person gave its columns."""

    name: str
    header: list[str]
    columns: list[list[str]]
    types: list[str]


def lists() -> Iterator[Labelled]:
    with (CORPUS / "labels.csv").open(encoding="utf-8", newline="") as file:
        labels = list(csv.DictReader(file))
    for name in sorted({label["list"] for label in labels}):
        with (CORPUS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        columns = [[row[n] for row in rows if row[n]] for n in range(len(header))]
        yield Labelled(name, header, columns, [label["type"] for label in labels if label["list"] == name])


def misses(*, with_headers: bool) -> tuple[int, list[str]]:
    total, wrong = 0, []
    for labelled in lists():
        header = labelled.header if with_headers else [""] * len(labelled.header)
        found = column_types(header, labelled.columns)
        total += len(found)
        wrong += [
            f"{labelled.name}.{title}: {kind} for {wanted}"
            for title, kind, wanted in zip(labelled.header, found, labelled.types, strict=True)
            if kind != wanted
        ]
    return total, wrong


def test_the_corpus_is_as_large_as_promised() -> None:
    found = list(lists())
    assert len(found) >= 25
    assert sum(len(labelled.types) for labelled in found) >= 150
    assert all(len(labelled.types) == len(labelled.header) for labelled in found)


@pytest.mark.parametrize(("with_headers", "bar"), [(True, 0.98), (False, 0.90)])
def test_enough_columns_are_recognised(*, with_headers: bool, bar: float) -> None:
    total, wrong = misses(with_headers=with_headers)
    assert 1 - len(wrong) / total >= bar, wrong
