"""rapidfuzz over blocked pairs: the weighted mean similarity of all columns that both rows fill."""

import duckdb
import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.process import cpdist

from benchmarks.peers.lists import COLUMNS, blocked_pairs, load_both, write_pairs

LINE = 0.85
WEIGHTS = {
    "first": 2.0,
    "last": 2.0,
    "email": 2.0,
    "company": 1.5,
    "phone": 1.5,
    "street": 1.0,
    "city": 0.5,
    "zip": 0.5,
    "birth": 2.0,
}


def main() -> None:
    connection = duckdb.connect()
    filled, is_dedupe, out = load_both(connection)
    blocked = blocked_pairs(connection, filled, is_dedupe=is_dedupe)
    used = [name for name in COLUMNS if name in filled and name in WEIGHTS]
    columns = ", ".join(f"l.{name} as l_{name}, r.{name} as r_{name}" for name in used)
    pairs = connection.execute(f"""
        select left_row, right_row, {columns} from {blocked} join source l on l.row = left_row
        join master r on r.row = right_row order by left_row, right_row
    """).df()
    total, weight = np.zeros(len(pairs)), np.zeros(len(pairs))
    for name in used:
        left, right = pairs[f"l_{name}"], pairs[f"r_{name}"]
        both = (left.notna() & right.notna()).to_numpy()
        near = cpdist(left[both].tolist(), right[both].tolist(), scorer=fuzz.WRatio, workers=-1)
        total[both] += WEIGHTS[name] * near / 100
        weight[both] += WEIGHTS[name]
    score = total / np.maximum(weight, 1e-9)
    write_pairs(out, zip(pairs["left_row"].tolist(), pairs["right_row"].tolist(), score.tolist(), strict=True))


if __name__ == "__main__":
    main()
