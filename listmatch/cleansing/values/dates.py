"""Dates of birth as YYYYMMDD; whether day or month comes first is decided once per column, from its values."""

from collections.abc import Sequence

from listmatch.cleansing.recipe import Recipe, Step, count_of, first_of
from listmatch.cleansing.values.odd_dates import PIVOT, read_words

_NUMBERS = r"^([0-9]{1,2})[./ -] ?([0-9]{1,2})[./ -] ?([0-9]{4}|[0-9]{2})(?:[ T].*)?$"
_ISO = r"^([0-9]{4})[-./] ?([0-9]{1,2})[-./] ?([0-9]{1,2})\.?(?:[ T].*)?$"
_TOGETHER = r"^([0-9]{1,2})([0-9]{2})((?:18|19|20)[0-9]{2})$"
"""day and month in either order without a sign between them: no month begins where the year does, so it is no YYYYMMDD.
Spreadsheets drop the first zero"""
_PARTS = 3
"""columns of one date: year, month, day"""
_DOTTED = r"^\s*[0-9]{1,2}[.]"
"""the day comes first; dots further on are those of a time (12:00 a.m., 0:00:00.000)"""


def date_recipe(cells: Sequence[str], *, is_day_first: bool) -> Recipe:
    """``birth`` from the raw date-of-birth columns: the first that is filled, or those of its year, month and day."""
    if not cells:
        return Recipe(columns={"birth": "null"})
    one, two, three = (f"regexp_extract(birth_text, '{_NUMBERS}', {n})" for n in (1, 2, 3))
    iso = [f"regexp_extract(birth_text, '{_ISO}', {n})" for n in (1, 2, 3)]
    day, month = (one, two) if is_day_first else (two, one)
    by_dots = is_dotted("birth_text")
    day, month = (
        f"case when {by_dots} then {dotted} else {slashed} end" for dotted, slashed in ((one, day), (two, month))
    )
    year = (
        f"case when length({three}) = 4 then {three} when {three}::int < {PIVOT} then '20' || {three} "
        f"else '19' || {three} end"
    )
    steps: list[Step] = [
        {"birth_text": _separated(_of_parts(cells) if len(cells) == _PARTS else first_of(cells))},
        {
            "birth_ymd": (
                f"case when birth_text is null then null when regexp_full_match(birth_text, '[0-9]{{8}}') "
                "then birth_text "
                f"when regexp_matches(birth_text, '{_ISO}') then {_ymd(*iso)} "
                f"when regexp_matches(birth_text, '{_NUMBERS}') then case when ({month})::int > 12 then "
                f"{_ymd(year, day, month)} else {_ymd(year, month, day)} end "
                f"else lmg_read_date(birth_text) end"
            )
        },
        {
            "birth": "case when regexp_full_match(birth_ymd, "
            "'(?:1[89]|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])') then birth_ymd end"
        },
    ]
    rules = {
        "normalizedDates": "birth <> birth_text",
        "unparsedDates": count_of(["birth_text is not null and birth is null"]),
    }
    return Recipe(steps=steps, columns={"birth": "birth"}, rules=rules)


def _of_parts(cells: Sequence[str]) -> str:
    """SQL of the date whose year, month and day *cells* are, or of the first that is filled where they are none."""
    year, month, day = (f"regexp_extract({cell}, '^([0-9]+)(?:[.]0)?$', 1)" for cell in cells)
    return (
        f"case when length({year}) = 4 and length({month}) between 1 and 2 and length({day}) between 1 and 2 "
        f"then {year} || '-' || {month} || '-' || {day} else {first_of(cells)} end"
    )


def _separated(cell: str) -> str:
    r"""SQL of the date in *cell*, its parts separated where they are written together (``03121985``, ``3121985``)."""
    return f"regexp_replace({cell}, '{_TOGETHER}', '\\1/\\2/\\3')"


def day_first_votes(cell: str) -> tuple[str, str]:
    """SQL of how many values of *cell* can only be day-first, and only month-first; dots always mean the former."""
    slashed = _NUMBERS.replace("[./ -]", "[/ -]")
    dates = _separated(cell)
    first, second = (f"count_if(try_cast(regexp_extract({dates}, '{slashed}', {n}) as int) > 12)" for n in (1, 2))
    return first, second


def is_dotted(cell: str) -> str:
    """SQL for "the date in *cell* has a dot behind its first number"."""
    return f"regexp_matches({cell}, '{_DOTTED}')"


def read_odd_date(text: str | None) -> str | None:
    """YYYYMMDD of a date with a month in words or an Excel day number, None where there is none."""
    return read_words(text) if text else None


def _ymd(year: str, month: str, day: str) -> str:
    return f"({year}) || lpad({month}, 2, '0') || lpad({day}, 2, '0')"
