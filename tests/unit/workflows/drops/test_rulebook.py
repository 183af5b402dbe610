"""Rules of the file and rules that were added by command are one rulebook."""

import logging
from pathlib import Path

import pytest

from listmatch.domain.drops import Action
from listmatch.errors import InputError, NotFound
from listmatch.settings import Settings
from listmatch.workflows.drops.rulebook import CATALOG, add_rule, entries, find_entry, history, remove_rule, rules_of
from listmatch.workflows.drops.rules import DROPS_FILE
from listmatch.workflows.owners.accounts import ensure_owner
from listmatch.workflows.services import Services, open_own_services


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


def write_file(services: Services, incoming: Path, *, name: str) -> None:
    text = f"rules:\n  - {{name: {name}, prefix: {incoming}}}\n"
    (services.settings.home / DROPS_FILE).write_text(text, encoding="utf-8")


def keys(incoming: Path, **more: object) -> dict[str, object]:
    return {"name": "leads", "prefix": str(incoming), **more}


def test_a_rule_that_was_added_counts_with_all_it_says_and_its_owner(services: Services, incoming: Path) -> None:
    added = add_rule(
        services,
        keys(
            incoming,
            action="match",
            master={"latest": "s3://drops/crm/", "pattern": "crm*.csv"},
            purpose="source",
            family="webinars",
            pattern="*.csv",
            formats=("pdf", "xlsx"),
            results="s3://drops/out/",
            on_failure="move",
            failed="s3://drops/failed/",
            quiet_seconds=7,
        ),
        actor="test",
    )
    assert rules_of(services) == (added,)
    assert (added.action, added.owner) == (Action.MATCH, "local")


@pytest.mark.parametrize("where", [{"results": "in"}, {"results": "."}, {"on_failure": "move", "failed": "in"}])
def test_a_rule_that_would_write_where_its_lists_arrive_is_refused(
    services: Services, incoming: Path, where: dict[str, str]
) -> None:
    written = {key: str(incoming.parent / value) if key != "on_failure" else value for key, value in where.items()}
    with pytest.raises(InputError, match="takes nothing in from it"):
        add_rule(services, keys(incoming, **written), actor="test")
    assert add_rule(services, keys(incoming, results=str(incoming / "out")), actor="test")


def test_rules_of_the_file_come_first_and_those_of_the_catalog_after_them(services: Services, incoming: Path) -> None:
    add_rule(services, keys(incoming), actor="test")
    write_file(services, incoming, name="archive")
    assert [(entry.rule.name, entry.is_removable) for entry in entries(services)] == [
        ("archive", False),
        ("leads", True),
    ]


def test_a_rule_of_the_file_counts_before_one_of_that_name_in_the_catalog(
    services: Services, incoming: Path, caplog: pytest.LogCaptureFixture
) -> None:
    add_rule(services, keys(incoming), actor="test")
    write_file(services, incoming, name="leads")
    with caplog.at_level(logging.WARNING):
        [entry] = entries(services)
    assert entry.place != CATALOG
    assert "does not count" in caplog.text


@pytest.mark.parametrize("has_file", [True, False])
def test_a_name_that_is_taken_is_refused(services: Services, incoming: Path, has_file: bool) -> None:
    if has_file:
        write_file(services, incoming, name="leads")
    else:
        add_rule(services, keys(incoming), actor="test")
    with pytest.raises(InputError, match="there is a rule 'leads' already"):
        add_rule(services, keys(incoming), actor="test")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"prefix": "/no/such/folder"}, "no such folder"),
        ({"prefix": "ftp://host/in"}, "not a usable folder or S3 prefix"),
        ({"results": "ftp://host/out"}, "not a usable folder or S3 prefix"),
        ({"results": "s3://drops/a//b/"}, "not a usable folder or S3 prefix"),
        ({"action": "match"}, "a match needs a master"),
        ({"action": "match", "master": {"file": "ftp://host/crm.csv"}}, "not a usable folder or S3 prefix"),
        ({"action": "match", "master": {"file": "s3://drops/crm\\.csv"}}, "not the address of a list"),
        ({"action": "match", "master": {"file": "s3://drops/crm/"}}, "file names one list"),
        ({"action": "match", "master": {"latest": "~nobody-of-that-name/crm/"}}, "not a usable folder or S3 prefix"),
        ({"on_failure": "move"}, "belong together"),
        ({"profile": "/no/profile.yaml"}, "no such profile"),
        ({"name": "two words"}, "rule: name: use a to z"),
    ],
)
def test_what_could_never_work_is_refused_at_once(
    services: Services, incoming: Path, wrong: dict[str, object], told: str
) -> None:
    with pytest.raises(InputError, match=told):
        add_rule(services, keys(incoming, **wrong), actor="test")
    assert rules_of(services) == ()


def test_a_saved_profile_that_is_not_there_is_told(services: Services, incoming: Path) -> None:
    with pytest.raises(NotFound, match="no such profile"):
        add_rule(services, keys(incoming, action="dedupe", profile="nothing"), actor="test")


def test_a_removed_rule_is_gone_and_may_be_added_again(services: Services, incoming: Path) -> None:
    for _ in range(2):
        add_rule(services, keys(incoming), actor="test")
        remove_rule(services, "leads", actor="test")
    assert rules_of(services) == ()
    with pytest.raises(NotFound, match="no drop rule 'leads'"):
        remove_rule(services, "leads", actor="test")


def test_a_rule_of_the_file_is_not_removed_by_command(services: Services, incoming: Path) -> None:
    write_file(services, incoming, name="leads")
    with pytest.raises(InputError, match="Delete it there"):
        remove_rule(services, "leads", actor="test")


def test_a_rule_belongs_to_its_owner_and_counts_for_all(services: Services, incoming: Path) -> None:
    add_rule(services, keys(incoming), actor="test")
    other = open_own_services(Settings(home=services.settings.home, owner="other"))
    assert [rule.owner for rule in rules_of(other)] == ["local"]
    with pytest.raises(NotFound, match="no drop rule"):
        find_entry(other, "leads")
    assert history(services, rules_of(services)[0], limit=5) == []


def test_a_rule_can_be_made_for_another_owner_who_then_hears_of_its_lists(services: Services, incoming: Path) -> None:
    owner = ensure_owner(services, email="ann@example.com")
    assert add_rule(services, keys(incoming), actor="test", owner_id=owner.id).owner == owner.id
    with pytest.raises(NotFound, match="no drop rule"):
        remove_rule(services, "leads", actor="test")
    assert find_entry(services, "leads", owner_id=owner.id).rule.owner == owner.id
    remove_rule(services, "leads", actor="test", owner_id=owner.id)
    assert rules_of(services) == ()
