"""Files that a CRM imports: new records, and updates of the records that matched, under the CRM's own column names.

Which column is filled by what is data: ``data/crm/<preset>.yaml``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import duckdb
import yaml

from listmatch.domain.columns import Field
from listmatch.domain.verdicts import Verdict
from listmatch.duck import Compute, identifier, literal
from listmatch.errors import InputError
from listmatch.exports.csv_files import copy_csv
from listmatch.exports.origins import EXCLUDED, SOURCE_DUPLICATE_OF, Origin
from listmatch.exports.rows import ResultFile

ADDRESS = r"[^\s;,:<>\"'()@]+@[^\s;,:<>\"'()@]+\.[^\s;,:<>\"'()@.]+"
"""What CRMs take for an e-mail address, within whatever else stands in a cell."""

Fields = Mapping[str, Sequence[str]]
"""Field or column type (``email``, ``job_title``) -> columns of a list by their own names, the main one first."""


@dataclass(frozen=True, slots=True)
class CrmPreset:
    """How one CRM wants its import files."""

    key: str
    name: str
    id_column: str
    """heading under which the CRM's own record id stands in updates"""
    columns: Mapping[str, Sequence[str]]
    """heading -> fields that fill it, the first that has a value"""
    required: Mapping[str, str]
    """heading -> what stands there when there is no value, because the CRM refuses an empty one"""
    account: str = ""
    """heading under which a new record names its account; empty where the CRM gives these records none"""
    id_begins: str = ""
    """what every id of its records begins with; empty where ids do not tell"""


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
    are_leads: bool = False
    """the master's rows are accounts: no lead updates them, and one that belongs to an account is a new record there"""


@dataclass(frozen=True, slots=True)
class CrmFiles:
    """What was written."""

    new_records: Path
    updates: Path
    new_count: int
    update_count: int
    record_id: str
    """the master's column that tells which record an update is for"""
    note: str = ""
    """what to think of before the import; empty where there is nothing"""


def presets() -> tuple[str, ...]:
    """The keys of the presets there are."""
    folder = files("listmatch.exports").joinpath("data/crm")
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml")))


def load_preset(key: str) -> CrmPreset:
    """The preset called *key*. Raises InputError for an unknown one."""
    if key not in presets():
        raise InputError(
            f"there is no import preset {key!r}.", place="preset", cure=f"Choose one of {', '.join(presets())}."
        )
    given = yaml.safe_load(files("listmatch.exports").joinpath(f"data/crm/{key}.yaml").read_text(encoding="utf-8"))
    account, begins = given.get("account", ""), given.get("id_begins", "")
    return CrmPreset(key, given["name"], given["id"], given["columns"], given["required"], account, begins)


def write_crm_files(inputs: CrmInputs, preset: CrmPreset, *, into: Path, compute: Compute) -> CrmFiles:
    """Write ``<preset>_new.csv`` and ``<preset>_updates.csv`` into *into*, in the order of the source.

    New records are the unmatched rows that do not repeat an earlier row and that no exclusion list forbids to
    contact, without those that have nothing the CRM has a column for (a line of totals below a list). Of leads matched
    to accounts they are those that belong to one, where the CRM's records name their account. An update names
    the CRM's record and has a value only where there is something to write: an empty cell leaves the CRM's value alone
    on import. Of several rows that match one record the first is written. CRMs refuse a record for an e-mail address
    that is none, so a cell gives the address in it or nothing.

    Raises InputError when the master has no column ``master_id``.
    """
    result = _Expressions(ResultFile(inputs.results))
    record_id = result.column(Origin.MASTER, inputs.master_id)
    if record_id is None:
        raise InputError(
            f"the master list has no column {inputs.master_id!r}.",
            place="record id",
            cure=f"Name the column that holds the ids of {preset.name}.",
        )
    new_records, updates = into / f"{preset.key}_new.csv", into / f"{preset.key}_updates.csv"
    into.mkdir(parents=True, exist_ok=True)
    with compute.connect() as connection:
        connection.execute(f"create view results as {result.select()}").fetchall()
        at_account = record_id if inputs.are_leads and preset.account else ""
        header = [*([preset.account] if at_account else []), *preset.columns]
        created = _write(connection, _new_records(preset, inputs, result, at_account), header, new_records)
        header = [preset.id_column, *preset.columns]
        updated = _write(connection, _updates(preset, inputs, result, record_id), header, updates)
        note = _of_leads(preset) if inputs.are_leads else _of_other_records(connection, preset, record_id)
    return CrmFiles(new_records, updates, created, updated, inputs.master_id, note)


class _Expressions:
    """SQL for the columns of a result, called c0, c1 … here: DuckDB would rename ``email`` beside ``Email``."""

    def __init__(self, result: ResultFile) -> None:
        self._result = result
        self._places = {(field.origin, field.original_name): f"c{field.index}" for field in result.fields}

    def select(self) -> str:
        names = ", ".join(f"c{field.index}" for field in self._result.fields)
        return f"select * from read_parquet({literal(self._result.path)}) as results ({names})"  # noqa: S608

    def column(self, origin: Origin, name: str) -> str | None:
        return self._places.get((origin, name))

    def own(self, name: str) -> str:
        return self._places[Origin.LISTMATCH, name]

    def value(self, origin: Origin, fields: Fields, wanted: Sequence[str]) -> str:
        """The first of the *wanted* fields that has a value; null when none has."""
        values = []
        for name in wanted:
            field, _, part = name.partition(".")
            columns = [self.column(origin, column) for column in fields.get(field, ())]
            texts = [f"nullif(trim({column}), '')" for column in columns if column]
            values += [_address(text) if name == Field.EMAIL else _part(text, part) for text in texts]
        return f"coalesce({', '.join(values)})" if values else "null"


def _address(text: str) -> str:
    """The first e-mail address in *text*; null where there is none."""
    return f"nullif(regexp_extract({text}, {literal(ADDRESS)}), '')"


def _part(full_name: str, part: str) -> str:
    """*full_name*, or its part: "Last, First" is turned, otherwise the last word is the last name."""
    last = (
        f"case when contains({full_name}, ',') then trim(split_part({full_name}, ',', 1)) "
        f"else regexp_extract({full_name}, '(\\S+)$', 1) end"
    )
    first = (
        f"case when contains({full_name}, ',') then trim(split_part({full_name}, ',', 2)) "
        f"else regexp_extract({full_name}, '^(.*\\S)\\s+\\S+$', 1) end"
    )
    return {"": full_name, "last": f"nullif({last}, '')", "first": f"nullif({first}, '')"}[part]


def _new_records(preset: CrmPreset, inputs: CrmInputs, result: _Expressions, at_account: str) -> str:
    """SQL of the new records; with *at_account*, SQL of an account's id, they are of rows that belong to one."""
    values = [result.value(Origin.SOURCE, inputs.source_fields, wanted) for wanted in preset.columns.values()]
    selected = [at_account] if at_account else []
    wanted = Verdict.MATCHED if at_account else Verdict.UNMATCHED
    for place, (heading, value) in enumerate(zip(preset.columns, values, strict=True)):
        fallback = preset.required.get(heading)
        filled = f"coalesce({value}, {literal(fallback)})" if fallback else value
        selected.append(f"{filled} as {identifier(f'n{place}')}")
    excluded = result.column(Origin.LISTMATCH, EXCLUDED) or "false"
    return (
        f"select {', '.join(selected)} from results "  # noqa: S608
        f"where {result.own('_lmg_match_status')} = {literal(wanted)} and not {excluded} "
        f"and {result.own(SOURCE_DUPLICATE_OF)} is null and coalesce({', '.join(values)}) is not null "
        f"order by {result.own('_lmg_row_id')}"
    )


def _updates(preset: CrmPreset, inputs: CrmInputs, result: _Expressions, record_id: str) -> str:
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


def _of_leads(preset: CrmPreset) -> str:
    """What a file of this preset leaves out of leads that were matched with accounts, and which preset has it."""
    for other in map(load_preset, presets()):
        if bool(other.account) is not bool(preset.account):
            whose = "no account" if preset.account else "an account"
            return f"Rows that belong to {whose} are not in it: --preset {other.key} writes those."
    return ""


def _of_other_records(connection: duckdb.DuckDBPyConnection, preset: CrmPreset, record_id: str) -> str:
    """That the ids are of other records than those of *preset*, where they are, and which preset is theirs."""
    if not preset.id_begins:
        return ""
    for other in map(load_preset, presets()):
        if not other.id_begins or other.key == preset.key:
            continue
        told = connection.execute(
            f"select count(*) > 0 and count(*) = count(*) filter (starts_with({record_id}, $begins)) "  # noqa: S608
            f"from results where {record_id} is not null",
            {"begins": other.id_begins},
        ).fetchone()
        if told and told[0]:
            return f"The record ids are those of {other.name}: use --preset {other.key} for updates."
    return ""
