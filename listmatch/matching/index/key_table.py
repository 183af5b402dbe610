"""Keys of a long list on disk, looked up without reading the rest: what a lookup costs grows with what is looked for.

A table is one file: where the entries of each leading part of a key begin (64 bits each), then, of the entries in
order, the rests of the keys (32 bits each), then the rows in as many bytes as the largest needs. It is mapped into
memory and searched by halves. Tables are written by way of parts that fit into memory, whatever the list's length.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from listmatch.matching.passes import HASH_BITS

Integers = NDArray[np.uint64]
Places = NDArray[np.int64]

KEY_BITS, REST_BITS = HASH_BITS, 32
PREFIX_BITS = KEY_BITS - REST_BITS
"""of a key, not written with every entry"""
REST = np.uint64((1 << REST_BITS) - 1)
SHIFT = np.uint64(REST_BITS)
HEAD = (1 << PREFIX_BITS) + 1
"""integers before the entries"""


@dataclass(frozen=True, slots=True)
class Found:
    """Rows behind keys: ``keys[i]`` is a key of ``rows[i]``. ``hot`` are keys with more rows than asked for, and
    ``hot_rows`` how many; their rows are left out."""

    keys: Integers
    rows: Integers
    hot: Integers
    hot_rows: Integers


@dataclass(frozen=True, slots=True)
class KeyTable:
    """A table that was written, opened."""

    starts: Integers
    rests: NDArray[np.uint32]
    rows: NDArray[np.uint8]
    """per entry the bytes of its row, the lowest first"""

    def find(self, keys: Integers, *, most: int) -> Found:
        """The rows of *keys* (each once), for keys of at most *most* rows."""
        keys = np.sort(keys)
        prefix = (keys >> SHIFT).astype(np.int64)
        rest = keys & REST
        low, high = (self.starts[each].astype(np.int64) for each in (prefix, prefix + 1))
        first = self._first(rest, low, high)
        end = self._first(rest + np.uint64(1), first, high)
        count = end - first
        is_hot = count > most
        count_kept = np.where(is_hot, 0, count)
        begins = np.cumsum(count_kept) - count_kept
        places = np.repeat(first - begins, count_kept) + np.arange(count_kept.sum())
        rows = _number(self.rows[places])
        return Found(np.repeat(keys, count_kept), rows, keys[is_hot], count[is_hot].astype(np.uint64))

    def pieces(self) -> Iterator[tuple[Integers, Integers]]:
        """All keys and their rows, piece by piece."""
        step = 1 << (PREFIX_BITS // 2)
        for prefix in range(0, HEAD - 1, step):
            starts = self.starts[prefix : prefix + step + 1].astype(np.int64)
            entries = slice(starts[0], starts[-1])
            prefixes = np.repeat(np.arange(prefix, prefix + step, dtype=np.uint64), np.diff(starts))
            yield (prefixes << SHIFT) | self.rests[entries], _number(self.rows[entries])

    def _first(self, target: Integers, low: Places, high: Places) -> Places:
        """Per target the place of the first entry from *low* to *high* that is not smaller, else *high*."""
        last = max(len(self.rests) - 1, 0)
        while (open_ := low < high).any():
            middle = (low + high) // 2
            is_smaller = open_ & (self.rests[np.minimum(middle, last)] < target)
            low = np.where(is_smaller, middle + 1, low)
            high = np.where(open_ & ~is_smaller, middle, high)
        return low


def open_key_table(path: Path) -> KeyTable:
    """Map the file *path* that a ``KeyParts`` wrote."""
    whole = np.memmap(path, dtype=np.uint8, mode="r")
    starts, entries = whole[: HEAD * 8].view("<u8"), whole[HEAD * 8 :]
    count = int(starts[-1])
    rests, rows = entries[: count * 4].view("<u4"), entries[count * 4 :]
    return KeyTable(starts, rests, rows.reshape(count, len(rows) // max(count, 1)))


class KeyParts:
    """Keys and rows of a list of *rows* rows on their way into a table, kept in the folder *folder* by the leading bits
    of the key, so that a part's keys without them fit into 64 bits together with a row."""

    def __init__(self, folder: Path, *, rows: int) -> None:
        self.folder, self.rows = folder, rows
        self.row_bits = np.uint64(rows.bit_length())
        self.bits = max(KEY_BITS + rows.bit_length() - 64, 0)
        self.below = np.uint64(KEY_BITS - self.bits)

    def add(self, keys: Integers, rows: Integers) -> None:
        """Take some keys and the rows that have them; a pair may come more than once."""
        part = (keys >> self.below).astype(np.uint16)
        order = np.argsort(part, kind="stable")
        packed = ((keys & self._ones(self.below)) << self.row_bits | rows)[order]
        bounds = np.searchsorted(part[order], np.arange((1 << self.bits) + 1))
        for number in np.flatnonzero(np.diff(bounds)).tolist():
            with self._path(number).open("ab") as file:
                packed[bounds[number] : bounds[number + 1]].tofile(file)

    def write(self, path: Path, *, most: int) -> tuple[Integers, Integers]:
        """Write the table *path*; the keys of more than *most* rows, and those rows, are returned too."""
        sizes = np.zeros(HEAD, np.uint64)
        crowds: list[tuple[Integers, Integers]] = []
        with path.open("wb") as file, (self.folder / "rows").open("w+b") as behind:
            file.seek(sizes.nbytes)
            for number in range(1 << self.bits):
                keys, rows = self._sorted(number)
                (keys & REST).astype("<u4").tofile(file)
                _lowest_bytes(rows, (self.rows.bit_length() + 7) // 8).tofile(behind)
                sizes[1:] += np.bincount((keys >> SHIFT).astype(np.int64), minlength=HEAD - 1).astype(np.uint64)
                crowds.append(_crowded(keys, rows, most=most))
            behind.seek(0)
            shutil.copyfileobj(behind, file)
            file.seek(0)
            np.cumsum(sizes, dtype=np.uint64).astype("<u8").tofile(file)
        return np.concatenate([keys for keys, _ in crowds]), np.concatenate([rows for _, rows in crowds])

    def _sorted(self, number: int) -> tuple[Integers, Integers]:
        path = self._path(number)
        packed = np.fromfile(path, np.uint64) if path.exists() else np.empty(0, np.uint64)
        packed.sort()
        packed = packed[np.diff(packed, prepend=~packed[:1]) != 0]
        keys = (packed >> self.row_bits) | (np.uint64(number) << self.below)
        return keys, packed & self._ones(self.row_bits)

    def _path(self, number: int) -> Path:
        return self.folder / f"{number}.part"

    @staticmethod
    def _ones(bits: np.uint64) -> np.uint64:
        return np.uint64((1 << int(bits)) - 1)


def _lowest_bytes(numbers: Integers, count: int) -> NDArray[np.uint8]:
    """The *count* lowest bytes of each number, the lowest first; ``_number`` undoes it."""
    return np.ascontiguousarray(numbers.astype("<u8").view(np.uint8).reshape(-1, 8)[:, :count])


def _number(lowest: NDArray[np.uint8]) -> Integers:
    whole = np.zeros((len(lowest), 8), np.uint8)
    whole[:, : lowest.shape[1]] = lowest
    return whole.view("<u8").reshape(-1)


def _crowded(keys: Integers, rows: Integers, *, most: int) -> tuple[Integers, Integers]:
    """Of sorted keys and their rows those of keys with more than *most* rows."""
    begins = np.flatnonzero(np.diff(keys, prepend=~keys[:1]))
    sizes = np.diff(begins, append=len(keys))
    is_crowded = np.repeat(sizes > most, sizes)
    return keys[is_crowded], rows[is_crowded]
