"""Rows that the tests of the catalog start from."""

from sqlalchemy.orm import Session

from listmatch.catalog import Catalog
from listmatch.catalog.queries import files, jobs, owners
from listmatch.catalog.records import FileRecord, JobRecord
from listmatch.domain.files import Purpose

PROFILE = {"columns": ["email"], "rows": 3}


def a_file(session: Session, *, owner_id: str = "ann", is_ready: bool = True, name: str = "leads.csv") -> FileRecord:
    """A registered file, prepared unless told otherwise."""
    owners.ensure(session, owner_id)
    file = files.register(
        session, files.NewFile(owner_id=owner_id, name=name, purpose=Purpose.SOURCE, size=10, raw_key="raw")
    )
    if is_ready:
        make_ready(session, file)
    return files.get(session, owner_id=owner_id, file_id=file.id)


def make_ready(session: Session, file: FileRecord, *, content_hash: str = "hash") -> None:
    """Bring a file to the end of its preparation."""
    files.mark_ready(session, file_id=file.id, profile=PROFILE, row_count=3, column_count=1, content_hash=content_hash)


def a_job(catalog: Catalog, *, owner_id: str = "ann", is_ready: bool = True) -> JobRecord:
    """A pending job over two files."""
    with catalog.session() as session:
        source = a_file(session, owner_id=owner_id, is_ready=is_ready)
        master = a_file(session, owner_id=owner_id)
        return jobs.create(session, jobs.NewJob(owner_id=owner_id, source_file_id=source.id, master_file_id=master.id))
