"""Import files for a CRM, from lists as people send them."""

import csv
from pathlib import Path

from listmatch.domain.verdicts import MatchMode
from listmatch.workflows.match_lists import MatchRequest, match_lists
from listmatch.workflows.results.crm import write_import_files
from tests.homes import services_of

SOURCE = (
    "Name,Email,Street,House Number,Phone\nDr. Susan van Clarke MD,susan@x.example,Main Street,12,\n"
    "Anna Bell,anna@x.example,,,(212) 555-0143\n"
)
MASTER = "Id,Name,Email\n7,Anna Bell,anna@x.example\n8,Anna Bell,anna@x.example\n"


def test_names_and_streets_are_whole_and_a_row_updates_one_record(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "b.csv").write_text(MASTER, encoding="utf-8")
    services = services_of(tmp_path / "home")
    asked = MatchRequest(
        source=tmp_path / "a.csv", master=tmp_path / "b.csv", mode=MatchMode.ALL_CANDIDATES, results_only=True
    )
    job = match_lists(services, asked, into=tmp_path / "out").job
    written = write_import_files(services, job.id, preset="hubspot", into=tmp_path, record_id="Id", overwrite=True)
    with written.new_records.open(encoding="utf-8", newline="") as file:
        [record] = csv.DictReader(file)
    assert (record["First Name"], record["Last Name"]) == ("Susan", "van Clarke")
    assert record["Street Address"] == "Main Street 12"
    assert written.update_count == 1
