"""The main job through the library's own runner: two lists in, a folder of results out."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from listmatch.catalog.queries import files as file_rows
from listmatch.domain.files import FileStatus, Purpose
from listmatch.domain.jobs import JobStatus
from listmatch.domain.progress import Progress, silent
from listmatch.domain.verdicts import MatchMode
from listmatch.errors import ContractBroken, FileUnreadable, InputError, NothingToCompare, ProfileInvalid
from listmatch.workflows import match_lists as workflow
from listmatch.workflows.artifacts import write_json
from listmatch.workflows.lists import preparation
from listmatch.workflows.lists.files import open_prepared, prepare_path, register_path
from listmatch.workflows.match_lists import MatchRequest, match_lists
from listmatch.workflows.matches import history
from listmatch.workflows.running.runner import LoopRunner
from listmatch.workflows.services import Services
from tests.lists import SOURCE, write_lists

RESULTS_ONLY = {"job.json", "profile.yaml", "results.csv", "results.parquet", "source_quarantine.csv"}


@pytest.fixture
def lists(tmp_path: Path) -> tuple[Path, Path]:
    return write_lists(tmp_path)


def verdicts(folder: Path) -> dict[str, tuple[str, str]]:
    with (folder / "results.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: (row["_lmg_match_status"], row["Contact ID"]) for row in csv.DictReader(file)}


def test_every_source_row_gets_its_verdict_and_its_master_row(
    services: Services, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    source, master = lists
    outcome = match_lists(
        services, MatchRequest(source=source, master=master, results_only=True), into=tmp_path / "out"
    )
    found = verdicts(tmp_path / "out")
    assert list(found) == ["s1", "s2", "s3", "s4", "s6"]
    assert found["s2"] == ("matched", "m2")
    assert found["s4"] == ("unmatched", "")
    assert outcome.summary["total_source_rows"] == 5
    assert (outcome.source.row_count, outcome.master and outcome.master.row_count) == (5, 5)
    assert {path.name for path in outcome.files} == RESULTS_ONLY


@pytest.mark.usefixtures("lists_prepared")
def test_the_proposed_profile_can_be_edited_and_used_again(
    services: Services, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    source, master = lists
    match_lists(services, MatchRequest(source=source, master=master, results_only=True), into=tmp_path / "out")
    edited = tmp_path / "edited.yaml"
    text = (tmp_path / "out" / "profile.yaml").read_text(encoding="utf-8")
    edited.write_text(text.replace("threshold: 85.0", "threshold: 99.99"), encoding="utf-8")
    request = MatchRequest(source=source, master=master, profile=edited, results_only=True)
    assert match_lists(services, request, into=tmp_path / "again").profile.threshold == 99.99


def test_a_list_prepared_before_is_not_prepared_again(services: Services, lists: tuple[Path, Path]) -> None:
    first = prepare_path(services, lists[0], owner_id="local", purpose=Purpose.SOURCE)
    again = register_path(services, lists[0], owner_id="local", purpose=Purpose.SOURCE)
    assert (again.id, again.status) == (first.id, FileStatus.READY)


def test_broken_lines_are_delivered_with_their_numbers(
    services: Services, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    record = prepare_path(services, lists[0], owner_id="local", purpose=Purpose.SOURCE)
    with open_prepared(services, owner_id="local", file_id=record.id) as prepared:
        assert prepared.profile.lines == prepared.profile.rows + prepared.profile.quarantined == 6
        lines = list(csv.DictReader(prepared.quarantine.read_text(encoding="utf-8").splitlines()))
    assert [line["line"] for line in lines] == [str(SOURCE.splitlines().index('"S5, broken') + 1)]


@pytest.mark.usefixtures("lists_prepared")
def test_a_former_delivery_leaves_nothing_stale_behind(
    services: Services, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "report.pdf").write_bytes(b"of an earlier run")
    (out / "notes.txt").write_text("the user's own", encoding="utf-8")
    match_lists(services, MatchRequest(source=lists[0], master=lists[1], results_only=True), into=out)
    assert {path.name for path in out.iterdir()} == RESULTS_ONLY | {"notes.txt"}


@pytest.mark.usefixtures("lists_prepared")
@pytest.mark.parametrize(
    ("content", "error"),
    [
        pytest.param(None, FileUnreadable, id="a file that is not there"),
        pytest.param(b"", FileUnreadable, id="an empty file"),
        pytest.param(b"email,name\n", FileUnreadable, id="a header and no row"),
        pytest.param(bytes(range(256)) * 20, FileUnreadable, id="a binary"),
        pytest.param(b"colour,weight\nred,3\nblue,4\n", NothingToCompare, id="nothing in common"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence_and_leaves_no_folder(
    services: Services, lists: tuple[Path, Path], tmp_path: Path, content: bytes | None, error: type[InputError]
) -> None:
    bad = tmp_path / "bad.csv"
    if content is not None:
        bad.write_bytes(content)
    with pytest.raises(error) as raised:
        match_lists(services, MatchRequest(source=bad, master=lists[1]), into=tmp_path / "out")
    assert "\n" not in str(raised.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("lists_prepared")
def test_a_profile_that_names_a_missing_column_says_which(
    services: Services, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    profile = tmp_path / "p.yaml"
    profile.write_text("type: person\nsource_fields: {email: Emial}\nmaster_fields: {email: Email}\n", encoding="utf-8")
    with pytest.raises(ProfileInvalid, match="'Emial'"):
        match_lists(services, MatchRequest(source=lists[0], master=lists[1], profile=profile), into=tmp_path / "out")


def test_a_dedupe_delivers_clusters_and_its_figures(
    services: Services, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    doubled = tmp_path / "doubled.csv"
    doubled.write_text(SOURCE + SOURCE.splitlines()[1].replace("s1", "s7") + "\n", encoding="utf-8")
    request = MatchRequest(source=doubled, master=None, mode=MatchMode.DEDUPE, results_only=True)
    outcome = match_lists(services, request, into=tmp_path / "out")
    with (tmp_path / "out" / "results.csv").open(encoding="utf-8", newline="") as file:
        clusters = {row["id"]: row["_lmg_cluster_id"] for row in csv.DictReader(file)}
    assert clusters["s1"] == clusters["s7"] == "1"
    assert outcome.summary["duplicates"] == 1


@pytest.mark.usefixtures("lists_prepared")
def test_the_report_and_the_results_tell_the_same_totals(
    services: Services, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    outcome = match_lists(services, MatchRequest(source=lists[0], master=lists[1]), into=tmp_path / "out")
    totals = json.loads((tmp_path / "out" / "rollups.json").read_text(encoding="utf-8"))["totals"]
    assert totals["sourceRows"] == outcome.summary["total_source_rows"]
    assert [totals[name] for name in ("matched", "review", "unmatched")] == [
        outcome.summary[name] for name in ("matched", "review", "unmatched")
    ]
    assert {path.name for path in outcome.files} >= {"report.pdf", "report.xlsx", "report.pptx", "report.html"}


@pytest.mark.usefixtures("lists_prepared")
def test_a_finished_job_is_in_the_history_under_the_names_of_its_lists(
    services: Services, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    match_lists(services, MatchRequest(source=lists[0], master=lists[1], results_only=True), into=tmp_path / "out")
    [(job, source, master)] = history.recent_jobs(services, owner_id="local", limit=5)
    assert (job.status, job.progress, source, master) == (JobStatus.COMPLETED, 100, "leads.csv", "crm.csv")


def test_row_numbers_that_both_lists_call_alike_are_not_compared(services: Services, tmp_path: Path) -> None:
    people = [
        "Ann,Lee,ann.lee@oak.com",
        "Bob,Ray,bob.ray@elm.com",
        "Cal,Fox,cal.fox@fir.com",
        "Dee,Orr,dee.orr@ash.com",
    ]
    for name, rows in (("source", people), ("master", people[::-1])):
        lines = [f"{number},{row}" for number, row in enumerate(rows, 1)]
        text = "\n".join(["customer_id,first_name,last_name,email", *lines])
        (tmp_path / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
    request = MatchRequest(source=tmp_path / "source.csv", master=tmp_path / "master.csv", results_only=True)
    match_lists(services, request, into=tmp_path / "out")
    with (tmp_path / "out" / "results.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert [row["_lmg_master_row_id"] for row in found] == ["4", "3", "2", "1"]
    assert not any("identifier" in row["_lmg_match_reason"] for row in found)


@pytest.mark.usefixtures("lists_prepared")
def test_the_report_tells_what_changed_since_the_previous_run_of_the_same_lists(
    services: Services, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    source, master = lists
    request = MatchRequest(source=source, master=master, formats=())
    match_lists(services, request, into=tmp_path / "first")
    source.write_text("\n".join(SOURCE.splitlines()[:4]) + "\n", encoding="utf-8")
    match_lists(services, request, into=tmp_path / "second")
    first, second = (
        json.loads((tmp_path / name / "rollups.json").read_text(encoding="utf-8"))["comparison"]
        for name in ("first", "second")
    )
    assert first is None
    [rows] = [change for change in second["changes"] if change["figure"] == "sourceRows"]
    assert (rows["previous"], rows["current"]) == (5, 3)


@pytest.mark.usefixtures("lists_prepared")
def test_a_list_of_the_same_name_with_other_columns_is_no_previous_run(
    services: Services, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    source, master = lists
    request = MatchRequest(source=source, master=master, formats=())
    match_lists(services, request, into=tmp_path / "first")
    source.write_text("First Name,Last Name,Email\nMaria,Quillon,mquillon@fenbury.example\n", encoding="utf-8")
    match_lists(services, request, into=tmp_path / "second")
    assert json.loads((tmp_path / "second" / "rollups.json").read_text(encoding="utf-8"))["comparison"] is None


PEOPLE = "First Name,Last Name,Email,City\nAnna,Bell,anna@x.example,Rome\nCarl,Dorn,carl@y.example,Oslo\n"
OTHERS = "First Name,Last Name,Email,City\nOle,Hart,ole@q.example,Bonn\nUma,Ivy,uma@w.example,Lima\n"
FIRMS = "Company,Website,City\nAldercombe Inc,aldercombe.example,Boston\nFenbury LLC,fenbury.example,Denver\n"
MORE_FIRMS = "Company,Website,City\nQuillmark Ltd,quillmark.example,Leeds\nDagholm AB,dagholm.example,Malmo\n"


ONE_PERSON = "First Name,Last Name,Email,City\nAnna,Bell,anna@x.example,Rome\n"


@pytest.mark.parametrize(
    ("source", "master", "mode"),
    [
        pytest.param(PEOPLE, OTHERS, MatchMode.BEST_MATCH, id="people"),
        pytest.param(PEOPLE, OTHERS, MatchMode.ALL_CANDIDATES, id="people, all candidates"),
        pytest.param(FIRMS, MORE_FIRMS, MatchMode.BEST_MATCH, id="companies"),
        pytest.param(ONE_PERSON, OTHERS, MatchMode.BEST_MATCH, id="a single row"),
    ],
)
def test_lists_that_share_nobody_give_unmatched_rows_and_a_report(
    services: Services, tmp_path: Path, source: str, master: str, mode: MatchMode
) -> None:
    for name, content in (("a.csv", source), ("b.csv", master)):
        (tmp_path / name).write_text(content, encoding="utf-8")
    request = MatchRequest(source=tmp_path / "a.csv", master=tmp_path / "b.csv", mode=mode)
    outcome = match_lists(services, request, into=tmp_path / "out")
    rows = len(source.splitlines()) - 1
    assert outcome.summary == {"total_source_rows": rows, "matched": 0, "review": 0, "unmatched": rows}
    assert (tmp_path / "out" / "report.pdf").stat().st_size > 10_000


def test_a_preparation_that_loses_a_line_is_never_ready(
    services: Services, lists: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        preparation,
        "write_json",
        lambda path, profile: write_json(path, replace(profile, lines=profile.lines + 1)),
    )
    with pytest.raises(ContractBroken, match="lines = rows"):
        prepare_path(services, lists[0], owner_id="local", purpose=Purpose.SOURCE)
    with services.catalog.reading() as session:
        [file] = file_rows.list_recent(session, owner_id="local")
    assert file.status is FileStatus.FAILED
    assert "lines = rows" in (file.prepare_error or "")


def test_a_list_without_duplicates_is_its_own_clusters(services: Services, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(PEOPLE, encoding="utf-8")
    request = MatchRequest(source=tmp_path / "a.csv", master=None, mode=MatchMode.DEDUPE, formats=())
    outcome = match_lists(services, request, into=tmp_path / "out")
    assert outcome.summary == {"total_source_rows": 2, "clusters": 0, "duplicates": 0}


@pytest.mark.usefixtures("lists_prepared")
def test_a_list_against_itself_is_told(services: Services, lists: tuple[Path, Path], tmp_path: Path) -> None:
    source, master = lists
    twin = tmp_path / "twin.csv"
    twin.write_bytes(source.read_bytes())
    for other, is_itself in ((twin, True), (source, True), (master, False)):
        request = MatchRequest(source=source, master=other, results_only=True)
        assert match_lists(services, request, into=tmp_path / "out").is_against_itself is is_itself


def test_a_match_that_is_stopped_at_the_keyboard_is_cancelled_and_a_list_waits_again(
    services: Services, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    source, master = lists
    request = MatchRequest(source=source, master=master, results_only=True)

    def stop_at(stop: float) -> None:
        def progress(share: float, message: str) -> None:
            if share >= stop:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            match_lists(services, request, into=tmp_path / "out", progress=progress)

    stop_at(0.1)
    with services.catalog.reading() as session:
        assert {file.name for file in file_rows.awaiting_preparation(session)} == {source.name, master.name}
    stop_at(0.6)
    [(job, _, _)] = history.recent_jobs(services, owner_id=services.settings.owner, limit=10)
    assert job.status is JobStatus.CANCELLED
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("lists_prepared")
def test_a_match_that_is_stopped_when_it_has_just_ended_stays_as_it_is(
    services: Services, lists: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class StoppedLate(LoopRunner):
        def run_job(self, job_id: str, progress: Progress = silent) -> None:
            super().run_job(job_id, progress)
            raise KeyboardInterrupt

    monkeypatch.setattr(workflow, "find_runner", StoppedLate)
    source, master = lists
    with pytest.raises(KeyboardInterrupt):
        match_lists(services, MatchRequest(source=source, master=master, results_only=True), into=tmp_path / "out")
    [(job, _, _)] = history.recent_jobs(services, owner_id=services.settings.owner, limit=10)
    assert job.status is JobStatus.COMPLETED
