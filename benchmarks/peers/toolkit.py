"""recordlinkage (Python Record Linkage Toolkit): its comparisons over blocked pairs, its ECM classifier, no labels."""

import duckdb
import pandas as pd
import recordlinkage

from benchmarks.peers.lists import blocked_pairs, load_both, write_pairs

LINE = 0.85
FUZZY = ("first", "last", "company", "street", "city", "email")
EXACT = ("phone", "zip", "state", "birth", "domain", "suffix")


def main() -> None:
    connection = duckdb.connect()
    filled, is_dedupe, out = load_both(connection)
    blocked_pairs(connection, filled, is_dedupe=is_dedupe)
    pairs = connection.execute("from blocked order by all").df()
    frames = [connection.execute(f"from {name} order by row").df().set_index("row") for name in ("source", "master")]
    index = pd.MultiIndex.from_frame(pairs)
    compare = recordlinkage.Compare()
    for name in filled:
        if name in FUZZY:
            compare.string(name, name, method="jarowinkler", threshold=0.88, label=name)
        elif name in EXACT:
            compare.exact(name, name, label=name)
    features = compare.compute(index, *frames)
    features = features.loc[:, features.nunique() > 1]
    classifier = recordlinkage.ECMClassifier(init="jaro", max_iter=100)
    classifier.fit(features)
    score = classifier.prob(features)
    write_pairs(out, ((left, right, float(p)) for (left, right), p in zip(score.index, score.to_numpy(), strict=True)))


if __name__ == "__main__":
    main()
