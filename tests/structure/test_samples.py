"""The sample lists are what their generator makes, and what their README says of them."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from tests.structure.repository import ROOT

GENERATED = (
    "sample_data/leads.csv",
    "sample_data/crm_master.csv",
    "tests/golden/sample_truth.csv",
    "tests/golden/sample_duplicates.csv",
)


@pytest.fixture
def truth() -> list[dict[str, str]]:
    with (ROOT / GENERATED[2]).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("samples")
    subprocess.run([sys.executable, ROOT / "tools" / "make_samples.py", "--root", root], check=True)
    return root


@pytest.mark.parametrize("file", GENERATED)
def test_the_generator_gives_the_committed_bytes(again: Path, file: str) -> None:
    assert (again / file).read_bytes() == (ROOT / file).read_bytes(), "run make samples"


def test_the_truth_speaks_of_every_lead_and_of_known_contacts_only(truth: list[dict[str, str]]) -> None:
    leads = (ROOT / GENERATED[0]).read_text(encoding="utf-8-sig")
    contacts = (ROOT / GENERATED[1]).read_text(encoding="utf-8")
    assert {row["lead_id"] for row in truth} == {
        line.split(",")[0] for line in leads.splitlines() if line.startswith("L-")
    }
    assert {row["contact_id"] for row in truth} - {""} <= {line.split(",")[0] for line in contacts.splitlines()}


def test_about_55_percent_of_the_leads_are_in_the_master(truth: list[dict[str, str]]) -> None:
    in_master = {row["lead_id"] for row in truth if row["contact_id"]}
    assert 0.52 < len(in_master) / len({row["lead_id"] for row in truth}) < 0.58
