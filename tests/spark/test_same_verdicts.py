"""Spark and DuckDB give the same candidate pairs, scores, reasons and verdicts."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from listmatch.domain.verdicts import ProfileType
from tests.spark.populations import SPARK, Lists, match, pair_of, records_of
from tests.unit.matching.standard_lists import Row, profile_of, write_list

pytestmark = pytest.mark.spark

WEIGHTS = ["match_weight", "match_probability"]
"""Splink's: logarithms, of which two libraries may round the last digit differently"""


def assert_same(lists: Lists, folder: Path) -> None:
    """Match on both engines and compare everything that they write and tell."""
    told = [match(lists, engine=engine, into=folder / engine) for engine in ("duckdb", "spark")]
    assert told[0][0].pairs > 0
    assert told[0] == told[1]
    for name in ("candidate_pairs.parquet", "model.json", *(["verdicts.parquet"] if lists.master else [])):
        assert (folder / "duckdb" / name).read_bytes() == (folder / "spark" / name).read_bytes(), name
    ours, theirs = (pl.read_parquet(folder / engine / "scored_matches.parquet") for engine in ("duckdb", "spark"))
    assert ours.schema == theirs.schema
    assert ours.drop(WEIGHTS).equals(theirs.drop(WEIGHTS))
    for name in WEIGHTS:
        assert ours[name].to_list() == pytest.approx(theirs[name].to_list(), rel=1e-12)


@pytest.mark.parametrize("population", ["contacts", "badges", "donors", "accounts"])
def test_two_lists_get_the_same_verdicts(population: str, tmp_path: Path) -> None:
    assert_same(pair_of(population, tmp_path), tmp_path)


def test_one_list_gets_the_same_duplicates(tmp_path: Path) -> None:
    assert_same(records_of("contacts", tmp_path), tmp_path)


def test_accounts_of_leads_are_told_alike(tmp_path: Path) -> None:
    lists = pair_of("accounts", tmp_path)
    accounts = lists.profile.from_dict(lists.profile.to_dict() | {"type": ProfileType.ACCOUNT})
    assert_same(replace(lists, profile=accounts), tmp_path)


def test_households_are_told_alike(tmp_path: Path) -> None:
    lists = pair_of("donors", tmp_path)
    household = lists.profile.from_dict(lists.profile.to_dict() | {"type": ProfileType.HOUSEHOLD})
    assert_same(replace(lists, profile=household), tmp_path)


def test_values_that_too_many_rows_share_are_narrowed_alike(tmp_path: Path) -> None:
    names = ("ann", "bob", "cyd", "dan")
    crowd: list[Row] = [
        {"first": names[i % 4], "last": f"l{i // 8}", "phone": "5551234567", "city": "rome"} for i in range(240)
    ]
    source = write_list(tmp_path / "source.parquet", crowd[:40])
    master = write_list(tmp_path / "master.parquet", crowd)
    lists = Lists(source, master, profile_of())
    assert_same(lists, tmp_path)
    found, _ = match(lists, engine="spark", into=tmp_path / "again")
    assert [(hot.name, hot.largest) for hot in found.hot] == [("phone_normalized", 240)]


def test_tables_go_by_way_of_a_folder_that_the_workers_reach_and_leave_nothing_there(tmp_path: Path) -> None:
    rows: list[Row] = [{"first": "ann", "last": f"lee{i}", "email": f"ann{i}@x.org"} for i in range(5)]
    lists = Lists(
        write_list(tmp_path / "in" / "s.parquet", rows), write_list(tmp_path / "in" / "m.parquet", rows), profile_of()
    )
    shared = tmp_path / "shared"
    shared.mkdir()
    ours = match(lists, engine="duckdb", into=tmp_path / "duckdb")
    theirs = match(lists, engine="spark", into=tmp_path / "spark", place=replace(SPARK, staging=shared.as_uri()))
    assert ours == theirs
    assert list(shared.iterdir()) == []


def test_second_addresses_are_compared_alike(tmp_path: Path) -> None:
    names = [{"first": f"ann{i % 7}", "last": f"lee{i % 11}"} for i in range(60)]
    homes = [{"street": f"{i} second st", "city": "new york city", "zip": f"1{i:04d}"} for i in range(60)]
    shops = [{"street_2": f"{i} elm ave", "unit_2": "apt 4", "city_2": "ulm", "zip_2": f"8{i:04d}"} for i in range(60)]
    elms = [{"street": shop["street_2"], "city": "ulm", "zip": shop["zip_2"]} for shop in shops]
    source = [{**name, **elm} for name, elm in zip(names, elms, strict=True)]
    master = [{**name, **home, **shop} for name, home, shop in zip(names, homes, shops, strict=True)]
    one = {"full_name": "name", "street": "street", "city": "city", "postcode": "zip"}
    profile = profile_of(source_fields=one, master_fields={**one, "second_street": "shop", "second_city": "town"})
    lists = Lists(write_list(tmp_path / "s.parquet", source), write_list(tmp_path / "m.parquet", master), profile)
    assert_same(lists, tmp_path)
    scored = pl.read_parquet(tmp_path / "spark" / "scored_matches.parquet")
    assert scored.filter(pl.col("reason").str.ends_with("+ address"))["source_row_id"].n_unique() == 60


def test_customers_and_contacts_of_their_companies_are_compared_alike(tmp_path: Path) -> None:
    places = [{"street": f"{i} oak st", "city": "bonn", "zip": f"5{i:04d}"} for i in range(60)]
    source = [{"last": f"tools{i}", "party": f"acme tools {i}", **place} for i, place in enumerate(places)]
    master = [{"first": "ann", "last": f"lee{i}", "company": f"acme tools {i}", **p} for i, p in enumerate(places)]
    lists = Lists(write_list(tmp_path / "s.parquet", source), write_list(tmp_path / "m.parquet", master), profile_of())
    assert_same(lists, tmp_path)
    scored = pl.read_parquet(tmp_path / "spark" / "scored_matches.parquet")
    assert scored.filter(pl.col("reason").str.starts_with("name of the company"))["source_row_id"].n_unique() == 60


def test_lists_without_a_common_value_are_told_alike(tmp_path: Path) -> None:
    left = write_list(tmp_path / "s.parquet", [{"first": "ann", "last": "lee", "email": "a@x.org"}])
    right = write_list(tmp_path / "m.parquet", [{"first": "bob", "last": "ray", "email": "b@y.org"}])
    told = [match(Lists(left, right, profile_of()), engine=name, into=tmp_path / name) for name in ("duckdb", "spark")]
    assert told[0] == told[1]
    assert told[1][0].pairs == 0
    assert told[1][0].note
