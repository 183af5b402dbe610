"""The tables about the lists themselves: how they were read, what is missing, what cleansing did."""

from dataclasses import replace

from listmatch.domain.files import ColumnProfile, FileFormat, FileProfile
from listmatch.domain.rollups import ListQuality
from listmatch.exports.bars import Meaning, stacked
from listmatch.exports.content import ReportContent
from listmatch.exports.numbers import Kind, Value
from listmatch.exports.table import Column, Row, Table, capital, in_words


def missing(content: ReportContent) -> Table:
    """The compared fields that are empty in some rows of the source; the note names those that never are."""
    columns = (Column("Field"), Column("Columns"), Column("Rows without it", Kind.COUNT), Column("Share", Kind.PERCENT))
    quality = content.rollups.get("dataQuality")
    entries = (quality.get("missing") or ()) if quality else ()
    rows = tuple((e["label"], ", ".join(e["columns"]), e["count"], e["pct"]) for e in entries if e["count"])
    full = [e["label"] for e in entries if not e["count"]]
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
    quality = content.rollups.get("dataQuality")
    entries = (quality.get("rules") or ()) if quality else ()
    rows: tuple[Row, ...] = tuple((capital(e["label"]), e["source"], e["master"]) for e in entries)
    if content.is_dedupe:
        columns, rows = (columns[0], Column("List", Kind.COUNT)), tuple(row[:2] for row in rows)
    return Table("rules", "What cleansing found and fixed", columns, rows)


def lists(content: ReportContent) -> Table:
    """How the lists were read, side by side."""
    source, master = _by_list(content)
    described = [_described(content.source_name, content.source_profile, source)]
    if not content.is_dedupe:
        described.append(_described(content.master_name, content.master_profile, master))
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
    profile = content.source_profile
    rows = tuple(_described_column(column, profile.rows) for column in profile.columns) if profile else ()
    note = "The bar shows how much of a column is filled; the end in a different colour shows values of another type."
    bars = stacked([_filled_well(row[2], row[3]) for row in rows])
    title = "Columns of the list" if content.is_dedupe else "Columns of the source list"
    return Table("column_profiles", title, columns, rows, note=note if rows else "", bars=bars)


def _described_column(column: ColumnProfile, rows: int) -> Row:
    return (
        column.name,
        in_words(column.type),
        round(100 * (1 - column.null_count / rows), 2) if rows else None,
        None if column.null_count == rows else round(100 * column.valid_share, 2),
        column.distinct_count,
    )


def _filled_well(filled: Value, valid: Value) -> list[tuple[Meaning, float]]:
    """The filled part of a column (both in percent), and the end of it that does not fit its type."""
    share, sound = float(filled or 0.0), float(valid or 0.0) / 100.0
    return [("matched", share * sound), ("review", share * (1.0 - sound))]


def drift(content: ReportContent) -> tuple[str, ...]:
    """One sentence per thing that moved since the previous source list of the same kind; none without such a list."""
    source, _ = _by_list(content)
    if source is None or not source.get("comparedWith"):
        return ()
    moved = tuple(change["sentence"] for change in source["drift"])
    return moved or (f"Nothing moved: the list looks like {source['comparedWith']}.",)


def repairs(content: ReportContent) -> tuple[str, ...]:
    """One sentence per thing that was noticed while reading the lists, each with its list where there are two."""
    names = ("", "") if content.is_dedupe else ("Source list: ", "Master list: ")
    return tuple(
        f"{name}{sentence}"
        for name, quality in zip(names, _by_list(content), strict=True)
        for sentence in ((quality.get("repairs") or ()) if quality else ())
    )


def _by_list(content: ReportContent) -> tuple[ListQuality | None, ListQuality | None]:
    """The quality of source and master."""
    quality = content.rollups.get("dataQuality")
    return (quality.get("source"), quality.get("master")) if quality else (None, None)


def _described(name: str, profile: FileProfile | None, figures: ListQuality | None) -> dict[str, Value]:
    """One list in words and figures; every list has the same labels."""
    return {
        "File": name,
        "Read as": _read_as(profile.format) if profile else "",
        "Lines": figures["lines"] if figures else None,
        "Rows": figures["rows"] if figures else None,
        "Quarantined lines": figures["quarantined"] if figures else None,
        "Columns": len(profile.columns) if profile else None,
        "Identical rows": figures["duplicateRows"] if figures else None,
        "Main country": (profile.country or None) if profile else None,
        "Quality (0-100)": figures["score"] if figures else None,
    }


def _read_as(form: FileFormat) -> str:
    named = {"\t": "tab", ",": "comma", ";": "semicolon", "|": "pipe"}.get(form.delimiter, form.delimiter)
    parts = (form.kind.upper(), form.encoding.upper(), f"{named}-separated" if named else "")
    return ", ".join(filter(None, parts))
