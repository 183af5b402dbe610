"""Import files for a CRM, from a finished match."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from listmatch.domain.columns import ColumnType
from listmatch.domain.files import FileProfile
from listmatch.domain.stages import StageName
from listmatch.errors import InputError
from listmatch.workflows.artifacts import opened
from listmatch.workflows.matches.open_jobs import open_job
from listmatch.workflows.put import put_file
from listmatch.workflows.results.exports import RESULTS_PARQUET
from listmatch.workflows.services import Services

if TYPE_CHECKING:
    from listmatch.exports.crm import CrmFiles
    from listmatch.exports.crm_values import Fields


def write_import_files(
    services: Services, job_id: str, *, preset: str, into: Path, record_id: str | None = None, overwrite: bool = False
) -> "CrmFiles":
    """Write the new records and the updates of a match as the CRM of *preset* imports them.

    *record_id* is the master's column with the CRM's own record id; without one the master's id column is taken.
    Raises InputError for a dedupe, an unknown preset, a master whose id column cannot be told, and a folder that
    cannot be written.
    """
    from listmatch.exports.crm import CrmInputs, write_crm_files
    from listmatch.exports.crm_presets import load_preset

    chosen = load_preset(preset)
    with open_job(services, job_id) as job:
        if job.master is None:
            raise InputError("a dedupe has no master records to update.", cure="Match the list against the CRM export.")
        with opened(services.store, job.key(StageName.EXPORTS, RESULTS_PARQUET)) as [results]:
            inputs = CrmInputs(
                results=results,
                source_fields=fields_of(job.source.profile),
                master_fields=fields_of(job.master.profile),
                master_id=record_id or id_column(job.master.profile),
                overwrite=overwrite,
                type=job.profile.type,
                master_rows=job.master.rows,
                source_standard=job.source.standard,
                master_standard=job.master.standard,
            )
            with services.folder() as folder:
                written = write_crm_files(inputs, chosen, into=folder, compute=services.compute)
                return _put(written, into, conflicts=f"{chosen.key}_conflicts.csv")


def _put(written: "CrmFiles", into: Path, *, conflicts: str) -> "CrmFiles":
    """Copy the finished files to their folder, without *conflicts* where only an earlier call had any."""
    new_records = put_file(written.new_records, into / written.new_records.name)
    updates = put_file(written.updates, into / written.updates.name)
    held = written.conflicts and put_file(written.conflicts, into / conflicts)
    if held is None:
        (into / conflicts).unlink(missing_ok=True)
    return replace(written, new_records=new_records, updates=updates, conflicts=held)


def fields_of(profile: FileProfile) -> "Fields":
    """Comparable fields and column types alike -> the columns that feed them; each column stands under one."""
    from listmatch.cleansing import own_fields

    fields = {str(field): tuple(columns) for field, columns in own_fields(profile.fields).items()}
    for column in profile.columns:
        if str(column.type) not in fields:
            fields[str(column.type)] = tuple(each.name for each in profile.columns if each.type is column.type)
    return fields


def id_column(profile: FileProfile) -> str:
    """The first column of ids that never repeats and is never empty. Raises InputError when there is none."""
    for column in profile.columns:
        if column.type is ColumnType.ID and not column.null_count and column.distinct_count == profile.rows:
            return column.name
    raise InputError(
        "the master list has no column that is clearly the record id.", place="--id", cure="Name the column with --id."
    )
