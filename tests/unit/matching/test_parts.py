"""Pairs in parts: all of them, each once, and nothing that is said of them depends on how many parts there are."""

from pathlib import Path

import duckdb
import pytest

from listmatch.domain.verdicts import ProfileType
from listmatch.duck import Compute
from listmatch.matching.candidates import find_candidates
from listmatch.matching.parts import Part, parts_of
from listmatch.matching.scoring import score_candidates
from tests.unit.matching.crowded_lists import Lists, bytes_of, made, people
from tests.unit.matching.standard_lists import profile_of, write_list

SIZE = "listmatch.matching.parts.PART_PAIRS"


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


def test_without_pairs_there_is_one_part() -> None:
    with duckdb.connect() as connection:
        connection.execute("create table pairs (source_row_id bigint)")
        assert parts_of(connection, "pairs") == [Part(0, 0)]


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


def test_a_dedupe_is_the_same_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = write_list(tmp_path / "rows.parquet", people(300, seed=4))
    compute, profile = Compute(scratch=tmp_path / "scratch", threads=2), profile_of()
    made_of = {}
    for size in (1_000_000, 1):
        monkeypatch.setattr(SIZE, size)
        into = tmp_path / f"of_{size}"
        into.mkdir()
        find_candidates(rows, None, profile=profile, into=into, compute=compute)
        pairs = into / "candidate_pairs.parquet"
        assert score_candidates(rows, None, candidates=pairs, profile=profile, into=into, compute=compute).pairs > 100
        made_of[size] = bytes_of(into)
    assert made_of[1] == made_of[1_000_000]
