"""Drop rules are read from YAML, and every mistake is named with its place."""

from datetime import timedelta
from pathlib import Path

import pytest

from listmatch.domain.drops import Action
from listmatch.errors import InputError
from listmatch.settings import Settings
from listmatch.workflows.drops.rules import load_rules, parse_rules

RULES = """\
rules:
  - name: leads
    prefix: s3://drops/leads/
    action: match
    master: {latest: s3://drops/master/}
    pattern: "*.csv"
    results: s3://drops/results/
    on_failure: move
    failed: s3://drops/failed/
  - name: contacts
    prefix: /data/contacts
    action: dedupe
"""


def test_rules_are_read_in_their_order() -> None:
    leads, contacts = parse_rules(RULES, place="drops.yaml")
    assert (leads.name, leads.action, leads.quiet) == ("leads", Action.MATCH, timedelta(0))
    assert (contacts.action, contacts.quiet) == (Action.DEDUPE, timedelta(seconds=5))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("action: dedupe", "action: shred", "rule 2: action"),
        ("action: dedupe", "action: match", "a match needs a master"),
        ("    failed: s3://drops/failed/\n", "", "belong together"),
        ("{latest: s3://drops/master/}", "{}", "either file or latest"),
        ("latest: s3://drops/master/", "file: s3://drops/master/", "rule 1: master: file names one list"),
        ("name: contacts", "name: leads", "two rules are called 'leads'"),
        ("name: contacts", "name: ../x", "rule 2: name"),
        (
            "prefix: /data/contacts",
            "prefx: /data/contacts",
            "rule 2: prefx: there is no such key. Correct its spelling",
        ),
        ("    prefix: /data/contacts\n", "", "rule 2: prefix: the key is missing. Add it."),
        ("pattern:", "patern:", "rule 1: patern: there is no such key"),
        ("{latest:", "{max_worng: 1, latest:", "rule 1: master.max_worng: there is no such key"),
        ("rules:", "rule:", "Begin with `rules:`"),
        ("rules:", "rules: [", "line"),
    ],
)
def test_a_mistake_is_named_with_file_and_place(before: str, after: str, told: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_rules(RULES.replace(before, after), place="drops.yaml")
    assert told in str(raised.value)
    assert str(raised.value).startswith("drops.yaml")


def test_an_installation_without_the_file_has_no_rules(tmp_path: Path) -> None:
    assert load_rules(Settings(home=tmp_path)) == ()


def test_the_file_can_lie_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(RULES, encoding="utf-8")
    assert len(load_rules(Settings(home=tmp_path, drops_file=path))) == 2
