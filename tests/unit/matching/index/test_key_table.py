"""Tables of keys: every row behind a key is found, whatever the keys are and in whatever order they came."""

from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listmatch.matching.index.key_table import KEY_BITS, KeyParts, KeyTable, open_key_table

LAST_KEY = (1 << KEY_BITS) - 1
keys = st.one_of(st.integers(0, LAST_KEY), st.sampled_from([0, 1, 1 << 32, (1 << 33) - 1, LAST_KEY]))


def written(folder: Path, pairs: list[tuple[int, int]], *, rows: int, most: int = 2) -> tuple[KeyTable, set[int]]:
    """The table of *pairs*, taken in two portions, and the keys that were told as those of too many rows."""
    parts = KeyParts(folder, rows=rows)
    for portion in (pairs[::2], pairs[1::2]):
        columns = np.array(portion, np.uint64).reshape(-1, 2)
        parts.add(columns[:, 0], columns[:, 1])
    crowded, _ = parts.write(folder / "table", most=most)
    return open_key_table(folder / "table"), set(crowded.tolist())


@given(st.lists(st.tuples(keys, st.integers(1, 9))), st.lists(keys), st.sampled_from([9, 100_000, 5_000_000]))
@settings(max_examples=60, deadline=None)
def test_what_was_written_is_found_and_nothing_else(pairs: list[tuple[int, int]], others: list[int], rows: int) -> None:
    truth = defaultdict(set)
    for key, row in pairs:
        truth[key].add(row)
    with TemporaryDirectory() as folder:
        table, crowded = written(Path(folder), pairs, rows=rows)
        found = table.find(np.array(sorted({*truth, *others}), np.uint64), most=2)
        all_pairs = [pair for piece in table.pieces() for pair in zip(*(each.tolist() for each in piece), strict=True)]
    few = {(key, row) for key, its_rows in truth.items() if len(its_rows) <= 2 for row in its_rows}
    many = {key: len(its_rows) for key, its_rows in truth.items() if len(its_rows) > 2}
    assert list(zip(found.keys.tolist(), found.rows.tolist(), strict=True)) == sorted(few)
    assert dict(zip(found.hot.tolist(), found.hot_rows.tolist(), strict=True)) == many
    assert crowded == set(many)
    assert all_pairs == sorted(set(pairs))


@pytest.mark.parametrize("rows", [1, 70_000, 5_000_000])
def test_a_table_is_the_same_in_whatever_order_its_keys_come(tmp_path: Path, rows: int) -> None:
    dice = np.random.default_rng(1)
    pairs = list(zip(dice.integers(0, LAST_KEY, 500).tolist(), dice.integers(1, rows + 1, 500).tolist(), strict=True))
    for name, order in (("one", pairs), ("other", pairs[::-1])):
        (tmp_path / name).mkdir()
        written(tmp_path / name, order, rows=rows)
    assert (tmp_path / "one" / "table").read_bytes() == (tmp_path / "other" / "table").read_bytes()
