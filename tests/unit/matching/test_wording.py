"""What is compared is called by what the lists have: without companies it is the domain of an e-mail address."""

import numpy as np
import pytest

from listmatch.domain.verdicts import MatchMode, ProfileType
from listmatch.matching.evidence.tables import evidence_tables
from listmatch.matching.model.document import ScoringModel
from listmatch.matching.model.relationships import shipped_model
from listmatch.matching.model.row_fit import RowFit
from listmatch.matching.passes import pass_plan
from listmatch.matching.profile import MatchProfile
from listmatch.matching.scoring.explain import contributions
from listmatch.matching.scoring.reasons import reasons

FULL = {"full_name": "Name", "email": "Mail", "company": "Firm"}
BARE = {"full_name": "Name", "email": "Mail"}
SITE = {"full_name": "Name", "domain": "Website"}


def profile(source: dict[str, str], master: dict[str, str]) -> MatchProfile:
    return MatchProfile.from_dict({"type": "person", "source_fields": source, "master_fields": master})


@pytest.mark.parametrize(
    ("source", "master", "called"),
    [(FULL, FULL, "company"), (BARE, BARE, "email domain"), (BARE, FULL, "email domain"), (FULL, SITE, "domain")],
)
def test_evidence_of_the_organisation_is_called_by_what_both_lists_have(
    source: dict[str, str], master: dict[str, str], called: str
) -> None:
    lists = profile(source, master).fields_of_lists
    org = evidence_tables(ProfileType.PERSON, lists).kind("org")
    [name_company] = [one for one in pass_plan(ProfileType.PERSON, lists=lists).passes if one.name == "name_company"]
    assert org.says == called
    assert [level.says for level in org.levels[:3]] == [f"{called} (widespread)", f"{called} (large)", called]
    assert org.levels[0].but == f"{called} shared by many"
    assert name_company.says == f"name + {called}"


def test_a_reason_and_its_parts_say_so() -> None:
    lists = profile(BARE, BARE).fields_of_lists
    tables = evidence_tables(ProfileType.PERSON, lists)
    model = shipped_model(tables, ["name", "org"])
    levels = {"name": 10, "org": 2}
    patterns = [list(levels.values()), [levels["name"], 0]]
    plain, full = reasons(tables, model, np.array(patterns, dtype="int8"))
    assert plain[0].endswith(" + email domain")
    assert full[1].endswith("but different email domain")
    parts = contributions(
        ScoringModel(ProfileType.PERSON, model, 0.3, RowFit(0.6, 0.02, 1.5, 1)), levels, score=90, lists=lists
    )
    assert "email domain" in {part.kind for part in parts}


def test_beside_the_same_address_its_domain_goes_without_saying() -> None:
    tables = evidence_tables(ProfileType.PERSON, profile(BARE, BARE).fields_of_lists)
    model = shipped_model(tables, ["email", "org"])
    email = tables.kind("email")
    patterns = [[len(email.levels) - 1, 2], [0, 2]]
    plain, full = reasons(tables, model, np.array(patterns, dtype="int8"))
    assert plain[0] == "email"
    assert full[1].startswith("email domain")


def test_a_dedupe_has_one_list() -> None:
    alone = MatchProfile.from_dict({"type": "person", "source_fields": BARE, "mode": MatchMode.DEDUPE})
    assert alone.fields_of_lists == (frozenset(BARE),)
