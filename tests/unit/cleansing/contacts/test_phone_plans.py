"""The number plans of the lexicon are those of the installed libphonenumber."""

import csv

from tools import make_phone_plans


def test_the_plans_are_those_of_the_installed_metadata() -> None:
    with make_phone_plans.FILE.open(encoding="utf-8", newline="") as file:
        kept = [tuple(row) for row in csv.reader(file)]
    assert kept == [make_phone_plans.HEADER, *make_phone_plans.plans()], "run tools/make_phone_plans.py"
