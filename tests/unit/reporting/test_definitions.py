"""Every figure is defined, in the guide by the same sentence as in the data; nothing else is."""

import pytest

from listmatch.domain.rollups import Rollups
from listmatch.reporting.definitions import definitions_of
from listmatch.settings import CHECKOUT

GUIDE = CHECKOUT / "docs" / "guides" / "report.md"
SETTINGS_OF_THE_JOB = {"version", "mode", "threshold", "reviewFrom", "definitions"}


def _figures(rollups: Rollups) -> set[str]:
    sections = {"totals", "dataQuality"}
    inner = {f"{section}.{key}" for section in sections for key in rollups[section]}
    return inner | (rollups.keys() - sections - SETTINGS_OF_THE_JOB)


@pytest.mark.parametrize(("variant", "fixture"), [("match", "match_rollups"), ("dedupe", "dedupe_rollups")])
def test_each_figure_of_a_report_has_one_definition(request: pytest.FixtureRequest, variant: str, fixture: str) -> None:
    defined = [definition["figure"] for definition in definitions_of(variant)]
    assert len(defined) == len(set(defined))
    assert set(defined) == _figures(request.getfixturevalue(fixture))


@pytest.mark.parametrize("variant", ["match", "dedupe"])
def test_the_guide_has_the_same_sentences(variant: str) -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    missing = [
        definition["figure"]
        for definition in definitions_of(variant)
        if f"| `{definition['figure']}` | {definition['label']} |" not in guide or definition["text"] not in guide
    ]
    assert missing == []


@pytest.mark.parametrize("variant", ["match", "dedupe"])
def test_a_definition_is_one_sentence(variant: str) -> None:
    for definition in definitions_of(variant):
        assert definition["text"].endswith(".")
        assert ". " not in definition["text"]
