"""The code location builds offline and is what it is expected to be: assets, checks, jobs, resources."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from dagster import AssetKey, DefaultScheduleStatus, DefaultSensorStatus, Definitions

from listmatch.settings import CHECKOUT, Settings
from listmatch.workflows.running.checks import CHECKS
from listmatch.workflows.running.stages import FILE_STAGES, JOB_STAGES
from pipelines.build import build_defs

LINEAGE = {
    "raw_upload": set(),
    "prepared_file": {"raw_upload"},
    "candidate_pairs": {"prepared_file"},
    "scored_matches": {"candidate_pairs"},
    "verdicts": {"scored_matches"},
    "clusters": {"scored_matches"},
    "rollups": {"verdicts", "clusters"},
    "narrative": {"rollups"},
    "exports": {"verdicts", "clusters", "rollups", "narrative"},
}
MATCH = {"candidate_pairs", "scored_matches", "verdicts", "rollups", "narrative", "exports"}


@pytest.fixture(scope="module")
def defs(tmp_path_factory: pytest.TempPathFactory) -> Definitions:
    return build_defs(Settings(home=tmp_path_factory.mktemp("home")))


def test_the_lineage_is_the_documented_one(defs: Definitions) -> None:
    graph = defs.resolve_asset_graph()
    found = {
        key.to_user_string(): {parent.to_user_string() for parent in graph.get(key).parent_keys}
        for key in graph.materializable_asset_keys
    }
    assert found == LINEAGE


def test_the_assets_and_the_stages_of_the_library_are_the_same_and_in_the_same_lineage() -> None:
    stages = {stage.name: set(stage.upstream) for stage in (*FILE_STAGES, *JOB_STAGES)}
    assert stages == LINEAGE


@pytest.mark.parametrize(
    ("job", "assets"),
    [
        ("prepare", {"raw_upload", "prepared_file"}),
        ("match", MATCH),
        ("dedupe", MATCH - {"verdicts"} | {"clusters"}),
    ],
)
def test_each_job_selects_its_own_assets(defs: Definitions, job: str, assets: set[str]) -> None:
    selected = defs.resolve_job_def(job).asset_layer.selected_asset_keys
    assert {key.to_user_string() for key in selected} == assets


@pytest.mark.parametrize(
    ("sensor", "seconds"),
    [("requests", 5), ("drops", 15), ("schedules", 15), ("messages", 5), ("expectations", 60), ("reaper", 5)],
)
def test_each_sensor_runs_unasked_and_as_often_as_expected(defs: Definitions, sensor: str, seconds: int) -> None:
    found = defs.resolve_sensor_def(sensor)
    assert (found.minimum_interval_seconds, found.default_status) == (seconds, DefaultSensorStatus.RUNNING)
    assert found.description


def test_housekeeping_runs_every_night_one_thing_after_the_other(defs: Definitions) -> None:
    found = [defs.resolve_schedule_def(schedule.name) for schedule in defs.schedules or ()]
    assert [(each.job_name, each.cron_schedule) for each in found] == [
        ("retention", "15 3 * * *"),
        ("orphans", "30 3 * * *"),
        ("partitions", "45 3 * * *"),
    ]
    assert {each.execution_timezone for each in found} == {"UTC"}
    assert {each.default_status for each in found} == {DefaultScheduleStatus.RUNNING}
    assert all(each.description for each in found)


def test_the_jobs_a_person_can_launch_are_these_and_say_what_they_do(defs: Definitions) -> None:
    jobs = {job.name: job.description for job in defs.jobs or ()}
    flows = {"prepare", "match", "dedupe", "export", "expectations", "backfill"}
    assert set(jobs) == flows | {"retention", "orphans", "partitions"}
    assert all(jobs.values())


def test_there_are_no_other_sensors(defs: Definitions) -> None:
    assert {sensor.name for sensor in defs.sensors or ()} == {
        "requests",
        "drops",
        "schedules",
        "messages",
        "expectations",
        "reaper",
    }


def test_every_blocking_check_of_the_library_is_an_asset_check(defs: Definitions) -> None:
    graph = defs.resolve_asset_graph()
    found = {(key.asset_key.to_user_string(), key.name) for key in graph.asset_check_keys}
    assert {(check.stage, check.name) for check in CHECKS} <= found


@pytest.mark.parametrize("asset", sorted(LINEAGE))
def test_every_asset_says_what_it_is_whose_it_is_and_in_which_group(defs: Definitions, asset: str) -> None:
    node = defs.resolve_asset_graph().get(AssetKey(asset))
    assert node.description
    assert node.owners == ["team:listmatch"]
    assert node.group_name in {"intake", "matching", "reporting"}
    assert node.partitions_def is not None
    assert node.partitions_def.name == ("files" if node.group_name == "intake" else "match_jobs")


@pytest.mark.parametrize(("hours", "expected"), [(24, {"prepared_file", "exports"}), (0, set())])
def test_lists_are_expected_as_often_as_the_settings_say(tmp_path: Path, hours: int, expected: set[str]) -> None:
    graph = build_defs(Settings(home=tmp_path, freshness_hours=hours)).resolve_asset_graph()
    policies = {key.to_user_string(): graph.get(key).freshness_policy for key in graph.materializable_asset_keys}
    assert {key for key, policy in policies.items() if policy} == expected


def test_loading_the_code_location_imports_nothing_heavy() -> None:
    heavy = [
        "splink",
        "weasyprint",
        "great_expectations",
        "pandera",
        "boto3",
        "dagster_aws",
        "pyspark",
        "polars",
        "pptx",
    ]
    program = f"import sys, pipelines.definitions; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_dagster_accepts_the_workspace_as_it_is_shipped(tmp_path: Path) -> None:
    dagster = Path(sys.executable).with_name("dagster")
    homes = {"LISTMATCH_HOME": str(tmp_path / "home"), "DAGSTER_HOME": str(tmp_path)}
    done = subprocess.run(
        [dagster, "definitions", "validate", "-w", "workspace.yaml", "--log-level", "error"],
        cwd=CHECKOUT,
        env=os.environ | homes,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
