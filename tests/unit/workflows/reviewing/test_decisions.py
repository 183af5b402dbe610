"""Decisions from one run to the next: recorded, followed, withdrawn, whatever becomes of files and row numbers."""

import csv
from pathlib import Path

import duckdb
import pytest

from listmatch.catalog.pages import Page
from listmatch.catalog.queries import audit
from listmatch.domain.artifacts import VERDICTS
from listmatch.domain.decisions import Ruling
from listmatch.domain.verdicts import MatchMode
from listmatch.errors import InputError, NotFound, NotReady
from listmatch.storage import keys
from listmatch.workflows.lists import uploads
from listmatch.workflows.match_lists import MatchRequest, match_lists
from listmatch.workflows.matches.jobs import JobRequest, request_job
from listmatch.workflows.reviewing.decisions import Verdict, decide_pairs, list_decisions, withdraw
from listmatch.workflows.reviewing.review import best_candidate, pairs_in_review
from listmatch.workflows.runners import find_runner
from listmatch.workflows.services import Services
from tests.homes import copied_services
from tests.lists import MASTER, SOURCE, write_lists

GOLDEN = Path(__file__).parents[3] / "golden" / "matching"
MARIA, ADA = (2, 2), (4, 4)
"""row of the source, row of the master: a clear match, and two people who have nothing to do with each other"""

pytestmark = pytest.mark.usefixtures("lists_prepared")


def run(services: Services, source: Path, master: Path | None, into: Path, **request: object) -> str:
    request.setdefault("mode", MatchMode.BEST_MATCH if master else MatchMode.DEDUPE)
    asked = MatchRequest(**{"source": source, "master": master, "results_only": True, **request})
    return match_lists(services, asked, into=into).job.id


def say(services: Services, job_id: str, *told: tuple[tuple[int, int], Ruling], by: str = "Ann") -> list[str]:
    verdicts = [Verdict(*pair, ruling) for pair, ruling in told]
    owner = services.settings.owner
    kept = decide_pairs(services, verdicts, owner_id=owner, job_id=job_id, decided_by=by, actor="test")
    return [one.id for one in kept]


def results(folder: Path, key: str = "id") -> dict[str, dict[str, str]]:
    with (folder / "results.csv").open(encoding="utf-8", newline="") as file:
        return {row[key]: row for row in csv.DictReader(file)}


def all_results(folder: Path) -> list[dict[str, str]]:
    with (folder / "results.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shuffled(text: str) -> str:
    header, *lines = text.splitlines()
    return "\n".join([header, *reversed(lines)]) + "\n"


def test_the_next_run_follows_what_was_decided_and_says_who_and_when(services: Services, tmp_path: Path) -> None:
    source, master = write_lists(tmp_path)
    job_id = run(services, source, master, tmp_path / "first")
    say(services, job_id, (MARIA, Ruling.REJECT), (ADA, Ruling.ACCEPT))
    run(services, source, master, tmp_path / "second")
    found = results(tmp_path / "second")
    assert (found["s2"]["_lmg_match_status"], found["s2"]["Contact ID"]) == ("unmatched", "")
    assert "row 2 rejected by Ann on 20" in found["s2"]["_lmg_match_reason"]
    assert (found["s4"]["_lmg_match_status"], found["s4"]["Contact ID"]) == ("matched", "m4")
    assert "accepted by Ann on 20" in found["s4"]["_lmg_match_reason"]
    untouched = {"s1", "s3", "s6"}
    assert {key: found[key] for key in untouched} == {key: results(tmp_path / "first")[key] for key in untouched}


def test_new_files_with_other_row_numbers_keep_the_decisions(services: Services, tmp_path: Path) -> None:
    source, master = write_lists(tmp_path)
    say(services, run(services, source, master, tmp_path / "out"), (MARIA, Ruling.REJECT), (ADA, Ruling.ACCEPT))
    source.write_text(shuffled(SOURCE.replace('"S5, broken\n', "")), encoding="utf-8")
    master.write_text(shuffled(MASTER), encoding="utf-8")
    run(services, source, master, tmp_path / "out")
    found = results(tmp_path / "out")
    assert found["s2"]["_lmg_match_status"] == "unmatched"
    assert (found["s4"]["_lmg_match_status"], found["s4"]["Contact ID"]) == ("matched", "m4")


def test_a_decision_outlives_the_files_it_was_taken_on(services: Services, tmp_path: Path) -> None:
    source, master = write_lists(tmp_path)
    job_id = run(services, source, master, tmp_path / "out")
    [kept] = say(services, job_id, (MARIA, Ruling.REJECT))
    owner = services.settings.owner
    for file in uploads.list_files(services, owner_id=owner, purpose=None, page=Page(10)):
        uploads.delete_file(services, owner_id=owner, file_id=file.id, actor="test")
    assert [one.id for one in list_decisions(services, owner_id=owner, job_id=None, page=Page(10))] == [kept]
    run(services, source, master, tmp_path / "out")
    assert results(tmp_path / "out")["s2"]["_lmg_match_status"] == "unmatched"


def test_running_the_same_job_again_follows_it_and_a_withdrawn_one_no_longer(
    services: Services, tmp_path: Path
) -> None:
    source, master = write_lists(tmp_path)
    job_id = run(services, source, master, tmp_path / "out")
    [kept] = say(services, job_id, (MARIA, Ruling.REJECT))
    counts = []
    for _ in range(2):
        find_runner(services).run_job(job_id)
        with services.store.open_local(f"owners/local/jobs/{job_id}/exports/results.csv") as path:
            counts.append(path.read_text(encoding="utf-8").count(",matched,"))
        if len(counts) == 1:
            withdraw(services, owner_id=services.settings.owner, decision_id=kept, actor="test")
    assert counts[1] == counts[0] + 1
    with pytest.raises(NotFound):
        withdraw(services, owner_id=services.settings.owner, decision_id=kept, actor="test")


def test_the_last_word_counts_and_the_log_tells_all(services: Services, tmp_path: Path) -> None:
    source, master = write_lists(tmp_path)
    job_id = run(services, source, master, tmp_path / "out")
    say(services, job_id, (MARIA, Ruling.REJECT))
    [kept] = say(services, job_id, (MARIA, Ruling.ACCEPT), by="Bob")
    owner = services.settings.owner
    [record] = list_decisions(services, owner_id=owner, job_id=job_id, page=Page(10))
    assert (record.id, record.is_match, record.decided_by) == (kept, True, "Bob")
    assert record.model_score is not None
    assert record.model_score > 85
    with services.catalog.reading() as session:
        actions = [entry.action for entry in audit.list_recent(session, owner_id=owner)]
    assert sorted(actions) == ["decision.accept", "decision.reject"]


def test_a_dedupe_joins_and_parts_as_people_decided(services: Services, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text(SOURCE.replace('"S5, broken\n', "s5,Maria,Quillon,mquillon@fenbury.example,,,,\n"), "utf-8")
    job_id = run(services, people, None, tmp_path / "first")
    first = results(tmp_path / "first")
    assert first["s2"]["_lmg_cluster_id"] == first["s5"]["_lmg_cluster_id"]
    say(services, job_id, ((5, 2), Ruling.REJECT), ((4, 3), Ruling.ACCEPT))
    say(services, job_id, ((2, 5), Ruling.REJECT))
    assert len(list_decisions(services, owner_id=services.settings.owner, job_id=None, page=Page(10))) == 2
    run(services, people, None, tmp_path / "second")
    second = results(tmp_path / "second")
    assert second["s2"]["_lmg_cluster_id"] != second["s5"]["_lmg_cluster_id"]
    assert second["s3"]["_lmg_cluster_id"] == second["s4"]["_lmg_cluster_id"]
    assert "rejected by Ann" in second["s2"]["_lmg_match_reason"]


@pytest.fixture(scope="module")
def undecided(tmp_path_factory: pytest.TempPathFactory, prepared_home: Path) -> tuple[Services, str]:
    """A match on which nothing may be decided."""
    folder = tmp_path_factory.mktemp("undecided")
    services = copied_services(prepared_home, folder / "home")
    return services, run(services, *write_lists(folder), folder / "out")


@pytest.mark.parametrize(
    ("told", "error", "message"),
    [
        ([((9, 1), Ruling.ACCEPT)], NotFound, "source list has no row 9"),
        ([((1, 6), Ruling.ACCEPT)], NotFound, "master list has no row 6"),
        ([(MARIA, Ruling.ACCEPT), (MARIA, Ruling.REJECT)], InputError, "rows 2 and 2 are both accepted and rejected"),
        ([(MARIA, Ruling.ACCEPT)] * 501, InputError, "at most 500"),
    ],
)
def test_what_cannot_be_decided_is_told_and_nothing_is_kept(
    undecided: tuple[Services, str], told: list[tuple[tuple[int, int], Ruling]], error: type, message: str
) -> None:
    services, job_id = undecided
    with pytest.raises(error, match=message):
        say(services, job_id, (ADA, Ruling.ACCEPT), *told)
    assert list_decisions(services, owner_id=services.settings.owner, job_id=None, page=Page(10)) == []


def test_only_a_completed_job_of_one_s_own_can_be_decided(services: Services, tmp_path: Path) -> None:
    job_id = run(services, *write_lists(tmp_path), tmp_path / "out")
    files = uploads.list_files(services, owner_id=services.settings.owner, purpose=None, page=Page(10))
    waiting = request_job(
        services, JobRequest(owner_id=services.settings.owner, source_file_id=files[0].id, master_file_id=files[1].id)
    )
    with pytest.raises(NotReady, match="pending"):
        say(services, waiting.id, (MARIA, Ruling.ACCEPT))
    with pytest.raises(NotFound):
        decide_pairs(services, [], owner_id="bob", job_id=job_id, decided_by="Bob", actor="test")


def test_what_waits_for_review_shows_both_rows_and_shrinks_as_it_is_decided(services: Services, tmp_path: Path) -> None:
    source, master = GOLDEN / "contacts_source.csv", GOLDEN / "contacts_master.csv"
    job_id = run(services, source, master, tmp_path / "out", threshold=99.0)
    owner = services.settings.owner
    every = pairs_in_review(services, owner_id=owner, job_id=job_id, limit=100)
    in_review = [
        row for row in results(tmp_path / "out", "_lmg_row_id").values() if row["_lmg_match_status"] == "review"
    ]
    assert len(every) == len(in_review) >= 2
    assert [one.place.score for one in every] == sorted((one.place.score for one in every), reverse=True)
    assert any(field.source and field.master for field in every[0].fields)
    pages = [every[0]]
    while page := pairs_in_review(services, owner_id=owner, job_id=job_id, limit=1, after=pages[-1].place):
        pages += page
    assert pages == every
    say(services, job_id, (every[0].pair, Ruling.ACCEPT))
    assert [one.pair for one in pairs_in_review(services, owner_id=owner, job_id=job_id, limit=100)] == [
        one.pair for one in every[1:]
    ]
    [decided, *_] = pairs_in_review(services, owner_id=owner, job_id=job_id, limit=100, with_decided=True)
    assert decided.decision is not None
    assert decided.decision.is_match


def test_the_best_candidate_of_a_row_is_the_first_of_its_lines_whatever_the_others_score(
    services: Services, tmp_path: Path
) -> None:
    source, master = write_lists(tmp_path)
    again = "m6;Bill;Thornfell;bill.thornfell@aldercombe.example;2125550101;Aldercombe;Boston;02139\n"
    master.write_text(MASTER + again, encoding="utf-8")
    job_id = run(services, source, master, tmp_path / "out", mode=MatchMode.ALL_CANDIDATES)
    lines = [line for line in all_results(tmp_path / "out") if line["id"] == "s1"]
    assert len(lines) > 1
    owner = services.settings.owner
    assert best_candidate(services, owner_id=owner, job_id=job_id, row=1) == int(lines[0]["_lmg_master_row_id"])
    say(services, job_id, ((1, 2), Ruling.ACCEPT))
    find_runner(services).run_job(job_id)
    assert best_candidate(services, owner_id=owner, job_id=job_id, row=1) == 2
    with pytest.raises(NotFound, match="the source list has no row 99"):
        best_candidate(services, owner_id=owner, job_id=job_id, row=99)


@pytest.mark.parametrize("scores", [(90.0, 90.0, 90.0), (95.0, 90.0, 70.0), (70.0, 95.0, 95.0)])
def test_of_a_row_whose_lines_are_stored_apart_the_first_is_its_best(
    services: Services, tmp_path: Path, scores: tuple[float, ...]
) -> None:
    """Also where scores are equal or a person accepted the lower one: the lines are ordered by more than the score."""
    job_id = run(services, *write_lists(tmp_path), tmp_path / "out", mode=MatchMode.ALL_CANDIDATES)
    group, row = 122_880, 40_961  # whose first line ends a group of rows, which threads read at the same time
    with services.store.write(keys.job_key("local", job_id, f"verdicts/{VERDICTS}")) as path:
        duckdb.sql(
            f"""copy (select row as _lmg_row_id, {list(scores)}[place] as _lmg_match_score,
                row * 10 - place as nearest_master_row_id
            from range(1, 50000) r(row), range(1, 4) p(place) where row > 1 or place < 3 order by row, place)
            to '{path}' (format parquet, row_group_size {group})"""
        )
    found = {best_candidate(services, owner_id=services.settings.owner, job_id=job_id, row=row) for _ in range(5)}
    assert found == {row * 10 - 1}
