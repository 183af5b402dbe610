"""Which columns a report is pivoted by, chosen from the list's profile or asked for by name."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from listmatch.domain.columns import ColumnType, Field
from listmatch.domain.files import ColumnProfile, FileProfile
from listmatch.duck import identifier, literal
from listmatch.errors import ProfileInvalid

AT_MOST = 8
"""Dimensions chosen without being asked: what a reader still looks at."""
FEWEST_FILLED = 0.2
"""Share of rows that must have a value."""
MOST_VALUES = 100
ROWS_PER_VALUE = 5
"""A dimension that has fewer rows per value says more about single rows than about groups."""
MOST_NUMBERS = 12
"""Numbers are a dimension only when they are a rating or a flag."""

EMAIL_CLASS, TITLE_LEVEL = "email_class", "title_level"


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension of the pivots and how a row's value of it is found."""

    column: str
    """the column of the list, or the name of a derived dimension"""
    label: str
    is_derived: bool
    sql: str
    """an expression over ``source_rows`` (rows.parquet) and ``standard`` (standard.parquet), quoted and safe"""
    alias: str = ""


def choose_dimensions(profile: FileProfile, *, wanted: tuple[str, ...] | None = None) -> tuple[Dimension, ...]:
    """The dimensions to pivot by, in printing order.

    Without *wanted*: state and country (standardised), text columns with few values in file order, class of the
    email address, level of the job title; at most AT_MOST. With *wanted*: exactly those, by derived name or column
    name. Raises ProfileInvalid when *wanted* names something that the list does not have.
    """
    chosen = list(_useful(profile))[:AT_MOST] if wanted is None else [_named(profile, name) for name in wanted]
    return tuple(
        Dimension(column=each.column, label=each.label, is_derived=each.is_derived, sql=each.sql, alias=f"d{number}")
        for number, each in enumerate(chosen)
    )


def _useful(profile: FileProfile) -> Iterator[Dimension]:
    derived = {dimension.column: dimension for dimension in _derived(profile)}
    for place in (Field.STATE, Field.COUNTRY):
        if place in derived:
            yield derived[place]
    for column in profile.columns:
        if _is_categorical(column, rows=profile.rows):
            yield _plain(column.name)
    for name in (EMAIL_CLASS, TITLE_LEVEL):
        if name in derived:
            yield derived[name]


def _is_categorical(column: ColumnProfile, *, rows: int) -> bool:
    limit = {
        ColumnType.TEXT: MOST_VALUES,
        ColumnType.CITY: MOST_VALUES,
        ColumnType.NUMBER: MOST_NUMBERS,
    }.get(column.type, 0)
    filled = rows - column.null_count
    return 2 <= column.distinct_count <= min(limit, filled / ROWS_PER_VALUE) and filled >= FEWEST_FILLED * rows


def _derived(profile: FileProfile) -> Iterator[Dimension]:
    """Dimensions that are not a column of the list as it is, where the list has what they need."""
    columns = {column.name: column for column in profile.columns}
    for place in (Field.STATE, Field.COUNTRY):
        names = [name for name in profile.fields.get(place, ()) if name in columns]
        if names and _is_filled(columns[names[0]], rows=profile.rows):
            yield Dimension(
                place.value, place.value.capitalize(), is_derived=True, sql=_place(place, columns[names[0]])
            )
    emails = [name for name in profile.fields.get(Field.EMAIL, ()) if name in columns]
    if emails and _is_filled(columns[emails[0]], rows=profile.rows):
        yield Dimension(EMAIL_CLASS, "Email class", is_derived=True, sql="standard.email_class")
    titles = [column for column in profile.columns if column.type is ColumnType.JOB_TITLE]
    if titles and _is_filled(titles[0], rows=profile.rows):
        yield Dimension(TITLE_LEVEL, "Title level", is_derived=True, sql=_title_level(titles[0].name))


def _place(field: Field, column: ColumnProfile) -> str:
    """SQL for the code of a place; for one without a code, which is folded (``athina``), what the list says."""
    standard = f"standard.{identifier(field)}"
    if column.type is not ColumnType.STATE:
        return standard
    return f"if({standard} = upper({standard}), {standard}, source_rows.{identifier(column.name)})"


def _is_filled(column: ColumnProfile, *, rows: int) -> bool:
    return rows - column.null_count >= FEWEST_FILLED * rows


def _plain(name: str) -> Dimension:
    label = name.replace("_", " ").strip() or name
    return Dimension(name, label[:1].upper() + label[1:], is_derived=False, sql=f"source_rows.{identifier(name)}")


def _named(profile: FileProfile, name: str) -> Dimension:
    # A column that is called like a derived dimension is what that one is made of.
    known = {column.name: _plain(column.name) for column in profile.columns}
    known |= {dimension.column: dimension for dimension in _derived(profile)}
    if name in known:
        return known[name]
    raise ProfileInvalid(
        f"the list has no column {name!r} to break the report down by.",
        place="profile: pivots",
        cure=f"Use one of: {', '.join(known)}.",
    )


def _title_level(column: str) -> str:
    """SQL for the level of the job title in *column*: the first level with a word of its own in the title."""
    title = f"lower(strip_accents(source_rows.{identifier(column)}))"
    cases = " ".join(
        f"when regexp_matches({title}, {literal(pattern)}) then {literal(name)}" for name, pattern in _level_patterns()
    )
    return f"case when trim({title}) = '' then null {cases} when {title} is not null then 'Other titles' end"


@cache
def _level_patterns() -> tuple[tuple[str, str], ...]:
    text = files("listmatch.reporting").joinpath("data", "title_levels.toml").read_text(encoding="utf-8")
    return tuple((level["name"], rf"\b({'|'.join(level['words'])})\b") for level in tomllib.loads(text)["level"])
