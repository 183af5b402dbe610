"""The file that says where the stages of Spark are submitted: spark-submit, EMR Serverless, or EMR on a cluster.

``job`` is passed to AWS as it is (``StartJobRun``, ``RunJobFlow``), so everything that AWS offers can be said.
"""

import copy
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from listmatch.errors import InputError

if TYPE_CHECKING:
    from dagster_aws.pipes import PipesEMRClient, PipesEMRServerlessClient


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SparkSubmit(_Strict):
    """A process on this machine, which may drive a cluster (``--master yarn``, ``--master spark://…``)."""

    to: Literal["spark-submit"]
    command: tuple[str, ...] = ("spark-submit",)
    """up to the script, which is added"""
    script: Path | None = None
    """another path of ``spark_job.py``"""
    env: dict[str, str] = Field(default_factory=dict)
    """further environment variables: ``PYSPARK_PYTHON`` names the workers' Python"""


class EMRServerless(_Strict):
    """A job run of an EMR Serverless application; what it tells is read from CloudWatch."""

    to: Literal["emr-serverless"]
    job: dict[str, Any]
    poll_s: float = Field(default=5.0, gt=0)

    def client(self) -> "PipesEMRServerlessClient":
        """The client of Dagster, with the credentials of the standard AWS variables."""
        import boto3
        from dagster_aws.pipes import PipesEMRServerlessClient

        return PipesEMRServerlessClient(client=boto3.client("emr-serverless"), poll_interval=self.poll_s)

    def params(self) -> Any:
        """The job of its own for one run, since the client adds to it."""
        return copy.deepcopy(self.job)


class EMR(_Strict):
    """A cluster of EMR that is started for the job and ends with it; what it tells lies in a bucket."""

    to: Literal["emr"]
    job: dict[str, Any]
    messages_bucket: str
    """where the job leaves its messages"""

    def client(self) -> "PipesEMRClient":
        """The client of Dagster, with the credentials of the standard AWS variables."""
        import boto3
        from dagster_aws.pipes import PipesEMRClient, PipesS3MessageReader

        reader = PipesS3MessageReader(
            client=boto3.client("s3"), bucket=self.messages_bucket, include_stdio_in_messages=True
        )
        return PipesEMRClient(client=boto3.client("emr"), message_reader=reader)

    def params(self) -> Any:
        """The job of its own for one run, since the client adds to it."""
        return copy.deepcopy(self.job)


Submission = SparkSubmit | EMRServerless | EMR
_FORMS: TypeAdapter[Submission] = TypeAdapter(Annotated[Submission, Field(discriminator="to")])


def read_submission(path: Path) -> Submission:
    """The submission that a YAML file describes. Raises InputError, which names the file and the key at fault."""
    try:
        return _FORMS.validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError as error:
        message = f"the file cannot be read ({error.strerror})."
        raise InputError(message, place=str(path), cure="Check LISTMATCH_SPARK_SUBMIT.") from error
    except yaml.YAMLError as error:
        raise InputError("the text is not valid YAML.", place=str(path), cure="Correct it.") from error
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in fault["loc"]) or "the file"
        cure = "See `engine: spark` in docs/guides/operations.md."
        raise InputError(f"{where}: {fault['msg']}.", place=str(path), cure=cure) from error
