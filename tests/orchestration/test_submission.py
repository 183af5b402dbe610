"""Stages of Spark submitted through Pipes, with a stand-in for the job: what is told, what fails, what AWS is asked."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from dagster import AssetExecutionContext, MaterializeResult, asset, materialize

from listmatch.domain.artifacts import Artifact, StageResult
from listmatch.domain.stages import StageName
from listmatch.errors import InputError, NothingToCompare, SystemFault
from listmatch.settings import Settings
from resources.spark import result_of, submit
from resources.submission import EMR, EMRServerless, SparkSubmit, read_submission

# Dagster's own clients read messages by what it calls a preview
pytestmark = pytest.mark.filterwarnings(
    "ignore:Function `PipesMessageReader:dagster_shared.utils.warnings.PreviewWarning"
)

JOB = """
from dagster_pipes import open_dagster_pipes
with open_dagster_pipes() as pipes:
    pipes.report_custom_message({"stage": pipes.get_extra("stage"), "home": __import__("os").environ["LISTMATCH_HOME"]})
"""
RESULT = StageResult((Artifact("k", "file:///k", rows=2),), {"pairs": 2}, (("score", "double"),), "| a |")


def in_a_step(run: Any) -> Any:
    """What *run* returns, given the context of a step."""
    found = []

    @asset
    def step(context: AssetExecutionContext) -> MaterializeResult:
        found.append(run(context))
        return MaterializeResult()

    assert materialize([step]).success
    return found[0]


def test_a_submitted_process_gets_its_job_and_tells_its_result(tmp_path: Path) -> None:
    script = tmp_path / "job.py"
    script.write_text(JOB, encoding="utf-8")
    submission = SparkSubmit(to="spark-submit", command=(sys.executable,), script=script)
    settings = Settings(home=tmp_path / "home")
    extras = {"stage": "candidate_pairs", "job": "j1"}
    messages = in_a_step(lambda context: submit(submission, context, extras=extras, settings=settings))
    assert messages == [{"stage": "candidate_pairs", "home": str(tmp_path / "home")}]


def test_a_result_comes_back_whole() -> None:
    told = yaml.safe_load(
        yaml.safe_dump(
            asdict(RESULT)
            | {"artifacts": [asdict(each) for each in RESULT.artifacts], "columns": [["score", "double"]]}
        )
    )
    assert result_of([told], stage=StageName.SCORED_MATCHES) == RESULT


def test_an_error_of_the_library_comes_back_as_it_was() -> None:
    told = {"error": "NothingToCompare", "message": "no field in common.", "place": "lists", "cure": "Name one."}
    with pytest.raises(NothingToCompare, match=r"^lists: no field in common\. Name one\.$"):
        result_of([told], stage=StageName.CANDIDATE_PAIRS)


@pytest.mark.parametrize("messages", [[], [{"unknown": 1}]])
def test_a_job_that_told_nothing_is_a_fault(messages: list[Any]) -> None:
    with pytest.raises(SystemFault, match="without reporting a result"):
        result_of(messages, stage=StageName.CANDIDATE_PAIRS)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("to: spark-submit", SparkSubmit),
        ("{to: emr-serverless, job: {applicationId: a}}", EMRServerless),
        ("{to: emr, messages_bucket: b, job: {Name: n}}", EMR),
    ],
)
def test_a_file_says_where_to_submit(text: str, kind: type, tmp_path: Path) -> None:
    path = tmp_path / "submit.yaml"
    path.write_text(text, encoding="utf-8")
    assert isinstance(read_submission(path), kind)


@pytest.mark.parametrize("text", ["to: moon", "to: emr", "[", "{to: spark-submit, speed: 9}", ""])
def test_a_file_that_cannot_be_used_is_named(text: str, tmp_path: Path) -> None:
    path = tmp_path / "submit.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"submit\.yaml"):
        read_submission(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="LISTMATCH_SPARK_SUBMIT"):
        read_submission(tmp_path / "nowhere.yaml")
