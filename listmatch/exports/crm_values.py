"""What stands in a cell of a CRM's import file: SQL that makes it of the columns of a result."""

from collections.abc import Mapping, Sequence

from listmatch.domain.columns import ColumnType, Field
from listmatch.duck import literal
from listmatch.exports.origins import Origin
from listmatch.exports.rows import ROW_ID, ResultFile
from listmatch.lexicon.scientific import in_all_figures

ADDRESS = r"[^\s;,:<>\"'()@]+@[^\s;,:<>\"'()@]+\.[^\s;,:<>\"'()@.]+"
"""What CRMs take for an e-mail address, within whatever else stands in a cell."""

Fields = Mapping[str, Sequence[str]]
"""Field or column type (``email``, ``job_title``) -> columns of a list by their own names, the main one first."""


class ResultValues:
    """SQL for the columns of a result, called c0, c1 … here: DuckDB would rename ``email`` beside ``Email``."""

    def __init__(self, result: ResultFile) -> None:
        self._result = result
        self._places = {(field.origin, field.original_name): field.index for field in result.fields}

    def lines(self) -> str:
        """SQL of the lines of the result; of several for one row, its candidates, the first, which is the best."""
        file = f"read_parquet({literal(self._result.path)}, file_row_number = true)"
        names = ", ".join(f"c{field.index}" for field in self._result.fields)
        return (
            f"select {names} from {file} as results ({names}, place) where place in "  # noqa: S608
            f"(select min(place) from {file} as results ({names}, place) group by {self.own(ROW_ID)})"
        )

    def with_split_names(self) -> str:
        """SQL of the lines beside the first and last names cut out of the whole names of both lists."""
        return (
            "select lines.*, s.first as source_first, s.last as source_last, "  # noqa: S608
            "m.first as master_first, m.last as master_last from lines "
            f"left join source_names s on s.row_id = {self.own('_lmg_row_id')} "
            f"left join master_names m on m.row_id = {self.own('_lmg_master_row_id')}"
        )

    def column(self, origin: Origin, name: str) -> str | None:
        """A column by its own name in the list it comes from; None where there is none."""
        place = self._places.get((origin, name))
        return None if place is None else f"c{place}"

    def own(self, name: str) -> str:
        """A column of ours."""
        return f"c{self._places[Origin.LISTMATCH, name]}"

    def value(self, origin: Origin, fields: Fields, wanted: Sequence[str]) -> str:
        """The first of the *wanted* fields that has a value; null when none has."""
        values = []
        for name in wanted:
            field, _, part = name.partition(".")
            cells = [_of_field(name, cell, fields, column) for column, cell in self._cells(origin, fields.get(field))]
            if part and cells:
                cells = [_part(origin, first_of(cells), part)]
            elif name == Field.STREET and cells:
                cells = [self._whole_street(origin, fields, first_of(cells))]
            values += cells
        return first_of(values)

    def whole_name(self, origin: Origin, fields: Fields) -> str:
        """The whole name of a row of the list *origin*; null where it has none."""
        return first_of([cell for _, cell in self._cells(origin, fields.get(Field.FULL_NAME))])

    def _whole_street(self, origin: Origin, fields: Fields, street: str) -> str:
        """*street* with house number and unit, where they have columns of their own.

        The number stands before or behind the street as its column does (12 Main St, Hauptstr. 12).
        """
        streets, numbers, units = (
            self._cells(origin, fields.get(field)) for field in (Field.STREET, Field.STREET_NUMBER, Field.UNIT)
        )
        if numbers:
            number = first_of([cell for _, cell in numbers])
            is_first = self._places[origin, numbers[0][0]] < self._places[origin, streets[0][0]]
            joined = f"{number} || ' ' || {street}" if is_first else f"{street} || ' ' || {number}"
            street = _with_missing(street, number, joined)
        unit = first_of([cell for _, cell in units])
        return _with_missing(street, unit, f"{street} || ', ' || {unit}") if units else street

    def _cells(self, origin: Origin, columns: Sequence[str] | None) -> list[tuple[str, str]]:
        """Those of the *columns* that the result has, with SQL of their trimmed text."""
        places = [(column, self.column(origin, column)) for column in columns or ()]
        return [(column, f"nullif(trim({place}), '')") for column, place in places if place]


def first_of(values: Sequence[str]) -> str:
    """SQL of the first of *values* that is not null."""
    return f"coalesce({', '.join(values)})" if values else "null::varchar"


def address(text: str) -> str:
    """The first e-mail address in *text*; null where there is none."""
    return f"nullif(regexp_extract({text}, {literal(ADDRESS)}), '')"


def _of_field(field: str, text: str, fields: Fields, column: str) -> str:
    """*text* of a *column* that feeds *field*, as a CRM takes it."""
    if column in fields.get(ColumnType.US_ZIP, ()):
        return _whole_zip(text)
    match field:
        case Field.EMAIL:
            return address(text)
        case Field.PHONE:
            return _without_decimal(in_all_figures(text))
        case Field.POSTCODE:
            return _without_decimal(text)
        case _:
            return text


def _with_missing(street: str, word: str, joined: str) -> str:
    """*joined*, where there is both a street and a *word* that does not stand in it already."""
    said = f"contains(lower(' ' || {street} || ' '), lower(' ' || {word} || ' '))"
    return f"case when {street} is null or {word} is null or {said} then {street} else {joined} end"


def _without_decimal(text: str) -> str:
    """*text* without the ``.0`` of a program that took its figures for a number (2025550143.0)."""
    return f"regexp_replace({text}, '^([0-9]+)[.]0$', '\\1')"


def _whole_zip(text: str) -> str:
    """A ZIP code with the zeros in front that a spreadsheet took from it (7102, 7102-4411, 7102.0)."""
    figures = _without_decimal(text)
    for lost in (1, 2):
        figures = f"regexp_replace({figures}, '^(\\d{{{5 - lost}}})(-\\d{{4}})?$', '{'0' * lost}\\1\\2')"
    return figures


def _part(origin: Origin, whole: str, part: str) -> str:
    """The first or last name in *whole*: as it was split, else "Last, First" is turned, or the last word cut off."""
    of_text = {
        "last": f"case when contains({whole}, ',') then trim(split_part({whole}, ',', 1)) "
        f"else regexp_extract({whole}, '(\\S+)$', 1) end",
        "first": f"case when contains({whole}, ',') then trim(split_part({whole}, ',', 2)) "
        f"else regexp_extract({whole}, '^(.*\\S)\\s+\\S+$', 1) end",
    }
    return f"case when {origin}_last is not null then {origin}_{part} else nullif({of_text[part]}, '') end"
