"""First and last names for a CRM, cut out of whole names as they are written."""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from listmatch.domain.verdicts import Verdict
from listmatch.duck import Compute
from listmatch.exports.crm import CrmInputs, write_crm_files
from listmatch.exports.crm_names import NameRead, split_name
from listmatch.exports.crm_presets import load_preset

from .contents import match_content
from .test_crm import read


@pytest.mark.parametrize(
    ("text", "name", "split"),
    [
        ("Dr. Jane Calloway Jr.", NameRead("jane", "", "calloway", "jr"), ("Jane", "Calloway Jr.")),
        ("Peter Moss, PhD", NameRead("peter", "", "moss"), ("Peter", "Moss")),
        ("LEE, Robert, Jr.", NameRead("robert", "", "lee", "jr"), ("Robert", "LEE Jr.")),
        ("Ludwig van Houten", NameRead("ludwig", "", "van houten"), ("Ludwig", "van Houten")),
        ("  Ann   Marie  Lowe ", NameRead("ann", "marie", "lowe"), ("Ann Marie", "Lowe")),
        ("J.R.R. Tolmie", NameRead("j", "r r", "tolmie"), ("J.R.R.", "Tolmie")),
        ("Oliver Stone (Sales)", NameRead("oliver", "", "stone"), ("Oliver", "Stone")),
        ("O'NEILL Kevin", NameRead("kevin", "", "oneill"), ("Kevin", "O'NEILL")),
        ("Schröder, Jörg", NameRead("jorg", "", "schroder"), ("Jörg", "Schröder")),
        ("Thomas Thomas", NameRead("thomas", "", "thomas"), ("Thomas", "Thomas")),
        ("Lee, Lee Ann", NameRead("lee", "ann", "lee"), ("Lee Ann", "Lee")),
        ("John & Mary Jones", NameRead("john", "and mary", "jones"), ("John & Mary", "Jones")),
        ("Dr. Calloway", NameRead("", "", "calloway"), (None, "Calloway")),
        ("Dr. Cher", NameRead("cher"), (None, "Cher")),
        ("John Smith 2", NameRead("john", "", "smith", "ii"), ("John", "Smith")),
    ],
)
def test_a_name_is_split_as_it_was_read_and_keeps_its_spelling(
    text: str, name: NameRead, split: tuple[str | None, str]
) -> None:
    assert split_name(text, name) == split


@pytest.mark.parametrize(
    ("text", "name"),
    [("王小明", NameRead("xiaoming", "", "wang")), ("Bob Moe", NameRead("robert", "", "moe")), ("...", NameRead())],
)
def test_words_that_are_not_those_that_were_read_are_not_split(text: str, name: NameRead) -> None:
    assert split_name(text, name) is None


def standard(path: Path, names: list[tuple[str | None, str | None, str | None]]) -> Path:
    """A standard.parquet of first names, last names and generations."""
    first, last, generation = (pa.array(part, pa.string()) for part in zip(*names, strict=True))
    rows = pa.array(range(1, len(names) + 1), pa.int64())
    columns = {"first": first, "middle": pa.nulls(len(names), pa.string()), "last": last, "generation": generation}
    pq.write_table(pa.table({"_lmg_row_id": rows, **columns}), path)
    return path


@pytest.fixture
def inputs(tmp_path: Path) -> CrmInputs:
    source = [("s1", "Dr. Ann Lee III"), ("s2", "Susan Clarke MD"), ("s3", "Eve Fox"), ("s4", "王小明")]
    master = [("003A", "Lee III, Dr. Ann")]
    verdicts = [Verdict.MATCHED, Verdict.UNMATCHED, Verdict.UNMATCHED, Verdict.UNMATCHED]
    content = match_content(tmp_path, header=("id", "name"), source=source, master=master, verdicts=verdicts)
    read_as = [("ann", "lee", "iii"), ("susan", "clarke", None), ("eve", "fox", None), ("xiaoming", "wang", None)]
    return CrmInputs(
        content.results,
        {"full_name": ["name"]},
        {"full_name": ["name"]},
        master_id="id",
        source_standard=standard(tmp_path / "source_standard.parquet", [*read_as]),
        master_standard=standard(tmp_path / "master_standard.parquet", [("ann", "lee", "iii")]),
    )


def test_titles_and_degrees_are_no_names_of_a_new_record(inputs: CrmInputs, tmp_path: Path, compute: Compute) -> None:
    written = write_crm_files(inputs, load_preset("salesforce-contacts"), into=tmp_path, compute=compute)
    assert read(written.new_records) == [
        {"FirstName": "Susan", "LastName": "Clarke"},
        {"FirstName": "Eve", "LastName": "Fox"},
        {"LastName": "王小明"},
    ]


def test_a_name_written_another_way_is_no_update(inputs: CrmInputs, tmp_path: Path, compute: Compute) -> None:
    changes = replace(inputs, overwrite=True)
    written = write_crm_files(changes, load_preset("salesforce-contacts"), into=tmp_path, compute=compute)
    assert read(written.updates) == []


def test_names_in_columns_of_their_own_are_taken_as_they_are(
    inputs: CrmInputs, tmp_path: Path, compute: Compute
) -> None:
    standard(tmp_path / "source_standard.parquet", [("ann", "van lee", None)] * 4)
    apart = replace(inputs, source_fields={"last_name": ["name"]})
    written = write_crm_files(apart, load_preset("salesforce-contacts"), into=tmp_path, compute=compute)
    assert [record["LastName"] for record in read(written.new_records)] == ["Susan Clarke MD", "Eve Fox", "王小明"]
