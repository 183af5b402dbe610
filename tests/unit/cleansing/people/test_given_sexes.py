"""The given names of the lexicon that tell a sex are those of the installed sources."""

import csv

from tools import make_given_sexes


def test_the_names_are_those_of_the_installed_sources() -> None:
    with make_given_sexes.FILE.open(encoding="utf-8", newline="") as file:
        kept = [tuple(row) for row in csv.reader(file)]
    assert kept == [make_given_sexes.HEADER, *make_given_sexes.given_sexes()], "run tools/make_given_sexes.py"
