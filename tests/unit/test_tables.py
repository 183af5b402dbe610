"""Each contract seen to hold, and seen to refuse one broken thing at a time."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from listmatch.duck import Compute
from listmatch.errors import ContractBroken
from listmatch.tables import STANDARD_COLUMNS, check_contract, distinct_row_ids
from listmatch.tables.contracts import Ascends, AtLeast, CountsUp, Like, OneOf, Rule, Score, contract_of
from listmatch.tables.schemas import validate
from listmatch.tables.screen import keeps_contract

Table = dict[str, list[Any]]
Change = Callable[[pl.DataFrame], pl.DataFrame]


def _rows() -> Table:
    return {"_lmg_row_id": [1, 2, 3], "_lmg_line": [2, 4, 5], "name": ["Ann", None, "Bo"], "zip": ["01234", "2", None]}


def _standard() -> Table:
    filled: Mapping[str, list[str | None]] = {
        "first": ["ann", None, "bo li"],
        "generation": ["jr", None, "iii"],
        "email": ["ann@example.com", None, "b@example.org"],
        "email_class": ["work", None, "free"],
        "phone": ["+15551234567", "5551234567", None],
        "country": ["US", None, "DE"],
        "birth": ["19500101", None, None],
        "key": ["A12", None, None],
        "year": ["1999", None, None],
        "price": ["12.50", None, None],
    }
    return {"_lmg_row_id": [1, 2, 3], **{name: filled.get(name, [None] * 3) for name in STANDARD_COLUMNS}}


def _candidate_pairs() -> Table:
    return {"source_row_id": [1, 1, 2], "master_row_id": [4, 7, 1], "passes": [1, 3, 8]}


def _scored_matches() -> Table:
    return {
        "source_row_id": [1, 1, 2],
        "master_row_id": [7, 4, 1],
        "score": [99.5, 12.0, 0.0],
        "relationship": ["same person", "namesake", "no relation"],
        "pass": ["email_exact", "name_zip", "name_zip"],
        "reason": ["email", "name", "name"],
        "evidence_email": [2, -1, 0],
        "match_weight": [12.5, -3.0, -20.0],
        "match_probability": [0.99, 0.1, 0.0],
        "gamma_email": [2, -1, 0],
    }


def _verdicts() -> Table:
    return {
        "_lmg_row_id": [1, 2, 3],
        "_lmg_match_status": ["matched", "review", "unmatched"],
        "_lmg_match_score": [99.5, 70.0, 0.0],
        "_lmg_match_reason": ["email", "name", "no candidate"],
        "_lmg_master_row_id": [7, 4, None],
        "_lmg_relationship": ["same person", "same person", None],
        "_lmg_master_duplicates": ["8; 9", None, None],
        "pass": ["email_exact", "name_zip", None],
        "nearest_master_row_id": [7, 4, None],
        "source_duplicate_of": [None, 1, None],
    }


def _clusters() -> Table:
    return {
        "_lmg_row_id": [1, 2, 3],
        "_lmg_cluster_id": [1, 2, 1],
        "_lmg_is_representative": [False, True, True],
        "_lmg_match_score": [95.0, 0.0, 95.0],
        "_lmg_match_reason": ["email", "nothing alike", "email"],
        "cluster_size": [2, 1, 2],
        "weakest_link": [95.0, None, 95.0],
    }


def _types(name: str) -> dict[str, Any]:
    if name == "standard":
        return dict.fromkeys(STANDARD_COLUMNS, pl.String)
    if name == "candidate_pairs":
        return {"passes": pl.UInt64}
    return {"evidence_email": pl.Int8} if name == "scored_matches" else {}


MAKERS: dict[str, Callable[[], Table]] = {
    "rows": _rows,
    "standard": _standard,
    "candidate_pairs": _candidate_pairs,
    "scored_matches": _scored_matches,
    "verdicts": _verdicts,
    "clusters": _clusters,
}


def _write(folder: Path, name: str, change: Change | None = None) -> Path:
    frame = pl.DataFrame(MAKERS[name](), schema_overrides=_types(name))
    path = folder / f"{name}.parquet"
    (change(frame) if change else frame).write_parquet(path)
    return path


def _set(column: str, values: list[Any]) -> Change:
    return lambda frame: frame.with_columns(pl.Series(column, values, dtype=frame.schema[column]))


def _cast(column: str, dtype: Any) -> Change:
    return lambda frame: frame.with_columns(pl.col(column).cast(dtype))


@pytest.fixture
def compute(tmp_path: Path) -> Compute:
    return Compute(scratch=tmp_path / "scratch")


@pytest.mark.parametrize("name", MAKERS)
def test_a_table_as_the_architecture_has_it_is_accepted_by_both(tmp_path: Path, name: str, compute: Compute) -> None:
    path = _write(tmp_path, name)
    assert keeps_contract(name, path, compute=compute)
    validate(name, path)


@pytest.mark.parametrize("name", MAKERS)
def test_a_table_without_lines_is_accepted_by_both(tmp_path: Path, name: str, compute: Compute) -> None:
    path = _write(tmp_path, name, lambda frame: frame.clear())
    assert keeps_contract(name, path, compute=compute)
    validate(name, path)


@pytest.mark.parametrize("name", MAKERS)
def test_a_missing_column_is_refused_by_name(tmp_path: Path, name: str, compute: Compute) -> None:
    column = list(MAKERS[name]())[1]
    with pytest.raises(ContractBroken, match=column):
        check_contract(name, _write(tmp_path, name, lambda frame: frame.drop(column)), compute=compute)


BROKEN = {
    "a row id twice": ("rows", _set("_lmg_row_id", [1, 2, 2])),
    "a row id left out": ("rows", _set("_lmg_row_id", [1, 2, 4])),
    "lines that go back": ("rows", _set("_lmg_line", [2, 5, 4])),
    "a number instead of text": ("rows", lambda frame: frame.with_columns(name=pl.lit(7))),
    "a folded value with capitals": ("standard", _set("first", ["Ann", None, None])),
    "a folded value with two blanks": ("standard", _set("city", ["new  york", None, None])),
    "a generation in words": ("standard", _set("generation", ["junior", None, None])),
    "an e-mail without an at": ("standard", _set("email", ["ann", None, None])),
    "a phone with blanks": ("standard", _set("phone", ["555 123", None, None])),
    "a country by name": ("standard", _set("country", ["Germany", None, None])),
    "a birth date with dashes": ("standard", _set("birth", ["1950-01-01", None, None])),
    "an empty text instead of null": ("standard", _set("key", ["", None, None])),
    "a pair twice": ("candidate_pairs", _set("master_row_id", [4, 4, 1])),
    "pairs out of order": ("candidate_pairs", _set("source_row_id", [2, 1, 1])),
    "a pair found by no pass": ("candidate_pairs", _set("passes", [0, 1, 1])),
    "passes that are signed": ("candidate_pairs", _cast("passes", pl.Int64)),
    "a score above 100": ("scored_matches", _set("score", [100.5, 12.0, 0.0])),
    "a score that is no number": ("scored_matches", _set("score", [99.5, float("nan"), 0.0])),
    "a score below 0": ("scored_matches", _set("score", [99.5, 12.0, -0.1])),
    "scores that ascend": ("scored_matches", _set("score", [12.0, 99.5, 0.0])),
    "evidence below unknown": ("scored_matches", _set("evidence_email", [2, -2, 0])),
    "a pair without a relationship": ("scored_matches", _set("relationship", [None, "namesake", "namesake"])),
    "an unknown verdict": ("verdicts", _set("_lmg_match_status", ["matched", "maybe", "unmatched"])),
    "a match without a master row": ("verdicts", _set("_lmg_master_row_id", [None, 4, None])),
    "a master row without a match": ("verdicts", _set("_lmg_master_row_id", [7, 4, 9])),
    "verdicts out of order": ("verdicts", _set("_lmg_row_id", [1, 3, 2])),
    "a verdict without a reason": ("verdicts", _set("_lmg_match_reason", ["email", None, "none"])),
    "a cluster that keeps two rows": ("clusters", _set("_lmg_is_representative", [True, True, True])),
    "a cluster that keeps no row": ("clusters", _set("_lmg_is_representative", [False, True, False])),
    "a cluster of another size": ("clusters", _set("cluster_size", [3, 1, 3])),
    "a cluster named by a later row": ("clusters", _set("_lmg_cluster_id", [3, 2, 3])),
}


@pytest.mark.parametrize(("name", "change"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_table_is_refused_by_both(tmp_path: Path, name: str, change: Change, compute: Compute) -> None:
    path = _write(tmp_path, name, change)
    assert not keeps_contract(name, path, compute=compute)
    with pytest.raises(ContractBroken, match=rf"^{name}\.parquet: the table breaks its contract"):
        validate(name, path)


def _breaking_values() -> Iterator[tuple[str, str, Any]]:
    """Values that break a rule of a table: table, column, value; one column for each rule."""
    for name, make in MAKERS.items():
        judged = set[Rule]()
        for column, declared in contract_of(name, make()).columns.items():
            for rule in set(declared.rules) - judged:
                judged.add(rule)
                yield from ((name, column, value) for value in _against(rule))


def _against(rule: Rule) -> list[Any]:
    match rule:
        case AtLeast(lowest):
            return [] if lowest == 1 else [lowest - 1]
        case OneOf():
            return ["other", ""]
        case Like():
            return ["", " ", "a\u00a0@b", "a@b\x0b", "é", "a  b", "-", "a@b\n", "\x85@b"]
        case Score():
            return [-0.1, 100.1, float("nan"), float("inf")]
        case CountsUp() | Ascends():
            return [0]


@pytest.mark.parametrize(("name", "column", "value"), list(_breaking_values()))
def test_a_value_is_judged_alike_by_both(tmp_path: Path, name: str, column: str, value: Any, compute: Compute) -> None:
    path = _write(tmp_path, name, lambda frame: _set(column, [*frame[column][:1], value, *frame[column][2:]])(frame))
    assert keeps_contract(name, path, compute=compute) == _is_valid(name, path)


@pytest.mark.parametrize("dtype", [pl.Int32, pl.Float32, pl.String, pl.Binary])
@pytest.mark.parametrize("name", MAKERS)
def test_a_column_of_another_type_is_judged_alike_by_both(
    tmp_path: Path, name: str, dtype: Any, compute: Compute
) -> None:
    by_kind = {declared: column for column, declared in contract_of(name, MAKERS[name]()).columns.items()}
    for column in by_kind.values():
        path = _write(tmp_path, name, _cast_away(column, dtype))
        assert keeps_contract(name, path, compute=compute) == _is_valid(name, path)


def _cast_away(column: str, dtype: Any) -> Change:
    def change(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.with_columns(pl.lit(None, dtype).alias(column))

    return change


def _is_valid(name: str, path: Path) -> bool:
    try:
        validate(name, path)
    except ContractBroken:
        return False
    return True


def test_the_error_names_column_rule_and_lines_but_no_value(tmp_path: Path, compute: Compute) -> None:
    path = _write(tmp_path, "standard", _set("email", ["ann@example.com", "secret-person", None]))
    with pytest.raises(ContractBroken) as caught:
        check_contract("standard", path, compute=compute)
    assert "email: must be like" in str(caught.value)
    assert "(line 2)" in str(caught.value)
    assert "secret-person" not in str(caught.value)


def test_a_file_that_is_no_parquet_is_refused(tmp_path: Path, compute: Compute) -> None:
    (tmp_path / "rows.parquet").write_text("not parquet")
    with pytest.raises(ContractBroken, match="cannot be read as Parquet"):
        check_contract("rows", tmp_path / "rows.parquet", compute=compute)


def test_rows_are_counted_once_however_many_lines_they_have(tmp_path: Path, compute: Compute) -> None:
    verdicts = _write(tmp_path, "verdicts", lambda frame: pl.concat([frame.head(1), frame]))
    assert distinct_row_ids(verdicts, compute=compute) == 3
