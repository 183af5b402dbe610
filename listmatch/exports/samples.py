"""A few rows shown with both sides beside each other: matches to review, the clusters with the weakest links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from listmatch.domain.rollups import WeakestLink
from listmatch.domain.verdicts import Verdict
from listmatch.exports.content import ReportContent
from listmatch.exports.numbers import Kind, Value, written
from listmatch.exports.origins import Origin
from listmatch.exports.rows import ROW_ID, ResultField, ResultFile
from listmatch.exports.table import capital

MAX_FIELDS = 8
"""Fields shown of a row; more make a card longer than it helps."""

MAX_SIDES = 4
"""Rows of a cluster shown beside each other."""

MAX_LENGTH = 90
"""Characters shown of a value."""


@dataclass(frozen=True, slots=True)
class Card:
    """Rows that may belong together: one column per row, one line per field."""

    title: str
    note: str
    heads: tuple[str, ...]
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    """(field, value of each row)"""


@dataclass(frozen=True, slots=True)
class ComparedField:
    """A field in words with the columns of the result that feed it on each side."""

    label: str
    source: tuple[ResultField, ...]
    master: tuple[ResultField, ...]
    is_joined: bool = False
    """the columns of a side are parts of one value"""


def compared_fields(content: ReportContent, result: ResultFile) -> tuple[ComparedField, ...]:
    """The fields to show beside each other: those of the profile, else the columns of equal name, else the first."""
    source = {field.original_name: field for field in result.of(Origin.SOURCE)}
    master = {field.original_name: field for field in result.of(Origin.MASTER)}
    given = [
        ComparedField(capital(one.label), _present(one.source, source), _present(one.master, master), one.is_joined)
        for one in content.compared
    ]
    given = [field for field in given if field.is_joined or (field.source and (field.master or content.is_dedupe))]
    if given:
        return tuple(given)
    names = [name for name in source if name in master] or list(source)
    return tuple(ComparedField(name, _present([name], source), _present([name], master)) for name in names)


def review_sample(content: ReportContent, limit: int = 7) -> tuple[Card, ...]:
    """The *limit* rows in review with the highest score, beside the master row they may belong to."""
    import pyarrow.compute as pc

    result = ResultFile(content.results)
    in_review = pc.equal(result.column("_lmg_match_status"), Verdict.REVIEW)
    positions = pc.indices_nonzero(in_review)
    scores = result.column("_lmg_match_score").take(positions).to_pylist()
    best = sorted(zip(positions.to_pylist(), scores, strict=True), key=lambda pair: (-(pair[1] or 0.0), pair[0]))[
        :limit
    ]
    lines = result.lines([position for position, _ in best])
    fields = compared_fields(content, result)
    return tuple(_review_card(result, fields, lines[position]) for position, _ in best)


def weakest_clusters(content: ReportContent, limit: int = 6) -> tuple[Card, ...]:
    """The clusters of a dedupe whose weakest link is weakest, their rows beside each other."""
    result = ResultFile(content.results)
    clusters = content.rollups["weakestLinks"][:limit]
    fields = compared_fields(content, result)
    # A dedupe has exactly one line per row, in order: row id n is line n - 1.
    lines = result.lines({row - 1 for cluster in clusters for row in cluster["rows"][:MAX_SIDES]})
    return tuple(_cluster_card(cluster, fields, lines) for cluster in clusters)


def _review_card(result: ResultFile, fields: Sequence[ComparedField], line: Sequence[Value]) -> Card:
    own = {field.name: line[field.index] for field in result.of(Origin.LISTMATCH)}
    relationship = str(own.get("_lmg_relationship") or "")
    return Card(
        title=f"Score {written(own.get('_lmg_match_score'), Kind.SCORE)}",
        note=" · ".join(
            part
            for part in (str(own.get("_lmg_match_reason") or ""), f"likely {relationship}" if relationship else "")
            if part
        ),
        heads=(
            f"Source row {_number(own.get(ROW_ID))}",
            f"Master row {_number(own.get('_lmg_master_row_id'))}",
        ),
        lines=_shown(
            [(field.label, (_said(field, field.source, line), _said(field, field.master, line))) for field in fields]
        ),
    )


def _cluster_card(cluster: WeakestLink, fields: Sequence[ComparedField], lines: Mapping[int, Sequence[Value]]) -> Card:
    rows = cluster["rows"][:MAX_SIDES]
    hidden = cluster["size"] - len(rows)
    return Card(
        title=f"Cluster {_number(cluster['clusterId'])}",
        note=f"weakest link {written(cluster['weakestLink'], Kind.SCORE)}"
        + (f" · {hidden} further rows not shown" if hidden > 0 else ""),
        heads=tuple(f"Row {_number(row)}" for row in rows),
        lines=_shown(
            [(field.label, tuple(_said(field, field.source, lines[row - 1]) for row in rows)) for field in fields]
        ),
    )


def _shown(lines: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The first lines that say anything."""
    return tuple(line for line in lines if any(line[1]))[:MAX_FIELDS]


def _said(field: ComparedField, columns: Sequence[ResultField], line: Sequence[Value]) -> str:
    values = [str(line[column.index]) for column in columns if line[column.index] is not None]
    text = " ".join(values) if field.is_joined else " · ".join(dict.fromkeys(values))
    return text if len(text) <= MAX_LENGTH else text[: MAX_LENGTH - 1].rstrip() + "…"


def _number(row: Value) -> str:
    """The number of a row or cluster as it is searched for in the results: without separators."""
    return written(row if row is None else str(row), Kind.TEXT)


def _present(names: Sequence[str], fields: Mapping[str, ResultField]) -> tuple[ResultField, ...]:
    return tuple(fields[name] for name in names if name in fields)
