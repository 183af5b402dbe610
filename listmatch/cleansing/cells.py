"""Cells: from the original columns of a list to trimmed raw values, with placeholders ("n/a", "-") taken out."""

from collections.abc import Mapping

from listmatch.cleansing.recipe import Recipe, first_of
from listmatch.domain.columns import SECOND_OF, Field, FieldMap
from listmatch.duck import literal
from listmatch.lexicon.folding import ascii_sql
from listmatch.lexicon.words import any_of, read_words

_BLANKS = " \t\r\n\u00a0\u200b\ufeff"
_NAME_FIELDS = frozenset({Field.FULL_NAME, Field.FIRST_NAME, Field.MIDDLE_NAME, Field.LAST_NAME})
_NEVER_PLACEHOLDERS = frozenset(
    {Field.STREET_NUMBER, Field.SECOND_STREET_NUMBER, Field.MIDDLE_NAME, Field.KEY, Field.PRICE}
)
"""here "x", "0" or "na" are values"""

Cells = Mapping[Field, tuple[str, ...]]
"""Field -> the names of its raw columns in the query."""


def name_cells(fields: FieldMap) -> Cells:
    """The column names under which the recipes find the raw values of each field."""
    return {field: tuple(f"raw_{field.value}_{n}" for n in range(len(columns))) for field, columns in fields.items()}


def given_cells(fields: FieldMap) -> dict[str, str]:
    """The cells of every mapped column as the list has them: name in the query -> column."""
    return {
        f"given_{cell}": column
        for field, cells in name_cells(fields).items()
        for cell, column in zip(cells, fields[field], strict=True)
    }


def first_folded(cells: Cells, field: Field) -> str:
    """SQL for the first cell of *field* that is not empty, in ASCII; plain NULL where the list has no such column."""
    found = cells.get(field, ())
    return ascii_sql(first_of(found)) if found else first_of(())


_IN_ADDRESSES = (Field.STREET_NUMBER, Field.POSTCODE)
_FIGURES = frozenset({Field.PHONE, Field.BIRTH_DATE, Field.KEY, Field.YEAR, *_IN_ADDRESSES}).union(
    SECOND_OF[field] for field in _IN_ADDRESSES
)
"""fields of figures, which may be of full width or those of another script"""

_WIDE = "０１２３４５６７８９－＋（）／．　" + "".join(
    chr(zero + digit) for zero in (0x660, 0x6F0, 0x966, 0xE50) for digit in range(10)
)
_PLAIN = "0123456789-+()/. " + "0123456789" * 4
"""signs of full width; Arabic, Persian, Indian and Thai figures; and what they are"""


_APOSTROPHE = "'"


def _in_ascii_figures(cell: str) -> str:
    """The cell with all its figures in ASCII; what is ASCII already is told by its length.

    The apostrophe goes by which spreadsheets and shops (Shopify) mark figures as text: ``'02952``.
    """
    return (
        f"case when ascii({cell}) = {ord(_APOSTROPHE)} then {cell}[2:] "
        f"when strlen({cell}) = length({cell}) then {cell} else "
        f"translate(replace({cell}, '〒', ''), {literal(_WIDE)}, {literal(_PLAIN)}) end"
    )


def without_point_zero(cell: str) -> str:
    """SQL of a cell of figures as they were before a program took them for an amount (94107.0)."""
    return f"case when ends_with({cell}, '.0') then regexp_replace({cell}, '^([0-9]+)[.]0$', '\\1') else {cell} end"


def is_empty(column: str, field: Field) -> str:
    """SQL that is true where *column*, which feeds *field*, says nothing: blank, or a placeholder."""
    typed = _trimmed(column)
    return f"({typed} is null or {_is_placeholder(typed, field)})"


def _trimmed(column: str) -> str:
    """Trimmed; the test for printable ASCII at both ends goes first, as it costs a fifth of trimming a set."""
    ends = f"ascii({column}) between 33 and 126 and {column}[-1] between '!' and '~'"
    return f"case when {ends} then {column} else nullif(trim({column}, {literal(_BLANKS)}), '') end"


def cell_recipe(fields: FieldMap) -> Recipe:
    """Cells are trimmed, empty ones NULL; placeholders become NULL and are counted, by what may be one in the field."""
    figures: dict[str, str] = {}
    typed: dict[str, str] = {}
    flags: dict[str, str] = {}
    kept: dict[str, str] = {}
    for field, cells in name_cells(fields).items():
        for cell in cells:
            given = f"given_{cell}"
            if field in _FIGURES:
                figures[f"figures_{cell}"] = _in_ascii_figures(given)
                given = f"figures_{cell}"
            typed[f"typed_{cell}"] = _trimmed(given)
            kept[cell] = f"typed_{cell}"
            if field not in _NEVER_PLACEHOLDERS:
                flags[f"{cell}_is_empty"] = _is_placeholder(f"typed_{cell}", field)
                kept[cell] = f"case when not {cell}_is_empty then typed_{cell} end"
    rules = {"placeholderValues": " + ".join(f"{flag}::int" for flag in flags)} if flags else {}
    return Recipe(steps=(figures, typed, flags, kept), rules=rules)


def _is_placeholder(cell: str, field: Field) -> str:
    """Whether the cell is one of the words; most are told by their length or their first letter."""
    in_names = field in _NAME_FIELDS
    words = [word.removeprefix("* ") for word in read_words("placeholders") if not (in_names and word.startswith("* "))]
    words += read_words("unnamed") if field is Field.FIRST_NAME else ()
    longest, of_signs = (max(map(_bytes, some)) for some in (words, [word for word in words if word[0] < "A"]))
    return (
        f"case when {cell} is null or strlen({cell}) > {longest} or ascii({cell}) between 49 and 57 "
        f"or (ascii({cell}) < {ord('A')} and strlen({cell}) > {of_signs}) then false "
        f"else regexp_full_match(lower({cell}), {literal(any_of(words))}) end"
    )


def _bytes(word: str) -> int:
    return len(word.encode())
