"""The backfill job for the UI: queues every historical list under a prefix, each once.

It only queues. The sensor ``requests`` launches the jobs a few at a time, and each can be watched, cancelled and
repeated on its own. Launching the backfill again queues only what is new or failed.
"""

from datetime import date

from dagster import Config, OpExecutionContext, in_process_executor, job, op
from pydantic import Field

from listmatch.domain.verdicts import MatchMode
from listmatch.workflows.backfills import BackfillRequest, queue
from listmatch.workflows.drops.rules import ListSource
from resources.services import ServicesResource


class BackfillConfig(Config):
    """Which lists, against what; addresses are absolute paths or ``s3://bucket/prefix/``. Dagster's Launchpad shows the
    descriptions.
    """

    prefix: str = Field(description="Folder or prefix that holds the lists: /data/leads/ or s3://bucket/prefix/.")
    pattern: str = Field(default="*", description="Only lists whose names match, such as leads_*.csv.")
    since: str = Field(default="", description="First day, such as 2024-01-31; empty for no limit.")
    until: str = Field(default="", description="First day to leave out; empty for no limit.")
    master_file: str = Field(default="", description="The master list. With neither master the lists are deduped.")
    master_latest: str = Field(default="", description="Folder or prefix whose newest list is the master.")
    profile: str = Field(default="", description="Path of a match profile (YAML); empty to have one proposed.")
    mode: str = Field(default=MatchMode.BEST_MATCH.value, description=f"One of {', '.join(MatchMode)}.")

    def request(self) -> BackfillRequest:
        """The library's request with the same values."""
        has_master = bool(self.master_file or self.master_latest)
        return BackfillRequest(
            prefix=self.prefix,
            pattern=self.pattern,
            since=date.fromisoformat(self.since) if self.since else None,
            until=date.fromisoformat(self.until) if self.until else None,
            master=ListSource(file=self.master_file, latest=self.master_latest) if has_master else None,
            profile=self.profile,
            mode=MatchMode(self.mode),
        )


@op(description="Write file and job of every historical list into the catalog.")
def queue_lists(context: OpExecutionContext, config: BackfillConfig, services: ServicesResource) -> None:
    """Queue every list; one that cannot be read, or is left out, is counted and logged by name."""
    queued = failed = left_out = 0
    for each in queue(services.open(), config.request()):
        queued += bool(each.job_id)
        failed += bool(each.error)
        left_out += bool(each.left_out)
        if each.error or each.left_out:
            context.log.warning(f"{each.name}: {each.error or each.left_out}")
    context.log.info(f"{queued} lists queued, {failed} could not be read, {left_out} left out")
    context.add_output_metadata({"queued": queued, "failed": failed, "left_out": left_out})


@job(executor_def=in_process_executor, description="Queue a match or dedupe of every historical list under a prefix.")
def backfill() -> None:
    """Queue one backfill."""
    queue_lists()
