"""Which rows and columns stand on the large sheets of the workbook, in which order and under which heading."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from listmatch.domain.columns import ColumnType
from listmatch.domain.files import FileProfile
from listmatch.domain.verdicts import Verdict
from listmatch.exports.content import ReportContent
from listmatch.exports.origins import EXCLUDED, SOURCE_DUPLICATE_OF, Origin
from listmatch.exports.review_sheet import DUPLICATES, HEADING, KEPT_ROW, NOTE, REVIEW
from listmatch.exports.rows import ResultField, ResultFile
from listmatch.exports.samples import compared_fields
from listmatch.exports.worksheets import MAX_ROWS, CellKind, Filling

if TYPE_CHECKING:
    import pyarrow as pa

SORTED_UP_TO = 200_000
"""Rows in review that are held in memory to be sorted by score; longer lists stay in source order."""

MAX_WIDTH = 42
"""Characters; a longer value can be read in full in its cell."""

HEADINGS = {
    "_lmg_row_id": "Row",
    "_lmg_match_status": "Verdict",
    "_lmg_match_score": "Score",
    "_lmg_match_reason": "Reason",
    "_lmg_master_row_id": "Master row",
    "_lmg_relationship": "Relationship",
    "_lmg_master_duplicates": "Further master rows",
    SOURCE_DUPLICATE_OF: "Repeats row",
    "_lmg_cluster_id": "Cluster",
    "_lmg_is_representative": "Kept",
    EXCLUDED: "Do not contact",
}


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a large sheet. ``index`` is its place in the result; -1 for one to be filled in by hand."""

    heading: str
    kind: CellKind
    index: int = -1
    width: int = 14
    """in characters"""
    differs_from: int = -1
    """place on the sheet of the column that it is shown beside"""
    replaced: "pa.Array | None" = None
    """what stands in place of the values, which are indices into it"""

    def values(self, stored: "pa.Array") -> "pa.Array":
        """What the sheet shows of the *stored* values: truth values as words, everything else as it is."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if self.replaced is not None:
            return self.replaced.take(stored)
        return pc.if_else(stored, "yes", "no") if pa.types.is_boolean(stored.type) else stored


@dataclass(frozen=True)
class RowSheet:
    """A large sheet: its name, columns, number of rows, and how to read them."""

    name: str
    columns: tuple[SheetColumn, ...]
    rows: int
    read: Callable[[], Iterator["pa.RecordBatch"]]
    """the lines of the result that stand here, in order, with all their columns"""
    has_decision: bool = False

    def filling(self) -> Filling:
        """The rows in the order of the sheet's columns."""
        return Filling(tuple(column.kind for column in self.columns), self.rows, map(self._arranged, self.read()))

    def _arranged(self, batch: "pa.RecordBatch") -> "pa.RecordBatch":
        import pyarrow as pa

        arrays = [
            pa.nulls(batch.num_rows, pa.string()) if column.index < 0 else column.values(batch.column(column.index))
            for column in self.columns
        ]
        return pa.RecordBatch.from_arrays(arrays, names=[str(place) for place in range(len(arrays))])

    def parts(self) -> tuple["RowSheet", ...]:
        """The sheet itself, or as many as its rows need."""
        room = MAX_ROWS - 1
        if self.rows <= room:
            return (self,)
        starts = range(0, self.rows, room)
        return tuple(
            RowSheet(
                f"{self.name} {number}",
                self.columns,
                min(room, self.rows - start),
                lambda start=start: _window(self.read(), start, room),  # type: ignore[misc]
                self.has_decision,
            )
            for number, start in enumerate(starts, start=1)
        )


def row_sheets(content: ReportContent) -> tuple[RowSheet, ...]:
    """The large sheets of the workbook for *content*."""
    result = ResultFile(content.results)
    if content.is_dedupe:
        return (_all_lines(content, result), *_dedupe_sheets(content, result))
    return (_all_lines(content, result), _review(content, result), _new_records(content, result))


def _all_lines(content: ReportContent, result: ResultFile) -> RowSheet:
    listed = [field for origin in (Origin.LISTMATCH, Origin.SOURCE, Origin.MASTER) for field in result.of(origin)]
    return RowSheet("Results", _columns(content, result, listed), result.rows, result.batches)


def _review(content: ReportContent, result: ResultFile) -> RowSheet:
    import pyarrow.compute as pc

    def in_review(batch: "pa.RecordBatch") -> "pa.Array":
        return pc.equal(batch.column("_lmg_match_status"), Verdict.REVIEW)

    rows = result.count(in_review, ["_lmg_match_status"])
    read = result.sorted_by_score if rows <= SORTED_UP_TO else result.filtered
    return RowSheet(REVIEW, _review_columns(content, result), rows, lambda: read(in_review), has_decision=True)


def _new_records(content: ReportContent, result: ResultFile) -> RowSheet:
    import pyarrow.compute as pc

    def is_new(batch: "pa.RecordBatch") -> "pa.Array":
        unmatched = pc.equal(batch.column("_lmg_match_status"), Verdict.UNMATCHED)
        return pc.and_(unmatched, pc.is_null(batch.column(SOURCE_DUPLICATE_OF)))

    listed = [field for field in result.of(Origin.LISTMATCH) if field.name in ("_lmg_row_id", EXCLUDED)]
    columns = _columns(content, result, [*listed, *result.of(Origin.SOURCE)])
    rows = result.count(is_new, ["_lmg_match_status", SOURCE_DUPLICATE_OF])
    return RowSheet("New records", columns, rows, lambda: result.filtered(is_new))


def _dedupe_sheets(content: ReportContent, result: ResultFile) -> tuple[RowSheet, RowSheet]:
    import pyarrow.compute as pc

    def is_kept(batch: "pa.RecordBatch") -> "pa.Array":
        return batch.column("_lmg_is_representative")

    def is_duplicate(batch: "pa.RecordBatch") -> "pa.Array":
        return pc.invert(batch.column("_lmg_is_representative"))

    named = ["_lmg_is_representative"]
    own = [field for field in result.of(Origin.LISTMATCH) if field.name not in named]
    row, cluster, *found = _columns(content, result, own)
    source = _columns(content, result, result.of(Origin.SOURCE))
    kept_row = replace(cluster, heading=KEPT_ROW, replaced=_kept_rows(result))
    to_fill_in = (SheetColumn(HEADING, CellKind.BLANK), SheetColumn(NOTE, CellKind.BLANK, width=30))
    return (
        RowSheet(
            DUPLICATES,
            (*to_fill_in, row, kept_row, cluster, *found, *source),
            result.count(is_duplicate, named),
            lambda: result.filtered(is_duplicate),
            has_decision=True,
        ),
        RowSheet("Clean list", (row, *source), result.count(is_kept, named), lambda: result.filtered(is_kept)),
    )


def _kept_rows(result: ResultFile) -> "pa.Array":
    """The row that is kept of each cluster, at the place of the cluster's id; eight bytes for each row of the list."""
    import numpy as np
    import pyarrow as pa

    is_kept = result.column("_lmg_is_representative").to_numpy()
    kept = np.zeros(result.rows + 1, dtype=np.int64)
    kept[result.column("_lmg_cluster_id").to_numpy()[is_kept]] = np.flatnonzero(is_kept) + 1
    return pa.array(kept)


def _review_columns(content: ReportContent, result: ResultFile) -> tuple[SheetColumn, ...]:
    """Decision and note, what was found, both sides of each compared field beside each other, then the rest."""
    shown = ("_lmg_row_id", "_lmg_match_score", "_lmg_match_reason", "_lmg_relationship", "_lmg_master_row_id")
    own = {field.name: field for field in result.of(Origin.LISTMATCH)}
    columns = [SheetColumn(HEADING, CellKind.BLANK), SheetColumn(NOTE, CellKind.BLANK, width=30)]
    columns += _columns(content, result, [own[name] for name in shown])
    beside: set[int] = set()
    for field in compared_fields(content, result):
        for left, right in zip_longest(field.source, field.master):
            place = len(columns)
            new = [side for side in (left, right) if side is not None and side.index not in beside]
            pair = _columns(content, result, new, with_side=True)
            if len(pair) == 2 and not field.is_joined:
                pair = (pair[0], replace(pair[1], differs_from=place))
            columns += pair
            beside |= {side.index for side in new}
    rest = [f for origin in (Origin.SOURCE, Origin.MASTER) for f in result.of(origin) if f.index not in beside]
    return (*columns, *_columns(content, result, rest, with_side=True))


def _columns(
    content: ReportContent, result: ResultFile, fields: Sequence[ResultField], *, with_side: bool = False
) -> tuple[SheetColumn, ...]:
    types = {
        Origin.SOURCE: _types(content.source_profile),
        Origin.MASTER: _types(content.master_profile),
        Origin.LISTMATCH: {},
    }
    headings = [_heading(field, with_side=with_side) for field in fields]
    return tuple(
        SheetColumn(
            heading,
            _kind(field, types[field.origin]),
            field.index,
            # The arrow of the filter needs room for three characters.
            width=min(max(len(heading) + 3, result.lengths[field.index] + 2), MAX_WIDTH),
        )
        for heading, field in zip(headings, fields, strict=True)
    )


def _heading(field: ResultField, *, with_side: bool) -> str:
    if field.origin is Origin.LISTMATCH:
        return HEADINGS.get(field.name, field.name)
    return f"{field.original_name} ({field.origin})" if with_side else field.name


def _kind(field: ResultField, types: Mapping[str, ColumnType]) -> CellKind:
    if field.is_number:
        return CellKind.SCORE if field.name == "_lmg_match_score" else CellKind.NUMBER
    is_figure = types.get(field.original_name) == ColumnType.NUMBER
    return CellKind.NUMBER_IF_PLAIN if is_figure else CellKind.TEXT


def _types(profile: FileProfile | None) -> dict[str, ColumnType]:
    return {column.name: column.type for column in profile.columns} if profile else {}


def _window(batches: Iterator["pa.RecordBatch"], start: int, length: int) -> Iterator["pa.RecordBatch"]:
    """The rows *start* to *start + length* of all batches together."""
    at = 0
    for batch in batches:
        low, high = max(start - at, 0), min(start + length - at, batch.num_rows)
        if low < high:
            yield batch.slice(low, high - low)
        at += batch.num_rows
        if at >= start + length:
            return
