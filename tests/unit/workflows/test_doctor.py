"""The doctor finds every disagreement between catalog and store, mends it, and finds nothing in what is sound."""

import os
import shutil
import zipfile
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from listmatch.catalog.queries import exports as export_rows
from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.queries import reports as report_rows
from listmatch.domain.files import FileStatus, Purpose
from listmatch.domain.jobs import ExportFormat, JobStatus
from listmatch.domain.verdicts import MatchMode
from listmatch.storage import keys
from listmatch.workflows.doctor import Trouble, examine, housekeeping, treat
from listmatch.workflows.lists.files import PREPARED, register_path
from listmatch.workflows.matches.jobs import JobRequest, request_job
from listmatch.workflows.services import Services
from tests.lists import write_lists

NEEDED = (
    "exports/results.csv",
    "exports/results.parquet",
    "scored_matches/scored_matches.parquet",
    "clusters/clusters.parquet",
    "rollups/rollups.json",
)
LATER = datetime.now(UTC) + timedelta(hours=2)


def content(name: str) -> bytes:
    """Something sound of the kind that a name tells."""
    if name.endswith(".parquet"):
        pq.write_table(pa.table({"n": list(range(10_000))}), written := BytesIO())
        return written.getvalue()
    return {".csv": b"n\n" + b"1\n" * 10_000, ".pdf": b"%PDF-1.7\n%%EOF\n"}.get(Path(name).suffix, b"{}")


@pytest.fixture
def file_id(services: Services, tmp_path: Path) -> str:
    """A file whose preparation is in the store."""
    file = register_path(services, write_lists(tmp_path)[0], owner_id="local", purpose=Purpose.SOURCE)
    for name in PREPARED:
        services.store.put_bytes(f"{keys.file_folder('local', file.id)}prepared/{name}", content(name))
    with services.catalog.session() as session:
        file_rows.mark_ready(session, file_id=file.id, profile={}, row_count=1, column_count=1, content_hash="")
    return file.id


@pytest.fixture
def job_id(services: Services, file_id: str) -> str:
    """A completed job with its results."""
    job = request_job(services, JobRequest(owner_id="local", source_file_id=file_id, mode=MatchMode.DEDUPE))
    for name in (*NEEDED, "exports/report.pdf"):
        services.store.put_bytes(keys.job_key("local", job.id, name), content(name))
    with services.catalog.session() as session:
        job_rows.claim(session, job_id=job.id, run_id="run")
        job_rows.complete(session, job_id=job.id, result_summary={}, run_id="run")
        report = report_rows.create(session, owner_id="local", job_id=job.id, title="x")
        key = keys.job_key("local", job.id, "rollups/rollups.json")
        report_rows.complete(session, report_id=report.id, rollups_key=key, narrative={})
        key = keys.job_key("local", job.id, "exports/report.pdf")
        export_rows.mark_ready(session, report_id=report.id, format=ExportFormat.PDF, key=key)
    return job.id


def troubles(services: Services) -> list[Trouble]:
    return [finding.trouble for finding in examine(services, now=LATER)]


def mend(services: Services) -> None:
    for finding in examine(services, now=LATER):
        assert treat(services, finding)


def file_status(services: Services, file_id: str) -> FileStatus:
    with services.catalog.reading() as session:
        return file_rows.get_any(session, file_id=file_id).status


@pytest.mark.parametrize("read", [False, True])
def test_what_is_sound_is_found_sound(services: Services, job_id: str, read: bool) -> None:
    assert examine(services, now=LATER, read=read) == []


def truncated(content: bytes) -> bytes:
    return content[: len(content) // 2]


def zeroed(content: bytes) -> bytes:
    return content[:100] + bytes(1000) + content[1100:]


@pytest.mark.parametrize("harm", [truncated, zeroed])
def test_a_table_that_cannot_be_read_is_found_where_it_is_looked_for_and_made_again(
    services: Services, file_id: str, harm: Callable[[bytes], bytes]
) -> None:
    key = f"{keys.file_folder('local', file_id)}prepared/standard.parquet"
    services.store.put_bytes(key, harm(services.store.get_bytes(key)))
    assert examine(services, now=LATER) == []
    findings = examine(services, now=LATER, read=True)
    assert [(each.trouble, each.subject) for each in findings] == [
        (Trouble.DAMAGED, key),
        (Trouble.PREPARATION_GONE, file_id),
    ]
    assert all(treat(services, each) for each in findings)
    assert (services.store.exists(key), file_status(services, file_id)) == (False, FileStatus.UPLOADED)


def test_a_document_that_cannot_be_read_has_its_job_run_again(services: Services, job_id: str) -> None:
    services.store.put_bytes(keys.job_key("local", job_id, "rollups/rollups.json"), b'{"totals": {')
    assert [each.trouble for each in examine(services, now=LATER, read=True)] == [
        Trouble.DAMAGED,
        Trouble.RESULT_GONE,
    ]


def office() -> bytes:
    with zipfile.ZipFile(written := BytesIO(), "w") as archive:
        archive.writestr("xl/workbook.xml", "x" * 5000)
    return written.getvalue()


@pytest.mark.parametrize("harm", [lambda whole: whole[:-9], lambda whole: whole[: len(whole) // 2], zeroed])
@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("report.pdf", b"%PDF-1.7\n" + b"x" * 5000 + b"\n%%EOF\n"),
        ("report.xlsx", office()),
        ("report.pptx", office()),
        ("report.html", b"<!DOCTYPE html>" + b"x" * 5000 + b"</html>\n"),
        ("golden.csv", b"n,text\n" + b'1,"a\nb ""c"""\n' * 500),
    ],
)
def test_a_report_that_was_cut_is_found_and_a_whole_one_is_left_alone(
    services: Services, job_id: str, name: str, whole: bytes, harm: Callable[[bytes], bytes]
) -> None:
    key = keys.job_key("local", job_id, f"exports/{name}")
    services.store.put_bytes(key, whole)
    assert examine(services, now=LATER, read=True) == []
    harmed = harm(whole)
    services.store.put_bytes(key, harmed)
    found = [each.subject for each in examine(services, now=LATER, read=True) if each.trouble is Trouble.DAMAGED]
    assert found == [key]


def printed(packed: bytes, *, length: int) -> bytes:
    """A document with one stream, as WeasyPrint writes it."""
    head = b"%PDF-1.7\n1 0 obj\n<</Filter /FlateDecode/Length " + str(length).encode() + b">>\n"
    return head + b"stream\n" + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


def test_a_page_of_a_document_that_does_not_unpack_is_found(services: Services, job_id: str) -> None:
    packed = zlib.compress(bytes(range(256)) * 20)
    flipped = packed[:40] + bytes([packed[40] ^ 1]) + packed[41:]
    key = keys.job_key("local", job_id, "exports/report.pdf")
    kept = {}
    for name, content in (
        ("whole", printed(packed, length=len(packed))),
        ("one bit flipped", printed(flipped, length=len(packed))),
        ("a part missing", printed(packed[:40] + packed[60:], length=len(packed))),
    ):
        services.store.put_bytes(key, content)
        kept[name] = not any(each.subject == key for each in examine(services, now=LATER, read=True))
    assert kept == {"whole": True, "one bit flipped": False, "a part missing": False}


def test_results_that_were_cut_at_the_end_of_a_line_are_found_by_their_table(services: Services, job_id: str) -> None:
    pq.write_table(pa.table({"n": [1, 2, 3]}), written := BytesIO())
    services.store.put_bytes(keys.job_key("local", job_id, "exports/results.parquet"), written.getvalue())
    key = keys.job_key("local", job_id, "exports/results.csv")
    services.store.put_bytes(key, b'n\n1\n"2\n"\n3\n')
    assert examine(services, now=LATER, read=True) == []
    services.store.put_bytes(key, b'n\n1\n"2\n"\n')
    assert [each.trouble for each in examine(services, now=LATER, read=True)] == [
        Trouble.DAMAGED,
        Trouble.RESULT_GONE,
    ]


def test_an_empty_object_is_as_good_as_none(services: Services, job_id: str) -> None:
    services.store.put_bytes(keys.job_key("local", job_id, "exports/results.csv"), b"")
    assert troubles(services) == [Trouble.DAMAGED, Trouble.RESULT_GONE]


def test_what_a_job_keeps_beside_its_results_is_deleted_when_it_is_damaged(services: Services, job_id: str) -> None:
    key = keys.job_key("local", job_id, "standard/source-1/standard.parquet")
    services.store.put_bytes(key, b"PAR1")
    (finding,) = examine(services, now=LATER, read=True)
    assert treat(services, finding)
    assert (finding.subject, services.store.exists(key)) == (key, False)


@pytest.mark.parametrize("name", PREPARED)
def test_a_ready_file_that_lost_a_part_is_prepared_again(services: Services, file_id: str, name: str) -> None:
    services.store.delete(f"{keys.file_folder('local', file_id)}prepared/{name}")
    assert troubles(services) == [Trouble.PREPARATION_GONE]
    mend(services)
    assert (troubles(services), file_status(services, file_id)) == ([], FileStatus.UPLOADED)


def test_a_file_without_its_bytes_has_failed(services: Services, tmp_path: Path) -> None:
    file = register_path(services, write_lists(tmp_path)[0], owner_id="local", purpose=Purpose.SOURCE)
    services.store.delete(file.raw_key)
    assert troubles(services) == [Trouble.BYTES_GONE]
    mend(services)
    assert (troubles(services), file_status(services, file.id)) == ([], FileStatus.FAILED)


@pytest.mark.parametrize("lost", [NEEDED, *((name,) for name in NEEDED)])
def test_a_completed_job_that_lacks_a_result_runs_again(services: Services, job_id: str, lost: tuple[str, ...]) -> None:
    for name in lost:
        services.store.delete(keys.job_key("local", job_id, name))
    assert troubles(services) == [Trouble.RESULT_GONE]
    mend(services)
    with services.catalog.reading() as session:
        assert job_rows.get_any(session, job_id=job_id).status is JobStatus.PENDING


def test_a_formatted_report_that_is_gone_is_made_again(services: Services, job_id: str) -> None:
    services.store.delete(keys.job_key("local", job_id, "exports/report.pdf"))
    assert troubles(services) == [Trouble.EXPORT_GONE]
    mend(services)
    assert troubles(services) == []
    with services.catalog.reading() as session:
        assert [export.format for export in export_rows.awaiting(session)] == [ExportFormat.PDF]


def test_objects_without_a_row_are_deleted_once_they_are_old(services: Services, job_id: str) -> None:
    services.store.put_bytes(keys.job_key("local", "nobody-s", "verdicts/verdicts.parquet"), b"x")
    assert examine(services) == []
    assert troubles(services) == [Trouble.ORPHAN]
    mend(services)
    assert troubles(services) == []
    assert services.store.exists(keys.job_key("local", job_id, "exports/results.csv"))


@pytest.mark.parametrize("change", ["the catalog is new", "the owner is of another catalog"])
def test_what_this_catalog_never_knew_is_told_and_left_alone(services: Services, job_id: str, change: str) -> None:
    owner = "local" if change == "the catalog is new" else "somebody"
    key = keys.job_key(owner, "of-the-old-catalog", "exports/results.csv")
    services.store.put_bytes(key, b"x")
    long_ago = datetime.now(UTC) - timedelta(days=30)
    os.utime(services.settings.home / "objects" / key, (long_ago.timestamp(),) * 2)
    (finding,) = examine(services, now=LATER)
    assert (finding.trouble, finding.subject) == (Trouble.FOREIGN, keys.job_folder(owner, "of-the-old-catalog"))
    assert not treat(services, finding)
    cleaned = housekeeping.clean(services, now=LATER)
    assert (cleaned["orphan_folders"], cleaned["foreign_folders"]) == (0, 1)
    assert services.store.exists(key)


def test_a_deleted_file_s_objects_are_orphans(services: Services, file_id: str) -> None:
    with services.catalog.session() as session:
        file_rows.delete(session, owner_id="local", file_id=file_id)
    assert troubles(services) == [Trouble.ORPHAN]


def test_a_run_that_is_gone_is_found_and_released(services: Services, job_id: str) -> None:
    with services.catalog.session() as session:
        job_rows.reopen(session, owner_id="local", job_id=job_id)
        job_rows.claim(session, job_id=job_id, run_id="dead")
    assert troubles(services) == [Trouble.RUN_GONE]
    assert examine(services) == []


class TestHousekeeping:
    def test_old_scratch_folders_are_removed_and_young_ones_kept(self, tmp_path: Path) -> None:
        for name, age in (("old", 1), ("young", None)):
            (tmp_path / name).mkdir()
            (tmp_path / name / "spill").write_text("x", encoding="utf-8")
            if age:
                os.utime(tmp_path / name / "spill", (age, age))
                os.utime(tmp_path / name, (age, age))
        assert housekeeping.empty_scratch(tmp_path, older_than=timedelta(days=1)) == 1
        assert [path.name for path in tmp_path.iterdir()] == ["young"]

    def test_work_that_tidies_up_while_it_is_looked_at_disturbs_nobody(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        spill = tmp_path / "work" / "spill"
        spill.mkdir(parents=True)
        for path in (spill, spill.parent):
            os.utime(path, (1, 1))
        scan = os.scandir

        def vanished(path: Any = ".") -> Any:
            if path in (spill, str(spill)):
                shutil.rmtree(spill)
            return scan(path)

        monkeypatch.setattr(os, "scandir", vanished)
        assert housekeeping.empty_scratch(tmp_path, older_than=timedelta(days=1)) == 0

    def test_partitions_without_a_row_and_the_oldest_of_too_many_go(self) -> None:
        found = housekeeping.superfluous(["a", "b", "c", "d"], living={"a", "c", "d"}, at_most=2)
        assert found == ["a", "b"]
