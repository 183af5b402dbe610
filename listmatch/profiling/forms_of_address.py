"""The column that calls the people of the rows Mr or Mrs."""

from collections.abc import Sequence

from listmatch.domain.columns import ColumnType, Field, FieldMap
from listmatch.domain.files import ColumnProfile
from listmatch.lexicon import sexes
from listmatch.lexicon.folding import fold
from listmatch.profiling.headers import header_words
from listmatch.profiling.lists import folded_lines

_ADDRESSED = 0.9
"""share of forms of address among the most frequent values of a column from which it tells the sex"""


def told_sex(columns: Sequence[ColumnProfile]) -> FieldMap:
    """The column that calls the people of the rows Mr or Mrs, or says their sex, whatever it is headed."""
    told = [
        column.name
        for column in columns
        if column.type is ColumnType.TEXT
        and _are_forms_of_address(column)
        and folded_lines("other_people_words").isdisjoint(header_words(column.original_name))
    ]
    return {Field.SEX: tuple(told[:1])} if told else {}


def _are_forms_of_address(column: ColumnProfile) -> bool:
    """Nearly all values are, and both sexes occur: a list with one alone has it by default."""
    shown = dict.fromkeys(map(fold, column.seen_values), 1)
    counts = {fold(each.value): each.count for each in column.top_values} or shown
    known = sum(count for value, count in counts.items() if sexes.is_form_of_address(value))
    return known >= _ADDRESSED * sum(counts.values()) and {"f", "m"} <= set(map(sexes.told_sex, counts))
