"""The duplicates of one list: scored pairs in, clusters.parquet out, a line per row with its cluster and the reason."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from listmatch.domain.artifacts import CLUSTERS
from listmatch.domain.columns import ROW_ID
from listmatch.domain.summaries import ClusterSummary
from listmatch.domain.verdicts import reached_from
from listmatch.duck import Compute, identifier, literal
from listmatch.matching.arrays import load_arrays
from listmatch.matching.clustering.cohesion import group_rows, weakest_links
from listmatch.matching.clustering.links import Links, Rulings, ruled_links
from listmatch.matching.clustering.survivorship import add_ranks
from listmatch.matching.model.calibration import line_for, promises
from listmatch.matching.profile import MatchProfile
from listmatch.matching.rulings import load_refusals, rule
from listmatch.memory import give_back_memory

NO_CANDIDATE = "no similar row in the list"


@dataclass(frozen=True, slots=True)
class ClusterInputs:
    """The tables of one list that its clusters are made of."""

    standard: Path
    scored: Path
    decided: Path | None = None
    """the table of ``rulings.find_decided``; None where people decided nothing"""
    rows: Path | None = None
    """rows.parquet, for *recency*"""
    recency: str = ""
    """its column that tells when a row was last touched; empty: none"""


def cluster(inputs: ClusterInputs, *, profile: MatchProfile, into: Path, compute: Compute) -> ClusterSummary:
    """Write into/clusters.parquet, one line per row of the list in order, and tell what was found.

    Links at or above the threshold, the profile's or that which keeps its ``max_wrong``, join, all others testify
    (``cohesion``); accepted pairs share a cluster whatever their score, rejected ones never do. ``_lmg_match_score``
    and the reason are those of the row's best link within its cluster, of a row that stands alone those of the nearest
    other row; ``nearest_row_id`` is its other end. The representative is the row that says most, then the most recent,
    then the first.
    """
    scored, decided = inputs.scored, inputs.decided
    with compute.connect() as connection, compute.folder() as folder:
        rulings = Rulings()
        if decided is not None:
            scored = rule(scored, decided=decided, into=folder, compute=compute)
        row_ids, links = _load(connection, inputs.standard, scored)
        threshold = _threshold(profile, links, rows=len(row_ids))
        if decided is not None:
            links, rulings = ruled_links(links, _read_rulings(connection, decided, row_ids))
        load_refusals(connection, decided=decided, is_one_list=True)
        groups = group_rows(links, rows=len(row_ids), threshold=threshold, rulings=rulings)
        weakest = weakest_links(links, groups, threshold=threshold)
        members = {ROW_ID: row_ids, "_lmg_cluster_id": row_ids[groups], "weakest_link": weakest}
        load_arrays(connection, compute, "members", members)
        summary = _summary(links, groups, threshold=threshold, rulings=rulings)
        del links, groups, weakest, row_ids, members  # of four million pairs 150 MB, while the nearest are looked for
        give_back_memory()
        add_ranks(connection, standard=inputs.standard, rows=inputs.rows, recency=inputs.recency, into="ranks")
        _describe_nearest(connection, scored, threshold=threshold, is_ruled=decided is not None)
        _write(connection, into / CLUSTERS)
    return summary


def _threshold(profile: MatchProfile, links: Links, *, rows: int) -> float:
    """The profile's threshold, or the line at which so few duplicates are wrong as it promises.

    A duplicate is a row with an earlier one that is the same.
    """
    if profile.max_wrong is None:
        return profile.threshold
    best = _surest(links, rows=rows)
    return line_for(best[best > 0], max_wrong=profile.max_wrong)


def _surest(links: Links, *, rows: int) -> np.ndarray:
    """Per row the score of its best link to an earlier one, which says how sure it is to be a duplicate; else 0."""
    best = np.zeros(rows)
    np.maximum.at(best, np.maximum(links.left, links.right), links.score)
    return best


def _load(connection: duckdb.DuckDBPyConnection, records: Path, scored: Path) -> tuple[np.ndarray, Links]:
    """The row ids in order, and the scored pairs by row index."""
    row_ids = connection.execute(
        f"select {identifier(ROW_ID)} from read_parquet({literal(records)}) order by all"
    ).fetchnumpy()[ROW_ID]
    pairs = connection.execute(
        f"select source_row_id, master_row_id, score from read_parquet({literal(scored)}) order by all"
    ).fetchnumpy()
    left, right = (np.searchsorted(row_ids, pairs[side]) for side in ("source_row_id", "master_row_id"))
    return np.asarray(row_ids), Links(left, right, np.asarray(pairs["score"], dtype=np.float64))


def _read_rulings(connection: duckdb.DuckDBPyConnection, decided: Path, row_ids: np.ndarray) -> Rulings:
    found = connection.execute(
        "select source_row_id, master_row_id, is_match from read_parquet(?) order by all", [str(decided)]
    ).fetchnumpy()
    left, right = (np.searchsorted(row_ids, found[side]).tolist() for side in ("source_row_id", "master_row_id"))
    pairs = list(zip(left, right, found["is_match"].tolist(), strict=True))
    accepted, rejected = (tuple((a, b) for a, b, is_match in pairs if is_match is wanted) for wanted in (True, False))
    return Rulings(accepted, rejected)


def _describe_nearest(connection: duckdb.DuckDBPyConnection, scored: Path, *, threshold: float, is_ruled: bool) -> None:
    """Create the table *nearest*: per row its best link, those within its cluster first.

    Of equal scores the stronger evidence is the nearer one, then the smaller row id.
    """
    joins = "(score >= $lowest or is_accepted)" if is_ruled else "score >= $lowest"
    connection.execute(
        f"""
        create temp table nearest as
        with pairs as (
          select file_row_number as pair, source_row_id, master_row_id, score, match_weight, {joins} as joins,
            l._lmg_cluster_id = r._lmg_cluster_id as held
          from read_parquet({literal(scored)}, file_row_number = true)
          join members l on l._lmg_row_id = source_row_id join members r on r._lmg_row_id = master_row_id
        ),
        ends as (
          select source_row_id as row_id, master_row_id as other, * from pairs
          union all select master_row_id, source_row_id, * from pairs
        ),
        best as (
          select row_id, max(row(held and joins, score, match_weight, -other, pair)) as link from ends group by row_id
        )
        select b.row_id, -b.link[4] as other, s.score, b.link[1] as is_held,
          {joins} as is_cut, s.reason, s.relationship
        from best b join read_parquet({literal(scored)}, file_row_number = true) s on s.file_row_number = b.link[5]
        """,
        {"lowest": reached_from(threshold)},
    ).fetchall()


def _write(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    connection.execute(f"""
        copy (
          with placed as (
            select _lmg_row_id, _lmg_cluster_id, weakest_link,
              1 = row_number() over (
                partition by _lmg_cluster_id order by filled desc, recent desc nulls last, _lmg_row_id
              ) as _lmg_is_representative,
              count(*) over (partition by _lmg_cluster_id) as cluster_size
            from members join ranks using (_lmg_row_id)
          )
          select _lmg_row_id, _lmg_cluster_id, _lmg_is_representative,
            round(coalesce(score, 0), 1) as _lmg_match_score,
            case when other is null then '{NO_CANDIDATE}'
              when is_held then reason || ' (row ' || other || ')'
              when is_cut then 'agrees with row ' || other || ' (' || reason || '), but the rows around it disagree'
              else 'nearest is row ' || other || ': ' || relationship
            end || coalesce('; ' || refused.says, '') as _lmg_match_reason,
            cluster_size,
            round(nullif(weakest_link, 'nan'), 1) as weakest_link, other as nearest_row_id
          from placed left join nearest on nearest.row_id = _lmg_row_id
          left join refused on refused.row_id = _lmg_row_id
          order by _lmg_row_id
        ) to {literal(path)} (format parquet)
    """).fetchall()


def _summary(links: Links, groups: np.ndarray, *, threshold: float, rulings: Rulings) -> ClusterSummary:
    size = np.bincount(groups)
    joining = links.where(links.score >= reached_from(threshold))
    found = int((size > 0).sum())
    return ClusterSummary(
        rows=len(groups),
        clusters=found,
        duplicates=len(groups) - found,
        duplicate_clusters=int((size > 1).sum()),
        largest_cluster=int(size.max(initial=0)),
        links=len(joining),
        links_cut=int((groups[joining.left] != groups[joining.right]).sum()),
        threshold=min(threshold, 100.0),
        promises=promises(_surest(links, rows=len(groups)), threshold=threshold),
        accepted=len(rulings.accepted),
        rejected=len(rulings.rejected),
    )
