"""What moved between the profiles of two lists of the same kind: columns, types, fill, repeats, values.

The measure for values is the population stability index (PSI) over the bins of ``distribution``. It is told from 0.25
on, the usual bound for a major shift (Siddiqi, Credit Risk Scorecards, 2006), and only beyond what chance gives to
samples of that size: the PSI of two samples of one population is about chi-square distributed (Yurdakul and Naranjo,
Statistical properties of the population stability index, Journal of Risk Model Validation 14, 2020).
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from listmatch.domain.columns import ColumnType
from listmatch.domain.drift import Change, DriftKind
from listmatch.domain.files import ColumnProfile, Distribution, FileProfile
from listmatch.profiling.distribution import OTHER

PSI_MAJOR = 0.25

RARE = 0.02
"""share of both lists' values below which a bin is too thin to be compared by itself"""

USUAL, FEWEST_OF_USUAL = 0.1, 10
"""share, and number, of one list's values from which a bin is compared whatever the other list has of it"""

CHANCE = 3.29
"""standard deviations beyond which a difference is none of chance: one in a thousand"""

FILL_MOVED = 0.05
"""by how much of the rows the empty cells of a column must differ"""

DISTINCT_MOVED = 0.2
"""the same for distinct values, as a share of the filled cells"""

ROWS_FACTOR = 2.0
"""a list half or twice as long is worth a look"""

ALIKE = 0.5
"""share of the columns of the shorter list that the other must have too: else it is another list under the same name,
of which column by column nothing can be said to have moved"""

FEWEST_ROWS = 20
"""rows below which the length of a list says nothing"""

SURE = 0.6
"""confidence from which a type is taken at its word"""


def find_drift(before: FileProfile, now: FileProfile) -> tuple[Change, ...]:
    """The changes from one list to the next: of the list, then of its columns in their order, then columns gone."""
    earlier = {_key(column): column for column in before.columns}
    later = {_key(column) for column in now.columns}
    gone = [column for key, column in earlier.items() if key not in later]
    new = [column for column in now.columns if _key(column) not in earlier]
    renamed = _renamed(gone, new, before, now)
    kept = len(now.columns) - len(new) + len(renamed)
    if kept < ALIKE * min(len(before.columns), len(now.columns)):
        return (_other_columns(kept, before, now),)
    return (
        *_rows(before, now),
        *(change for column in now.columns for change in _column(column, earlier, renamed, before, now)),
        *(_gone(column) for column in gone if column.name not in renamed.values()),
    )


def _other_columns(kept: int, before: FileProfile, now: FileProfile) -> Change:
    sentence = (
        f"The columns are others than those of the previous list ({kept or 'none'} of {len(now.columns)} "
        f"{'was' if kept == 1 else 'were'} there already), so nothing else was compared."
    )
    names = [", ".join(column.name for column in profile.columns) for profile in (before, now)]
    return Change(DriftKind.OTHER_COLUMNS, "", names[0], names[1], sentence)


def _key(column: ColumnProfile) -> str:
    return column.name.casefold()


def _column(
    column: ColumnProfile,
    earlier: dict[str, ColumnProfile],
    renamed: dict[str, str],
    before: FileProfile,
    now: FileProfile,
) -> Iterator[Change]:
    was = earlier.get(_key(column)) or next((c for c in before.columns if c.name == renamed.get(column.name)), None)
    if was is None:
        yield Change(DriftKind.COLUMN_NEW, column.name, "", column.name, f"Column {column.name} is new.")
        return
    if column.name in renamed:
        sentence = f"Column {was.name} seems to be called {column.name} now."
        yield Change(DriftKind.COLUMN_RENAMED, column.name, was.name, column.name, sentence)
    yield from _type(was, column, before, now)
    yield from _fill(was, column, before.rows, now.rows)
    yield from _repeats(was, column, before.rows, now.rows)
    if was.type is column.type:
        yield from _values(was, column)


def _gone(column: ColumnProfile) -> Change:
    return Change(DriftKind.COLUMN_GONE, column.name, column.name, "", f"Column {column.name} is gone.")


def _rows(before: FileProfile, now: FileProfile) -> Iterator[Change]:
    small, large = sorted((before.rows, now.rows))
    if large - small >= FEWEST_ROWS and large >= ROWS_FACTOR * small:
        sentence = f"The list has {now.rows:,} rows; the previous one had {before.rows:,}."
        yield Change(DriftKind.ROWS, "", f"{before.rows:,}", f"{now.rows:,}", sentence)


def _type(was: ColumnProfile, column: ColumnProfile, before: FileProfile, now: FileProfile) -> Iterator[Change]:
    if was.type is not column.type and _is_sure(was, before) and _is_sure(column, now):
        sentence = f"Column {column.name} holds {_words(column.type)} instead of {_words(was.type)}."
        yield Change(DriftKind.TYPE_CHANGED, column.name, str(was.type), str(column.type), sentence)


def _is_sure(column: ColumnProfile, profile: FileProfile) -> bool:
    """Whether the type can be taken at its word. Text is what is left where values look like nothing else."""
    is_nothing_else = column.type is ColumnType.TEXT and profile.rows - column.null_count >= FEWEST_ROWS
    return is_nothing_else or column.confidence >= SURE


def _fill(was: ColumnProfile, column: ColumnProfile, rows_before: int, rows_now: int) -> Iterator[Change]:
    one, two = was.null_count / max(rows_before, 1), column.null_count / max(rows_now, 1)
    if abs(one - two) >= FILL_MOVED and _beyond_chance(one, two, rows_before, rows_now):
        sentence = f"Column {column.name} is empty in {two:.0%} of the rows, before in {one:.0%}."
        yield Change(DriftKind.EMPTY, column.name, f"{one:.1%}", f"{two:.1%}", sentence)


def _repeats(was: ColumnProfile, column: ColumnProfile, rows_before: int, rows_now: int) -> Iterator[Change]:
    """Fewer or more repeats. Their share rises with length by itself, so only lists of about one length compare."""
    filled = rows_before - was.null_count, rows_now - column.null_count
    if min(filled) < FEWEST_ROWS:
        return
    one, two = was.distinct_count / filled[0], column.distinct_count / filled[1]
    was_unique = was.distinct_count == filled[0] and two < 1 - FILL_MOVED
    is_alike_long = max(filled) < ROWS_FACTOR * min(filled)
    if was_unique or (is_alike_long and abs(one - two) >= DISTINCT_MOVED):
        sentence = f"In column {column.name} {two:.0%} of the values are distinct, before {one:.0%}."
        yield Change(DriftKind.DISTINCT, column.name, f"{one:.1%}", f"{two:.1%}", sentence)


def _values(was: ColumnProfile, column: ColumnProfile) -> Iterator[Change]:
    if was.distribution.scheme != column.distribution.scheme or not column.distribution.bins:
        return
    index, bound = stability_index(was.distribution, column.distribution)
    if index >= max(PSI_MAJOR, bound):
        one, two = (each.distribution.bins[0].value for each in (was, column))
        what = {"value": "values", "shape": "forms"}.get(column.distribution.scheme, "figures")
        sentence = f"The {what} of column {column.name} are distributed otherwise than before (PSI {index:.2f})."
        yield Change(DriftKind.VALUES, column.name, f"mostly {one}", f"mostly {two}", sentence)


def stability_index(before: Distribution, now: Distribution) -> tuple[float, float]:
    """The PSI of two distributions over their bins, and the one that chance alone exceeds once in a thousand times.

    Bins with less than ``RARE`` of both sides together are one; half a value is added to every bin, so that an empty
    one does not make it infinite. Thin bins that chance made thicker on one side must not be picked out: of 75 years
    of birth, each with a little over one in a hundred, every fourth pair of samples seemed to differ.
    """
    sides = [{each.value: each.count for each in side.bins} for side in (before, now)]
    frequent = _frequent(sides[0], sides[1])
    one, two = (_lumped(side, frequent) for side in sides)
    labels = sorted(one.keys() | two.keys())
    total_one, total_two = (sum(side.values()) + len(labels) / 2 for side in (one, two))
    index = 0.0
    for label in labels:
        p, q = (one.get(label, 0) + 0.5) / total_one, (two.get(label, 0) + 0.5) / total_two
        index += (p - q) * math.log(p / q)
    freedom, scale = max(len(labels) - 1, 1), 1 / total_one + 1 / total_two
    return index, scale * (freedom + CHANCE * math.sqrt(2 * freedom))


def _frequent(one: Mapping[str, int], two: Mapping[str, int]) -> set[str]:
    """The bins that are compared by themselves."""
    both = Counter(one)
    both.update(two)
    usual = {
        label
        for side in (one, two)
        for label, count in side.items()
        if count >= max(USUAL * sum(side.values()), FEWEST_OF_USUAL)
    }
    return usual | {label for label, count in both.items() if count >= RARE * both.total()}


def _lumped(bins: Mapping[str, int], frequent: set[str]) -> Counter[str]:
    lumped: Counter[str] = Counter()
    for label, count in bins.items():
        lumped[label if label in frequent else OTHER] += count
    return lumped


def _beyond_chance(one: float, two: float, rows_one: int, rows_two: int) -> bool:
    """Whether two shares differ by more than chance: the two-proportion z-test."""
    if not rows_one or not rows_two:
        return False
    pooled = (one * rows_one + two * rows_two) / (rows_one + rows_two)
    deviation = math.sqrt(pooled * (1 - pooled) * (1 / rows_one + 1 / rows_two))
    return deviation == 0 or abs(one - two) / deviation >= CHANCE


def _renamed(
    gone: Sequence[ColumnProfile], new: Sequence[ColumnProfile], before: FileProfile, now: FileProfile
) -> dict[str, str]:
    """New name -> old name, of columns that hold the same at about the same place."""
    places = {column.name: place for place, column in enumerate(before.columns)}
    found: dict[str, str] = {}
    for place, column in enumerate(now.columns):
        if column not in new:
            continue
        near = [was for was in gone if was.name not in found.values() and _are_alike(was, column, before, now)]
        best = min(near, key=lambda was: abs(places[was.name] - place), default=None)
        if best is not None and abs(places[best.name] - place) <= abs(len(now.columns) - len(before.columns)) + 1:
            found[column.name] = best.name
    return found


def _are_alike(was: ColumnProfile, column: ColumnProfile, before: FileProfile, now: FileProfile) -> bool:
    if was.type is not column.type or was.distribution.scheme != column.distribution.scheme:
        return False
    empty = was.null_count / max(before.rows, 1), column.null_count / max(now.rows, 1)
    if abs(empty[0] - empty[1]) > DISTINCT_MOVED or not was.distribution.bins:
        return False
    index, bound = stability_index(was.distribution, column.distribution)
    return index < max(PSI_MAJOR, bound)


def _words(kind: str) -> str:
    return kind.replace("_", " ")
