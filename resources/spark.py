"""Stages of ``engine: spark`` run elsewhere, as a job submitted through Dagster Pipes."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from dagster import AssetExecutionContext, ConfigurableResource, PipesSubprocessClient

from listmatch import errors
from listmatch.domain.artifacts import Artifact, StageResult
from listmatch.domain.progress import Progress
from listmatch.domain.stages import StageName
from listmatch.errors import ListmatchError, SystemFault
from listmatch.settings import Settings
from listmatch.workflows.matches.profiles import engine_of_job
from listmatch.workflows.running.stages import Stage
from listmatch.workflows.services import Services
from resources.submission import EMR, EMRServerless, SparkSubmit, Submission, read_submission

SCRIPT = Path(__file__).resolve().parent.parent / "pipelines" / "spark_job.py"


class SparkResource(ConfigurableResource):
    """Where the stages of Spark run: in this process, or where the file *submit* says."""

    submit: str = ""

    @classmethod
    def of(cls, settings: Settings) -> "SparkResource":
        """The resource for these settings."""
        return cls(submit=str(settings.spark_submit or ""))

    def submitted(self, stage: Stage, context: AssetExecutionContext) -> Stage:
        """*stage*, run as a submitted Spark job when the job's engine is Spark and *submit* is set."""
        return replace(stage, run=partial(self._run, stage, context)) if self.submit else stage

    def _run(
        self, stage: Stage, context: AssetExecutionContext, services: Services, job_id: str, progress: Progress
    ) -> StageResult:
        if engine_of_job(services, job_id) != "spark":
            return stage.run(services, job_id, progress)
        progress(0.0, "submitting to Spark")
        extras = {"stage": stage.name.value, "job": job_id}
        try:
            messages = submit(read_submission(Path(self.submit)), context, extras=extras, settings=services.settings)
        except ListmatchError:
            raise
        except Exception as error:
            cure = "Its own log says why; the messages that reached Dagster are in the log of this step."
            message = f"the Spark job failed ({type(error).__name__})."
            raise SystemFault(message, place=f"stage {stage.name}", cure=cure) from error
        return result_of(messages, stage=stage.name)


def submit(
    submission: Submission, context: AssetExecutionContext, *, extras: dict[str, Any], settings: Settings
) -> list[Any]:
    """Run one job to its end through Pipes and return its messages; raises what the client raises."""
    op = context.op_execution_context  # the clients of Dagster 1.13 call what it deprecates on an asset's context
    match submission:
        case SparkSubmit():
            # What the resource was configured with, which need not be in the environment that the job inherits.
            env = {"LISTMATCH_HOME": str(settings.home.absolute()), "LISTMATCH_OWNER": settings.owner}
            env |= {"LISTMATCH_OBJECT_STORE_URL": settings.object_store_url, "PYSPARK_DRIVER_PYTHON": sys.executable}
            env |= submission.env
            command = [*submission.command, str(submission.script or SCRIPT)]
            done = PipesSubprocessClient().run(context=op, command=command, extras=extras, env=env)
        case EMRServerless():
            done = submission.client().run(context=op, start_job_run_params=submission.params(), extras=extras)
        case EMR():
            done = submission.client().run(context=op, run_job_flow_params=submission.params(), extras=extras)
    return list(done.get_custom_messages())


def result_of(messages: list[Any], *, stage: StageName) -> StageResult:
    """The result in a job's last message. Raises the error that it reported, or SystemFault without any message."""
    last: Mapping[str, Any] = messages[-1] if messages else {}
    if "error" in last:
        kind = getattr(errors, last["error"], SystemFault)
        raise kind(last["message"], place=last["place"], cure=last["cure"])
    if "artifacts" not in last:
        cure = "Check that its log or bucket can be read from here (EMR Serverless: CloudWatch logging must be on)."
        raise SystemFault("the Spark job ended without reporting a result.", place=f"stage {stage}", cure=cure)
    return StageResult(
        tuple(Artifact(**each) for each in last["artifacts"]),
        figures=last["figures"],
        columns=tuple((name, kind) for name, kind in last["columns"]),
        preview=last["preview"],
    )
