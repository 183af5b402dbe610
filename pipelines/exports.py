"""Makes a formatted report that is requested after its job has ended.

An op job, not an asset: the job's own ``exports`` are already complete, and must not run again for one more format.
"""

from dagster import Config, OpExecutionContext, in_process_executor, job, op
from pydantic import Field

from listmatch.domain.jobs import ExportFormat
from listmatch.workflows.results import reports
from resources.services import ServicesResource


class ExportConfig(Config):
    """Which report, in which format."""

    report_id: str = Field(description="Id of the report.")
    format: str = Field(description=f"One of {', '.join(ExportFormat)}.")


@op(description="Make one formatted report of a finished job.")
def make_export(context: OpExecutionContext, config: ExportConfig, services: ServicesResource) -> None:
    """Render the report and mark the export ready."""
    reports.make_export(services.open(), config.report_id, ExportFormat(config.format))
    context.log.info(f"report.{config.format} is ready")


@job(executor_def=in_process_executor, description="A report in one more format.")
def export() -> None:
    """Make one export."""
    make_export()
