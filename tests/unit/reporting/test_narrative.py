"""The narrative by template: right grammar for none, one and many, and the next step said."""

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from listmatch.domain.rollups import Rollups
from listmatch.domain.verdicts import ProfileType
from listmatch.matching.evidence.tables import evidence_tables
from listmatch.reporting import write_narrative
from listmatch.reporting.claims import unfounded_claim
from listmatch.reporting.findings import near_misses, outlier
from listmatch.reporting.masking import Masked
from listmatch.settings import CHECKOUT

CASES = yaml.safe_load((Path(__file__).parent / "narratives.yaml").read_text(encoding="utf-8"))
SECTIONS = ("executive", "data_quality", "key_findings")
REPORTS = ("example", "dedupe_example", "match_rollups", "dedupe_rollups")


def cases(kind: str) -> list[Any]:
    return [pytest.param(case["figures"], case["text"], id=name) for name, case in CASES[kind].items()]


@pytest.fixture
def example() -> Rollups:
    return _load("rollups_example.json")


@pytest.fixture
def dedupe_example() -> Rollups:
    return _load("rollups_dedupe_example.json")


def _load(name: str) -> Rollups:
    return dict(json.loads((CHECKOUT / "tests" / "golden" / name).read_text(encoding="utf-8")))


def with_totals(rollups: Rollups, totals: dict[str, Any]) -> Rollups:
    """*rollups* with some totals changed and everything that a sentence could be about taken out."""
    bare = {"promises": None, "comparison": None, "pivots": [], "relationships": [], "passBreakdown": []}
    return {**rollups, **bare, "weakestLinks": [], "totals": {**rollups["totals"], **totals}}


@pytest.mark.parametrize(("kind", "fixture"), [("match", "example"), ("dedupe", "dedupe_example")])
def test_a_whole_report_in_plain_words(request: pytest.FixtureRequest, kind: str, fixture: str) -> None:
    narrative = write_narrative(request.getfixturevalue(fixture))
    written = [narrative.executive, narrative.data_quality, *narrative.key_findings.splitlines()]
    assert written == CASES["whole"][kind]
    assert (narrative.source, narrative.note) == ("template", "")


@pytest.mark.parametrize(
    ("totals", "told"),
    [
        (
            {},
            "76.24% of the source list belongs to an account of the master list: 3,812 of 5,000 rows matched. "
            "244 rows (4.88%) are too close to call and need a decision. 944 rows belong to no account of the master "
            "list; without repeats, that leaves 921 leads. Next: look at the 244 rows in review first, then find or "
            "create an account for the 921 leads without one.",
        ),
        (
            {"matched": 5000, "review": 0, "unmatched": 0, "newRecords": 0},
            "All 5,000 source rows belong to an account of the master list. Nothing is left to decide.",
        ),
        (
            {"matched": 4999, "review": 0, "unmatched": 1, "newRecords": 1},
            "76.24% of the source list belongs to an account of the master list: 4,999 of 5,000 rows matched. "
            "1 row belongs to no account of the master list. Next: find or create an account for the 1 lead without "
            "one.",
        ),
    ],
)
def test_leads_are_said_to_belong_to_accounts_and_not_to_be_in_the_list_of_them(
    example: Rollups, totals: dict[str, Any], told: str
) -> None:
    assert write_narrative({**with_totals(example, totals), "leads": True}).executive == told


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (1, "1 matched row belongs to a household with more than one row in the master list."),
        (30, "30 matched rows belong to households with more than one row in the master list."),
    ],
)
def test_the_members_of_a_household_are_not_to_be_merged(example: Rollups, rows: int, told: str) -> None:
    findings = write_narrative({**with_totals(example, {"masterDuplicates": rows}), "households": True}).key_findings
    assert told in findings
    assert "merge" not in findings


def test_no_interval_is_given_from_100_to_100_percent(example: Rollups) -> None:
    example["promises"] |= {"expectedPrecisionPct": 100.0, "precisionLowPct": 100.0, "precisionHighPct": 100.0}
    told = write_narrative(example).executive
    assert "matched. Judging by the scores, hardly any of the matches are wrong. 244 rows" in told
    assert "100%" not in told


@pytest.mark.parametrize(("totals", "text"), cases("match"))
def test_the_grammar_of_a_match_holds_for_none_one_and_many(
    example: Rollups, totals: dict[str, Any], text: str
) -> None:
    assert write_narrative(with_totals(example, totals)).executive == text


@pytest.mark.parametrize(("totals", "text"), cases("dedupe"))
def test_the_grammar_of_a_dedupe_holds_for_none_one_and_many(
    dedupe_example: Rollups, totals: dict[str, Any], text: str
) -> None:
    assert write_narrative(with_totals(dedupe_example, totals)).executive == text


@pytest.mark.parametrize(("figures", "text"), cases("data_quality"))
def test_data_quality_says_what_is_missing_and_what_to_do(example: Rollups, figures: dict[str, Any], text: str) -> None:
    flawless = {key: 0 for key, value in example["dataQuality"].items() if isinstance(value, int)}
    quality = {**example["dataQuality"], **flawless, "totalSource": 5, **figures}
    assert write_narrative({**example, "dataQuality": quality}).data_quality == text


def test_small_groups_are_not_called_outliers(match_rollups: Rollups) -> None:
    assert "matches least" not in write_narrative(match_rollups).key_findings


@pytest.mark.parametrize(
    ("overall", "share", "is_high", "is_told"),
    [
        (0.1, 1.27, True, False),  # one match of 79
        (0.1, 10.13, True, True),  # eight
        (99.0, 50.0, False, True),  # half of 79 where nearly all match
        (99.0, 97.47, False, False),  # two rows of 79 do not
    ],
)
def test_a_group_stands_out_by_several_rows(overall: float, share: float, is_high: bool, is_told: bool) -> None:
    value = {"kind": "value", "value": "CO", "rows": 79, "matchRatePct": share}
    pivot = {"column": "state", "label": "State", "values": [value]}
    rollups = {"totals": {"sourceRows": 2000}, "pivots": [pivot]}
    found = outlier(rollups, share="matchRatePct", overall=overall, is_high=is_high)
    assert (found is not None) == is_told


def test_a_change_between_runs_that_differ_in_threshold_is_not_told(example: Rollups) -> None:
    example["comparison"]["isSameShape"] = False
    assert "last run" not in write_narrative(example).executive


@pytest.mark.parametrize("fixture", REPORTS)
def test_the_template_states_no_number_that_the_rollups_do_not_hold(
    request: pytest.FixtureRequest, fixture: str
) -> None:
    rollups = request.getfixturevalue(fixture)
    texts = asdict(write_narrative(rollups))
    for section in SECTIONS:
        assert unfounded_claim(texts[section].replace("95% confidence", "confidence"), rollups) is None


@pytest.mark.parametrize("fixture", REPORTS)
def test_no_sentence_is_broken(request: pytest.FixtureRequest, fixture: str) -> None:
    texts = asdict(write_narrative(request.getfixturevalue(fixture)))
    for section in SECTIONS:
        assert texts[section]
        for line in texts[section].splitlines():
            assert line.endswith(".")
            assert re.search(r"  | \.| ,|\.\.|[{}]|None|\. [a-z]", line) is None


def test_a_value_of_the_list_is_inserted_as_it_is(example: Rollups) -> None:
    value = "<b>{{ 7 * 7 }}</b> & 'co'"
    for pivot in example["pivots"]:
        for line in pivot["values"]:
            line["value"] = value
    assert value in write_narrative(example).key_findings


def near(relationship: str, *, is_same: bool) -> dict[str, Any]:
    figures = {"rows": 40, "matched": 0, "review": 2, "unmatched": 38, "nearMisses": 40, "pct": 20.0}
    return {"relationship": relationship, "isSame": is_same, **figures}


def test_near_misses_of_products_are_told_in_words_made_for_them(example: Rollups) -> None:
    lines = [near("same", is_same=True), near("related", is_same=False), near("no relation", is_same=False)]
    told = write_narrative(with_totals(example, {}) | {"relationships": lines}).key_findings
    assert "but not the same: 40 rows (a similar item: another variant, model or edition)." in told


def test_a_household_is_the_entity_of_a_list_of_households(example: Rollups) -> None:
    moved = near("same household, moved", is_same=True) | {"matched": 3}
    told = write_narrative(with_totals(example, {}) | {"relationships": [moved]}).key_findings
    assert "3 matched rows show a change (same household, moved)" in told
    assert "resemblance" not in told


@pytest.mark.parametrize("profile_type", ProfileType)
def test_whatever_else_a_row_may_resemble_has_words(profile_type: ProfileType) -> None:
    others = [near(each.name, is_same=False) for each in evidence_tables(profile_type).other]
    with_words = [near_misses({"relationships": [other]}) for other in others]
    assert [bool(told) for told in with_words] == [other["relationship"] != "no relation" for other in others]
    assert all(told[0].words.startswith(("a ", "another ", "someone ", "relatives ")) for told in with_words if told)


def test_identifiers_of_two_systems_are_told_in_the_report(example: Rollups) -> None:
    left_out = {"identifiersLeftOut": {"source": "Donor ID", "master": "Constituent ID"}}
    told = write_narrative(example | left_out).key_findings
    assert "“Donor ID” and “Constituent ID” come from different systems" in told
    assert "Donor ID" not in str(Masked(example | left_out).rollups)


CROWDED = {
    "rowsLeftOut": 2,
    "passes": [{"label": "email", "rowsOfTheMostFrequent": 5000}, {"label": "phone", "rowsOfTheMostFrequent": 150}],
}


@pytest.mark.parametrize(
    ("without_candidate", "strangers"),
    [(2, ""), (5, "3 rows have nothing distinctive in common with any master row.")],
    ids=["all of them left out", "others too"],
)
def test_rows_that_share_only_what_too_many_have_do_not_share_nothing(
    example: Rollups, without_candidate: int, strangers: str
) -> None:
    rollups = with_totals(example, {"withoutCandidate": without_candidate}) | {"frequentValues": CROWDED}
    findings = write_narrative(rollups).key_findings
    assert (
        "2 rows were not compared: all that they share with the master list is too common to go by (email and phone)."
    ) in findings
    assert ("nothing distinctive in common" in findings) == bool(strangers)
    assert strangers in findings


def test_a_duplicate_that_could_only_be_told_by_a_crowded_value_is_told(dedupe_example: Rollups) -> None:
    findings = write_narrative({**dedupe_example, "frequentValues": {**CROWDED, "rowsLeftOut": 1}}).key_findings
    assert "1 row was not compared: all that it shares with other rows is too common to go by" in findings


@pytest.mark.parametrize(
    ("matched", "sentence"),
    [
        (6, "To keep wrong matches to at most 1%, a row counts as matched from a score of 97.3 up."),
        (0, "No score is high enough to promise that at most 1% of the matches are wrong."),
    ],
)
def test_a_threshold_that_was_chosen_is_told_with_what_it_is_to_keep(
    example: Rollups, matched: int, sentence: str
) -> None:
    chosen = {"maxWrongPct": 1.0, "threshold": 97.3}
    assert sentence in write_narrative(with_totals(example, {"matched": matched}) | chosen).executive


def test_a_value_that_has_every_new_record_is_said_to_bring_them_all(example: Rollups) -> None:
    value = {
        "value": "Day 1",
        "kind": "value",
        "distinct": 1,
        "rows": 400,
        "matched": 20,
        "review": 0,
        "unmatched": 380,
    }
    shares = {"newRecords": 350, "matchRatePct": 5.0, "reviewSharePct": 0.0, "sharePct": 8.0}
    other = {**value, **shares, "value": "Day 2", "rows": 4600, "matched": 4600, "unmatched": 0, "newRecords": 0}
    days = {"column": "Day", "label": "Day", "source": "column", "filledPct": 100, "distinct": 2}
    bare = with_totals(example, {"newRecords": 350})
    told = write_narrative({**bare, "pivots": [{**days, "values": [{**value, **shares}, other]}]}).key_findings
    assert "Day “Day 1” brings all 350 new records, with 400 rows." in told.splitlines()
