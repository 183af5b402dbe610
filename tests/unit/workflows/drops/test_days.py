"""The days that names of lists tell."""

from datetime import date

import pytest

from listmatch.workflows.drops.days import day_in


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("leads_2024-03-05.csv", date(2024, 3, 5)),
        ("2024/03/05/leads.csv", date(2024, 3, 5)),
        ("2024/03/leads.csv", date(2024, 3, 1)),
        ("20240305.csv", date(2024, 3, 5)),
        ("export_20240305101112.csv", date(2024, 3, 5)),
        ("export_202403051011.csv", date(2024, 3, 5)),
        ("export_2024-03-05T10-11-12.csv", date(2024, 3, 5)),
        ("leads 2024-3-5.csv", date(2024, 3, 5)),
        ("2024/leads-2025-01.csv", date(2025, 1, 1)),
        ("leads_2024-01-02_to_2024-03-05.csv", date(2024, 3, 5)),
        ("05.03.2024 Leads.csv", date(2024, 3, 5)),
        ("Leads 5.3.2024.csv", date(2024, 3, 5)),
        ("leads_31-12-2023.csv", date(2023, 12, 31)),
        ("leads_12-31-2023.csv", date(2023, 12, 31)),
        ("leads_05-05-2023.csv", date(2023, 5, 5)),
        ("leads 03-2024.csv", date(2024, 3, 1)),
        ("Leads Q3 2024.csv", date(2024, 7, 1)),
        ("2024Q4_leads.csv", date(2024, 10, 1)),
        ("2024/Q2/leads.csv", date(2024, 4, 1)),
        ("Leads March 2024.csv", date(2024, 3, 1)),
        ("leads_mar2024.csv", date(2024, 3, 1)),
        ("5 March 2024 leads.csv", date(2024, 3, 5)),
        ("Leads Mar 5th, 2024.csv", date(2024, 3, 5)),
        ("2024-Mar-05.csv", date(2024, 3, 5)),
        ("Messe 5. März 2024.xlsx", date(2024, 3, 5)),
        ("Messe 5. Ma\u0308rz 2024.xlsx", date(2024, 3, 5)),
        ("2024/février/contacts.csv", date(2024, 2, 1)),
    ],
)
def test_dates_are_read_as_people_and_programs_write_them(name: str, expected: date) -> None:
    assert day_in(name) == expected


@pytest.mark.parametrize(
    "name",
    [
        "leads.csv",
        "archive-2024-02-31.csv",
        "leads-12345678901.csv",
        "leads_05-06-2024.csv",
        "leads_03052024.csv",
        "leads_2024.csv",
        "out_2024.csv",
        "v1.2.3.csv",
        "summary2024.csv",
        "leads_2024-13-45.csv",
    ],
)
def test_what_is_no_date_or_could_be_two_is_none(name: str) -> None:
    assert day_in(name) is None
