"""`listmatch drop` at the command line."""

import json
import os
from pathlib import Path

import pytest
import yaml

from listmatch.cli.app import main
from listmatch.settings import Settings
from listmatch.workflows.drops.evaluation import evaluate
from listmatch.workflows.drops.rulebook import rules_of
from listmatch.workflows.drops.rules import parse_rules
from listmatch.workflows.services import open_own_services
from tests.lists import SOURCE


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTMATCH_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    for name in ("in", "crm"):
        (tmp_path / name).mkdir()


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


def test_relative_paths_mean_the_same_to_the_daemon(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = [
        "drop",
        "add",
        "leads",
        "in",
        "--master",
        "crm/",
        "-o",
        "out",
        "--failed",
        "bad",
        "-f",
        "pdf",
        "-f",
        "xlsx",
    ]
    assert run(*asked, "--json") == 0
    rule = json.loads(capsys.readouterr().out)["rule"]
    assert rule["prefix"] == str(tmp_path / "in")
    master = {key: value for key, value in rule["master"].items() if key != "read"}
    assert master == {"file": "", "latest": str(tmp_path / "crm"), "pattern": "*"}
    assert (rule["results"], rule["failed"]) == (str(tmp_path / "out"), str(tmp_path / "bad"))
    assert (rule["action"], rule["on_failure"], rule["formats"]) == ("match", "move", ["pdf", "xlsx"])


def test_without_a_master_a_list_is_prepared_unless_told_otherwise(capsys: pytest.CaptureFixture[str]) -> None:
    assert [run("drop", "add", "a", "in"), run("drop", "add", "b", "in", "--action", "dedupe")] == [0, 0]
    told = capsys.readouterr().out
    assert "→ prepare" in told
    assert "→ dedupe" in told


def test_what_is_shown_is_yaml_that_could_stand_in_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    run("drop", "add", "leads", "in", "--master", "crm/", "--on-failure", "tag")
    capsys.readouterr()
    assert run("drop", "show", "leads", "--limit", "0") == 0
    shown = capsys.readouterr().out
    assert yaml.safe_load(shown)["rules"][0]["on_failure"] == "tag"
    assert parse_rules(shown, place="shown") == rules_of(open_own_services(Settings()))


def test_the_history_of_a_rule_tells_what_became_of_each_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("drop", "add", "leads", "in")
    (tmp_path / "in" / "Märkte & co.csv").write_text(SOURCE, encoding="utf-8")
    os.utime(tmp_path / "in" / "Märkte & co.csv", (1, 1))
    services = open_own_services(Settings())
    evaluate(services, rules_of(services), bookmarks={}, seconds=60)
    capsys.readouterr()
    assert run("drop", "show", "leads") == 0
    assert f"{tmp_path / 'in' / 'Märkte & co.csv'}: at work" in capsys.readouterr().out
    assert run("drop", "show", "leads", "--json") == 0
    [drop] = json.loads(capsys.readouterr().out)["drops"]
    assert (bool(drop["fileId"]), drop["finishedAt"]) == (True, None)


def test_a_removed_rule_is_listed_no_more(capsys: pytest.CaptureFixture[str]) -> None:
    run("drop", "add", "leads", "in")
    assert run("drop", "remove", "leads") == 0
    capsys.readouterr()
    assert run("drop", "list") == 0
    assert "no drop rules" in capsys.readouterr().out
    assert run("drop", "remove", "leads") == 3


@pytest.mark.parametrize(
    "address", ["ftp://host/crm.csv", "s3://[crm/crm.csv", "s3://crm/a//b.csv", "~nobody-here/crm"]
)
@pytest.mark.parametrize("role", ["--master", "--results"])
def test_an_address_where_nothing_can_be_is_refused_in_one_sentence(
    address: str, role: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("drop", "add", "leads", "in", role, address) == 2
    told = capsys.readouterr().err
    assert told.startswith("listmatch: ")
    assert told.count("\n") == 1
    assert rules_of(open_own_services(Settings())) == ()


def test_a_rule_of_an_owner_of_the_api_is_named_by_e_mail(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("drop", "add", "a", "in", "--email", "ann@example.com") == 3
    assert run("keys", "create", "--email", "ann@example.com") == 0
    assert run("drop", "add", "a", "in", "--email", "ann@example.com") == 0
    capsys.readouterr()
    assert run("drop", "show", "a", "--email", "ann@example.com", "--json") == 0
    assert json.loads(capsys.readouterr().out)["rule"]["owner"] not in ("", "local")
    assert [run("drop", "remove", "a"), run("drop", "remove", "a", "--email", "ann@example.com")] == [3, 0]
