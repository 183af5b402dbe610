"""The script for spark-submit and EMR: runs one matching stage of one job and reports through Dagster Pipes.

It needs ``listmatch[spark]`` and the settings in its environment, and must be able to reach the catalog and the object
store. Dagster itself is not needed.
"""

from dataclasses import asdict
from typing import Any

from dagster_pipes import (
    PipesContext,
    PipesDefaultMessageWriter,
    PipesEnvVarParamsLoader,
    PipesMessageWriter,
    PipesS3MessageWriter,
    open_dagster_pipes,
)

from listmatch.domain.stages import StageName
from listmatch.errors import ListmatchError
from listmatch.settings import Settings
from listmatch.workflows.running.stages import JOB_STAGES
from listmatch.workflows.services import open_services


def main() -> None:
    """Run the stage that the context names."""
    with open_dagster_pipes(message_writer=_writer()) as pipes:
        try:
            pipes.report_custom_message(
                _run(pipes, stage=StageName(pipes.get_extra("stage")), job_id=pipes.get_extra("job"))
            )
        except ListmatchError as error:
            told = {"message": error.message, "place": error.place, "cure": error.cure}
            pipes.report_custom_message({"error": type(error).__name__, **told})


def _run(pipes: PipesContext, *, stage: StageName, job_id: str) -> dict[str, Any]:
    # The master is the one of spark-submit.
    services = open_services(Settings(spark_master=""))
    [chosen] = [each for each in JOB_STAGES if each.name is stage]
    result = chosen.run(services, job_id, lambda share, message: pipes.log.info(f"{share:.0%} {message}"))
    return asdict(result)


def _writer() -> PipesMessageWriter[Any]:
    """Messages go to a bucket when Dagster reads them from one, else where Dagster says."""
    if "bucket" not in PipesEnvVarParamsLoader().load_messages_params():
        return PipesDefaultMessageWriter()
    import boto3

    return PipesS3MessageWriter(client=boto3.client("s3"))


if __name__ == "__main__":
    main()
