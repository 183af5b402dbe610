"""Which of several addresses of a row its columns belong to: the employer's city is not the city of the home's street.

The words of a header besides those for the part of an address say whose it is (``Mailing City``: mailing).
"""

from collections.abc import Sequence

from listmatch.domain.columns import ColumnType as T
from listmatch.domain.files import ColumnProfile
from listmatch.profiling.headers import header_words, read_header
from listmatch.profiling.lists import folded_lines

PARTS = frozenset({T.STREET, T.STREET_NUMBER, T.UNIT, T.CITY, T.STATE, T.POSTCODE, T.US_ZIP, T.COUNTRY})

_TELLING = {T.STREET: T.STREET, T.CITY: T.CITY, T.POSTCODE: T.POSTCODE, T.US_ZIP: T.POSTCODE}
"""parts by which an address is found; how many of them a group has decides, not whether it says the country too"""

Group = frozenset[str]
"""the words of headers that say whose address it is; empty for a plain ``City``"""


def addresses(columns: Sequence[ColumnProfile]) -> list[Group]:
    """The groups by how well their address is known: most parts, one's own before an employer's, in most rows."""
    rows = max((column.null_count + column.distinct_count for column in columns), default=0)  # or more, if all repeat
    known: dict[Group, dict[T, int]] = {}
    for column in columns:
        if column.type in _TELLING:
            filled, part = known.setdefault(group_of(column), {}), _TELLING[column.type]
            filled[part] = max(filled.get(part, 0), rows - column.null_count)

    def worth(group: Group) -> tuple[int, bool, int]:
        filled = sum(known[group].values())
        return round(filled / rows), folded_lines("own_company_words").isdisjoint(group), filled

    return sorted(known, key=worth, reverse=True)


def group_of(column: ColumnProfile) -> Group:
    """Whose address the header says that the column is a part of: the words in front of the part, or behind it."""
    words = [word for word in header_words(column.original_name) if word not in folded_lines("address_words")]
    size = next((n for n in range(1, len(words) + 1) if _says_part(words[-n:])), 0)
    whose = words[: len(words) - size]
    if words and size == len(words):
        whose = [word for word in words[1:] if word in folded_lines("qualifiers")]
    return frozenset(word for word in whose if not word.isdigit() and not _says_part([word]))


def _says_part(words: Sequence[str]) -> bool:
    return not PARTS.isdisjoint(read_header(" ".join(words)))
