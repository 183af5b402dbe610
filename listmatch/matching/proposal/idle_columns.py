"""Columns in which nearly all rows of both lists say the same: the company of a staff list, the switchboard of all.

They tell no row from another. Left in, every pair agrees on one more thing than chance brings to a usual list, rows are
looked for by a value that all of them have, and what is learned from such pairs is wrong (1,500 people against 15,000,
name and city beside one company and one phone: F1 .000, without the two .881).
"""

from listmatch.domain.columns import Field, FieldMap
from listmatch.domain.files import ColumnProfile, FileProfile, ValueCount

_NEARLY_ALL = 0.8
"""share of a column's filled cells with one value from which the rest do not make it worth comparing"""

_FEWEST = 20
"""rows with one value that are no longer those of one entity; fewer have to be the other list's usual value"""

_TELLING = (Field.EMAIL, Field.PHONE, Field.COMPANY, Field.DOMAIN, Field.STREET, Field.BIRTH_DATE, Field.LINKEDIN_URL)
"""fields by which a row is told from others; what places say is measured against chance (``agreement_by_chance``)"""

_BESIDE_A_STREET = frozenset({Field.STREET_NUMBER, Field.UNIT})
"""fields that tell the homes of one street"""


def without_idle_columns(
    mine: FieldMap, theirs: FieldMap, *, source: FileProfile, master: FileProfile
) -> tuple[FieldMap, FieldMap]:
    """The fields of both lists without columns in which both have hardly more than one value.

    A field that loses all columns of a list is lost to both.
    """
    kept, others = dict(mine), dict(theirs)
    for field in _TELLING:
        if field not in mine or field not in theirs:
            continue
        if field is Field.STREET and _BESIDE_A_STREET & (set(mine) | set(theirs)):
            continue
        here, there = _usual_values(source, mine[field]), _usual_values(master, theirs[field])
        there = {column: usual for column, usual in there.items() if usual.count >= _FEWEST}
        values = {_letters(usual.value) for usual in there.values()}
        here = {
            column: usual for column, usual in here.items() if usual.count >= _FEWEST or _letters(usual.value) in values
        }
        if not here or not there:
            continue
        kept[field] = tuple(column for column in mine[field] if column not in here)
        others[field] = tuple(column for column in theirs[field] if column not in there)
        if not (kept[field] and others[field]):
            del kept[field], others[field]
    return kept, others


def _usual_values(profile: FileProfile, columns: tuple[str, ...]) -> dict[str, ValueCount]:
    """Of the *columns* those in which nearly all filled cells hold one value, and that value."""
    named = {column.name: column for column in profile.columns}
    usual = {name: _usual_value(named[name], profile.rows) for name in columns if name in named}
    return {name: value for name, value in usual.items() if value}


def _usual_value(column: ColumnProfile, rows: int) -> ValueCount | None:
    most = column.top_values[0] if column.top_values else None
    return most if most and most.count >= _NEARLY_ALL * (rows - column.null_count) else None


def _letters(value: str) -> str:
    """A value without what formats add: ``(212) 555-0100`` is ``212.555.0100``."""
    return "".join(filter(str.isalnum, value)).casefold()
