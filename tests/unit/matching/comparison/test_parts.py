"""Pairs in parts: all of them, each once, and nothing that is said of them depends on how many parts there are."""

from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listmatch.domain.verdicts import ProfileType
from listmatch.duck import Compute
from listmatch.matching.blocking.candidates import find_candidates
from listmatch.matching.comparison.parts import Part, parts_of, parts_of_alike
from listmatch.matching.lists import ListPaths
from listmatch.matching.scoring.score import score_candidates
from tests.unit.matching.crowded_lists import Lists, bytes_of, made, people
from tests.unit.matching.standard_lists import profile_of, write_list

SIZE = "listmatch.matching.comparison.parts.PART_PAIRS"
MOST = "listmatch.matching.comparison.parts.MOST_PARTS"
LARGEST = "listmatch.matching.comparison.parts.LARGEST_PART"
CHUNK = "listmatch.matching.engines.on_duckdb.CHUNK"
BATCH = "listmatch.matching.scoring.scored_pairs.BATCH"


@pytest.fixture
def lists(tmp_path: Path) -> Lists:
    return made(tmp_path, people(60, seed=1), people(900, seed=2))


@pytest.mark.parametrize("size", [1, 7, 100, 10_000])
def test_each_row_is_in_one_part(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(SIZE, size)
    with duckdb.connect() as connection:
        # one row with many pairs, several with none
        connection.execute("create table pairs as select unnest([3, 3, 9, 9, 9, 9, 9, 9, 9, 40, 41]) as source_row_id")
        parts = parts_of(connection, "pairs")
        held = [
            row for part in parts for row in connection.sql(f"from pairs where {part.condition} order by 1").fetchall()
        ]
        assert held == connection.sql("from pairs order by 1").fetchall()
    assert len(parts) <= 8
    assert (len(parts) == 1) == (size > 10)


@settings(max_examples=40, deadline=None)
@given(
    pairs_of_rows=st.dictionaries(st.integers(1, 10_000), st.integers(1, 60), min_size=1, max_size=50),
    size=st.integers(1, 80),
    most=st.integers(1, 12),
    largest=st.integers(1, 500),
)
def test_parts_follow_each_other_and_none_is_larger_than_asked_for_but_by_one_row(
    pairs_of_rows: dict[int, int], size: int, most: int, largest: int
) -> None:
    with pytest.MonkeyPatch.context() as patched, duckdb.connect() as connection:
        for name, value in ((SIZE, size), (MOST, most), (LARGEST, largest)):
            patched.setattr(name, value)
        connection.execute(
            "create table pairs as select unnest(?::bigint[]) as source_row_id",
            [[row for row, pairs in pairs_of_rows.items() for _ in range(pairs)]],
        )
        parts = parts_of(connection, "pairs")
    assert [part.before for part in parts] == [0, *(part.last for part in parts[:-1])]
    assert all(part.before < part.last for part in parts)
    assert parts[-1].last == max(pairs_of_rows)
    held = [sum(n for row, n in pairs_of_rows.items() if part.before < row <= part.last) for part in parts]
    total = sum(held)
    asked = min(max(size, -(-total // most)), max(largest, size))
    assert max(held) < asked + max(pairs_of_rows.values())
    assert len(parts) <= -(-total // asked)


def test_without_pairs_there_is_one_part() -> None:
    with duckdb.connect() as connection:
        connection.execute("create table pairs (source_row_id bigint)")
        assert parts_of(connection, "pairs") == [Part(0, 0)]


@pytest.mark.parametrize("size", [1, 3, 5, 100])
def test_rows_that_are_alike_are_in_one_part(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(SIZE, size)
    rows = "(select unnest(range(1, 21)) as _lmg_row_id, ['ann', 'bob', null, 'cy'][_lmg_row_id % 4 + 1] as first)"
    with duckdb.connect() as connection:
        connection.execute(f"create table pairs as select _lmg_row_id as source_row_id from {rows}")
        parts = parts_of_alike(connection, "pairs", rows=rows, by="first")
        held = [connection.sql(f"from pairs where {part.condition}").fetchnumpy()["source_row_id"] for part in parts]
    assert sorted(row for part in held for row in part) == list(range(1, 21))
    names = [[row % 4 for row in part] for part in held]
    assert len(parts) == min(-(-20 // size), 7)
    assert all(len(set(part)) <= 2 for part in names) or len(parts) == 1


@pytest.mark.parametrize("profile_type", [ProfileType.PERSON, ProfileType.COMPANY, ProfileType.HOUSEHOLD])
@pytest.mark.parametrize("has_index", [False, True])
def test_scores_and_verdicts_are_the_same_in_parts(
    lists: Lists, tmp_path: Path, profile_type: ProfileType, has_index: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = profile_of(profile_type)
    index = lists.index(profile, tmp_path / "index") if has_index else None
    found = lists.match(profile, tmp_path / "whole", index=index)
    monkeypatch.setattr(SIZE, 1)
    assert found.pairs > 50
    assert lists.match(profile, tmp_path / "parts", index=index) == found
    assert bytes_of(tmp_path / "parts") == bytes_of(tmp_path / "whole")


def test_no_border_between_parts_chunks_or_batches_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lists, profile = made(tmp_path, people(6, seed=1), people(150, seed=2)), profile_of()
    pairs = lists.match(profile, tmp_path / "whole", index=None).pairs
    assert pairs > 30
    for size, chunk, batch in ((pairs // 3, pairs // 9, 1), (1, 1_000, 5)):
        for name, value in ((SIZE, size), (MOST, pairs), (CHUNK, chunk), (BATCH, batch)):
            monkeypatch.setattr(name, value)
        lists.match(profile, tmp_path / f"of_{size}", index=None)
        assert bytes_of(tmp_path / f"of_{size}") == bytes_of(tmp_path / "whole")


def test_a_dedupe_is_the_same_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = write_list(tmp_path / "rows.parquet", people(300, seed=4))
    compute, profile = Compute(scratch=tmp_path / "scratch", threads=2), profile_of()
    made_of = {}
    for size in (1_000_000, 1):
        monkeypatch.setattr(SIZE, size)
        into = tmp_path / f"of_{size}"
        into.mkdir()
        find_candidates(ListPaths(rows), profile=profile, into=into, compute=compute)
        pairs = into / "candidate_pairs.parquet"
        assert score_candidates(ListPaths(rows), pairs, profile=profile, into=into, compute=compute).pairs > 100
        made_of[size] = bytes_of(into)
    assert made_of[1] == made_of[1_000_000]
