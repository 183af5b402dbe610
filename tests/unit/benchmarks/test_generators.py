"""The made-up lists: the same for the same seed, and their truth is about their rows."""

import csv

import pytest

from benchmarks.generators.__main__ import POPULATIONS, generate_dedupe, generate_pair


def lines(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("population", POPULATIONS)
def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(population, tmp_path):
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        generate_pair(population, source=40, master=200, seed=seed, out=tmp_path / name)
    one, again, other = ((tmp_path / name / "source.csv").read_bytes() for name in ("one", "again", "other"))
    assert one == again
    assert one != other


@pytest.mark.parametrize("population", POPULATIONS)
def test_every_source_row_has_a_truth_and_six_in_ten_are_in_the_master(population, tmp_path):
    generate_pair(population, source=50, master=200, seed=3, out=tmp_path)
    truth = lines(tmp_path / "truth.csv")
    assert [int(line["source_row"]) for line in truth] == list(range(1, 51))
    matched = [line for line in truth if line["master_row"]]
    assert len(matched) == 30
    assert all(1 <= int(line["master_row"]) <= 200 for line in matched)
    assert {line["kind"] for line in matched} == {"match"}


def test_a_matched_contact_resembles_its_master_row(tmp_path):
    generate_pair("contacts", source=200, master=400, seed=5, out=tmp_path)
    source, master = lines(tmp_path / "source.csv"), lines(tmp_path / "master.csv")
    pairs = [
        (source[int(line["source_row"]) - 1], master[int(line["master_row"]) - 1])
        for line in lines(tmp_path / "truth.csv")
        if line["master_row"]
    ]
    same_last = sum(mine["last_name"].lower() == theirs["last_name"].lower() for mine, theirs in pairs)
    assert same_last > 0.85 * len(pairs)


def test_a_list_to_deduplicate_repeats_some_entities(tmp_path):
    generate_dedupe("contacts", rows=300, seed=1, out=tmp_path)
    truth = lines(tmp_path / "truth.csv")
    assert len(truth) == len(lines(tmp_path / "records.csv")) == 300
    assert 150 < len({line["entity"] for line in truth}) < 290
