"""What a job makes of the decisions of its owner: the pairs of its lists that are decided, read once per run."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from listmatch.catalog.queries import decisions as decision_rows
from listmatch.catalog.records import DecisionRecord
from listmatch.domain.artifacts import DECIDED
from listmatch.storage import ObjectStore
from listmatch.workflows.artifacts import opened, table_rows
from listmatch.workflows.lists.files import PreparedFile
from listmatch.workflows.services import Services

if TYPE_CHECKING:
    from listmatch.matching.marks import MarkedList


def marked(file: PreparedFile) -> "MarkedList":
    """A prepared list as its rows are known again."""
    from listmatch.matching.marks import MarkedList, id_columns

    return MarkedList(file.rows, file.standard, id_columns(file.profile))


def find_decided(
    services: Services, *, owner_id: str, source: PreparedFile, master: PreparedFile | None, scored: Path, into: Path
) -> Path | None:
    """Write ``decided.parquet`` into *into*; its path, or None where nothing in these lists is decided.

    Decisions are read once, here, so that what a run writes agrees with itself however many are made meanwhile.
    """
    with services.catalog.reading() as session:
        records = {record.id: record for record in decision_rows.all_of(session, owner_id=owner_id)}
        marks = decision_rows.marks_of(session, owner_id=owner_id) if records else []
    if not records:
        _write_none(into / DECIDED)
        return None
    from listmatch.matching import rulings

    with services.folder() as folder:
        _write_decisions(folder / "decisions.parquet", records, marks)
        found = rulings.find_decided(
            marked(source),
            marked(master) if master else None,
            decisions=folder / "decisions.parquet",
            scored=scored,
            into=into,
            compute=services.compute,
        )
    return into / DECIDED if found.accepted or found.rejected else None


def as_ruled(services: Services, *, scored: Path, decided_key: str, into: Path) -> Path:
    """The scored pairs of a job as its verdicts or clusters saw them: *scored* itself, or a table in *into*."""
    from listmatch.matching.rulings import rule

    if not _has_lines(services.store, decided_key):
        return scored
    with opened(services.store, decided_key) as [decided]:
        return rule(scored, decided=decided, into=into, compute=services.compute)


def _has_lines(store: ObjectStore, key: str) -> bool:
    if not store.exists(key):
        return False
    with opened(store, key) as [path]:
        return table_rows(path) > 0


def _write_none(path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {"source_row_id": pa.int64(), "master_row_id": pa.int64(), "is_match": pa.bool_()}
    schema = pa.schema({**kinds, "says": pa.string(), "decision_id": pa.string()})
    # Making an empty pyarrow Table would import pandas, half a CPU second.
    with pq.ParquetWriter(path, schema):
        return


def _write_decisions(
    path: Path, records: Mapping[str, DecisionRecord], marks: Sequence[tuple[str, bool, str, int]]
) -> None:
    """The table that ``matching.rulings`` reads: one line per mark. A decision made this moment may still lack."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    lines = [(records[decision], is_source, mark) for decision, is_source, mark, _ in marks if decision in records]
    columns = {
        "decision_id": [record.id for record, _, _ in lines],
        "is_match": [record.is_match for record, _, _ in lines],
        "says": [said(record) for record, _, _ in lines],
        "decided_at": [record.updated_at.replace(tzinfo=None) for record, _, _ in lines],
        "is_source": [is_source for _, is_source, _ in lines],
        "mark": [mark for _, _, mark in lines],
    }
    pq.write_table(pa.table(columns), path)


def said(record: DecisionRecord) -> str:
    """Who decided what, and when: "accepted by Ann on 2026-11-21"."""
    return f"{'accepted' if record.is_match else 'rejected'} by {record.decided_by} on {record.updated_at:%Y-%m-%d}"
