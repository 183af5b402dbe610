"""Tables of evidence that are like another one: its levels and conditions, with how likely they are of their own."""

import pytest

from listmatch.domain.verdicts import ProfileType
from listmatch.matching.evidence import shipped_kinds
from listmatch.matching.evidence.tables import evidence_tables

BASE = {
    "define": {"near": "city_l = city_r"},
    "classes": {"same": ["same"]},
    "kinds": {
        "town": {
            "says": "city",
            "learns_from": {"street": ["other"]},
            "levels": [
                {"level": "same", "when": "{near}", "p": [0.9], "at_most": ["other"]},
                {"level": "different", "p": [0.1]},
            ],
        },
        "phone": {"levels": []},
    },
}
OWN = {"says": "accounts", "levels": [{"level": "many", "p": [1.0]}]}


@pytest.fixture
def shipped(monkeypatch):
    tables = {"base": BASE}
    monkeypatch.setattr(shipped_kinds, "shipped_table", tables.__getitem__)
    return tables


def test_a_table_like_another_says_only_how_likely_its_levels_are(shipped):
    shipped["liked"] = {
        "like": "base",
        "classes": {"same": ["at"]},
        "define": {"many": "rows_r > 1"},
        "kinds": {"town": {"p": {"same": [0.4], "different": [0.6]}}, "accounts": OWN},
    }
    data = shipped_kinds.shipped_kinds("liked")
    assert data["classes"] == {"same": ["at"]}
    assert data["define"] == {"near": "city_l = city_r", "many": "rows_r > 1"}
    assert data["kinds"] == {
        "town": {
            "says": "city",
            "learns_from": {},
            "seldom_in": (),
            "levels": [
                {"level": "same", "when": "{near}", "p": [0.4], "at_most": (), "kin": {}},
                {"level": "different", "p": [0.6], "at_most": (), "kin": {}},
            ],
        },
        "accounts": OWN,
    }
    assert BASE["kinds"]["town"]["levels"][0]["p"] == [0.9]


def test_a_level_without_a_probability_is_a_fault_of_ours(shipped):
    shipped["liked"] = {"like": "base", "classes": {}, "kinds": {"town": {"p": {"same": [0.4]}}}}
    with pytest.raises(KeyError, match="different"):
        shipped_kinds.shipped_kinds("liked")


def test_accounts_are_compared_in_the_levels_of_companies():
    accounts, companies = evidence_tables(ProfileType.ACCOUNT), evidence_tables(ProfileType.COMPANY)
    known = {kind.name: kind for kind in companies.kinds}
    for kind in accounts.kinds:
        if kind.name != "accounts":
            assert [(level.name, level.when) for level in kind.levels] == [
                (level.name, level.when) for level in known[kind.name].levels
            ]


def test_no_lead_tells_that_its_account_has_changed():
    """What stands behind a comma ("same company, moved") is reported as out of date in the master."""
    assert not [each.name for each in evidence_tables(ProfileType.ACCOUNT).same if "," in each.name]
