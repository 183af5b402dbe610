"""The list without its duplicates, from a finished dedupe: one golden record per cluster."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from listmatch.domain.artifacts import CLUSTERS
from listmatch.domain.columns import RESERVED_PREFIX
from listmatch.domain.files import FileProfile
from listmatch.domain.stages import StageName
from listmatch.errors import InputError
from listmatch.workflows.artifacts import opened
from listmatch.workflows.matches.open_jobs import OpenJob, open_job
from listmatch.workflows.put import put_file
from listmatch.workflows.services import Services

if TYPE_CHECKING:
    from listmatch.matching.clustering.survivorship import Survivorship

GOLDEN_CSV = "golden.csv"


@dataclass(frozen=True, slots=True)
class GoldenFile:
    """What was written: *records* lines that stand for *rows* rows of the list."""

    path: Path
    rows: int
    records: int


def write_golden_file(
    services: Services, job_id: str, *, into: Path, survives: Mapping[str, str], recency: str | None = None
) -> GoldenFile:
    """Write ``into/golden.csv``: the columns of the list as it heads them, the cluster and how many rows it has.

    *survives* maps a column to the rule by which its value is chosen (``Survivor``); *recency* names the column that
    tells when a row was last touched, without it the one that says so by its name. Raises InputError for a match, for
    columns and rules that do not exist, and where the file cannot be written.
    """
    with open_job(services, job_id) as job, services.folder() as folder:
        if job.master is not None:
            raise InputError("a match has no clusters to merge.", cure="Run `listmatch dedupe` on the list first.")
        rules = _rules(job.source.profile, survives, recency=recency)
        rows, records = _write(services, job, rules, into=folder)
        return GoldenFile(put_file(folder / GOLDEN_CSV, into / GOLDEN_CSV), rows, records)


def _rules(profile: FileProfile, survives: Mapping[str, str], *, recency: str | None) -> "Survivorship":
    from listmatch.matching.clustering.recency import recency_column
    from listmatch.matching.clustering.survivorship import Survivor, Survivorship

    names = {column.original_name or column.name: column.name for column in profile.columns}
    names |= {column.name: column.name for column in profile.columns}
    for asked in (*survives, *([recency] if recency else [])):
        if asked not in names:
            raise InputError(f"the list has no column {asked!r}.", cure=f"It has: {', '.join(names)}.")
    for column, rule in survives.items():
        if rule not in list(Survivor):
            raise InputError(f"{rule!r} is not a rule.", place=column, cure=f"Choose one of {', '.join(Survivor)}.")
    touched = names[recency] if recency else recency_column(profile)
    if not touched and Survivor.MOST_RECENT in survives.values():
        raise InputError("no column of the list clearly says when a row was touched.", cure="Name it with --recency.")
    return Survivorship(touched, {names[column]: Survivor(rule) for column, rule in survives.items()})


def _write(services: Services, job: OpenJob, rules: "Survivorship", *, into: Path) -> tuple[int, int]:
    from listmatch.duck import identifier, literal
    from listmatch.exports.csv_files import copy_csv
    from listmatch.matching.clustering.survivorship import GOLDEN, GoldenInputs, write_golden_records

    with opened(services.store, job.key(StageName.CLUSTERS, CLUSTERS)) as [clusters]:
        inputs = GoldenInputs(
            rows=job.source.rows,
            clusters=clusters,
            standard=job.source_standard,
            fields=job.source.profile.fields,
        )
        summary = write_golden_records(inputs, into=into, compute=services.compute, rules=rules)
    columns = job.source.profile.columns
    kept = ", ".join(identifier(column.name) for column in columns)
    header = [column.original_name or column.name for column in columns]
    query = (
        f"select _lmg_cluster_id, cluster_size, {kept} "  # noqa: S608 - quoted
        f"from read_parquet({literal(into / GOLDEN)}) order by _lmg_cluster_id"
    )
    with services.compute.connect() as connection:
        copy_csv(
            connection,
            query,
            [f"{RESERVED_PREFIX}cluster_id", f"{RESERVED_PREFIX}cluster_size", *header],
            into / GOLDEN_CSV,
            has_rows=summary.records > 0,
        )
    return summary.rows, summary.records
