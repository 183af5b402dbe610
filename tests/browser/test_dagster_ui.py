"""Dagster's pages over an installation that the command line has used: what it did is there, and can be done anew."""

import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from listmatch.catalog.queries import jobs as job_rows
from listmatch.domain.jobs import JobStatus
from listmatch.storage import keys
from listmatch.workflows.results.delivery import deliver
from tests.browser.dagster_ui import Installation, command_line, dagster_over
from tests.lists import SOURCE, write_lists
from tests.servers import wait_until

pytestmark = pytest.mark.browser

RUN_S = 300
"""How long a run may take; the machine of a test run is often busy."""

STATUS = "query ($id: ID!) { runOrError(runId: $id) { ... on Run { status } } }"
BACKFILLS = "{ partitionBackfillsOrError(limit: 10) { ... on PartitionBackfills { results { id status } } } }"
RUNS = "{ runsOrError(limit: 50) { ... on Runs { results { runId jobName status } } } }"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a match and of a dedupe that the command line ran."""
    folder = tmp_path_factory.mktemp("installation")
    source, master = write_lists(folder)
    command_line(folder / "home", "match", str(source), "--master", str(master), "-o", str(folder / "out"), "-q")
    command_line(folder / "home", "dedupe", str(source), "-o", str(folder / "dedupe"), "-q", "--only", "results")
    return folder / "out"


@pytest.fixture(scope="module")
def dagster(out: Path) -> Iterator[Installation]:
    with dagster_over(out.parent / "home") as installation:
        yield installation


def job_id_of(out: Path) -> str:
    return str(json.loads((out / "job.json").read_text(encoding="utf-8"))["jobId"])


def wait_for_run(dagster: Installation, run_id: str) -> str:
    ended = {"SUCCESS", "FAILURE", "CANCELED"}
    wait_until(lambda: status_of(dagster, run_id) in ended, seconds=RUN_S)
    return status_of(dagster, run_id)


def status_of(dagster: Installation, run_id: str) -> str:
    return str(dagster.ask(STATUS, id=run_id)["runOrError"]["status"])


def runs_of(dagster: Installation, job: str) -> list[str]:
    """The ids of a job's runs, the newest first."""
    return [run["runId"] for run in dagster.ask(RUNS)["runsOrError"]["results"] if run["jobName"] == job]


def choose_partitions(page: Page, dagster: Installation, job: str, partitions: Sequence[str]) -> Locator:
    """Choose partitions of a job in the dialog that a person would use; returns the dialog, ready to launch."""
    page.goto(f"{dagster.url}/locations/listmatch/jobs/{job}")
    page.get_by_role("button", name="Materialize all").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Select a partition").first.click()
    for partition in partitions:
        page.get_by_role("menuitem").filter(has_text=partition).locator("label").click()
    dialog.get_by_text("Launch runs to materialize").click()  # closes the menu, whose end the dialog waits for
    return dialog


def launch_partition(page: Page, dagster: Installation, job: str, partition: str) -> str:
    """Launch one partition; returns the id of the run."""
    before = runs_of(dagster, job)
    choose_partitions(page, dagster, job, [partition]).get_by_role("button", name="Launch 1 run").click()
    wait_until(lambda: len(runs_of(dagster, job)) > len(before), seconds=60)
    return runs_of(dagster, job)[0]


def backfills_of(dagster: Installation) -> list[tuple[str, str]]:
    """Id and status of Dagster's backfills, the newest first."""
    found = dagster.ask(BACKFILLS)["partitionBackfillsOrError"]["results"]
    return [(each["id"], each["status"]) for each in found]


def test_the_lineage_shows_every_group_and_asset(page: Page, dagster: Installation) -> None:
    page.goto(f"{dagster.url}/asset-groups")
    for group in ("intake", "matching", "reporting"):
        expect(page.get_by_text(group, exact=True).first).to_be_visible()
    page.goto(f"{dagster.url}/locations/listmatch/asset-groups/matching")
    for asset in ("candidate_pairs", "scored_matches", "verdicts", "clusters"):
        expect(page.get_by_text(asset, exact=True).first).to_be_visible()


def test_what_the_command_line_ran_is_there_with_figures_table_checks_and_owner(
    page: Page, dagster: Installation, out: Path
) -> None:
    page.goto(f"{dagster.url}/assets/verdicts")
    for text in (job_id_of(out), "match_rate_pct", "review_share_pct", "seconds", "peak_memory_mb", "listmatch"):
        expect(page.get_by_text(text, exact=True).first).to_be_attached()
    preview = page.locator("table").filter(has_text="unmatched").last
    expect(preview).to_contain_text("matched")
    page.goto(f"{dagster.url}/assets/verdicts?view=checks")
    expect(page.get_by_text("row_conservation").first).to_be_visible()


def test_figures_can_be_plotted_over_the_partitions(page: Page, dagster: Installation) -> None:
    page.goto(f"{dagster.url}/assets/verdicts")
    page.get_by_role("button", name="Plots").click()
    expect(page.get_by_text("match_rate_pct").first).to_be_visible()
    expect(page.locator("canvas").first).to_be_visible()


def test_how_often_lists_are_expected_is_told(page: Page, dagster: Installation) -> None:
    page.goto(f"{dagster.url}/assets/prepared_file")
    expect(page.get_by_text("Fails if more than 7 days since last materialization")).to_be_visible()


def test_a_partition_that_is_launched_here_gives_the_same_bytes_as_the_command_line(
    page: Page, dagster: Installation, out: Path, tmp_path: Path
) -> None:
    job_id, services = job_id_of(out), dagster.services
    assert services.store.delete_prefix(keys.job_folder("local", job_id)) > 0
    run_id = launch_partition(page, dagster, "match", job_id)
    assert wait_for_run(dagster, run_id) == "SUCCESS"
    deliver(services, job_id, tmp_path / "again")
    names = {path.name for path in out.iterdir()}
    assert {"results.csv", "results.parquet", "report.pdf", "report.xlsx", "report.pptx", "report.html"} <= names
    assert {path.name for path in (tmp_path / "again").iterdir()} == names
    assert [
        name for name in sorted(names) if (out / name).read_bytes() != (tmp_path / "again" / name).read_bytes()
    ] == []


def test_several_partitions_are_launched_here_as_one_backfill_and_are_materialised(
    page: Page, dagster: Installation, tmp_path: Path
) -> None:
    outs = [tmp_path / "first", tmp_path / "second"]
    for number, out in enumerate(outs):
        source = tmp_path / f"attendees_{number}.csv"
        source.write_text(SOURCE + f"x{number},,,,,,,\n", encoding="utf-8")
        dagster.listmatch("dedupe", str(source), "-o", str(out), "-q", "--only", "results")
    jobs = [job_id_of(out) for out in outs]
    for job_id in jobs:
        assert dagster.services.store.delete_prefix(keys.job_folder("local", job_id)) > 0
    choose_partitions(page, dagster, "dedupe", jobs).get_by_role("button", name="Launch backfill").click()
    wait_until(lambda: bool(backfills_of(dagster)), seconds=60)
    [(backfill_id, _)] = backfills_of(dagster)
    wait_until(lambda: backfills_of(dagster) == [(backfill_id, "COMPLETED_SUCCESS")], seconds=RUN_S)
    page.goto(f"{dagster.url}/runs/b/{backfill_id}")
    expect(page.get_by_role("row").filter(has_text="100% completed")).to_be_visible()
    expect(page.get_by_text("2 partitions", exact=True).first).to_be_visible()
    page.goto(f"{dagster.url}/assets/clusters?view=partitions")
    for job_id, out in zip(jobs, outs, strict=True):
        expect(page.get_by_text(job_id, exact=True).first).to_be_attached()  # shown shortened
        deliver(dagster.services, job_id, tmp_path / job_id)
        assert (tmp_path / job_id / "results.csv").read_bytes() == (out / "results.csv").read_bytes()


def test_a_dedupe_that_is_launched_as_a_match_is_refused_and_stays_as_it_is(
    page: Page, dagster: Installation, out: Path
) -> None:
    job_id = job_id_of(out.parent / "dedupe")
    run_id = launch_partition(page, dagster, "match", job_id)
    assert wait_for_run(dagster, run_id) == "FAILURE"
    page.goto(f"{dagster.url}/runs/{run_id}")
    expect(page.get_by_text("this partition is a dedupe. Launch it from the job 'dedupe'.").first).to_be_visible()
    with dagster.services.catalog.reading() as session:
        assert job_rows.get_any(session, job_id=job_id).status is JobStatus.COMPLETED


def test_a_backfill_is_launched_here_and_one_bad_list_stops_nothing(
    page: Page, dagster: Installation, tmp_path: Path
) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    for month in (1, 2):
        (archive / f"leads_2026-0{month}-01.csv").write_text(SOURCE + f"x{month},,,,,,,\n", encoding="utf-8")
    (archive / "leads_2025-12-01.csv").write_text("email\n", encoding="utf-8")
    config = json.dumps({"ops": {"queue_lists": {"config": {"prefix": str(archive)}}}})
    page.goto(f"{dagster.url}/locations/listmatch/jobs/backfill/playground/setup?config={quote(config)}")
    page.get_by_role("button", name="Launch Run").click()
    wait_until(lambda: bool(runs_of(dagster, "backfill")), seconds=60)
    assert wait_for_run(dagster, runs_of(dagster, "backfill")[0]) == "SUCCESS"
    wait_until(lambda: sorted(ends_of(dagster)) == ["completed", "completed", "failed"], seconds=RUN_S)
    page.goto(f"{dagster.url}/locations/listmatch/jobs/dedupe/partitions")
    expect(page.get_by_text("Total partitions")).to_be_visible()


def ends_of(dagster: Installation) -> list[str]:
    """How the jobs of the backfill stand."""
    time.sleep(1)
    with dagster.services.catalog.reading() as session:
        jobs = job_rows.list_recent(session, owner_id="local")
    return [str(job.status) for job in jobs if job.label.startswith("leads_202")]
