"""A file is compared with the one before it of the same name, dates aside; what moved is in its profile and warns."""

from pathlib import Path

from listmatch.domain.drift import DriftKind
from listmatch.domain.files import FileProfile, Purpose
from listmatch.domain.stages import StageName
from listmatch.workflows.lists.files import open_prepared, prepare_path
from listmatch.workflows.running.checks import checks_of
from listmatch.workflows.services import Services


def prepared(services: Services, path: Path, text: str) -> tuple[str, FileProfile]:
    path.write_text(text, encoding="utf-8")
    record = prepare_path(services, path, owner_id="local", purpose=Purpose.SOURCE)
    with open_prepared(services, owner_id="local", file_id=record.id) as file:
        return record.id, file.profile


def test_a_list_is_compared_with_the_previous_of_its_name(services: Services, tmp_path: Path) -> None:
    first, alone = prepared(services, tmp_path / "leads_2026-01.csv", "email,city\na@x.org,Rome\nb@x.org,Bonn\n")
    prepared(services, tmp_path / "other.csv", "sku,price\n1,2\n3,4\n")
    second, seen = prepared(services, tmp_path / "leads_2026-02.csv", "email\nc@x.org\nd@x.org\n")
    assert alone.drift is None
    assert seen.drift is not None
    assert (seen.drift.previous_file_id, seen.drift.previous_name) == (first, "leads_2026-01.csv")
    assert [(change.kind, change.column) for change in seen.drift.changes] == [(DriftKind.COLUMN_GONE, "city")]

    [drift] = [check for check in checks_of(StageName.PREPARED_FILE) if not check.is_blocking]
    outcome = drift.run(services, second)
    assert not outcome.passed
    assert outcome.description == "Column city is gone."
    assert drift.run(services, first).passed


def test_a_name_that_is_only_alike_needs_columns_in_common(services: Services, tmp_path: Path) -> None:
    prepared(services, tmp_path / "export1.csv", "email,city\na@x.org,Rome\nb@x.org,Bonn\n")
    _, seen = prepared(services, tmp_path / "export2.csv", "sku,price\n1,2\n3,4\n")
    assert seen.drift is None
