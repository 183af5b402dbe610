"""Japanese syllables are written in Latin letters as people write their own names in English."""

import duckdb
import pytest

from listmatch.lexicon.folding import ascii_sql, fold, squeeze_sql, to_ascii

SPOKEN = [
    ("サトウ", "sato"),
    ("ショウタ", "shota"),
    ("ジュンイチロウ", "junichiro"),
    ("ハットリ", "hattori"),
    ("ホッチ", "hotchi"),
    ("きょうこ", "kyoko"),
    ("ｼﾞｮｰｼﾞ", "joji"),
    ("ガンバ ダイスケ", "ganba daisuke"),
]


@pytest.mark.parametrize(("kana", "latin"), SPOKEN)
def test_kana_are_read_as_passports_have_them(kana: str, latin: str) -> None:
    assert fold(kana) == latin


@pytest.mark.parametrize(("kana", "latin"), SPOKEN)
def test_sql_reads_them_alike(kana: str, latin: str) -> None:
    with duckdb.connect() as connection:
        connection.create_function("lmg_to_ascii", to_ascii, ["VARCHAR"], "VARCHAR")
        query = f"select {squeeze_sql(ascii_sql('name'))} from (select ? as name)"
        assert connection.execute(query, [kana]).fetchall() == [(latin,)]


def test_a_vowel_that_is_a_syllable_of_its_own_stays() -> None:
    assert to_ascii("イノウエ") == "inoue"
