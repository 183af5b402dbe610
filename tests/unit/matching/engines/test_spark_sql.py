"""DuckDB's SQL as Spark understands it; whether it means the same there is for tests/spark."""

import pytest

from listmatch.domain.verdicts import ProfileType
from listmatch.matching.comparison.derived import DERIVED
from listmatch.matching.engines.spark_sql import Statement, condition, query, statement
from listmatch.matching.evidence.tables import evidence_tables
from listmatch.matching.passes import pass_plan

TYPES = [ProfileType.PERSON, ProfileType.COMPANY, ProfileType.HOUSEHOLD]
DUCKDB_ONLY = ("list_", "hash(", "str_split", "lambda", "ubigint", "&&", "array_length")


@pytest.mark.parametrize(
    ("duckdb", "spark"),
    [
        ("hash(16, email)", "xxhash64(16, email)"),
        ("list_has_any(a_l, a_r)", "arrays_overlap(a_l, a_r)"),
        ("array_length(list_intersect(a_l, a_r))", "array_size(array_intersect(a_l, a_r))"),
        ("levenshtein(a_l, a_r) <= 1", "duckdb_levenshtein(a_l, a_r) <= 1"),
        (
            "not coalesce(jaro_winkler_similarity(a, b) > .9, false)",
            "not coalesce(duckdb_jaro_winkler_similarity(a, b) > 0.9, false)",
        ),
        ("regexp_replace(a, '\\band ', '', 'g')", "regexp_replace(a, '\\\\band ', '')"),
        ("a // 2", "a div 2"),
    ],
)
def test_what_sqlglot_does_not_know_is_translated(duckdb: str, spark: str) -> None:
    assert condition(duckdb).lower() == spark


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("create temp table t (s bigint, p utinyint)", Statement("table", "t", "", "s BIGINT, p SMALLINT")),
        ("create or replace temp table t as from u", Statement("table", "t", "SELECT * FROM u")),
        ("create temp view v as select a from u", Statement("view", "v", "SELECT a FROM u")),
        ("insert into t select a from u", Statement("insert", "t", "SELECT a FROM u")),
    ],
)
def test_a_statement_is_taken_apart(text: str, parts: Statement) -> None:
    assert statement(text, place=str) == parts


def test_files_are_read_where_they_were_put() -> None:
    placed = query("select a from read_parquet('/lists/it''s.parquet') as rows", place=lambda path: f"s3://b{path}")
    assert placed == "SELECT a FROM parquet.`s3://b/lists/it's.parquet` AS rows"


@pytest.mark.parametrize("text", ["drop table t", "update t set a = 1", "select 1"])
def test_other_statements_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no statement that an engine runs"):
        statement(text, place=str)


def test_a_replacement_of_the_first_match_only_is_refused() -> None:
    with pytest.raises(ValueError, match="'g'"):
        condition("regexp_replace(a, 'x', '')")


@pytest.mark.parametrize("profile_type", TYPES)
def test_every_shipped_definition_is_translated(profile_type: ProfileType) -> None:
    plan, tables = pass_plan(profile_type), evidence_tables(profile_type)
    texts = [key.hashed for one in plan.passes for key in (*one.keys, *one.source_keys)]
    texts += [*DERIVED.values(), *(kind.unknown for kind in tables.kinds)]
    texts += [level.when for kind in tables.kinds for level in kind.levels if level.when]
    for text in (*map(condition, texts), query(f"select {plan.narrowed} from rows", place=str)):
        assert not [word for word in DUCKDB_ONLY if word in text.lower().replace("xxhash64", "")], text
