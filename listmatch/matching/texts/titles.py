"""Products and publications: lists of texts, matched by what they say instead of by fields of a person or company.

Candidate pairs come from the nearest texts, from model numbers and from shared identifiers. Their levels, by the
measures of product.yaml, go into the same relationship model and the same tables as those of fields.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa

from listmatch.domain.artifacts import CANDIDATES
from listmatch.domain.columns import ROW_ID
from listmatch.domain.progress import Progress
from listmatch.domain.summaries import CandidateSummary, PassReach
from listmatch.domain.verdicts import ProfileType
from listmatch.duck import Compute, literal
from listmatch.matching.evidence.comparisons import level_sql
from listmatch.matching.evidence.kinds import EvidenceTables, Kind
from listmatch.matching.evidence.patterns import code_sql
from listmatch.matching.lists import ListPaths
from listmatch.matching.passes import pass_names, pass_plan
from listmatch.matching.profile import MatchProfile
from listmatch.matching.texts.codes import create_codes
from listmatch.matching.texts.keys import comparable_key
from listmatch.matching.texts.measures import MEASURES, measure, measure_again
from listmatch.matching.texts.vectors import Rows, TextVectors, vectorise

KEY, CODE, TITLE = "key_exact", "code_exact", "title_nearest"
"""names of the passes in passes.yaml"""

NOTHING_SHARED = (
    "No title of the source has a word or group of letters in common with the master.",
    "No two titles have a word or group of letters in common.",
)
"""why there is no pair: of two lists, of one"""


def find_text_candidates(
    lists: ListPaths, *, profile: MatchProfile, into: Path, compute: Compute, progress: Progress
) -> CandidateSummary:
    """Write ``candidate_pairs.parquet`` into *into*: for each source row the ten nearest titles of the master, and
    every row that shares a model number or an identifier with it. Without a master the source is compared with itself.

    Raises ProfileInvalid for unknown passes.
    """
    passes = pass_names(profile)
    left, other = lists.source_sql, lists.master_sql
    right = other or left
    with compute.connect() as connection:
        connection.execute("create temp table found (s bigint, m bigint, pass utinyint)").fetchall()
        if KEY in passes:
            progress(0.0, "looking for pairs by identifier")
            _add(connection, passes.index(KEY), _equal_keys(left, right))
        if CODE in passes:
            progress(0.1, "looking for pairs by model number")
            create_codes(connection, "codes_l", table=left)
            create_codes(connection, "codes_r", table=right)
            _add(connection, passes.index(CODE), _equal_codes())
        if TITLE in passes:
            progress(0.2, "looking for pairs by title")
            near = _nearest_titles(connection, left, other)
            connection.register("nearest", pa.table({"s": near[0] + 1, "m": near[1] + 1}))
            _add(connection, passes.index(TITLE), "select s, m from nearest")
        progress(0.9, "writing candidate pairs")
        _write_pairs(connection, into / CANDIDATES, is_dedupe=other is None)
        return _summary(connection, passes, left=left, right=right, is_dedupe=other is None)


def _nearest_titles(connection: duckdb.DuckDBPyConnection, left: str, right: str | None) -> tuple[Rows, Rows]:
    """Pairs of row indices by title; among more rows of one title than are candidates, by detail."""

    @cache
    def details() -> TextVectors:
        return vectorise(connection, left=left, right=right, column="detail")

    titles = vectorise(connection, left=left, right=right, column="title")
    return titles.nearest(among_equals=lambda one, other: details().cosines(one, other))


def _add(connection: duckdb.DuckDBPyConnection, number: int, pairs: str) -> None:
    connection.execute(f"insert into found select s, m, {number}::utinyint from ({pairs})").fetchall()


def _equal_keys(left: str, right: str) -> str:
    cap = pass_plan(ProfileType.PRODUCT).cap
    mine, theirs = (
        f"select {ROW_ID} as row_id, {comparable_key('key')} as shared from {table} where key is not null"
        for table in (left, right)
    )
    return f"""select l.row_id as s, r.row_id as m from ({mine}) l join ({theirs}) r using (shared)
        where shared in (select shared from ({theirs}) group by shared having count(*) <= {cap})"""


def _equal_codes() -> str:
    one = "select row_id, unnest(codes) as code from "
    return f"select distinct l.row_id as s, r.row_id as m from ({one} codes_l) l join ({one} codes_r) r using (code)"


def _write_pairs(connection: duckdb.DuckDBPyConnection, path: Path, *, is_dedupe: bool) -> None:
    once = "select least(s, m) as s, greatest(s, m) as m, pass from found where s <> m" if is_dedupe else "from found"
    connection.execute(f"""
        create or replace temp table pairs as
        select s as source_row_id, m as master_row_id, bit_or(1::ubigint << pass) as passes from ({once}) group by all
    """).fetchall()
    connection.execute(
        f"copy (from pairs order by source_row_id, master_row_id) to {literal(path)} (format parquet)"
    ).fetchall()


def _summary(
    connection: duckdb.DuckDBPyConnection, passes: Sequence[str], *, left: str, right: str, is_dedupe: bool
) -> CandidateSummary:
    count = "select count(*), count(distinct source_row_id) from pairs"
    [(pairs, reached)] = connection.execute(count).fetchall()
    [(source_rows,)], [(master_rows,)] = (
        connection.execute(f"select count(*) from {table}").fetchall() for table in (left, right)
    )
    reach = []
    for number, name in enumerate(passes):
        [(found, rows)] = connection.execute(f"{count} where passes & {1 << number} > 0").fetchall()
        [(alone,)] = connection.execute(f"select count(*) from pairs where passes = {1 << number}").fetchall()
        reach.append(PassReach(name, pairs=found, source_rows=rows, pairs_alone=alone))
    return CandidateSummary(
        pairs,
        source_rows,
        master_rows,
        reached,
        passes=tuple(reach),
        note="" if pairs else NOTHING_SHARED[is_dedupe],
    )


def compare_texts(
    connection: duckdb.DuckDBPyConnection,
    *,
    pairs: str,
    left: str,
    right: str | None,
    tables: EvidenceTables,
    into: str,
) -> tuple[Kind, ...]:
    """Create the table *into*: per pair the row ids and the code of its levels, as the comparison engines make it, and
    the ``likeness`` of the titles (their cosine).

    Returned are the kinds about which both lists speak; the others are not part of the code.
    """
    measure(connection, pairs=pairs, left=left, right=right)
    _create_levels(connection, tables.kinds)
    spoken = ", ".join(f"coalesce(max(gamma_{kind.name}), -1) >= 0" for kind in tables.kinds)
    [speaks] = connection.execute(f"select {spoken} from levels").fetchall()
    kinds = tuple(kind for kind, is_known in zip(tables.kinds, speaks, strict=True) if is_known)
    _pack_levels(connection, kinds, into=into)
    return kinds


def compare_master_texts(
    connection: duckdb.DuckDBPyConnection, *, pairs: str, master: str, kinds: Sequence[Kind], into: str
) -> None:
    """The same of *pairs* of rows of the master, which ``compare_texts`` has seen on the right."""
    measure_again(connection, pairs=pairs, right=master)
    _create_levels(connection, kinds)
    _pack_levels(connection, kinds, into=into)


def _create_levels(connection: duckdb.DuckDBPyConnection, kinds: Sequence[Kind]) -> None:
    levels = ", ".join(f"({level_sql(kind)})::tinyint as gamma_{kind.name}" for kind in kinds)
    connection.execute(f"""
        create or replace temp table levels as
        select source_row_id, master_row_id, title_cosine as likeness, {levels} from {MEASURES}
    """).fetchall()


def _pack_levels(connection: duckdb.DuckDBPyConnection, kinds: Sequence[Kind], *, into: str) -> None:
    connection.execute(f"""
        create or replace temp table {into} as
        select source_row_id, master_row_id, {code_sql(kinds)} as code, likeness from levels
    """).fetchall()
