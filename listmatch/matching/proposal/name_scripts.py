"""Whether the names of two lists can be compared by the letters they are written in.

Arabic and Hebrew leave the vowels out, Thai and Korean names are spelt as their bearers please, who alone know how a
Japanese name in Chinese letters is read: beside names in Latin letters such names differ from those of the same people,
and speak against every pair. They are left out then, and all else decides; where a Japanese list has columns of how its
names sound (furigana), those are compared.
"""

import re
from collections.abc import Iterable

from listmatch.domain.columns import ColumnType, Field, FieldMap
from listmatch.domain.files import ColumnProfile, FileProfile

_NAMES = (Field.FULL_NAME, Field.FIRST_NAME, Field.MIDDLE_NAME, Field.LAST_NAME)

_MOST = 0.5
"""share of the names from which a list counts as written in such a script"""
_MANY = 0.35
"""share of names in Latin letters from which the other list loses more by comparing than by leaving names out"""

_UNSPELT = re.compile(r"[\u0590-\u06ff\u0750-\u077f\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\uac00-\ud7a3]")
"""Hebrew, Arabic, Thai, Lao, Burmese, Khmer and Korean letters"""
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_KANA = re.compile(r"[\u3041-\u30ff\uff66-\uff9f\s・]+")
_READ_AS = {
    ColumnType.FULL_NAME: Field.FULL_NAME,
    ColumnType.FIRST_NAME: Field.FIRST_NAME,
    ColumnType.LAST_NAME: Field.LAST_NAME,
}
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)


def with_comparable_names(
    mine: FieldMap, theirs: FieldMap, *, source: FileProfile, master: FileProfile
) -> tuple[FieldMap, FieldMap]:
    """The fields of both lists, of the one in such a script without its names where the other has Latin letters."""
    if source is master:
        return mine, theirs
    if _is_unspelt(source, mine) and _is_latin(master, theirs):
        return _with_readings(mine, source), theirs
    if _is_unspelt(master, theirs) and _is_latin(source, mine):
        return mine, _with_readings(theirs, master)
    return mine, theirs


def _with_readings(fields: FieldMap, profile: FileProfile) -> FieldMap:
    """*fields* without the names, or with how they sound where the list says it of surnames or whole names."""
    without = {field: columns for field, columns in fields.items() if field not in _NAMES}
    spoken = {_READ_AS[each.type]: (each.name,) for each in profile.columns if each.type in _READ_AS and _is_kana(each)}
    return {**without, **spoken} if {Field.FULL_NAME, Field.LAST_NAME} & set(spoken) else without


def _is_kana(column: ColumnProfile) -> bool:
    return bool(column.examples) and all(map(_KANA.fullmatch, column.examples))


def _is_unspelt(profile: FileProfile, fields: FieldMap) -> bool:
    names = _seen(profile, fields)
    is_japanese = profile.country == "JP"
    return _share(bool(_UNSPELT.search(name) or (is_japanese and _CHINESE.search(name))) for name in names) > _MOST


def _is_latin(profile: FileProfile, fields: FieldMap) -> bool:
    return _share(bool(_LATIN.search(name)) for name in _seen(profile, fields)) > _MANY


def _share(answers: Iterable[bool]) -> float:
    counted = list(answers)
    return sum(counted) / len(counted) if counted else 0.0


def _seen(profile: FileProfile, fields: FieldMap) -> list[str]:
    named = {name for field in _NAMES for name in fields.get(field, ())}
    columns = [column for column in profile.columns if column.name in named]
    return [value for column in columns for value in column.seen_values]
