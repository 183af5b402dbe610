"""The check of expectations runs in a job of its own and warns; the flow of a file knows nothing of it."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from dagster import AssetCheckSeverity, DagsterInstance, Definitions

from assets.materialise import LISTS
from listmatch.domain.files import Purpose
from listmatch.settings import Settings
from listmatch.workflows.drops.lists import take_in
from listmatch.workflows.drops.places import open_list
from listmatch.workflows.running.runner import LoopRunner
from listmatch.workflows.services import open_own_services
from pipelines.build import build_defs
from sensors.expectations import expectations as sensor
from tests.lists import write_lists


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", threads=2)


@pytest.fixture
def defs(settings: Settings) -> Definitions:
    return build_defs(settings)


def test_preparing_a_list_does_not_run_the_check(defs: Definitions) -> None:
    assert {node.name for node in defs.resolve_job_def("prepare").nodes} == {"raw_upload", "prepared_file"}
    assert [node.name for node in defs.resolve_job_def("expectations").nodes] == ["prepared_file_expectations"]


@pytest.mark.slow
def test_the_sensor_launches_a_run_whose_check_warns_of_nothing_for_a_first_list(
    settings: Settings, defs: Definitions, tmp_path: Path
) -> None:
    from dagster import build_sensor_context

    from resources.services import ServicesResource

    services = open_own_services(settings)
    source, _ = write_lists(tmp_path)
    os.utime(source, (1, 1))
    place, version = open_list(settings, str(source))
    begin = f'["{datetime.now(UTC).isoformat()}", ""]'
    LoopRunner(services).prepare([take_in(services, place, version, owner_id="local", purpose=Purpose.SOURCE).id])
    with DagsterInstance.ephemeral() as instance:
        resource = ServicesResource.of(settings)
        context = build_sensor_context(instance=instance, cursor=begin, resources={"services": resource})
        [request] = sensor(context).run_requests
        done = defs.resolve_job_def("expectations").execute_in_process(instance=instance, run_config=request.run_config)
    [evaluation] = done.get_asset_check_evaluations()
    assert (evaluation.passed, evaluation.severity) == (True, AssetCheckSeverity.WARN)
    assert (evaluation.metadata["family"].value, evaluation.metadata["lists"].value) == ("leads", "leads.csv")
    assert request.tags[LISTS] == "leads.csv"
