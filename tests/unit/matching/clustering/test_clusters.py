"""clusters.parquet: one line per row, a representative per cluster, and the reason."""

import duckdb
import pytest

from listmatch.domain.artifacts import CLUSTERS
from listmatch.domain.columns import Field
from listmatch.domain.verdicts import MatchMode, ProfileType
from listmatch.matching.clustering.clusters import ClusterInputs, cluster
from listmatch.matching.profile import MatchProfile
from tests.unit.matching.decided_lists import write_decided
from tests.unit.matching.dedupe_tables import compute_in, write_scored, write_standard

PROFILE = MatchProfile(type=ProfileType.PERSON, source_fields={Field.EMAIL: ("mail",)}, mode=MatchMode.DEDUPE)
PEOPLE = [
    {"first": "ann", "last": "lee", "email": "ann@lee.org"},
    {"first": "ann", "last": "lee", "email": "ann@lee.org", "city": "ayton"},
    {"first": "bob", "last": "ray"},
    {"first": "bo", "last": "ray", "city": "ayton"},
    {"first": "zoe", "last": "fox"},
]
PAIRS = [(1, 2, 98.04), (3, 4, 62.5)]


@pytest.fixture
def found(tmp_path):
    summary = cluster(
        ClusterInputs(
            write_standard(tmp_path / "standard.parquet", PEOPLE), write_scored(tmp_path / "scored.parquet", PAIRS)
        ),
        profile=PROFILE,
        into=tmp_path,
        compute=compute_in(tmp_path),
    )
    return summary, duckdb.connect().execute(f"from '{tmp_path / CLUSTERS}'").fetchall()


def test_every_row_has_one_line_in_order(found):
    assert [line[0] for line in found[1]] == [1, 2, 3, 4, 5]


def test_the_cluster_is_named_after_its_first_row_and_its_fullest_row_stands_for_it(found):
    assert [(line[1], line[2]) for line in found[1]] == [(1, False), (1, True), (3, True), (4, True), (5, True)]


def test_the_reason_names_the_row_it_was_linked_to_or_the_nearest_one(found):
    assert [(line[3], line[4]) for line in found[1]] == [
        (98.0, "email + city (row 2)"),
        (98.0, "email + city (row 1)"),
        (62.5, "nearest is row 4: household"),
        (62.5, "nearest is row 3: household"),
        (0.0, "no similar row in the list"),
    ]


def test_size_and_weakest_link_are_told(found):
    assert [line[5:7] for line in found[1]] == [(2, 98.0), (2, 98.0), (1, None), (1, None), (1, None)]


def test_the_row_at_the_other_end_of_that_link_is_named(found):
    assert [line[7] for line in found[1]] == [2, 1, 4, 3, None]


def test_the_summary_counts_rows_clusters_and_duplicates(found):
    summary = found[0]
    assert (summary.rows, summary.clusters, summary.duplicates, summary.duplicate_clusters) == (5, 4, 1, 1)
    assert (summary.largest_cluster, summary.links, summary.links_cut) == (2, 1, 0)


def test_a_cut_link_is_told(tmp_path):
    people = [{"last": "lee"}] * 3
    summary = cluster(
        ClusterInputs(
            write_standard(tmp_path / "standard.parquet", people),
            write_scored(tmp_path / "scored.parquet", [(1, 2, 99.0), (2, 3, 90.0), (1, 3, 1.0)]),
        ),
        profile=PROFILE,
        into=tmp_path,
        compute=compute_in(tmp_path),
    )
    [(reason,)] = duckdb.connect().execute(f"select _lmg_match_reason from '{tmp_path / CLUSTERS}' offset 2").fetchall()
    assert summary.links_cut == 1
    assert reason == "agrees with row 2 (email + city), but the rows around it disagree"


@pytest.mark.parametrize("threads", [1, 4])
def test_the_bytes_do_not_depend_on_the_threads(tmp_path, threads):
    people = [{"last": f"name{i // 3}", "city": "ayton" if i % 2 else None} for i in range(3000)]
    pairs = [(i + 1, i + 2, 85 + i % 15) for i in range(0, 2998) if i % 3 < 2]
    written = []
    for count in (2, threads):
        folder = tmp_path / f"{threads}-{count}-{len(written)}"
        folder.mkdir()
        cluster(
            ClusterInputs(
                write_standard(folder / "standard.parquet", people), write_scored(folder / "scored.parquet", pairs)
            ),
            profile=PROFILE,
            into=folder,
            compute=compute_in(folder, threads=count),
        )
        written.append((folder / CLUSTERS).read_bytes())
    assert written[0] == written[1]


def test_a_list_without_any_pair_is_all_single_rows(tmp_path):
    summary = cluster(
        ClusterInputs(
            write_standard(tmp_path / "standard.parquet", PEOPLE), write_scored(tmp_path / "scored.parquet", [])
        ),
        profile=PROFILE,
        into=tmp_path,
        compute=compute_in(tmp_path),
    )
    assert (summary.clusters, summary.duplicates, summary.largest_cluster) == (5, 0, 1)


def dedupe(folder, people, pairs, decided):
    summary = cluster(
        ClusterInputs(
            write_standard(folder / "standard.parquet", people),
            write_scored(folder / "scored.parquet", pairs),
            decided=write_decided(folder / "decided.parquet", decided),
        ),
        profile=PROFILE,
        into=folder,
        compute=compute_in(folder),
    )
    lines = duckdb.connect().execute(f"from '{folder / CLUSTERS}'").fetchall()
    return summary, [line[1] for line in lines], [line[4] for line in lines]


def test_an_accepted_pair_shares_a_cluster_whatever_its_score(tmp_path):
    summary, clusters, reasons = dedupe(tmp_path, PEOPLE, PAIRS, [(3, 4, True), (2, 5, True)])
    assert clusters == [1, 1, 3, 3, 1]
    assert reasons[2] == "email + city; accepted by Ann on 2026-11-21 (row 4)"
    assert reasons[4] == "no shared key; accepted by Ann on 2026-11-21 (row 2)"
    assert (summary.accepted, summary.duplicates) == (2, 3)


def test_a_rejected_pair_never_shares_a_cluster(tmp_path):
    people = [{"last": "lee"}] * 4
    pairs = [(1, 2, 99.0), (2, 3, 98.0), (1, 3, 97.0), (3, 4, 96.0)]
    summary, clusters, reasons = dedupe(tmp_path, people, pairs, [(1, 3, False)])
    assert clusters[0] != clusters[2]
    assert reasons[0].endswith("; row 3 rejected by Ann on 2026-11-21")
    assert reasons[2].endswith("; row 1 rejected by Ann on 2026-11-21")
    assert summary.rejected == 1


def test_an_accepted_pair_gives_way_where_it_would_join_a_rejected_one(tmp_path):
    decided = [(1, 2, True), (2, 3, True), (1, 3, False)]
    summary, clusters, _ = dedupe(tmp_path, [{"last": "lee"}] * 3, [(1, 2, 50.0), (2, 3, 50.0)], decided)
    assert clusters == [1, 1, 3]
    assert (summary.accepted, summary.rejected) == (1, 1)


@pytest.mark.parametrize(("max_wrong", "joined"), [(None, 1), (0.5, 60), (0.0001, 0)])
def test_a_promised_share_of_wrong_duplicates_chooses_the_line(tmp_path, max_wrong, joined):
    """Thirty pairs at 84 and thirty at 82, below the usual line, and one above it."""
    pairs = [(1, 2, 97.0), *((2 * n + 1, 2 * n + 2, 84.0 if n % 2 else 82.0) for n in range(1, 61))]
    summary = cluster(
        ClusterInputs(
            write_standard(tmp_path / "standard.parquet", [{"first": f"p{n}"} for n in range(122)]),
            write_scored(tmp_path / "scored.parquet", pairs),
        ),
        profile=PROFILE.model_copy(update={"max_wrong": max_wrong}),
        into=tmp_path,
        compute=compute_in(tmp_path),
    )
    assert summary.duplicates in (joined, joined + 1)
    assert (summary.threshold == 85.0) is (max_wrong is None)
    assert (joined == 0) is (summary.threshold == 100.0)


def test_scores_say_how_many_duplicates_are_right_and_how_many_were_found(tmp_path):
    """Thirty pairs at 95 and thirty at 40; a third row is as sure as its best link to an earlier one."""
    pairs = [(2 * n + 1, 2 * n + 2, 95.0 if n % 2 else 40.0) for n in range(60)]
    summary = cluster(
        ClusterInputs(
            write_standard(tmp_path / "standard.parquet", [{"first": f"p{n}"} for n in range(121)]),
            write_scored(tmp_path / "scored.parquet", [*pairs, (3, 121, 95.0), (4, 121, 90.0)]),
        ),
        profile=PROFILE,
        into=tmp_path,
        compute=compute_in(tmp_path),
    )
    assert summary.promises.precision.expected == pytest.approx(0.95)
    assert summary.promises.recall.expected == pytest.approx(31 * 0.95 / (31 * 0.95 + 30 * 0.40), abs=1e-4)
    assert summary.promises.precision.low < 0.95 < summary.promises.precision.high


def test_a_link_that_is_shown_at_the_threshold_joins(tmp_path):
    summary, clusters, _ = dedupe(tmp_path, [{"last": "lee"}] * 4, [(1, 2, 84.96), (3, 4, 84.94)], [])
    assert clusters == [1, 1, 3, 4]
    assert summary.links == 1


def test_where_no_line_keeps_the_promise_only_what_a_person_accepted_joins(tmp_path):
    people, pairs = [{"last": "lee"}] * 4, [(1, 2, 100.0), (3, 4, 40.0)]
    summary = cluster(
        ClusterInputs(
            write_standard(tmp_path / "standard.parquet", people),
            write_scored(tmp_path / "scored.parquet", pairs),
            decided=write_decided(tmp_path / "decided.parquet", [(3, 4, True)]),
        ),
        profile=PROFILE.model_copy(update={"max_wrong": 0.0001}),
        into=tmp_path,
        compute=compute_in(tmp_path),
    )
    found = f"select _lmg_cluster_id, weakest_link from '{tmp_path / CLUSTERS}' order by _lmg_row_id"
    assert duckdb.connect().execute(found).fetchall() == [(1, None), (2, None), (3, 100.0), (3, 100.0)]
    assert (summary.threshold, summary.duplicates) == (100.0, 1)


def test_of_equally_unlikely_rows_the_one_with_the_stronger_evidence_is_the_nearest(tmp_path):
    cluster(
        ClusterInputs(
            write_standard(tmp_path / "standard.parquet", PEOPLE),
            write_scored(tmp_path / "scored.parquet", [(1, 2, 0.0), (1, 3, 0.0)], weights={2: -6.0, 3: 4.0}),
        ),
        profile=PROFILE,
        into=tmp_path,
        compute=compute_in(tmp_path),
    )
    query = f"select nearest_row_id from '{tmp_path / CLUSTERS}' order by _lmg_row_id"
    assert duckdb.connect().execute(query).fetchall() == [(3,), (1,), (1,), (None,), (None,)]
