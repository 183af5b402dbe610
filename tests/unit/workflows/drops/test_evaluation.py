"""From a file in a folder to its results: look, settle, run, finish, over real folders and a real catalog."""

import os
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from listmatch.catalog.queries import drops as drop_rows
from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import inventory
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.records import DropRecord
from listmatch.domain.files import FileStatus
from listmatch.domain.jobs import JobStatus
from listmatch.workflows.drops import settle as settling
from listmatch.workflows.drops.evaluation import Evaluation, evaluate, read_bookmarks, write_bookmarks
from listmatch.workflows.drops.rules import DropRule
from listmatch.workflows.services import Services
from tests.lists import MASTER, SOURCE

OLD = time.time() - 3600


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("in", "master"):
        (tmp_path / name).mkdir()
    lay(tmp_path / "master" / "crm.csv", MASTER)
    return tmp_path


def lay(path: Path, text: str, *, written_at: float = OLD) -> None:
    path.write_text(text, encoding="utf-8")
    os.utime(path, (written_at, written_at))


def rule(folder: Path, **more: object) -> DropRule:
    asked = {"name": "leads", "prefix": str(folder / "in"), "action": "match"} | more
    if asked["action"] == "match":
        asked.setdefault("master", {"latest": str(folder / "master")})
    return DropRule.model_validate(asked)


def look(services: Services, *rules: DropRule) -> Evaluation:
    done = evaluate(services, rules, bookmarks={}, seconds=60)
    assert read_bookmarks(write_bookmarks(done.bookmarks)) == done.bookmarks
    return done


def drops(services: Services) -> list[DropRecord]:
    with services.catalog.reading() as session:
        return drop_rows.list_recent(session, owner_id="local")


def end_jobs(services: Services, *, error: str = "") -> None:
    """Bring the jobs of all drops to their end without running them."""
    with services.catalog.session() as session:
        for drop in drop_rows.list_recent(session, owner_id="local"):
            if drop.job_id and error:
                job_rows.fail(session, job_id=drop.job_id, error=error)


def test_a_list_becomes_a_file_and_a_job_against_the_newest_master(services: Services, folder: Path) -> None:
    lay(folder / "master" / "older.csv", MASTER, written_at=OLD - 99)
    lay(folder / "in" / "leads.csv", SOURCE)
    [settled] = look(services, rule(folder)).settled
    with services.catalog.reading() as session:
        job = job_rows.get(session, owner_id="local", job_id=str(settled.job_id))
        source = file_rows.get(session, owner_id="local", file_id=job.source_file_id)
        master = file_rows.get(session, owner_id="local", file_id=str(job.master_file_id))
    assert (job.status, job.label) == (JobStatus.PENDING, "leads → crm")
    assert (source.name, source.status, master.name) == ("leads.csv", FileStatus.UPLOADED, "crm.csv")
    assert services.store.get_bytes(source.raw_key) == SOURCE.encode()


def test_looking_again_and_again_finds_nothing_more(services: Services, folder: Path) -> None:
    lay(folder / "in" / "leads.csv", SOURCE)
    assert [look(services, rule(folder)).noted for _ in range(3)] == [1, 0, 0]
    assert len(drops(services)) == 1


def test_a_list_that_is_overwritten_in_place_with_the_same_size_and_time_is_a_new_version(
    services: Services, folder: Path
) -> None:
    for name in ("Ada", "Eve"):
        lay(folder / "in" / "leads.csv", SOURCE.replace("Ada", name))
        look(services, rule(folder))
    assert len(drops(services)) == 2


def test_a_link_that_leads_out_of_the_folder_is_no_list(services: Services, folder: Path) -> None:
    lay(folder / "in" / "leads.csv", SOURCE)
    (folder / "in" / "today.csv").symlink_to(folder / "in" / "leads.csv")
    (folder / "in" / "secret.csv").symlink_to(folder / "master" / "crm.csv")
    look(services, rule(folder))
    assert {Path(drop.uri).name for drop in drops(services)} == {"leads.csv", "today.csv"}


def test_an_overwritten_list_is_a_new_version_even_with_the_old_time(services: Services, folder: Path) -> None:
    for text in (SOURCE, SOURCE.replace("Ada", "Evelyn")):
        lay(folder / "in" / "leads.csv", text)
        look(services, rule(folder))
    assert len({drop.job_id for drop in drops(services)}) == 2


class Died(BaseException):
    """The process is gone; nothing of ours can catch that."""


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("step", ["resolve", "fetch", "keep_options", "register", "write_job"])
def test_a_process_that_dies_while_it_takes_a_list_in_leaves_one_file_and_one_job_to_the_next(
    services: Services, folder: Path, monkeypatch: pytest.MonkeyPatch, step: str, moment: str
) -> None:
    lay(folder / "in" / "leads.csv", SOURCE)
    done = getattr(settling, step)

    def die(*arguments: Any, **named: Any) -> None:
        if moment == "after":
            done(*arguments, **named)
        raise Died

    with monkeypatch.context() as patch:
        patch.setattr(settling, step, die)
        with pytest.raises(Died):
            look(services, rule(folder))
    for _ in range(2):
        look(services, rule(folder))
    with services.catalog.reading() as session:
        jobs = job_rows.list_recent(session, owner_id="local")
        files = inventory.files(session, after="", limit=10)
    assert [drop.job_id for drop in drops(services)] == [job.id for job in jobs]
    assert sorted(file.name for file in files) == ["crm.csv", "leads.csv"]


def test_a_master_that_is_not_there_yet_is_waited_for(services: Services, folder: Path) -> None:
    (folder / "master" / "crm.csv").unlink()
    lay(folder / "in" / "leads.csv", SOURCE)
    waiting = look(services, rule(folder))
    assert waiting.settled == []
    assert "the master list is not there" in waiting.problems["leads"]
    lay(folder / "master" / "crm.csv", MASTER)
    assert len(look(services, rule(folder)).settled) == 1


def test_a_rule_that_waits_keeps_no_other_waiting(
    services: Services, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drop_rows, "unsettled", partial(drop_rows.unsettled, limit=2))
    waiting = rule(folder, name="waiting", master={"latest": str(folder / "nothing")})
    other = rule(folder, name="other", prefix=str(folder / "others"), action="prepare")
    for path in (folder / "others", folder / "nothing"):
        path.mkdir()
    for number in range(3):
        lay(folder / "in" / f"{number}.csv", SOURCE, written_at=OLD - 99)
    lay(folder / "others" / "new.csv", SOURCE)
    done = look(services, waiting, other)
    assert [Path(settled.uri).name for settled in done.settled] == ["new.csv"]
    assert set(done.problems) == {"waiting"}


@pytest.mark.parametrize("address", ["s3://drops/crm\\.csv", "s3://[drops/crm.csv", "ftp://host/crm.csv"])
def test_a_master_that_can_be_nowhere_makes_its_rule_wait_and_no_other(
    services: Services, folder: Path, address: str
) -> None:
    (folder / "others").mkdir()
    wrong = rule(folder, name="wrong", master={"file": address})
    other = rule(folder, name="other", prefix=str(folder / "others"), action="prepare")
    lay(folder / "in" / "leads.csv", SOURCE, written_at=OLD - 99)
    lay(folder / "others" / "new.csv", SOURCE)
    done = look(services, wrong, other)
    assert [Path(settled.uri).name for settled in done.settled] == ["new.csv"]
    assert done.problems["wrong"].startswith("rule wrong: the master list cannot be used: ")
    [drop] = [drop for drop in drops(services) if drop.rule == "wrong"]
    assert (drop.settled_at, drop.error) == (None, None)
    lay(folder / "crm.csv", MASTER)
    assert len(look(services, rule(folder, name="wrong", master={"file": str(folder / "crm.csv")})).settled) == 1


def test_results_that_can_be_written_nowhere_stop_no_other_rule(services: Services, folder: Path) -> None:
    lay(folder / "in" / "leads.csv", SOURCE)
    lay(folder / "master" / "new.csv", MASTER)
    wrong = rule(folder, name="wrong", results="s3://drops/a//b/")
    other = rule(folder, name="other", prefix=str(folder / "master"), action="prepare")
    done = look(services, wrong, other)
    assert "not a usable folder or S3 prefix" in done.problems["wrong"]
    assert {settled.uri for settled in done.settled} == {
        (folder / "master" / name).as_uri() for name in ("crm.csv", "new.csv")
    }


def test_drops_of_a_rule_that_is_gone_hide_none_of_the_others(
    services: Services, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drop_rows, "unfinished", partial(drop_rows.unfinished, limit=1))
    lay(folder / "in" / "broken.csv", SOURCE)
    look(services, rule(folder))
    lay(folder / "in" / "leads.csv", SOURCE)
    look(services, rule(folder, name="other"))
    end_jobs(services, error="x")
    assert [outcome.error for _, outcome in look(services, rule(folder, name="other")).finished] == ["x"]


def test_a_folder_that_is_gone_is_a_failed_listing_and_stops_no_other_rule(services: Services, folder: Path) -> None:
    lay(folder / "in" / "leads.csv", SOURCE)
    gone = rule(folder, name="gone", prefix=str(folder / "unmounted"))
    done = look(services, gone, rule(folder))
    assert done.noted == 1
    assert "there is no such folder" in done.problems["gone"]


def test_a_list_that_is_removed_before_it_is_read_is_settled_with_a_sentence(services: Services, folder: Path) -> None:
    lay(folder / "in" / "leads.csv", SOURCE)
    (folder / "master" / "crm.csv").unlink()
    look(services, rule(folder))
    (folder / "in" / "leads.csv").unlink()
    lay(folder / "master" / "crm.csv", MASTER)
    look(services, rule(folder))
    [drop] = drops(services)
    assert drop.error == "the list was removed before it could be read."


@pytest.mark.parametrize(("on_failure", "stays"), [("leave", True), ("tag", True), ("move", False)])
def test_a_list_that_fails_is_left_tagged_or_moved_by_its_rule(
    services: Services, folder: Path, on_failure: str, stays: bool
) -> None:
    lay(folder / "in" / "leads.csv", "nonsense")
    failed = {"failed": str(folder / "in" / "failed")} if on_failure == "move" else {}
    asked = rule(folder, action="prepare", on_failure=on_failure, **failed)
    [settled] = look(services, asked).settled
    with services.catalog.session() as session:
        file_rows.mark_failed(session, file_id=str(settled.file_id), error="There is only a header.")
    [(_, outcome)] = look(services, asked).finished
    assert outcome.error == "There is only a header."
    note = {"leave": None, "tag": "in/leads.csv.failed.txt", "move": "in/failed/leads.csv.failed.txt"}[on_failure]
    assert (folder / "in" / "leads.csv").exists() is stays
    if note:
        assert (folder / note).read_text(encoding="utf-8") == "There is only a header.\n"
    again = look(services, asked)
    assert (again.noted, list(again.finished)) == (0, [])


def test_results_go_where_the_rule_says_under_the_name_of_the_list(services: Services, folder: Path) -> None:
    from listmatch.workflows.running.runner import LoopRunner

    lay(folder / "in" / "leads.csv", SOURCE)
    asked = rule(folder, results=str(folder / "in" / "results"))
    [settled] = look(services, asked).settled
    with services.catalog.reading() as session:
        waiting = [file.id for file in file_rows.awaiting_preparation(session)]
    LoopRunner(services).prepare(waiting)
    LoopRunner(services).run_job(str(settled.job_id))
    [(_, outcome)] = look(services, asked).finished
    assert outcome.is_delivered
    assert (folder / "in" / "results" / "leads.csv" / "results.csv").is_file()
    assert look(services, asked).noted == 0


def test_a_job_that_fails_is_the_failure_of_its_drop(services: Services, folder: Path) -> None:
    lay(folder / "in" / "leads.csv", SOURCE)
    look(services, rule(folder, on_failure="tag"))
    end_jobs(services, error="The lists share no field.")
    look(services, rule(folder, on_failure="tag"))
    assert "share no field" in (folder / "in" / "leads.csv.failed.txt").read_text(encoding="utf-8")


def test_evaluations_take_turns_when_the_time_is_short(services: Services, folder: Path) -> None:
    others = [rule(folder, name=name, prefix=str(folder / name), action="prepare") for name in ("a", "b", "c")]
    for each in others:
        Path(each.prefix).mkdir()
        lay(Path(each.prefix) / "list.csv", SOURCE)
    marks = {}
    for _ in others:
        marks = evaluate(services, others, bookmarks=marks, seconds=0).bookmarks
    assert {drop.rule for drop in drops(services)} == {"a", "b", "c"}
