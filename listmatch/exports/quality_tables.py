"""The tables about the lists themselves: how they were read, what is missing, what cleansing did."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from listmatch.exports.bars import Meaning, stacked
from listmatch.exports.content import ReportContent
from listmatch.exports.numbers import Kind, Value
from listmatch.exports.table import Column, Row, Table, capital, in_words


def missing(content: ReportContent) -> Table:
    """The compared fields that are empty in some rows of the source; the note names those that never are."""
    columns = (Column("Field"), Column("Columns"), Column("Rows without it", Kind.COUNT), Column("Share", Kind.PERCENT))
    entries = _quality(content).get("missing") or ()
    rows = tuple(
        (e.get("label"), ", ".join(e.get("columns") or ()), e.get("count"), e.get("pct"))
        for e in entries
        if e.get("count")
    )
    full = [str(e.get("label")) for e in entries if not e.get("count")]
    note = f"Never empty: {', '.join(full)}." if full and rows else ""
    bars = stacked([(("matched", float(row[3] or 0.0)),) for row in rows])
    return Table("missing", "Missing values", columns, rows, note=note, bars=bars)


def missing_in_short(content: ReportContent) -> Table:
    """The missing values, most frequent first, without the names of the columns, which may be long."""
    whole = missing(content)
    field, _, *figures = whole.columns
    rows = sorted(((row[0], *row[2:]) for row in whole.rows), key=lambda row: -int(row[1] or 0))
    return replace(whole, columns=(field, *figures), rows=tuple(rows), note="", bars=None)


def rules_in_short(content: ReportContent) -> Table:
    """What cleansing found and fixed, most frequent in the source list first."""
    whole = rules(content)
    return replace(whole, rows=tuple(sorted(whole.rows, key=lambda row: -int(row[1] or 0))))


def rules(content: ReportContent) -> Table:
    """How many values each cleansing rule touched or found."""
    columns: tuple[Column, ...] = (Column("Rule"), Column("Source list", Kind.COUNT), Column("Master list", Kind.COUNT))
    entries = _quality(content).get("rules") or ()
    rows: tuple[Row, ...] = tuple(
        (capital(e.get("label") or in_words(e.get("rule", ""))), e.get("source"), e.get("master")) for e in entries
    )
    if content.is_dedupe:
        columns, rows = (columns[0], Column("List", Kind.COUNT)), tuple(row[:2] for row in rows)
    return Table("rules", "What cleansing found and fixed", columns, rows)


def lists(content: ReportContent) -> Table:
    """How the lists were read, side by side."""
    quality = _quality(content)
    sides = [(content.source_name, content.source_profile, quality.get("source") or {})]
    if not content.is_dedupe:
        sides.append((content.master_name, content.master_profile, quality.get("master") or {}))
    described = [_described(name, profile, figures) for name, profile, figures in sides]
    rows = tuple(
        (label, *(side[label] for side in described)) for label in described[0] if any(s[label] for s in described)
    )
    heads = ("List",) if content.is_dedupe else ("Source list", "Master list")
    columns = (Column("What was read"), *(Column(head, Kind.COUNT) for head in heads))
    title = "The list as it was read" if content.is_dedupe else "The lists as they were read"
    return Table("lists", title, columns, rows)


def column_profiles(content: ReportContent) -> Table:
    """The columns of the source list: what they are and how well they are filled."""
    columns = (
        Column("Column"),
        Column("Type"),
        Column("Filled", Kind.PERCENT),
        Column("Valid", Kind.PERCENT),
        Column("Distinct", Kind.COUNT),
    )
    row_count = content.source_profile.get("rows") or 0
    rows = tuple(
        (
            str(column.get("name", "")),
            in_words(str(column.get("type", ""))),
            round(100 * (1 - column.get("null_count", 0) / row_count), 2) if row_count else None,
            None if column.get("null_count", 0) == row_count else round(100 * column.get("valid_share", 0.0), 2),
            column.get("distinct_count"),
        )
        for column in content.source_profile.get("columns") or ()
    )
    note = "The bar shows how much of a column is filled; the end in a different colour shows values of another type."
    bars = stacked([_filled_well(row[2], row[3]) for row in rows])
    title = "Columns of the list" if content.is_dedupe else "Columns of the source list"
    return Table("column_profiles", title, columns, rows, note=note if rows else "", bars=bars)


def _filled_well(filled: Value, valid: Value) -> list[tuple[Meaning, float]]:
    """The filled part of a column (both in percent), and the end of it that does not fit its type."""
    share, sound = float(filled or 0.0), float(valid or 0.0) / 100.0
    return [("matched", share * sound), ("review", share * (1.0 - sound))]


def drift(content: ReportContent) -> tuple[str, ...]:
    """One sentence per thing that moved since the previous source list of the same kind; none without such a list."""
    source = _quality(content).get("source") or {}
    if not source.get("comparedWith"):
        return ()
    moved = tuple(str(change.get("sentence", "")) for change in source.get("drift") or ())
    return moved or (f"Nothing moved: the list looks like {source['comparedWith']}.",)


def repairs(content: ReportContent) -> tuple[str, ...]:
    """One sentence per thing that was noticed while reading the lists, each with its list where there are two."""
    told = {side: (_quality(content).get(side) or {}).get("repairs") or () for side in ("source", "master")}
    names = {"source": "Source list: ", "master": "Master list: "} if not content.is_dedupe else {}
    return tuple(f"{names.get(side, '')}{sentence}" for side, sentences in told.items() for sentence in sentences)


def _described(name: str, profile: Mapping[str, Any], figures: Mapping[str, Any]) -> dict[str, Value]:
    """One list in words and figures; every list has the same labels."""
    form: Mapping[str, Any] = profile.get("format") or {}
    reading = ", ".join(
        part
        for part in (str(form.get("kind", "")).upper(), str(form.get("encoding", "")).upper(), _delimiter(form))
        if part
    )
    return {
        "File": name,
        "Read as": reading,
        "Lines": _either(figures, profile, "lines"),
        "Rows": _either(figures, profile, "rows"),
        "Quarantined lines": _either(figures, profile, "quarantined"),
        "Columns": len(profile.get("columns") or ()) or None,
        "Identical rows": figures.get("duplicateRows", profile.get("duplicate_rows")),
        "Main country": profile.get("country") or None,
        "Quality (0-100)": figures.get("score"),
    }


def _either(figures: Mapping[str, Any], profile: Mapping[str, Any], name: str) -> Value:
    value: Value = figures.get(name, profile.get(name))
    return value


def _delimiter(form: Mapping[str, Any]) -> str:
    given = form.get("delimiter") or ""
    named = {"\t": "tab", ",": "comma", ";": "semicolon", "|": "pipe"}.get(given, given)
    return f"{named}-separated" if named else ""


def _quality(content: ReportContent) -> Mapping[str, Any]:
    quality: Mapping[str, Any] = content.rollups.get("dataQuality") or {}
    return quality
