"""GoldenMatch with no configuration: both lists in one frame, the scored pairs that lie across them.

Its ``match_df`` is not used: with zero configuration it raised on lists of this kind (3.22.0, rows of mixed schema).
"""

import os
from pathlib import Path

os.environ.setdefault("GOLDEN_DIAGNOSTICS", "0")

import goldenmatch
import polars as pl

from benchmarks.peers.lists import HEADERS, arguments, write_pairs

LINE = 0.5


def frame(path: Path) -> pl.DataFrame:
    """The list as it is, with headers that both lists share and without its running number."""
    raw = pl.read_csv(path, infer_schema=False)
    return raw.select(
        pl.col(name).alias(HEADERS[name.strip().lower()]) for name in raw.columns if name.strip().lower() in HEADERS
    )


def main() -> None:
    source, master, out = arguments()
    mine = frame(source)
    both = mine if master is None else pl.concat([mine, frame(master)], how="diagonal")
    clusters = goldenmatch.dedupe_df(both).clusters.values()
    pairs = []
    for cluster in clusters:
        for (left, right), score in cluster["pair_scores"].items():
            first, second = sorted((left, right))
            if master is None:
                pairs.append((first + 1, second + 1, score))
            elif first < mine.height <= second:
                pairs.append((first + 1, second - mine.height + 1, score))
    write_pairs(out, sorted(pairs))


if __name__ == "__main__":
    main()
