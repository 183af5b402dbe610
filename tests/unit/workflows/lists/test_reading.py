"""What a person says about reading a list goes with the file, whichever door it came through."""

from pathlib import Path

import pytest

from listmatch.domain.files import Purpose
from listmatch.domain.reading import DETECT_ALL, ReadOptions
from listmatch.errors import ContractBroken
from listmatch.workflows.doctor import examine
from listmatch.workflows.lists.files import open_prepared, prepare_path, register_path
from listmatch.workflows.lists.reading import Reading, keep_options, kept_options
from listmatch.workflows.services import Services

POLISH = "imię;nazwisko\nŁucja;Żak\nSławek;Kłos\n".encode("cp1250")


def prepared_columns(services: Services, file_id: str) -> list[str]:
    with open_prepared(services, owner_id="local", file_id=file_id) as prepared:
        return [column.name for column in prepared.profile.columns]


@pytest.mark.parametrize(
    ("row", "has_header", "line"), [(None, None, 0), (0, False, 0), (4, True, 4)], ids=["detected", "none", "fourth"]
)
def test_a_header_row_of_0_means_none(row: int | None, has_header: bool | None, line: int) -> None:
    options = Reading(header_row=row).options
    assert (options.has_header, options.header_line) == (has_header, line)


def test_options_are_kept_with_a_file(services: Services) -> None:
    said = ReadOptions(encoding="cp1250", delimiter="tab", quote="", header_line=3, column_names=("a", "b"))
    keep_options(services, said, owner_id="local", file_id="f1")
    assert kept_options(services, owner_id="local", file_id="f1") == said
    assert kept_options(services, owner_id="local", file_id="f2") == DETECT_ALL


def test_the_same_bytes_read_otherwise_are_another_file(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(POLISH)
    detected = prepare_path(services, path, owner_id="local", purpose=Purpose.SOURCE)
    said = ReadOptions(encoding="cp1250", has_header=False)
    told = prepare_path(services, path, owner_id="local", purpose=Purpose.SOURCE, options=said)
    assert prepared_columns(services, detected.id) == ["imię", "nazwisko"]
    assert prepared_columns(services, told.id) == ["column_1", "column_2"]
    assert register_path(services, path, owner_id="local", purpose=Purpose.SOURCE, options=said).id == told.id


def test_options_that_can_no_longer_be_read_are_named_and_the_doctor_leaves_them(
    services: Services, tmp_path: Path
) -> None:
    (tmp_path / "people.csv").write_bytes(POLISH)
    said = ReadOptions(encoding="cp1250")
    path, purpose = tmp_path / "people.csv", Purpose.SOURCE
    file = register_path(services, path, owner_id="local", purpose=purpose, options=said)
    key = f"owners/local/files/{file.id}/reading.json"
    services.store.put_bytes(key, b"{")
    with pytest.raises(ContractBroken, match=r"reading.json: .* damaged. Upload the list again"):
        kept_options(services, owner_id="local", file_id=file.id)
    assert examine(services, read=True) == []
