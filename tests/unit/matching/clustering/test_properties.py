"""What holds of the clusters of any scored pairs."""

import random
import tempfile
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from listmatch.domain.artifacts import CLUSTERS
from listmatch.domain.columns import Field
from listmatch.domain.summaries import ClusterSummary
from listmatch.domain.verdicts import MatchMode, ProfileType
from listmatch.matching.clustering.clusters import ClusterInputs, cluster
from listmatch.matching.profile import MatchProfile
from tests.unit.matching.dedupe_tables import compute_in, write_scored, write_standard

ROWS = 7
PROFILE = MatchProfile(type=ProfileType.PERSON, source_fields={Field.EMAIL: ("mail",)}, mode=MatchMode.DEDUPE)
Pairs = dict[tuple[int, int], float]

two_rows = st.tuples(st.integers(1, ROWS), st.integers(1, ROWS)).filter(lambda pair: pair[0] < pair[1])
pairs = st.dictionaries(two_rows, st.sampled_from([1.0, 40.0, 84.0, 85.0, 93.0, 99.0, 100.0]), max_size=12)
profile = settings(max_examples=25, deadline=None, derandomize=True)


def clustered(found: Pairs, *, threads: int = 2) -> tuple[list[dict[str, object]], ClusterSummary]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        summary = cluster(
            ClusterInputs(
                write_standard(folder / "standard.parquet", [{"last": f"l{row}"} for row in range(ROWS)]),
                write_scored(folder / "scored.parquet", [(*pair, score) for pair, score in found.items()]),
            ),
            profile=PROFILE,
            into=folder,
            compute=compute_in(folder, threads=threads),
        )
        return pq.read_table(folder / CLUSTERS).to_pylist(), summary


@profile
@given(pairs)
def test_clusters_divide_the_rows_and_one_row_stands_for_each(found: Pairs) -> None:
    lines, summary = clustered(found)
    assert [line["_lmg_row_id"] for line in lines] == list(range(1, ROWS + 1))
    members = Counter(line["_lmg_cluster_id"] for line in lines)
    standing = Counter(line["_lmg_cluster_id"] for line in lines if line["_lmg_is_representative"])
    assert standing == Counter(dict.fromkeys(members, 1))
    assert (summary.rows, summary.clusters, summary.duplicates) == (ROWS, len(members), ROWS - len(members))
    assert all(line["cluster_size"] == members[line["_lmg_cluster_id"]] for line in lines)


@profile
@given(pairs)
def test_rows_that_no_link_leads_to_stay_alone(found: Pairs) -> None:
    linked = {row for pair, score in found.items() if score >= PROFILE.threshold for row in pair}
    lines, _ = clustered(found)
    assert all(line["cluster_size"] == 1 for line in lines if line["_lmg_row_id"] not in linked)


@profile
@given(pairs, st.randoms())
def test_neither_the_order_of_the_pairs_nor_threads_decide_anything(found: Pairs, shuffled: random.Random) -> None:
    again = dict(shuffled.sample(list(found.items()), len(found)))
    assert clustered(again, threads=1) == clustered(found)
