"""Two master rows that fit equally: rivals where they are not the same, copies where they may be."""

from pathlib import Path

import pytest

from listmatch.domain.verdicts import MatchMode
from listmatch.duck import Compute
from listmatch.matching.comparison import parts
from listmatch.matching.lists import ListPaths
from listmatch.matching.verdicts.assignment import VerdictInputs, decide
from tests.unit.matching.decided_lists import write_decided
from tests.unit.matching.standard_lists import Row, profile_of, read, score

GIVEN = ["olivia", "noah", "amelia", "mason", "wyatt", "hazel", "owen", "chloe", "luke", "sophia"]
FAMILY = ["whitfield", "okafor", "lindqvist", "brannigan", "delacroix", "vasquez", "nakamura", "strickland"]
PLACES = ["denver", "austin", "portland", "boston", "chicago", "seattle", "dallas"]
CROWD: list[Row] = [
    {
        "first": GIVEN[i % 10],
        "last": FAMILY[i // 10],
        "email": f"{GIVEN[i % 10]}.{i}@mail{i}.org",
        "phone": f"+1{2025550000 + 7919 * i}",
        "company": f"{PLACES[i % 7]} {FAMILY[(i * 3) % 8]}",
        "city": PLACES[i * 5 % 7],
        "street": f"{i} {FAMILY[i * 7 % 8]} st",
        "zip": f"{10000 + 37 * i}",
    }
    for i in range(80)
]
WORK = {"last": "rossi", "company": "fjord design", "city": "trento"}
ALEX = {"first": "alex", **WORK}
ALEXANDER = {"first": "alexander", "email": "arossi@fjord.com", "phone": "+393331112222", **WORK}
ALEXANDRA = {"first": "alexandra", "email": "alexandra@fjord.com", "phone": "+393334445555", **WORK}


def lines_of(
    folder: Path, source: Row, master: list[Row], decided: list[tuple[int, int, bool]] | None = None
) -> tuple[dict[str, object], list[float]]:
    """The verdict of one row among others that are in the master, and the scores of its candidates, best first."""
    lines = score(folder, [source, *CROWD[:20]], [*master, *CROWD], profile=profile_of())
    decide(
        VerdictInputs(
            ListPaths(folder / "source.parquet", folder / "master.parquet"),
            folder / "scored_matches.parquet",
            decided=write_decided(folder / "decided.parquet", decided) if decided else None,
        ),
        profile=profile_of(),
        mode=MatchMode.BEST_MATCH,
        into=folder,
        compute=Compute(scratch=folder / "scratch"),
    )
    scores = [float(str(line["score"])) for line in lines if line["source_row_id"] == 1]
    return read(folder / "verdicts.parquet")[0], scores


def test_two_people_who_fit_equally_share_the_score_and_are_for_review(tmp_path: Path) -> None:
    verdict, scores = lines_of(tmp_path, ALEX, [ALEXANDER, ALEXANDRA])
    assert scores[0] == scores[1]
    assert 40 < scores[0] < 60
    assert verdict["_lmg_match_status"] == "review"
    assert verdict["_lmg_master_duplicates"] is None
    assert verdict["_lmg_match_score"] == 65.0, "the line of review: half of 91 would be below it"
    assert str(verdict["_lmg_match_reason"]).endswith("; 1 more as likely")


@pytest.mark.parametrize("copy", [ALEXANDER, {"first": "alexander", **WORK}])
def test_copies_of_one_person_are_matched_and_told(tmp_path: Path, copy: Row) -> None:
    verdict, _ = lines_of(tmp_path, ALEX, [ALEXANDER, copy])
    assert verdict["_lmg_match_status"] == "matched"
    assert verdict["_lmg_master_duplicates"] in {"1", "2"}
    assert str(verdict["_lmg_match_reason"]).endswith("; 1 more in the master")


def test_two_rows_that_share_what_the_source_row_lacks_are_copies_though_neither_fits_well(tmp_path: Path) -> None:
    home = {"email": "chunt@ravridge.com", "street": "2392 maple dr", "zip": "02923", "phone": "+19755550128"}
    charles: Row = {"first": "charles", "last": "hunt", "company": "ravridge davis", "city": "providence", **home}
    elsewhere: Row = {"email": "c-hunt72@gmail.com", "street": "9 elm st", "zip": "05401", "city": "burlington"}
    moved = {name: value for name, value in {**charles, **elsewhere}.items() if name != "phone"}
    verdict, _ = lines_of(tmp_path, moved, [charles, {**charles, "first": "chick"}])
    assert str(verdict["_lmg_match_reason"]).endswith("; 1 more in the master")


def test_who_fits_better_than_another_is_matched_for_all_that(tmp_path: Path) -> None:
    verdict, _ = lines_of(tmp_path, {**ALEX, "email": "alexandra@fjord.com"}, [ALEXANDER, ALEXANDRA])
    assert (verdict["_lmg_match_status"], verdict["_lmg_master_row_id"]) == ("matched", 2)
    assert "as likely" not in str(verdict["_lmg_match_reason"])


def test_either_of_a_couple_is_right_for_a_row_of_both(tmp_path: Path) -> None:
    home = {"last": "smith", "street": "14 birchwood ln", "city": "dayton", "zip": "45402"}
    couple = {"first": "mary", "middle": "and john", **home}
    verdict, _ = lines_of(tmp_path, couple, [{"first": "john", **home}, {"first": "mary", **home}])
    assert verdict["_lmg_match_status"] == "matched"


def test_a_rejected_rival_does_not_share_any_more(tmp_path: Path) -> None:
    verdict, _ = lines_of(tmp_path, ALEX, [ALEXANDER, ALEXANDRA], decided=[(1, 1, False)])
    assert (verdict["_lmg_match_status"], verdict["_lmg_master_row_id"]) == ("matched", 2)


def test_the_order_of_the_master_does_not_say_who_is_a_rival(tmp_path: Path) -> None:
    copy = {"first": "alexander", "phone": ALEXANDER["phone"], **WORK}
    rows: list[Row] = [ALEXANDER, ALEXANDRA, copy]
    _, one = lines_of(tmp_path / "a", ALEX, rows)
    _, other = lines_of(tmp_path / "b", ALEX, rows[::-1])
    assert one == other


def test_all_candidates_show_rivals_but_nobody_who_lost(tmp_path: Path) -> None:
    score(
        tmp_path, [ALEX, {**ALEX, "email": "alexandra@fjord.com"}], [ALEXANDER, ALEXANDRA, *CROWD], profile=profile_of()
    )
    lists = ListPaths(tmp_path / "source.parquet", tmp_path / "master.parquet")
    inputs = VerdictInputs(lists, tmp_path / "scored_matches.parquet")
    compute = Compute(scratch=tmp_path / "scratch")
    profile = profile_of(mode=MatchMode.ALL_CANDIDATES)
    decide(inputs, profile=profile, mode=profile.mode, into=tmp_path, compute=compute)
    found = [
        (line["_lmg_row_id"], line["_lmg_match_status"], line["_lmg_master_row_id"])
        for line in read(tmp_path / "verdicts.parquet")
    ]
    assert sorted(found) == [(1, "review", 1), (1, "review", 2), (2, "matched", 2)]


def test_rivals_are_told_apart_alike_however_many_rows_are_weighed_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: list[Row] = [ALEX, *CROWD[:3], {**ALEX, "city": "rome"}, *CROWD[3:6], ALEX]
    master = [ALEXANDER, ALEXANDRA, {"first": "alexander", **WORK}, *CROWD]
    whole = score(tmp_path / "whole", rows, master, profile=profile_of())
    monkeypatch.setattr(parts, "PART_PAIRS", 1)
    monkeypatch.setattr(parts, "LARGEST_PART", 1)
    assert score(tmp_path / "parts", rows, master, profile=profile_of()) == whole
    assert {line["entity"] for line in whole} == {0, 1, 2}


def test_copies_do_not_take_the_score_from_each_other(tmp_path: Path) -> None:
    """A third name of hers fits neither well, but the two rows are one woman by all that the row does not say."""
    home = {"phone": "+393335556666", "email": "ig@fjord.com", "street": "9 king st", "zip": "38121"}
    one: Row = {**WORK, "first": "ildiko", "last": "gorlitz", **home}
    row: Row = {"first": "ildiko", "last": "gorlits", "company": "fjord design", "city": "rome"}
    alone, twice = (lines_of(tmp_path / str(n), row, [one] * n)[0]["_lmg_match_score"] for n in (1, 2))
    assert float(str(twice)) > float(str(alone)) - 3
