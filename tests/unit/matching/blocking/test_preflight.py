"""Pairs predicted from a sample."""

from pathlib import Path

import pytest

from listmatch.duck import Compute
from listmatch.matching.blocking import preflight
from listmatch.matching.blocking.candidates import find_candidates
from listmatch.matching.blocking.preflight import forecast
from listmatch.matching.lists import ListPaths
from tests.unit.matching.standard_lists import Row, profile_of, write_list


def rows(count: int, *, people: int) -> list[Row]:
    return [{"email": f"p{number % people}@x.org", "last": "lee"} for number in range(count)]


def counted(source: Path, master: Path | None, compute: Compute) -> int:
    profile = profile_of(dedupe=master is None)
    return find_candidates(ListPaths(source, master), profile=profile, into=source.parent, compute=compute).pairs


@pytest.mark.parametrize("is_dedupe", [False, True])
@pytest.mark.parametrize("sample_rows", [60, 10_000])
def test_a_sample_tells_the_number_of_pairs_within_a_third_and_all_rows_exactly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_dedupe: bool, sample_rows: int
) -> None:
    monkeypatch.setattr(preflight, "SAMPLE_ROWS", sample_rows)
    compute = Compute(scratch=tmp_path / "scratch", threads=2)
    source = write_list(tmp_path / "source.parquet", rows(600, people=150))
    master = None if is_dedupe else write_list(tmp_path / "master.parquet", rows(900, people=300))
    found = forecast(ListPaths(source, master), profile=profile_of(dedupe=is_dedupe), compute=compute)
    truth = counted(source, master, compute)
    assert found.is_exact == (sample_rows == 10_000)
    assert found.source_rows == 600
    assert found.pairs == pytest.approx(truth, rel=0 if found.is_exact else 0.34)
    by_email = next(one for one in found.seen.passes if one.name == "email_exact")
    assert by_email.pairs == found.seen.pairs


def test_an_empty_list_has_no_pairs(tmp_path: Path) -> None:
    compute = Compute(scratch=tmp_path / "scratch", threads=2)
    source, master = (
        write_list(tmp_path / "source.parquet", []),
        write_list(tmp_path / "master.parquet", rows(3, people=3)),
    )
    assert forecast(ListPaths(source, master), profile=profile_of(), compute=compute).pairs == 0
