"""The commands as a user types them: what they print, what they leave, and their exit codes."""

import json
from pathlib import Path

import pytest

from listmatch.cli import summary
from listmatch.cli.app import main
from listmatch.cli.choices import parse_share
from listmatch.cli.explain import _print_sides
from listmatch.errors import InputError
from tests.homes import LOOP
from tests.lists import write_lists


@pytest.fixture(autouse=True)
def home(tmp_path: Path, lists_prepared: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LISTMATCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LISTMATCH_RUNNER", LOOP)
    monkeypatch.chdir(tmp_path)
    write_lists(tmp_path)
    return tmp_path


def call(*arguments: str) -> int:
    """The exit code of a command."""
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    code = ended.value.code
    return code if isinstance(code, int) else 0


def test_a_match_prints_its_verdicts_and_where_the_results_lie(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("match", "leads.csv", "--master", "crm.csv", "-o", "out", "--only", "results") == 0
    printed = capsys.readouterr().out
    assert "5 source rows against 5 master rows" in printed
    assert "matched" in printed
    assert "Results in out/" in printed
    assert Path("out/results.csv").is_file()


def test_a_match_says_how_many_lines_became_no_row(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("match", "leads.csv", "--master", "crm.csv", "-o", "out", "--only", "results") == 0
    [told] = [line for line in capsys.readouterr().out.splitlines() if "source_quarantine.csv" in line]
    assert told.split(maxsplit=1)[1] == "1 line of the source list set aside, and why"


def test_json_on_stdout_is_nothing_but_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("match", "leads.csv", "-m", "crm.csv", "-o", "out", "--only", "results", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["resultSummary"]["total_source_rows"] == 5
    assert told["profileType"] == "person"


HOMES = "First,Last,Street,City\nAnn,Okafor,12 Oak St,Salem\nBo,Okafor,12 Oak St,Salem\nCy,Brandt,9 Elm Rd,Salem\n"


def test_what_the_rows_are_may_be_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("homes.csv").write_text(HOMES, encoding="utf-8")
    told = {}
    for chosen in ([], ["--type", "household"]):
        assert call("dedupe", "homes.csv", "-o", "out", "--only", "results", "--json", *chosen) == 0
        told[len(chosen)] = json.loads(capsys.readouterr().out)["profileType"]
    assert told == {0: "person", 2: "household"}
    assert call("dedupe", "homes.csv", "-o", "again", "--profile", "out/profile.yaml", "--type", "person") == 2
    assert "out/profile.yaml says type household. Leave out --type or --profile." in capsys.readouterr().err
    assert call("dedupe", "homes.csv", "-o", "again", "--type", "account") == 2
    assert "leads and accounts are two lists" in capsys.readouterr().err


def test_profile_json_accounts_for_every_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("profile", "leads.csv", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["lines"] == told["rows"] + told["quarantined"] == 6
    assert [column["name"] for column in told["columns"]][:2] == ["id", "First Name"]


def test_profile_prints_a_line_per_column(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("profile", "leads.csv") == 0
    printed = capsys.readouterr().out
    assert "6 lines = 5 rows + 1 quarantined" in printed
    assert any(line.startswith("Email") and "email" in line for line in printed.splitlines())


def test_one_row_is_told_in_the_singular(capsys: pytest.CaptureFixture[str]) -> None:
    Path("one.csv").write_text("name,email\nAnn Lee,ann@example.org\n", encoding="utf-8")
    assert call("profile", "one.csv") == 0
    assert "one.csv: 1 line = 1 row + 0 quarantined" in capsys.readouterr().out


def test_of_an_empty_column_no_share_is_valid(capsys: pytest.CaptureFixture[str]) -> None:
    Path("fax.csv").write_text("name,fax\nAnn Lee,\nBob Ray,\n", encoding="utf-8")
    assert call("profile", "fax.csv") == 0
    [line] = [line for line in capsys.readouterr().out.splitlines() if line.startswith("fax ")]
    assert line.split()[3:5] == ["-", "0%"]


def test_profile_says_which_lines_became_no_row_and_saves_them(capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"{n},Ann,a{n}@example.org\n" for n in range(20))
    bad = '20,"Bob,b@example.org\n21,Cy\n\n22,Di,d@example.org,more\n'
    Path("broken.csv").write_text(f"id,name,email\n{rows}{bad}", encoding="utf-8")
    assert call("profile", "broken.csv", "--quarantine", "unread.csv") == 0
    printed = capsys.readouterr().out
    assert "23 lines = 21 rows + 2 quarantined" in printed
    assert "  line 22 " in printed
    assert "  line 25 has 4 cells where the header has 3" in printed
    assert "filled up with empty ones: 1." in printed
    assert "Blank lines, which are not rows: 1." in printed
    assert [line.split(",")[0] for line in Path("unread.csv").read_text(encoding="utf-8").splitlines()] == [
        "line",
        "22",
        "25",
    ]


def test_a_list_is_read_as_one_says(capsys: pytest.CaptureFixture[str]) -> None:
    Path("odd.txt").write_text("Ann~Lee~ann@example.org\nBob~Poe~bob@example.org\n", encoding="utf-8")
    assert call("profile", "odd.txt", "--delimiter", "~", "--header-row", "0", "--json") == 0
    seen = json.loads(capsys.readouterr().out)
    assert (seen["rows"], seen["format"]["delimiter"], seen["format"]["header_line"]) == (2, "~", 0)


@pytest.mark.parametrize("side", ["source", "master"])
def test_each_side_of_a_match_has_its_own_options(side: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("match", "leads.csv", "--master", "crm.csv", "-o", "out", "--only", "results")
    assert call(*asked, f"--{side}-encoding", "klingon") == 2
    file = {"source": "leads.csv", "master": "crm.csv"}[side]
    assert f"{file}, option encoding: the encoding 'klingon' is unknown." in capsys.readouterr().err


def test_what_moved_since_the_previous_list_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    for month, header in (("01", "email,city"), ("02", "email")):
        rows = "".join(f"a{n}@example.org{',Rome' * header.count(',')}\n" for n in range(int(month), 9))
        Path(f"list_{month}.csv").write_text(f"{header}\n{rows}", encoding="utf-8")
        assert call("profile", f"list_{month}.csv") == 0
    printed = capsys.readouterr().out
    assert "Compared with list_01.csv: 1 change\n  Column city is gone." in printed


def test_runs_lists_what_was_run_and_its_result(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("runs") == 0
    assert "Nothing was run yet" in capsys.readouterr().out
    call("match", "leads.csv", "-m", "crm.csv", "-o", "out", "--only", "results")
    capsys.readouterr()
    assert call("runs") == 0
    assert "leads.csv against crm.csv" in capsys.readouterr().out
    call("keys", "create", "--email", "ann@example.com")
    capsys.readouterr()
    assert call("runs", "--email", "ann@example.com") == 0
    assert "for this owner yet" in capsys.readouterr().out
    assert call("runs", "--email", "nobody@example.com") == 3


def test_crm_writes_what_to_create_and_what_to_update(capsys: pytest.CaptureFixture[str]) -> None:
    call("match", "leads.csv", "-m", "crm.csv", "-o", "out", "--only", "results")
    assert call("crm", "out", "--preset", "hubspot", "--id", "Contact ID") == 0
    assert "records to update, identified by Contact ID" in capsys.readouterr().out
    assert "Strangeways" in Path("out/hubspot_new.csv").read_text(encoding="utf-8")
    assert Path("out/hubspot_updates.csv").read_text(encoding="utf-8").startswith("Record ID")


TWICE = """Name,Email,Phone,Updated At,Note
Maria Hill,maria@acme.com,(217) 555-0143,2024-01-05,
Bob Gray,bob@grayco.org,,2024-02-01,"calls, often"
Maria Hill,maria@acme.com,(312) 555-0199,2025-03-01,met at fair
"""


def test_golden_writes_the_list_without_its_duplicates(capsys: pytest.CaptureFixture[str]) -> None:
    Path("twice.csv").write_text(TWICE, encoding="utf-8")
    assert call("dedupe", "twice.csv", "-o", "out", "--only", "results") == 0
    assert call("golden", "out", "--survives", "Phone=most_recent") == 0
    assert "2 records out of 3 rows" in capsys.readouterr().out
    header, maria, bob = Path("out/golden.csv").read_text(encoding="utf-8").splitlines()
    assert header == "_lmg_cluster_id,_lmg_cluster_size,Name,Email,Phone,Updated At,Note"
    assert "(312) 555-0199" in maria
    assert maria.endswith("met at fair")
    assert bob == '2,1,Bob Gray,bob@grayco.org,,2024-02-01,"calls, often"'


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("Fax=longest", "no column 'Fax'"),
        ("Phone=newest", "'newest' is not a rule"),
        ("Phone", "Write COLUMN=RULE"),
    ],
)
def test_golden_refuses_what_the_list_or_the_rules_do_not_have(
    rule: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("twice.csv").write_text(TWICE, encoding="utf-8")
    call("dedupe", "twice.csv", "-o", "out", "--only", "results")
    assert call("golden", "out", "--survives", rule) == 2
    assert words in capsys.readouterr().err
    assert not Path("out/golden.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        pytest.param(["match", "missing.csv", "-m", "crm.csv", "-o", "out"], 2, "no such file", id="missing list"),
        pytest.param(["match", "leads.csv", "-o", "out"], 2, "--master", id="option left out"),
        pytest.param(["match", "leads.csv", "-m", "crm.csv", "-o", "leads.csv"], 2, "folder", id="file as folder"),
        pytest.param(["match", "leads.csv", "-m", "crm.csv", "-o", "o", "--mode", "dedupe"], 2, "dedupe", id="mode"),
        pytest.param(["match", "leads.csv", "-m", "crm.csv", "-o", "o", "--max-wrong", "x"], 2, "1%", id="share"),
        pytest.param(["explain", "nowhere", "1"], 3, "no listmatch results", id="no results to explain"),
        pytest.param(["report", "nowhere"], 3, "no such folder", id="no folder of a report"),
        pytest.param(["keys", "create", "--email", "me"], 2, "not an e-mail address", id="no address of an owner"),
        pytest.param(["report", "."], 3, "no report", id="no report to open"),
    ],
)
def test_what_cannot_be_done_ends_with_its_code_and_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, words: str
) -> None:
    assert call(*arguments) == code
    printed = capsys.readouterr()
    assert words in printed.err
    assert "Traceback" not in printed.err
    assert printed.out == ""


@pytest.mark.parametrize("command", [["explain", "out", "1"], ["golden", "out"], ["crm", "out", "--preset", "hubspot"]])
def test_results_of_another_home_are_told_from_no_results(
    capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    Path("out").mkdir()
    Path("out/job.json").write_text('{"jobId": "elsewhere"}', encoding="utf-8")
    assert call(*command) == 3
    assert "another LISTMATCH_HOME" in capsys.readouterr().err


@pytest.mark.parametrize(("text", "share"), [("1%", 0.01), ("0.02", 0.02), ("50%", 0.5), (None, None)])
def test_a_share_is_read_as_people_write_it(text: str | None, share: float | None) -> None:
    assert parse_share(text) == share


@pytest.mark.parametrize("text", ["0", "60%", "-1%", "one", "1", ""])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_share(text)


def test_an_estimate_prints_pairs_cost_and_what_cannot_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("estimate", "leads.csv", "--master", "crm.csv") == 0
    printed = capsys.readouterr().out
    assert " candidate pair" in printed.splitlines()[0]
    assert "about" not in printed.splitlines()[0]
    assert "Engine: duckdb" in printed
    [neither] = [line for line in printed.splitlines() if line.startswith("Cannot run, as neither list has")]
    assert "linkedin_exact" in neither
    assert "Assumes that both lists stay prepared, as they are now; the sample took" in printed


def test_a_trained_model_is_written_and_can_be_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("train", "leads.csv", "-m", "crm.csv", "-o", "model.json", "--pin", "pinned.yaml", "--json") == 0
    assert json.loads(capsys.readouterr().out)["model"] == "model.json"
    arguments = ("-m", "crm.csv", "-o", "out", "--profile", "pinned.yaml", "--only", "results")
    assert call("match", "leads.csv", *arguments) == 0


@pytest.mark.parametrize(
    ("waiting", "told"), [(0, ""), (1, "Decide the 1 pair in review: "), (12, "Decide the 12 pairs in review: ")]
)
def test_what_waits_for_a_decision_is_told_with_the_way_there(
    waiting: int, told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summary, "_waiting", lambda _outcome: waiting)
    assert call("dedupe", "crm.csv", "-o", "out", "--only", "results") == 0
    last = capsys.readouterr().out.rstrip().splitlines()[-1]
    assert last.startswith("Decide") == bool(told)
    assert last.startswith(told)
    assert last.endswith("review out") == bool(told)


def test_a_dedupe_describes_the_files_of_a_dedupe(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("dedupe", "crm.csv", "-o", "out", "--only", "results") == 0
    printed = capsys.readouterr().out
    assert "whether it is the one to keep" in printed
    assert "master row" not in printed


@pytest.mark.parametrize(("text", "place"), [("type: [", "profile line 2"), ("type: dog", "profile: type")])
def test_a_profile_that_cannot_be_used_is_named_by_its_file(
    text: str, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("mine.yaml").write_text(text + "\n", encoding="utf-8")
    assert call("match", "leads.csv", "-m", "crm.csv", "-o", "out", "--profile", "mine.yaml") == 2
    assert f"mine.yaml, {place}" in capsys.readouterr().err


def test_columns_of_an_explanation_do_not_run_into_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    steps = [{"kind": "size, colour or part", "level": "same", "logOdds": 1.0, "total": 1.0}]
    _print_sides({"fields": [], "contributions": steps}, "source", "master")
    assert "size, colour or part  same" in capsys.readouterr().out


def test_a_home_that_cannot_be_made_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    monkeypatch.setenv("LISTMATCH_HOME", str(tmp_path / "taken"))
    assert call("match", "source.csv", "--master", "master.csv", "-o", "out") == 70
    told = capsys.readouterr().err
    assert told.startswith(f"listmatch: {tmp_path / 'taken'}: the folder of this installation cannot be made")
    assert "Set LISTMATCH_HOME" in told
