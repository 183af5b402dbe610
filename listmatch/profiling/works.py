"""Lists of products, publications, songs, wines: which columns say what the thing is called, and what describes it."""

from collections.abc import Sequence

from listmatch.domain.columns import ColumnType as T
from listmatch.domain.columns import Field, FieldMap
from listmatch.domain.files import ColumnProfile
from listmatch.profiling.headers import header_words
from listmatch.profiling.lists import folded_lines

_SOMEBODY = frozenset({T.FULL_NAME, T.FIRST_NAME, T.MIDDLE_NAME, T.LAST_NAME, T.COMPANY})
_REACHED = frozenset({T.EMAIL, T.PHONE, T.STREET, T.BIRTH_DATE, T.LINKEDIN_URL})
_WORDED = frozenset({*_SOMEBODY, T.TEXT, T.JOB_TITLE, T.CITY, T.STREET})
"""what titles look like: 2015 Domaine Faure is not a street"""
_TITLES_OF_MANY = frozenset({"name", "model"})
"""headers of titles that stand over people and companies just as well"""


def are_works(columns: Sequence[ColumnProfile]) -> bool:
    """Whether the rows are books, songs, films, wines: what they are called is headed as such, the people and companies
    in them are headed as what describes a work (its artist, its brewery), and nobody can be reached."""
    titles = [column for column in columns if _is_title(column)]
    somebody = [column for column in columns if column.type in _SOMEBODY and column not in titles]
    reached = [column for column in columns if column.type in _REACHED and column not in titles]
    is_said = bool(somebody) or any(_TITLES_OF_MANY.isdisjoint(_heading(column, "title_headers")) for column in titles)
    return bool(titles) and is_said and all(map(_describes, somebody)) and not reached


def is_text_of_work(column: ColumnProfile) -> bool:
    """Whether a column of a list of works is its title or one of its details, whatever its values look like."""
    return column.type in _SOMEBODY or _is_title(column)


def _is_title(column: ColumnProfile) -> bool:
    """Headed as a title, and not as what describes one; what may be headed so of people too is plain text."""
    words = _heading(column, "title_headers")
    is_sure = column.type is T.TEXT or (column.type in _WORDED and words.isdisjoint(_TITLES_OF_MANY))
    return bool(words) and is_sure and not _describes(column)


def _describes(column: ColumnProfile) -> bool:
    return bool(_heading(column, "detail_headers"))


def _heading(column: ColumnProfile, words: str) -> frozenset[str]:
    return folded_lines(words).intersection(header_words(column.original_name))


def text_fields(columns: Sequence[ColumnProfile]) -> FieldMap:
    """Title, details, year and price of a list that is about neither people nor companies."""
    texts = [column for column in columns if column.type in _WORDED]
    plain = [column for column in texts if column.type in (T.TEXT, T.JOB_TITLE)]
    titles = list(filter(_is_title, texts)) or sorted(plain, key=lambda c: -c.distinct_count)[:1]
    details = [column for column in texts if column not in titles[:1] and _describes(column)]
    found = {
        Field.TITLE: tuple(column.name for column in titles[:1]),
        Field.DETAIL: tuple(column.name for column in details),
        Field.YEAR: _headed(columns, "year_headers")[:1],
        Field.PRICE: _headed(columns, "price_headers")[:1],
    }
    return {field: names for field, names in found.items() if names}


def _headed(columns: Sequence[ColumnProfile], words: str) -> tuple[str, ...]:
    return tuple(column.name for column in columns if _heading(column, words))
