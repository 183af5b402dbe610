"""Import files for a CRM: which rows, under which names, with which values."""

import csv
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from listmatch.domain.verdicts import ProfileType, Verdict
from listmatch.duck import Compute
from listmatch.errors import InputError
from listmatch.exports.crm import CrmInputs, write_crm_files
from listmatch.exports.crm_presets import load_preset, presets

from .contents import match_content

FIELDS = {"full_name": ["name"], "email": ["mail"], "phone": ["tel", "mobile"], "company": ["firm"]}


@pytest.fixture
def inputs(tmp_path: Path) -> CrmInputs:
    header = ("id", "name", "mail", "tel", "mobile", "firm")
    source = [
        ("s1", "Ann Marie Lee", "ann@example.com", None, "555-0100", "Acme"),
        ("s2", "Bo", "bo@example.com", "555-0101", None, None),
        ("s3", "Dee, Cy", "cy@example.com", " ", None, None),
        ("s4", "Eve Fox", "eve@example.com", None, None, "Fox"),
    ]
    master = [("003A", "Ann Lee", None, None, None, "Acme Inc"), ("003B", "Bo Li", "bo@example.com", "1", None, "Li")]
    verdicts = [Verdict.MATCHED, Verdict.MATCHED, Verdict.UNMATCHED, Verdict.UNMATCHED]
    content = match_content(tmp_path, header=header, source=source, master=master, verdicts=verdicts)
    return CrmInputs(content.results, FIELDS, FIELDS, master_id="id")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{key: value for key, value in row.items() if value} for row in csv.DictReader(file)]


def test_new_records_carry_the_names_and_fillers_of_salesforce(
    inputs: CrmInputs, tmp_path: Path, compute: Compute
) -> None:
    written = write_crm_files(inputs, load_preset("salesforce"), into=tmp_path, compute=compute)
    assert read(written.new_records) == [
        {"FirstName": "Cy", "LastName": "Dee", "Email": "cy@example.com", "Company": "[not provided]"},
        {"FirstName": "Eve", "LastName": "Fox", "Email": "eve@example.com", "Company": "Fox"},
    ]


def test_updates_only_fill_what_the_master_lacks(inputs: CrmInputs, tmp_path: Path, compute: Compute) -> None:
    written = write_crm_files(inputs, load_preset("hubspot"), into=tmp_path, compute=compute)
    assert read(written.updates) == [{"Record ID": "003A", "Email": "ann@example.com", "Phone Number": "555-0100"}]


def test_updates_replace_what_differs_on_request(inputs: CrmInputs, tmp_path: Path, compute: Compute) -> None:
    preset = load_preset("salesforce")
    written = write_crm_files(replace(inputs, overwrite=True), preset, into=tmp_path, compute=compute)
    first, second = read(written.updates)
    assert first == {
        "Id": "003A", "FirstName": "Ann Marie", "Email": "ann@example.com", "Phone": "555-0100", "Company": "Acme",
    }  # fmt: skip
    assert second == {"Id": "003B", "LastName": "Bo", "Phone": "555-0101"}


def test_rows_that_repeat_an_earlier_one_are_not_new_twice(inputs: CrmInputs, tmp_path: Path, compute: Compute) -> None:
    table = pq.read_table(inputs.results)
    place = table.column_names.index("_lmg_source_duplicate_of")
    table = table.set_column(place, table.schema.field(place), pa.array([None, None, None, 3], pa.int64()))
    pq.write_table(table, inputs.results)
    written = write_crm_files(inputs, load_preset("hubspot"), into=tmp_path, compute=compute)
    assert [row["Email"] for row in read(written.new_records)] == ["cy@example.com"]


def test_a_record_is_updated_once(tmp_path: Path, compute: Compute) -> None:
    source = [("a", "Ann Lee", "1@example.com"), ("b", "Ann Lee", "2@example.com")]
    master = [("003A", "Ann Lee", None), ("003A", "Ann Lee", None)]
    content = match_content(
        tmp_path, header=("id", "name", "mail"), source=source, master=master, verdicts=[Verdict.MATCHED] * 2
    )
    inputs = CrmInputs(content.results, FIELDS, FIELDS, master_id="id")
    written = write_crm_files(inputs, load_preset("hubspot"), into=tmp_path, compute=compute)
    assert read(written.updates) == [{"Record ID": "003A", "Email": "1@example.com"}]


def test_of_several_candidates_of_a_row_the_best_is_updated(
    inputs: CrmInputs, tmp_path: Path, compute: Compute
) -> None:
    table = pq.read_table(inputs.results)
    best, others = table.slice(0, 1), table.slice(1)
    place = table.column_names.index("master_id")
    candidate = best.set_column(place, table.schema.field(place), pa.array(["003C"]))
    pq.write_table(pa.concat_tables([best, candidate, others]), inputs.results)
    written = write_crm_files(replace(inputs, overwrite=True), load_preset("hubspot"), into=tmp_path, compute=compute)
    assert [row["Record ID"] for row in read(written.updates)] == ["003A", "003B"]


def test_a_row_of_which_the_crm_knows_no_column_is_no_new_record(tmp_path: Path, compute: Compute) -> None:
    source = [("Sum: 2 visitors", None, None), ("Mr", "Ann Lee", "ann@example.com")]
    header = ("salutation", "name", "mail")
    content = match_content(
        tmp_path, header=header, source=source, master=[("x", "y", "z")], verdicts=[Verdict.UNMATCHED] * 2
    )
    inputs = CrmInputs(content.results, FIELDS, FIELDS, master_id="salutation")
    written = write_crm_files(inputs, load_preset("salesforce-contacts"), into=tmp_path, compute=compute)
    assert read(written.new_records) == [{"FirstName": "Ann", "LastName": "Lee", "Email": "ann@example.com"}]
    assert (written.new_count, written.update_count) == (1, 0)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("ann@ example.com", None),
        ("none", None),
        ("Ann Lee <ann@example.com>", "ann@example.com"),
        ("mailto:ann.lee+x@example.co.uk", "ann.lee+x@example.co.uk"),
        ("ann@example.com; bo@example.com", "ann@example.com"),
        ("ann@münchen.example", "ann@münchen.example"),
    ],
)
def test_a_cell_gives_the_address_in_it_or_nothing(
    cell: str, written: str | None, tmp_path: Path, compute: Compute
) -> None:
    content = match_content(
        tmp_path,
        header=("name", "mail"),
        source=[("Ann Lee", cell)],
        master=[("Bo", "b")],
        verdicts=[Verdict.UNMATCHED],
    )
    inputs = CrmInputs(content.results, FIELDS, FIELDS, master_id="name")
    files = write_crm_files(inputs, load_preset("hubspot"), into=tmp_path, compute=compute)
    assert [row.get("Email") for row in read(files.new_records)] == [written]


@pytest.mark.parametrize(
    ("preset", "note"),
    [
        (
            "salesforce",
            "The record ids are those of Salesforce contacts: use --preset salesforce-contacts for updates.",
        ),
        ("salesforce-contacts", ""),
        (
            "hubspot",
            "The record ids are those of Salesforce contacts: use --preset salesforce-contacts for updates.",
        ),
    ],
)
def test_ids_of_another_kind_of_record_are_told(
    preset: str, note: str, inputs: CrmInputs, tmp_path: Path, compute: Compute
) -> None:
    written = write_crm_files(inputs, load_preset(preset), into=tmp_path, compute=compute)
    assert written.note == note
    assert written.record_id == "id"


def test_files_without_rows_have_their_header(inputs: CrmInputs, tmp_path: Path, compute: Compute) -> None:
    nothing = replace(inputs, source_fields={}, master_fields={})
    written = write_crm_files(nothing, load_preset("hubspot"), into=tmp_path, compute=compute)
    assert written.updates.read_text().startswith("Record ID,First Name,Last Name,Email")
    assert read(written.updates) == []


def test_a_row_with_nothing_for_the_crm_is_left_out_and_counted(
    inputs: CrmInputs, tmp_path: Path, compute: Compute
) -> None:
    preset = load_preset("hubspot")
    written = write_crm_files(inputs, preset, into=tmp_path, compute=compute)
    bare = write_crm_files(replace(inputs, source_fields={}), preset, into=tmp_path, compute=compute)
    assert (written.empty_count, bare.new_count) == (0, 0)
    assert bare.empty_count == written.new_count + written.conflict_count > 0


def test_an_unknown_record_id_names_the_cure(inputs: CrmInputs, tmp_path: Path, compute: Compute) -> None:
    with pytest.raises(InputError, match="the ids of Salesforce leads"):
        write_crm_files(replace(inputs, master_id="nope"), load_preset("salesforce"), into=tmp_path, compute=compute)


def test_presets_are_known_by_name() -> None:
    assert presets() == (
        "hubspot",
        "hubspot-companies",
        "salesforce",
        "salesforce-accounts",
        "salesforce-contacts",
    )
    with pytest.raises(InputError, match="hubspot, hubspot-companies, hubspot-contacts, salesforce, "):
        load_preset("siebel")


def test_the_records_that_a_crm_alone_stands_for_can_be_named_too() -> None:
    assert load_preset("hubspot-contacts") == load_preset("hubspot")
    assert load_preset("salesforce-leads") == load_preset("salesforce")


def test_a_lead_that_belongs_to_an_account_is_a_new_contact_of_it_and_updates_nothing(
    inputs: CrmInputs, tmp_path: Path, compute: Compute
) -> None:
    leads = replace(inputs, type=ProfileType.ACCOUNT, overwrite=True)
    written = write_crm_files(leads, load_preset("salesforce-contacts"), into=tmp_path, compute=compute)
    assert [(row["AccountId"], row["LastName"], row["Email"]) for row in read(written.new_records)] == [
        ("003A", "Lee", "ann@example.com"),
        ("003B", "Bo", "bo@example.com"),
    ]
    assert written.update_count == 0
    assert read(written.updates) == []


def test_leads_without_an_account_are_new_leads(inputs: CrmInputs, tmp_path: Path, compute: Compute) -> None:
    leads = replace(inputs, type=ProfileType.ACCOUNT)
    written = write_crm_files(leads, load_preset("salesforce"), into=tmp_path, compute=compute)
    assert [row["Email"] for row in read(written.new_records)] == ["cy@example.com", "eve@example.com"]
    assert written.update_count == 0
    assert "--preset salesforce-contacts" in written.note


@pytest.mark.parametrize(
    ("preset", "created", "held"),
    [("hubspot", ["Cy", "Fay"], ["Eve", "Gus"]), ("salesforce", ["Cy", "Eve", "Fay", "Gus"], [])],
)
def test_a_new_record_with_the_address_of_another_is_held_back_where_the_crm_keeps_one_for_each(
    preset: str, created: list[str], held: list[str], tmp_path: Path, compute: Compute
) -> None:
    source = [
        ("s1", "Cy Dee", "cy@example.com"),
        ("s2", "Eve Fox", "CY@example.com"),
        ("s3", "Fay Orr", None),
        ("s4", "Gus Poe", "info@example.com"),
    ]
    master = [("003A", "Ann Lee", "Info@Example.com")]
    content = match_content(
        tmp_path,
        header=("id", "name", "mail"),
        source=source,
        master=master,
        verdicts=[Verdict.UNMATCHED] * 4,
    )
    rows = tmp_path / "rows.parquet"
    pq.write_table(pa.table({"id": ["003A"], "Mail": [None], "mail": ["Info@Example.com"]}), rows)
    inputs = CrmInputs(content.results, FIELDS, FIELDS, master_id="id", master_rows=rows)
    written = write_crm_files(inputs, load_preset(preset), into=tmp_path, compute=compute)
    first = "First Name" if preset == "hubspot" else "FirstName"
    assert [row[first] for row in read(written.new_records)] == created
    assert ([row[first] for row in read(written.conflicts)] if written.conflicts else []) == held
    assert (written.new_count, written.conflict_count) == (len(created), len(held))


def test_products_are_no_records_of_a_crm(inputs: CrmInputs, tmp_path: Path, compute: Compute) -> None:
    products = replace(inputs, type=ProfileType.PRODUCT)
    with pytest.raises(InputError, match="these are products"):
        write_crm_files(products, load_preset("hubspot"), into=tmp_path, compute=compute)


def test_leads_are_no_accounts(inputs: CrmInputs, tmp_path: Path, compute: Compute) -> None:
    leads = replace(inputs, type=ProfileType.ACCOUNT)
    with pytest.raises(InputError, match="Choose --preset salesforce-contacts"):
        write_crm_files(leads, load_preset("salesforce-accounts"), into=tmp_path, compute=compute)


@pytest.mark.parametrize(("preset", "other"), [("salesforce", "salesforce-accounts"), ("hubspot", "hubspot-companies")])
def test_companies_are_told_the_preset_of_companies(
    preset: str, other: str, inputs: CrmInputs, tmp_path: Path, compute: Compute
) -> None:
    companies = replace(inputs, type=ProfileType.COMPANY)
    assert f"--preset {other}" in write_crm_files(companies, load_preset(preset), into=tmp_path, compute=compute).note
    written = write_crm_files(companies, load_preset(other), into=tmp_path, compute=compute)
    assert "Fox" in {row.get("Name", row.get("Company name")) for row in read(written.new_records)}


def test_ids_of_no_known_form_ask_for_their_column(inputs: CrmInputs, tmp_path: Path, compute: Compute) -> None:
    names = replace(inputs, master_id="name")
    written = write_crm_files(names, load_preset("hubspot"), into=tmp_path, compute=compute)
    assert written.note == (
        "No record id looks like one of HubSpot contacts: name the column that holds them with --id."
    )


def test_leads_of_no_account_are_pointed_to_the_same_crm(inputs: CrmInputs, tmp_path: Path, compute: Compute) -> None:
    leads = replace(inputs, type=ProfileType.ACCOUNT)
    written = write_crm_files(leads, load_preset("salesforce-contacts"), into=tmp_path, compute=compute)
    assert written.note == "Rows that belong to no account are not in it: --preset salesforce writes those."
