"""results.csv and results.parquet: columns, order, lines, bytes."""

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from listmatch.domain.verdicts import MatchMode
from listmatch.duck import Compute
from listmatch.errors import ContractBroken
from listmatch.exports.columns import master_names
from listmatch.exports.results import ResultInputs, write_results

OURS = [
    "_lmg_row_id",
    "_lmg_match_status",
    "_lmg_match_score",
    "_lmg_match_reason",
    "_lmg_master_row_id",
    "_lmg_relationship",
    "_lmg_master_duplicates",
    "_lmg_source_duplicate_of",
]


@pytest.fixture
def inputs(write_rows: Callable[..., Path], write_verdicts: Callable[..., Path]) -> ResultInputs:
    return ResultInputs(
        source=write_rows(
            "source", ["name", "zip", "note"], [["Ann", "01234", None], ["Bo", "1", ""], ["Cy", "2", "x"]]
        ),
        master=write_rows("master", ["id", "name"], [["M1", "Boris"], ["M2", "Anne"]]),
        verdicts=write_verdicts([(1, "matched", 97.5, 2), (2, "unmatched", 0.0, None), (3, "review", 70.0, 1)]),
    )


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_source_columns_come_first_then_the_master_row_then_ours(
    inputs: ResultInputs, tmp_path: Path, compute: Compute
) -> None:
    header, *lines = read(write_results(inputs, into=tmp_path, compute=compute).csv)
    assert header == ["name", "zip", "note", "id", "master_name", *OURS]
    assert lines == [
        ["Ann", "01234", "", "M2", "Anne", "1", "matched", "97.5", "email + zip", "2", "same person", "", ""],
        ["Bo", "1", "", "", "", "2", "unmatched", "0.0", "", "", "", "", ""],
        ["Cy", "2", "x", "M1", "Boris", "3", "review", "70.0", "email + zip", "1", "same person", "", ""],
    ]


def test_parquet_holds_the_same_rows_with_numbers_as_numbers(
    inputs: ResultInputs, tmp_path: Path, compute: Compute
) -> None:
    summary = write_results(inputs, into=tmp_path, compute=compute)
    table = pq.read_table(summary.parquet)
    assert tuple(table.column_names) == summary.columns
    assert table.column("_lmg_match_score").to_pylist() == [97.5, 0.0, 70.0]
    assert table.column("zip").to_pylist() == ["01234", "1", "2"]
    assert table.column("master_name").to_pylist() == ["Anne", None, "Boris"]


@pytest.mark.parametrize("threads", [1, 3, 8])
def test_bytes_do_not_depend_on_threads(
    threads: int, tmp_path: Path, write_rows: Callable[..., Path], write_verdicts: Callable[..., Path]
) -> None:
    count = 5000
    inputs = ResultInputs(
        source=write_rows("source", ["a"], [[f"a{i}"] for i in range(count)]),
        master=write_rows("master", ["a"], [[f"m{i}"] for i in range(count)]),
        verdicts=write_verdicts([(i, "matched", 90.0, 1 + i * 7 % count) for i in range(1, count + 1)]),
    )
    one = write_results(inputs, into=tmp_path / "one", compute=Compute(tmp_path, threads=2))
    other = write_results(inputs, into=tmp_path / "other", compute=Compute(tmp_path, threads=threads))
    assert one.csv.read_bytes() == other.csv.read_bytes()
    assert one.parquet.read_bytes() == other.parquet.read_bytes()
    assert [line[2] for line in read(one.csv)[1:]] == [str(i) for i in range(1, count + 1)]


def test_row_groups_have_a_fixed_size(
    inputs: ResultInputs, tmp_path: Path, compute: Compute, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("listmatch.parquet.ROW_GROUP", 2)
    metadata = pq.ParquetFile(write_results(inputs, into=tmp_path, compute=compute).parquet).metadata
    assert [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)] == [2, 1]


def test_the_same_bytes_in_however_many_parts(
    inputs: ResultInputs, tmp_path: Path, compute: Compute, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = write_results(inputs, into=tmp_path / "whole", compute=compute)
    monkeypatch.setattr("listmatch.exports.results.PART_ROWS", 1)
    parts = write_results(inputs, into=tmp_path / "parts", compute=compute)
    assert whole.rows == parts.rows > 2
    assert whole.csv.read_bytes() == parts.csv.read_bytes()
    assert whole.parquet.read_bytes() == parts.parquet.read_bytes()


@pytest.mark.parametrize("part", [1, 2, 3, 4])
def test_all_candidates_keep_the_order_of_the_verdicts_wherever_a_part_ends(
    inputs: ResultInputs,
    tmp_path: Path,
    compute: Compute,
    write_verdicts: Callable[..., Path],
    part: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("listmatch.exports.results.PART_ROWS", part)
    verdicts = write_verdicts(
        [(1, "matched", 97.5, 2), (1, "review", 70.0, 1), (2, "unmatched", 0.0, None), (3, "review", 70.0, 1)]
    )
    several = replace(inputs, verdicts=verdicts, mode=MatchMode.ALL_CANDIDATES)
    lines = read(write_results(several, into=tmp_path, compute=compute).csv)[1:]
    assert [(line[0], line[3]) for line in lines] == [("Ann", "M2"), ("Ann", "M1"), ("Bo", ""), ("Cy", "M1")]


def test_dedupe_has_every_input_column_and_its_cluster(
    tmp_path: Path, compute: Compute, write_rows: Callable[..., Path]
) -> None:
    clusters = tmp_path / "clusters.parquet"
    pq.write_table(
        pa.table(
            {
                "_lmg_row_id": [1, 2, 3],
                "_lmg_cluster_id": [1, 2, 1],
                "_lmg_is_representative": [True, True, False],
                "_lmg_match_score": [None, None, 93.0],
                "_lmg_match_reason": [None, None, "email"],
                "cluster_size": [2, 1, 2],
                "weakest_link": [93.0, None, 93.0],
            }
        ),
        clusters,
    )
    rows = write_rows("records", ["name"], [["Ann"], ["Bo"], ["Anne"]])
    summary = write_results(ResultInputs(rows, None, clusters, MatchMode.DEDUPE), into=tmp_path, compute=compute)
    assert read(summary.csv) == [
        ["name", "_lmg_row_id", "_lmg_cluster_id", "_lmg_is_representative", "_lmg_match_score", "_lmg_match_reason"],
        ["Ann", "1", "1", "true", "", ""],
        ["Bo", "2", "2", "true", "", ""],
        ["Anne", "3", "1", "false", "93.0", "email"],
    ]


def test_columns_that_differ_only_by_case_keep_their_names(
    tmp_path: Path, compute: Compute, write_rows: Callable[..., Path], write_verdicts: Callable[..., Path]
) -> None:
    inputs = ResultInputs(
        source=write_rows("source", ["Email", "email"], [["upper", "lower"]]),
        master=write_rows("master", ["EMAIL", "email"], [["shout", "plain"]]),
        verdicts=write_verdicts([(1, "matched", 99.0, 1)]),
    )
    summary = write_results(inputs, into=tmp_path, compute=compute)
    header, line = read(summary.csv)
    assert header[:4] == ["Email", "email", "EMAIL", "master_email"]
    assert line[:4] == ["upper", "lower", "shout", "plain"]
    assert pq.read_schema(summary.parquet).names == header


@pytest.mark.parametrize(
    ("source", "master", "expected"),
    [
        (["a"], ["b"], ["b"]),
        (["a"], ["a", "b"], ["master_a", "b"]),
        (["a", "master_a"], ["a"], ["master_a_2"]),
        (["a"], ["a", "master_a"], ["master_a_2", "master_a"]),
        (["a", "master_a"], ["a", "master_a"], ["master_a_2", "master_master_a"]),
    ],
)
def test_master_names_are_unique(source: list[str], master: list[str], expected: list[str]) -> None:
    assert list(master_names(source, master)) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
        ("+1 (555) 010-0000", "'+1 (555) 010-0000"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("\t=1", "'\t=1"),
        ("\n=1", "'\n=1"),
        ("-12.50", "-12.50"),
        ("a=b", "a=b"),
    ],
)
def test_formulas_are_neutralised_in_csv_on_request(
    cell: str,
    expected: str,
    tmp_path: Path,
    compute: Compute,
    write_rows: Callable[..., Path],
    write_verdicts: Callable[..., Path],
) -> None:
    inputs = ResultInputs(
        write_rows("source", ["a"], [[cell]]),
        write_rows("master", ["b"], [[cell]]),
        write_verdicts([(1, "matched", 99.0, 1)]),
    )
    plain = write_results(inputs, into=tmp_path / "plain", compute=compute)
    safe = write_results(replace(inputs, neutralise_formulas=True), into=tmp_path / "safe", compute=compute)
    assert read(plain.csv)[1][:2] == [cell, cell]
    assert read(safe.csv)[1][:2] == [expected, expected]
    assert plain.parquet.read_bytes() == safe.parquet.read_bytes()


def test_names_of_columns_are_neutralised_like_any_cell(
    tmp_path: Path, compute: Compute, write_rows: Callable[..., Path], write_verdicts: Callable[..., Path]
) -> None:
    inputs = ResultInputs(
        write_rows("source", ["=cmd|x!A0", "plain"], [["a", "b"]]),
        write_rows("master", ["@SUM(1)", "-5"], [["c", "d"]]),
        write_verdicts([(1, "matched", 99.0, 1)]),
    )
    plain = write_results(inputs, into=tmp_path / "plain", compute=compute)
    safe = write_results(replace(inputs, neutralise_formulas=True), into=tmp_path / "safe", compute=compute)
    assert read(plain.csv)[0][:4] == ["=cmd|x!A0", "plain", "@SUM(1)", "-5"]
    assert read(safe.csv)[0][:4] == ["'=cmd|x!A0", "plain", "'@SUM(1)", "-5"]


def test_identifiers_of_further_master_rows_are_neutralised_too(
    tmp_path: Path, compute: Compute, write_rows: Callable[..., Path], write_verdicts: Callable[..., Path]
) -> None:
    verdicts = write_verdicts([(1, "matched", 99.0, 1)])
    table = pq.read_table(verdicts)
    place = table.column_names.index("_lmg_master_duplicates")
    table = table.set_column(place, "_lmg_master_duplicates", pa.array(["=1+1; C-2"]))
    pq.write_table(table, verdicts)
    inputs = ResultInputs(write_rows("source", ["a"], [["x"]]), write_rows("master", ["b"], [["y"]]), verdicts)
    safe = write_results(replace(inputs, neutralise_formulas=True), into=tmp_path / "safe", compute=compute)
    header, line = read(safe.csv)[:2]
    assert line[header.index("_lmg_master_duplicates")] == "'=1+1; C-2"


@pytest.mark.parametrize(
    "cell", ["a,b", 'say "hi"', "two\nlines", "cr\rlf\r\n", " blanks ", "ключ 鍵 مفتاح", "NULL", "'"]
)
def test_every_cell_survives_the_csv(
    cell: str, tmp_path: Path, compute: Compute, write_rows: Callable[..., Path], write_verdicts: Callable[..., Path]
) -> None:
    inputs = ResultInputs(
        write_rows("source", [f"head {cell}"], [[cell]]),
        write_rows("master", ["b"], [["x"]]),
        write_verdicts([(1, "unmatched", 0.0, None)]),
    )
    header, line = read(write_results(inputs, into=tmp_path, compute=compute).csv)
    assert (header[0], line[0]) == (f"head {cell}", cell)


def test_an_empty_list_gives_a_header(
    tmp_path: Path, compute: Compute, write_rows: Callable[..., Path], write_verdicts: Callable[..., Path]
) -> None:
    inputs = ResultInputs(write_rows("s", ["a"], []), write_rows("m", ["a"], []), write_verdicts([]))
    assert read(write_results(inputs, into=tmp_path, compute=compute).csv) == [["a", "master_a", *OURS]]


@pytest.mark.parametrize(
    "verdicts",
    [
        [(1, "matched", 97.5, 2), (2, "unmatched", 0.0, None)],
        [(1, "matched", 97.5, 2), (1, "matched", 97.5, 1), (2, "unmatched", 0.0, None), (3, "review", 70.0, 1)],
        [(1, "matched", 97.5, 2), (2, "unmatched", 0.0, None), (3, "review", 70.0, 1), (4, "review", 70.0, 1)],
        [(1, "matched", 97.5, 9), (2, "unmatched", 0.0, None), (3, "review", 70.0, 1)],
    ],
    ids=["row without verdict", "two verdicts for a row", "verdict without row", "unknown master row"],
)
def test_lost_lines_are_a_fault(
    verdicts: list[tuple[int, str, float, int | None]],
    inputs: ResultInputs,
    tmp_path: Path,
    compute: Compute,
    write_verdicts: Callable[..., Path],
) -> None:
    with pytest.raises(ContractBroken, match="results"):
        write_results(replace(inputs, verdicts=write_verdicts(verdicts)), into=tmp_path, compute=compute)
