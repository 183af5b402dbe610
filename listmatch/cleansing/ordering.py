"""Rows that come in any order, back in the order of the list.

A query that many threads work on hands its rows over in runs: each run in order, the runs as they get done. Sorting all
rows would cost a third of a second for half a million of them and hold them all in memory; waiting for the missing run
holds a few runs.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
import pyarrow as pa

from listmatch.errors import ContractBroken


def in_order(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The rows of *batches*, whose first column numbers them from 1 without a gap, in the order of those numbers.

    Raises ContractBroken when a number is missing or comes twice.
    """
    waiting: dict[int, pa.RecordBatch] = {}
    wanted = 1
    for batch in batches:
        for first, run in _runs(batch):
            if first < wanted or first in waiting:
                raise ContractBroken(f"row {first} came twice out of one query.")
            waiting[first] = run
        while (run := waiting.pop(wanted, None)) is not None:
            wanted += run.num_rows
            yield run
    if waiting:
        raise ContractBroken(f"row {wanted} got lost in a query.")


def _runs(batch: pa.RecordBatch) -> Iterator[tuple[int, pa.RecordBatch]]:
    """The stretches of *batch* whose numbers rise by one, each with its first number."""
    ids = np.from_dlpack(batch.column(0))  # ``to_numpy`` would import pandas (0.3 s)
    bounds = [0, *(np.flatnonzero(np.diff(ids) != 1) + 1).tolist(), len(ids)]
    for start, end in pairwise(bounds):
        if end > start:
            yield int(ids[start]), batch.slice(start, end - start)
