"""A job of engine Spark whose matching stages Dagster submits: spark-submit on this machine, through Pipes."""

import sys
from pathlib import Path

import pytest
import yaml
from dagster import AssetKey, AssetRecordsFilter

from listmatch.domain.engines import EngineName
from listmatch.errors import SystemFault
from listmatch.settings import Settings
from listmatch.workflows.match_lists import MatchRequest, Outcome, match_lists
from listmatch.workflows.services import open_own_services
from pipelines.instance import open_instance
from tests.lists import write_lists

# Dagster's own clients read messages by what it calls a preview
pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore:Function `PipesMessageReader:dagster_shared.utils.warnings.PreviewWarning"),
]

BIN = Path(sys.executable).parent
RUNNER = "pipelines.runner:DagsterRunner"


def submission(folder: Path, **more: object) -> Path:
    command = [str(BIN / "spark-submit"), "--master", "local[2]", "--driver-memory", "1g"]
    for conf in ("spark.ui.enabled=false", "spark.sql.shuffle.partitions=2"):
        command += ["--conf", conf]
    env = {"PYSPARK_PYTHON": sys.executable}
    path = folder / "submit.yaml"
    path.write_text(yaml.safe_dump({"to": "spark-submit", "command": command, "env": env, **more}), encoding="utf-8")
    return path


def run(folder: Path, settings: Settings, *, engine: EngineName) -> Outcome:
    source, master = write_lists(folder)
    request = MatchRequest(source=source, master=master, engine=engine, results_only=True)
    return match_lists(open_own_services(settings), request, into=folder / f"out-{engine}")


def test_a_submitted_job_delivers_the_bytes_of_one_that_ran_here(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", runner=RUNNER, threads=2, spark_submit=submission(tmp_path))
    here = run(tmp_path, settings, engine="duckdb")
    there = run(tmp_path, settings, engine="spark")
    assert there.profile.engine == "spark"
    assert (there.folder / "results.csv").read_bytes() == (here.folder / "results.csv").read_bytes()
    with open_instance(settings) as instance:
        wanted = AssetRecordsFilter(AssetKey("scored_matches"), asset_partitions=[there.job.id])
        [record] = instance.fetch_materializations(wanted, limit=2).records
        materialised = record.event_log_entry.asset_materialization
        assert materialised is not None
        assert materialised.metadata["dagster/row_count"].value == materialised.metadata["pairs"].value
        told = [entry.user_message for entry in instance.all_logs(record.run_id)]
    assert any("candidate pairs" in message for message in told)


def test_a_job_that_cannot_be_submitted_fails_with_a_sentence(tmp_path: Path) -> None:
    path = submission(tmp_path, script=str(tmp_path / "nowhere.py"))
    settings = Settings(home=tmp_path / "home", runner=RUNNER, threads=2, spark_submit=path)
    with pytest.raises(SystemFault, match="stage candidate_pairs: the Spark job failed"):
        run(tmp_path, settings, engine="spark")
