"""Files that a CRM imports: new records, and updates of the records that matched, under the CRM's own column names.

Which column is filled by what is data (`crm_presets`); what to think of before the import is in `crm_notes`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from listmatch.domain.verdicts import ProfileType, Verdict
from listmatch.duck import Compute, identifier, literal
from listmatch.errors import InputError
from listmatch.exports.crm_names import WholeNames, create_split_names
from listmatch.exports.crm_notes import note_on
from listmatch.exports.crm_presets import CrmPreset
from listmatch.exports.crm_values import Fields, ResultValues, address
from listmatch.exports.csv_files import copy_csv
from listmatch.exports.origins import EXCLUDED, SOURCE_DUPLICATE_OF, Origin
from listmatch.exports.rows import ResultFile


@dataclass(frozen=True, slots=True)
class CrmInputs:
    """What import files are made of."""

    results: Path
    """results.parquet of a match with one line per source row"""
    source_fields: Fields
    master_fields: Fields
    master_id: str
    """the master's column with the CRM's record id, by its own name"""
    overwrite: bool = False
    """updates also replace what the master knows; else they only fill what it lacks"""
    type: ProfileType = ProfileType.PERSON
    """what the rows are; where the master's are accounts, no lead updates them, and one that belongs to an account is a
    new record there"""
    master_rows: Path | None = None
    """rows.parquet of the master, to see which values that the CRM wants once are taken there"""
    source_standard: Path | None = None
    master_standard: Path | None = None
    """standard.parquet of each list, which says which words of a whole name are the first name and which the last"""

    @property
    def are_leads(self) -> bool:
        """The master's rows are accounts."""
        return self.type is ProfileType.ACCOUNT


@dataclass(frozen=True, slots=True)
class CrmFiles:
    """What was written."""

    new_records: Path
    updates: Path
    new_count: int
    update_count: int
    record_id: str
    """the master's column that tells which record an update is for"""
    conflicts: Path | None = None
    """new records that share what the CRM wants once with another record; None where there are none"""
    conflict_count: int = 0
    empty_count: int = 0
    """new rows that are in neither file: they have nothing the CRM has a column for"""
    note: str = ""
    """what to think of before the import; empty where there is nothing"""


def write_crm_files(inputs: CrmInputs, preset: CrmPreset, *, into: Path, compute: Compute) -> CrmFiles:
    """Write ``<preset>_new.csv`` and ``<preset>_updates.csv`` into *into*, in the order of the source.

    Where the CRM keeps one record per e-mail address, a new record whose address another one has (an earlier new record
    or any of the master's) goes to ``<preset>_conflicts.csv``: its import would write over somebody else.

    New records are the unmatched rows that do not repeat an earlier row and that no exclusion list forbids to
    contact, without those that have nothing the CRM has a column for (a line of totals below a list). Of leads matched
    to accounts they are those that belong to one, where the CRM's records name their account. An update names
    the CRM's record and has a value only where there is something to write: an empty cell leaves the CRM's value alone
    on import. Of several rows that match one record the first is written. CRMs refuse a record for an e-mail address
    that is none, so a cell gives the address in it or nothing; what a spreadsheet took from ZIP codes and phone numbers
    is given back, or the number is left out.

    Raises InputError when the master has no column ``master_id``, or the preset has no place for such rows.
    """
    preset.refuse_other_rows(inputs.type)
    result = ResultValues(ResultFile(inputs.results))
    record_id = result.column(Origin.MASTER, inputs.master_id)
    if record_id is None:
        raise InputError(
            f"the master list has no column {inputs.master_id!r}.",
            place="record id",
            cure=f"Name the column that holds the ids of {preset.name}.",
        )
    new_records, updates, conflicts = (into / f"{preset.key}_{what}.csv" for what in ("new", "updates", "conflicts"))
    into.mkdir(parents=True, exist_ok=True)
    with compute.connect() as connection:
        _create_results(connection, inputs, result)
        at_account = record_id if inputs.are_leads and preset.account else ""
        header = [*([preset.account] if at_account else []), *preset.columns]
        query = _new_records(preset, inputs, result, at_account)
        connection.execute(f"create temp table new_records as {_with_conflicts(preset, inputs, query)}").fetchall()
        created, held = (
            _write(connection, _of_new_records(header, where), header, target)
            for where, target in (("not is_conflict and not is_empty", new_records), ("is_conflict", conflicts))
        )
        if not held:
            conflicts.unlink()
        [(empty,)] = connection.execute("select count_if(is_empty) from new_records").fetchall()
        header = [preset.id_column, *preset.columns]
        updated = _write(connection, _updates(preset, inputs, result, record_id), header, updates)
        note = note_on(preset, inputs.type, connection, record_id)
    conflicts_if_any = conflicts if held else None
    return CrmFiles(new_records, updates, created, updated, inputs.master_id, conflicts_if_any, held, empty, note)


def _create_results(connection: duckdb.DuckDBPyConnection, inputs: CrmInputs, result: ResultValues) -> None:
    """Create the view ``results``: one line of each row, beside its names as they were split."""
    connection.execute(f"create view lines as {result.lines()}").fetchall()
    for origin, fields, standard, row in (
        (Origin.SOURCE, inputs.source_fields, inputs.source_standard, "_lmg_row_id"),
        (Origin.MASTER, inputs.master_fields, inputs.master_standard, "_lmg_master_row_id"),
    ):
        names = WholeNames(result.own(row), result.whole_name(origin, fields), standard) if standard else None
        create_split_names(connection, f"{origin}_names", names)
    connection.execute(f"create view results as {result.with_split_names()}").fetchall()


def _new_records(preset: CrmPreset, inputs: CrmInputs, result: ResultValues, at_account: str) -> str:
    """SQL of the new records; with *at_account*, SQL of an account's id, they are of rows that belong to one."""
    values = [result.value(Origin.SOURCE, inputs.source_fields, wanted) for wanted in preset.columns.values()]
    selected = [at_account] if at_account else []
    wanted = Verdict.MATCHED if at_account else Verdict.UNMATCHED
    for heading, value in zip(preset.columns, values, strict=True):
        fallback = preset.required.get(heading)
        selected.append(f"coalesce({value}, {literal(fallback)})" if fallback else value)
    named = ", ".join(f"{value} as {identifier(f'n{place}')}" for place, value in enumerate(selected))
    once = result.value(Origin.SOURCE, inputs.source_fields, preset.columns[preset.once]) if preset.once else "null"
    excluded = result.column(Origin.LISTMATCH, EXCLUDED) or "false"
    return (
        f"select {named}, lower({once}) as once, coalesce({', '.join(values)}) is null as is_empty, "  # noqa: S608
        f"{result.own('_lmg_row_id')} as place from results "
        f"where {result.own('_lmg_match_status')} = {literal(wanted)} and not {excluded} "
        f"and {result.own(SOURCE_DUPLICATE_OF)} is null"
    )


def _with_conflicts(preset: CrmPreset, inputs: CrmInputs, query: str) -> str:
    """SQL of the new records of *query*, with whether another record has already what the CRM wants once."""
    taken = _known(preset, inputs) if preset.once and inputs.master_rows else "select null where false"
    is_conflict = (
        f"once is not null and (once in ({taken}) or row_number() over (partition by once order by place) > 1)"
    )
    return f"select *, {is_conflict} as is_conflict from ({query})"  # noqa: S608


def _known(preset: CrmPreset, inputs: CrmInputs) -> str:
    """SQL of what any row of the master has under the heading that the CRM wants once."""
    names = pq.read_schema(inputs.master_rows).names
    wanted = [name for field in preset.columns[preset.once] for name in inputs.master_fields.get(field, ())]
    cells = [address(f"c{names.index(name)}") for name in wanted if name in names] or ["null"]
    columns = ", ".join(f"c{place}" for place in range(len(names)))
    rows = f"read_parquet({literal(str(inputs.master_rows))}) as rows ({columns})"
    found = f"select unnest([{', '.join(cells)}]) as once from {rows}"  # noqa: S608
    return f"select lower(once) from ({found}) where once is not null"  # noqa: S608


def _of_new_records(header: Sequence[str], where: str) -> str:
    columns = ", ".join(identifier(f"n{place}") for place in range(len(header)))
    return f"select {columns} from new_records where {where} order by place"  # noqa: S608


def _updates(preset: CrmPreset, inputs: CrmInputs, result: ResultValues, record_id: str) -> str:
    values = []
    for wanted in preset.columns.values():
        new = result.value(Origin.SOURCE, inputs.source_fields, wanted)
        known = result.value(Origin.MASTER, inputs.master_fields, wanted)
        is_wanted = f"{new} is distinct from {known}" if inputs.overwrite else f"{known} is null"
        values.append(f"case when {is_wanted} then {new} end")
    named = ", ".join(f"{value} as {identifier(f'n{place}')}" for place, value in enumerate(values))
    some = ", ".join(identifier(f"n{place}") for place in range(len(values)))
    row = result.own("_lmg_row_id")
    return (
        f"select record_id, {some} from (select {record_id} as record_id, {row} as place, {named} from results "  # noqa: S608
        f"where {result.own('_lmg_match_status')} = {literal(Verdict.MATCHED)} and {record_id} is not null "
        f"and not {inputs.are_leads}) where coalesce({some}) is not null "
        # Two rows may match one record, and a CRM refuses a file that names a record twice.
        "qualify row_number() over (partition by record_id order by place) = 1 order by place"
    )


def _write(connection: duckdb.DuckDBPyConnection, query: str, header: Sequence[str], target: Path) -> int:
    """Write the rows of *query*; returns how many there are."""
    row: tuple[int] | None = connection.execute(f"select count(*) from ({query})").fetchone()  # noqa: S608
    count = row[0] if row else 0
    copy_csv(connection, query, header, target, has_rows=bool(count))
    return count
