"""Writes the number plans of libphonenumber's metadata (package phonenumbers) to the lexicon; a test keeps them equal.

Kept as a file because loading the metadata of every country costs a tenth of a second, more than standardising a
thousand rows.
"""

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path

import phonenumbers

FILE = Path(__file__).resolve().parent.parent / "listmatch" / "lexicon" / "data" / "phone_plans.csv"
HEADER = ("country", "code", "trunk", "is_simple", "lengths")


def plans() -> Iterator[tuple[str, ...]]:
    """ISO country, calling code, trunk prefix, is simple, possible lengths of a national number: of every country.

    A plan is simple when the trunk prefix is plain digits, so that stripping it is all there is to do.
    """
    for country in sorted(phonenumbers.SUPPORTED_REGIONS):
        metadata = phonenumbers.PhoneMetadata.metadata_for_region(country)
        if metadata is None or metadata.general_desc is None:
            continue
        trunk, parsing = metadata.national_prefix or "", metadata.national_prefix_for_parsing or ""
        is_simple = parsing in ("", trunk) or country in ("GB", "AU")
        lengths = " ".join(str(length) for length in metadata.general_desc.possible_length if length > 0)
        yield (country, str(metadata.country_code), trunk, "yes" if is_simple else "no", lengths)


def main() -> None:
    """Write the file."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([HEADER, *plans()])


if __name__ == "__main__":
    main()
