"""Which list came before another one of its kind, and what it costs to find out."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from listmatch.catalog.queries import drops as drop_rows
from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.records import FileRecord
from listmatch.domain.files import Purpose
from listmatch.workflows.lists.families import family_of_name, predecessor
from listmatch.workflows.lists.files import register_path
from listmatch.workflows.lists.preparation import prepared_file, raw_upload, settle
from listmatch.workflows.services import Services

COLUMNS = ("Name", "Email")


def lay(services: Services, folder: Path, name: str, *, rule: str = "") -> FileRecord:
    """A list that is ready, by a drop rule where one is named."""
    path = folder / name
    path.write_text(f"Name,Email\nAnn Lee,ann@{name.split('.')[0]}.org\n", encoding="utf-8")
    file = register_path(services, path, owner_id="local", purpose=Purpose.SOURCE)
    for stage in (raw_upload, prepared_file, settle):
        stage(services, file.id)
    with services.catalog.session() as session:
        if rule:
            version = {"uri": path.as_uri(), "etag": "1", "size": 1, "modified_at": datetime.now(UTC)}
            drop = drop_rows.see(session, drop_rows.NewDrop(owner_id="local", rule=rule, **version))
            assert drop is not None
            drop_rows.settle(session, drop_id=drop.id, file_id=file.id)
        return file_rows.get(session, owner_id="local", file_id=file.id)


def before(services: Services, file: FileRecord) -> str | None:
    found = predecessor(services, file, content_hash=str(file.content_hash), columns=COLUMNS)
    return found.name if found else None


def test_names_that_differ_in_dates_are_of_one_family() -> None:
    assert family_of_name("leads_2026-03.csv") == family_of_name("Leads-2026-04.xlsx") == "leads"


def test_the_list_before_is_of_the_same_family_of_names(services: Services, tmp_path: Path) -> None:
    for name in ("leads-1.csv", "donors-1.csv"):
        lay(services, tmp_path, name)
    assert before(services, lay(services, tmp_path, "leads-2.csv")) == "leads-1.csv"
    assert before(services, lay(services, tmp_path, "badges.csv")) is None


@pytest.mark.parametrize("others", [1, 4])
def test_the_list_before_of_a_rule_is_found_by_three_queries_however_many_came_since(
    services: Services, tmp_path: Path, others: int
) -> None:
    lay(services, tmp_path, "first.csv", rule="leads")
    for number in range(others):
        lay(services, tmp_path, f"other-{number}.csv", rule="others")
    last = lay(services, tmp_path, "last.csv", rule="leads")
    asked: list[str] = []

    def note(*given: object) -> None:
        asked.append(str(given[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert before(services, last) == "first.csv"
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len([query for query in asked if query.startswith("SELECT")]) == 3
