"""What a model that Splink saved teaches ours: the rates of its levels, wherever they mean the same."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from listmatch.domain.verdicts import ProfileType
from listmatch.errors import InputError
from listmatch.matching.evidence.tables import evidence_tables
from listmatch.matching.model.document import ScoringModel
from listmatch.matching.model.relationships import shipped_model
from listmatch.matching.model.row_fit import RowFit
from listmatch.matching.model.splink_models import Overlaid, overlay
from listmatch.matching.model.splink_saved import read_splink_model

COLUMNS = {
    "given": frozenset({"first"}),
    "surname": frozenset({"last"}),
    "mail": frozenset({"email"}),
    "town": frozenset({"city"}),
}


def a_model(*kinds: str) -> ScoringModel:
    classes = shipped_model(evidence_tables(ProfileType.PERSON), kinds)
    return ScoringModel(ProfileType.PERSON, classes, 0.3, RowFit(0.6, 0.02, 1.5, 7))


def saved_by_splink(*comparisons: Any, into: Path) -> Any:
    """What the installed Splink writes for these comparisons."""
    import duckdb
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=list(comparisons),
        blocking_rules_to_generate_predictions=[block_on("mail")],
    )
    with duckdb.connect() as connection:
        connection.execute(
            "create table list as select 1 as unique_id, 'a' as given, 'b' as surname, 'c' as mail, 'd' as town"
        ).fetchall()
        api = DuckDBAPI(connection)
        linker = Linker(api.register("list"), settings)
        linker.misc.save_model_to_json(str(into))
    return json.loads(into.read_text(encoding="utf-8"))


def mass(laid: Overlaid, kind: str, *levels: str) -> tuple[float, float]:
    """P(one of these levels) for matches and for unrelated pairs."""
    model = laid.model.classes
    table = model.tables[model.kinds.index(kind)]
    [shipped] = [each for each in evidence_tables(ProfileType.PERSON).kinds if each.name == kind]
    values = [value for value in range(len(shipped.levels)) if shipped.level(value).name in levels]
    return float(model.same_shares @ table[: model.n_same, values].sum(axis=1)), float(table[-1, values].sum())


def test_a_model_that_splink_5_saved_gives_its_rates(tmp_path: Path) -> None:
    from splink import comparison_library as cl

    document = saved_by_splink(
        cl.ForenameSurnameComparison("given", "surname").configure(
            m_probabilities=[0.7, 0.01, 0.1, 0.05, 0.08, 0.03, 0.03],
            u_probabilities=[0.001, 0.0001, 0.001, 0.001, 0.02, 0.02, 0.9569],
        ),
        cl.EmailComparison("mail").configure(
            m_probabilities=[0.6, 0.2, 0.05, 0.05, 0.1], u_probabilities=[1e-5, 1e-4, 1e-3, 1e-3, 0.99789]
        ),
        cl.ExactMatch("town").configure(m_probabilities=[0.8, 0.2], u_probabilities=[0.6, 0.4]),
        into=tmp_path / "splink.json",
    )
    laid = overlay(a_model("name", "email", "town"), read_splink_model(document), columns=COLUMNS)
    assert laid.taken == ("name", "email", "town")
    assert laid.left_out == ()
    same_name = ("same, very common name", "same, common name", "same")
    assert mass(laid, "name", *same_name)[0] == pytest.approx(0.7)
    assert mass(laid, "name", "first name only", "last name only", "different")[0] == pytest.approx(0.14)
    assert mass(laid, "email", "same", "same, shared by several")[0] == pytest.approx(0.6)
    assert mass(laid, "email", "one edit", "name before the @", "same before the @")[0] == pytest.approx(0.3)
    assert mass(laid, "town", "same city")[0] == pytest.approx(0.8)


def test_agreement_by_chance_is_believed_where_it_is_more_frequent_than_ours(tmp_path: Path) -> None:
    from splink import comparison_library as cl

    plain = a_model("email", "town")
    for u, grows in ((0.6, True), (1e-6, False)):
        document = saved_by_splink(
            cl.ExactMatch("town").configure(m_probabilities=[0.8, 0.2], u_probabilities=[u, 1 - u]),
            into=tmp_path / f"{u}.json",
        )
        laid = overlay(plain, read_splink_model(document), columns=COLUMNS)
        before, after = plain.classes.tables[1][-1, 1], mass(laid, "town", "same city")[1]
        assert after == pytest.approx(u if grows else before)
        assert np.allclose(laid.model.classes.tables[1].sum(axis=1), 1)
        assert laid.model.classes.tables[0] is plain.classes.tables[0]


def exact(column: str, *, m: float | None) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {"sql_condition": f"{column}_l IS NULL OR {column}_r IS NULL", "is_null_level": True},
        {"sql_condition": f"{column}_l = {column}_r", "m_probability": m, "u_probability": 0.01},
        {"sql_condition": "ELSE", "m_probability": m and 1 - m, "u_probability": 0.99},
    ]
    return {"output_column_name": column, "comparison_levels": levels}


def test_first_and_last_name_apart_count_as_independent() -> None:
    found = read_splink_model({"comparisons": [exact("given", m=0.9), exact("surname", m=0.8)]})
    laid = overlay(a_model("name", "email"), found, columns=COLUMNS)
    assert laid.taken == ("name",)
    assert mass(laid, "name", "same, very common name", "same, common name", "same")[0] == pytest.approx(0.72, abs=1e-4)


def test_what_cannot_be_taken_over_is_told() -> None:
    comparisons = [exact("mail", m=0.7), exact("town", m=None), exact("shoe", m=0.5), exact("surname", m=0.9)]
    laid = overlay(a_model("name", "email"), read_splink_model({"comparisons": comparisons}), columns=COLUMNS)
    assert laid.taken == ("email",)
    assert laid.left_out == (
        "town: it was not trained",
        "shoe: no field of the profile is its shoe",
        "surname: these columns are not compared together here",
    )


def test_a_model_of_which_nothing_fits_is_refused() -> None:
    found = read_splink_model({"comparisons": [exact("mail", m=0.7)]})
    with pytest.raises(InputError, match="mail: these lists have no email in common"):
        overlay(a_model("name", "phone"), found, columns=COLUMNS)


@pytest.mark.parametrize("document", [[], {}, {"comparisons": [{}]}, {"comparisons": 5}, 7, None])
def test_anything_else_is_no_splink_model(document: Any) -> None:
    with pytest.raises(InputError, match="not a model saved by Splink"):
        read_splink_model(document)


def test_a_level_that_the_training_has_not_seen_has_what_the_others_leave() -> None:
    seen = exact("mail", m=0.7)
    close = {"sql_condition": "jaro_winkler_similarity(mail_l, mail_r) >= 0.9", "u_probability": 0.001}
    seen["comparison_levels"].insert(2, close)
    del seen["comparison_levels"][3]["m_probability"]
    [read] = read_splink_model({"comparisons": [seen]}).comparisons
    assert (read.m["agrees"], read.m["close"], read.m["differs"]) == pytest.approx((0.7, 0.15, 0.15))
