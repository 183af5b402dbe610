"""Names of columns that say of whom something is told, in front of it or behind."""

from collections.abc import Collection

from listmatch.domain.columns import ColumnType as T

BEARERS = frozenset({T.FULL_NAME, T.COMPANY})
"""what a word for whoever a row is about is the name of"""

_DETAILS = frozenset(
    {T.FIRST_NAME, T.MIDDLE_NAME, T.LAST_NAME, T.EMAIL, T.PHONE, T.STREET, T.POSTCODE, T.CITY, T.BIRTH_DATE}
)
"""what is told of somebody, whom the word behind it may name"""

_IN_FRONT = frozenset({"city", "street", "town"})
"""English words for a detail, before what they describe (``City Manager``)"""


def is_detail_of(word: str, kinds: Collection[T], *, of: Collection[T]) -> bool:
    """Whether *word*, which names *kinds*, is what a header is about and the one behind it (*of*) says whose it is.

    French and its like put it so: Prénom adhérent, Email client.
    """
    return _DETAILS.issuperset(kinds) and BEARERS.issuperset(of) and word not in _IN_FRONT
