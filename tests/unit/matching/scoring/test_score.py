"""Scores, classes and reasons of small lists, end to end."""

import json
from pathlib import Path

import pytest

from listmatch.domain.verdicts import ProfileType
from listmatch.matching.model.document import ScoringModel
from tests.unit.matching.standard_lists import Row, profile_of, read, score

ANN: Row = {
    "first": "ann", "last": "ferrari", "email": "ann@brix.com", "phone": "5551234567", "company": "brix",
    "domain": "brix.com", "street": "1 main st", "city": "rome", "zip": "01234",
}  # fmt: skip
BOB: Row = {**ANN, "first": "bob", "last": "kowalski", "email": "bob@brix.com"}
CROWD: list[Row] = [
    {
        "first": f"f{i}",
        "last": f"l{i}",
        "email": f"e{i}@x{i}.org",
        "phone": f"55599{i:05d}",
        "company": f"c{i}",
        "city": "bari",
    }
    for i in range(60)
]


def test_a_colleague_with_the_same_phone_and_address_is_not_the_person(tmp_path: Path) -> None:
    [line] = score(tmp_path, [BOB], [ANN, *CROWD], profile=profile_of())
    assert line["score"] < 50
    assert line["relationship"] == "colleague at the same company"
    assert line["reason"] == "phone + company + address, but different name and different email"
    assert line["pass"] == "phone_normalized"


def test_the_person_is_found_and_the_reason_names_what_agrees(tmp_path: Path) -> None:
    lines = score(tmp_path, [ANN, *CROWD[:20]], [ANN, BOB, *CROWD], profile=profile_of())
    best = next(line for line in lines if line["source_row_id"] == 1)
    assert best["master_row_id"] == 1
    assert best["score"] > 95
    assert best["relationship"] == "same person"
    assert best["reason"].startswith("name + email")


def test_father_and_son_are_two_people_whatever_initial_they_share(tmp_path: Path) -> None:
    home: Row = {
        "first": "ann",
        "last": "ferrari",
        "middle": "b",
        "street": "1 main st",
        "city": "rome",
        "zip": "01234",
    }
    junior, senior = {**home, "generation": "jr"}, {**home, "generation": "sr"}
    initials: list[Row] = [{**row, "middle": "c"} for row in CROWD]
    best = score(tmp_path, [junior, *initials[:20]], [senior, *initials], profile=profile_of())[0]
    assert best["score"] < 65
    assert best["evidence_middle"] == -1
    assert "other generation (Jr/Sr)" in best["reason"]


def test_every_candidate_has_a_line_ordered_by_row_and_score(tmp_path: Path) -> None:
    lines = score(tmp_path, [ANN, BOB], [ANN, BOB, *CROWD], profile=profile_of())
    order = [(line["source_row_id"], -line["score"], line["master_row_id"]) for line in lines]
    assert order == sorted(order)
    assert all(0 <= line["score"] <= 100 for line in lines)
    assert len(lines) == len(read(tmp_path / "candidate_pairs.parquet"))


def test_levels_stand_beside_splinks_own_columns(tmp_path: Path) -> None:
    [line] = score(tmp_path, [BOB], [ANN, *CROWD], profile=profile_of())
    levels = {name.removeprefix("evidence_"): value for name, value in line.items() if name.startswith("evidence_")}
    assert levels
    assert levels == {name.removeprefix("gamma_"): v for name, v in line.items() if name.startswith("gamma_")}
    assert 0 < line["match_probability"] < 1
    assert {"birth", "key", "linkedin"}.isdisjoint(levels)


def test_no_candidate_gives_an_empty_table(tmp_path: Path) -> None:
    assert score(tmp_path, [{"email": "a@x.org"}], [{"email": "b@y.org"}], profile=profile_of()) == []


def test_a_pinned_model_scores_as_the_match_that_made_it(tmp_path: Path) -> None:
    source, master = [ANN, BOB, *CROWD[:30]], [ANN, *CROWD]
    first = score(tmp_path / "a", source, master, profile=profile_of())
    document = json.loads((tmp_path / "a" / "model.json").read_text())
    again = score(tmp_path / "b", source, master, profile=profile_of(model=document))
    assert [line["score"] for line in again] == pytest.approx([line["score"] for line in first], abs=1e-3)
    assert ScoringModel.from_dict(document, profile_type=ProfileType.PERSON).n_rows == len(source)


@pytest.mark.parametrize("column", ["phone", "email"])
def test_a_pinned_model_serves_a_list_that_lacks_a_column(tmp_path: Path, column: str) -> None:
    source, master = [ANN, BOB, *CROWD], [ANN, *CROWD]
    score(tmp_path / "a", source, master, profile=profile_of())
    document = json.loads((tmp_path / "a" / "model.json").read_text())
    poorer = [{name: value for name, value in row.items() if name != column} for row in source]
    lines = score(tmp_path / "b", poorer, master, profile=profile_of(model=document))
    used = json.loads((tmp_path / "b" / "model.json").read_text())
    shared = set(used["kinds"]) & set(document["kinds"])
    assert shared
    assert set(used["kinds"]) != set(document["kinds"])
    assert all(used["kinds"][kind] == document["kinds"][kind] for kind in shared)
    assert {line["master_row_id"] for line in lines if line["source_row_id"] == 1 and line["score"] > 50} == {1}


def test_a_model_of_a_match_serves_a_dedupe(tmp_path: Path) -> None:
    score(tmp_path / "a", [ANN, BOB, *CROWD], [ANN, *CROWD], profile=profile_of())
    document = json.loads((tmp_path / "a" / "model.json").read_text())
    lines = score(tmp_path / "b", [ANN, ANN, *CROWD], None, profile=profile_of(dedupe=True, model=document))
    assert max(line["score"] for line in lines) > 90
    assert json.loads((tmp_path / "b" / "model.json").read_text())["rows"] is None


def test_the_shipped_model_is_not_moved_by_the_lists(tmp_path: Path) -> None:
    score(tmp_path, [ANN, *CROWD], CROWD, profile=profile_of(model="shipped"))
    score(tmp_path / "other", [ANN], [ANN, BOB, *CROWD], profile=profile_of(model="shipped"))
    kinds = [json.loads((folder / "model.json").read_text())["kinds"] for folder in (tmp_path, tmp_path / "other")]
    shared = kinds[0].keys() & kinds[1].keys()
    assert shared
    assert {name: kinds[0][name] for name in shared} == {name: kinds[1][name] for name in shared}


def test_the_order_of_the_master_changes_no_score(tmp_path: Path) -> None:
    master = [ANN, BOB, *CROWD]
    plain = score(tmp_path / "a", [ANN, BOB, *CROWD[:30]], master, profile=profile_of())
    turned = score(tmp_path / "b", [ANN, BOB, *CROWD[:30]], master[::-1], profile=profile_of())
    key = [(line["source_row_id"], line["master_row_id"], line["score"], line["reason"]) for line in plain]
    turned_key = [
        (line["source_row_id"], len(master) + 1 - line["master_row_id"], line["score"], line["reason"])
        for line in turned
    ]
    assert sorted(key) == sorted(turned_key)


def test_bytes_do_not_depend_on_the_number_of_threads(tmp_path: Path) -> None:
    for threads in (1, 4):
        score(tmp_path / str(threads), [ANN, *CROWD[:40]], [BOB, ANN, *CROWD], profile=profile_of(), threads=threads)
    one, four = ((tmp_path / threads / "scored_matches.parquet").read_bytes() for threads in ("1", "4"))
    assert one == four


def test_a_list_is_compared_with_itself(tmp_path: Path) -> None:
    lines = score(tmp_path, [ANN, *CROWD, {**ANN, "first": "anne"}], None, profile=profile_of(dedupe=True))
    [line] = [line for line in lines if line["source_row_id"] == 1]
    assert line["master_row_id"] == 62
    assert line["score"] > 85


def test_branches_of_a_company_are_not_the_same_account(tmp_path: Path) -> None:
    here: Row = {
        "company": "brix",
        "company_full": "brix inc",
        "domain": "brix.com",
        "street": "1 main st",
        "city": "rome",
        "phone": "5551",
    }
    there: Row = {**here, "street": "9 via po", "city": "bari", "phone": "9027"}
    crowd: list[Row] = [
        {"company": f"c{i}", "company_full": f"c{i} inc", "city": "rome", "phone": f"7{i}"} for i in range(40)
    ]
    profile = profile_of(ProfileType.COMPANY)
    lines = score(tmp_path, [here], [here, there, *crowd], profile=profile)
    assert [(line["master_row_id"], line["relationship"]) for line in lines] == [
        (1, "same company"),
        (2, "other branch of the company"),
    ]


OTHER_FIRMS: list[Row] = [
    {"company": f"c{i}", "company_full": f"c{i} inc", "domain": f"c{i}.com", "city": "oslo"} for i in range(40)
]


def test_a_lead_belongs_to_the_account_of_its_employer_wherever_it_sits(tmp_path: Path) -> None:
    account: Row = {
        "company": "brix",
        "company_full": "brix inc",
        "domain": "brix.com",
        "city": "rome",
        "phone": "5551",
    }
    leads: list[Row] = [
        {
            "last": "lee",
            "company": "brix",
            "company_full": "brix",
            "domain": "brix.com",
            "city": "bari",
            "phone": "771",
        },
        {"last": "fox", "company": "brix", "company_full": "brix", "city": "bari", "phone": "772"},
        {"last": "day", "domain": "brix.com"},
        {"last": "roe", "company": "brixton", "company_full": "brixton plc", "domain": "brixton.net", "city": "rome"},
    ]
    profile = profile_of(ProfileType.ACCOUNT)
    lines = score(tmp_path, leads, [account, *OTHER_FIRMS], profile=profile)
    best = {line["source_row_id"]: line for line in lines if line["master_row_id"] == 1}
    assert [best[row]["score"] >= 50 for row in (1, 2, 3)] == [True, True, True]
    assert best[1]["relationship"] == "at the company"
    assert best[1]["score"] >= 85
    assert 4 not in best or best[4]["score"] < 50


def test_of_a_chain_the_account_in_the_town_of_the_lead_is_taken(tmp_path: Path) -> None:
    def shop(number: int) -> Row:
        place = {"city": f"city{number}", "zip": f"{10000 + number}"}
        return {"company": "brix", "company_full": "brix", "domain": "brix.com", "phone": f"55{number}", **place}

    leads: list[Row] = [
        {
            "last": "lee",
            "company": "brix",
            "company_full": "brix",
            "domain": "brix.com",
            "city": "city7",
            "zip": "10007",
        },
        {
            "last": "fox",
            "company": "brix",
            "company_full": "brix",
            "domain": "brix.com",
            "city": "elsewhere",
            "zip": "99999",
        },
    ]
    lines = score(tmp_path, leads, [*map(shop, range(1, 21)), *OTHER_FIRMS], profile=profile_of(ProfileType.ACCOUNT))
    first, second = ([line for line in lines if line["source_row_id"] == row] for row in (1, 2))
    assert first[0]["master_row_id"] == 7
    assert first[0]["score"] > first[1]["score"] + 30
    assert second[0]["relationship"] == "another site of the company"
    assert second[0]["score"] < 50


def test_a_household_of_one_word_is_its_family_and_a_door_its_number(tmp_path: Path) -> None:
    home: Row = {"street": "77 main st", "city": "rome", "zip": "01234"}
    master: list[Row] = [
        {"first": "ferrari", **home, "unit": "4"},
        {"first": "kowalski", **home, "unit": "4"},
        {"first": "ferrari", **home, "unit": "9"},
        *({**each, "first": each.get("last"), "last": None} for each in CROWD),
    ]
    source: list[Row] = [{"last": "ferrari", **home, "unit": "apt 4"}]
    lines = score(tmp_path, source, master, profile=profile_of(ProfileType.HOUSEHOLD))
    assert lines[0]["master_row_id"] == 1
    assert lines[0]["reason"] == "last name + address"
    assert all(line["score"] < lines[0]["score"] - 10 for line in lines[1:])


def test_another_member_of_the_family_is_the_same_household(tmp_path: Path) -> None:
    home: Row = {"last": "ferrari", "street": "1 main st", "city": "rome", "zip": "01234"}
    master: list[Row] = [
        {"first": "carla", **home},
        {"first": "ann", "last": "ferrari", "street": "9 via po", "city": "bari", "zip": "70100"},
        {"first": "bob", **home, "last": "kowalski", "unit": "4"},
        *CROWD,
    ]
    lines = score(tmp_path, [{"first": "ann", **home}], master, profile=profile_of(ProfileType.HOUSEHOLD))
    best = {line["master_row_id"]: (line["score"] >= 50, line["relationship"]) for line in lines}
    assert best[1] == (True, "same household")
    assert not any(is_same for row, (is_same, _) in best.items() if row != 1)
