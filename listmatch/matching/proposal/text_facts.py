"""Pages on the web as details of a text: what the home page of a program is.

Two summaries in other words speak of one program where both name its page. A page that many rows of a list have is that
of a maker or of a shop, and says less than their names do.
"""

from listmatch.domain.columns import Field, FieldMap
from listmatch.domain.files import FileProfile

_OWN = 0.5
"""share of different pages among the filled cells from which they are pages of what the rows are about"""


def with_pages(
    mine: FieldMap, theirs: FieldMap, *, source: FileProfile, master: FileProfile
) -> tuple[FieldMap, FieldMap]:
    """The fields of two lists of texts, in which the columns of web pages that both have are details.

    Details that only one of the lists has are left out then: beside the other's pages they would only dilute its own.
    """
    if not all(_have_own_pages(fields, profile) for fields, profile in ((mine, source), (theirs, master))):
        return mine, theirs
    are_detailed = Field.DETAIL in mine and Field.DETAIL in theirs
    return _detailed(mine, kept=are_detailed), _detailed(theirs, kept=are_detailed)


def _have_own_pages(fields: FieldMap, profile: FileProfile) -> bool:
    pages = [column for column in profile.columns if column.name in fields.get(Field.DOMAIN, ())]
    return any(column.distinct_count >= _OWN * (profile.rows - column.null_count) > 0 for column in pages)


def _detailed(fields: FieldMap, *, kept: bool) -> FieldMap:
    detailed = dict(fields)
    told = fields[Field.DETAIL] if kept else ()
    detailed[Field.DETAIL] = (*told, *detailed.pop(Field.DOMAIN))
    return detailed
