"""Notes to read before the files are imported: a preset of another kind of record, ids that are not the CRM's."""

import duckdb

from listmatch.domain.verdicts import ProfileType
from listmatch.exports.crm_presets import CrmPreset, all_presets


def note_on(preset: CrmPreset, type_: ProfileType, connection: duckdb.DuckDBPyConnection, record_id: str) -> str:
    """One sentence; empty where there is nothing to think of. *record_id* is a column of the table ``results``."""
    if type_ is ProfileType.ACCOUNT:
        return _of_leads(preset)
    if type_ is ProfileType.COMPANY and preset.of is not ProfileType.COMPANY:
        return _of_companies(preset)
    return _of_ids(connection, preset, record_id)


def _of_leads(preset: CrmPreset) -> str:
    """What a file of this preset leaves out of leads that were matched with accounts, and which preset has it."""
    others = [
        each for each in _nearest(preset) if each.of is preset.of and bool(each.account) is not bool(preset.account)
    ]
    if not others:
        return ""
    whose = "no account" if preset.account else "an account"
    return f"Rows that belong to {whose} are not in it: --preset {others[0].key} writes those."


def _of_companies(preset: CrmPreset) -> str:
    others = [each for each in _nearest(preset) if each.of is ProfileType.COMPANY]
    return f"The rows are companies, and {preset.name} are people: --preset {others[0].key} writes companies."


def _of_ids(connection: duckdb.DuckDBPyConnection, preset: CrmPreset, record_id: str) -> str:
    """That the ids are not of the records of *preset*, and which preset is theirs, where one is."""
    if _are_of(connection, preset, record_id, share="count_if") is not False:
        return ""
    others = _nearest(preset)
    for other in others:
        # A form that two kinds of records share tells neither.
        is_telling = [each.ids for each in others].count(other.ids) == 1
        if is_telling and _are_of(connection, other, record_id, share="bool_and"):
            return f"The record ids are those of {other.name}: use --preset {other.key} for updates."
    return f"No record id looks like one of {preset.name}: name the column that holds them with --id."


def _are_of(connection: duckdb.DuckDBPyConnection, preset: CrmPreset, record_id: str, *, share: str) -> bool | None:
    """Whether any id (``count_if``) or every one (``bool_and``) has the form of the preset's; None without any id."""
    [(found,)] = connection.execute(
        f"select {share}(regexp_full_match(trim({record_id}), $ids)) from results "  # noqa: S608
        f"where {record_id} is not null having count(*) > 0",
        {"ids": preset.ids},
    ).fetchall() or [(None,)]
    return None if found is None else bool(found)


def _nearest(preset: CrmPreset) -> list[CrmPreset]:
    """The other presets, those of the same CRM first."""
    others = [each for each in all_presets() if each.key != preset.key]
    return sorted(others, key=lambda each: each.system != preset.system)
