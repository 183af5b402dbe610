"""Small healthy lists from which the mutated ones are made; generated, so that no personal data is in them."""

import gzip
import io
import json
import zipfile
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

HEADER = ("id", "first_name", "last_name", "company", "address", "zip", "notes")
ROWS = tuple(
    (
        str(number),
        ("Ann", "Jürgen", "Zoë", "Łukasz")[number % 4],
        f"Sample{number}",
        ('Acme, Inc.', 'The "Best" Co', "Müller & Söhne", "")[number % 4],
        f"{number} Main Street, Apt {number % 7}",
        f"{number:05d}",
        ("", "called twice\nno answer", "x" * 40, "a;b|c")[number % 4],
    )
    for number in range(1, 31)
)  # fmt: skip


def _quoted(cell: str, delimiter: str, *, always: bool) -> str:
    needs = always or any(mark in cell for mark in (delimiter, '"', "\n", "\r"))
    return '"' + cell.replace('"', '""') + '"' if needs else cell


def text_list(*, delimiter: str = ",", newline: str = "\n", always: bool = False, rows: int = 30) -> str:
    """A delimited list with quoted delimiters, quotes and line breaks in it."""
    lines = (delimiter.join(_quoted(cell, delimiter, always=always) for cell in row) for row in (HEADER, *ROWS[:rows]))
    return newline.join(lines) + newline


def _workbook() -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("List")
        for number, row in enumerate((HEADER, *ROWS)):
            sheet.write_row(number, 0, row)
    return target.getvalue()


def _parquet() -> bytes:
    target = io.BytesIO()
    pq.write_table(pa.table({name: [row[index] for row in ROWS] for index, name in enumerate(HEADER)}), target)
    return target.getvalue()


def _zip(member: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, content)
    return target.getvalue()


def seeds() -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of every seed."""
    plain = text_list().encode()
    yield "comma.csv", plain
    yield "semicolon.csv", text_list(delimiter=";", newline="\r\n").encode("cp1252", errors="replace")
    yield "tab.tsv", text_list(delimiter="\t").encode()
    yield "pipe.txt", text_list(delimiter="|", newline="\r").encode()
    yield "quoted.csv", text_list(always=True, newline="\r\n").encode("utf-8-sig")
    yield "backslash.csv", text_list(always=True).replace('""', '\\"').encode()
    yield "headerless.csv", plain.split(b"\n", 1)[1]
    yield "wide.csv", text_list().encode("utf-16")
    yield "preamble.csv", b"Export of 2024\n\n" + plain
    yield "single.csv", "\n".join(["email", *(f"p{n}@example.com" for n in range(30))]).encode()
    yield "list.jsonl", "\n".join(json.dumps(dict(zip(HEADER, row, strict=True))) for row in ROWS).encode()
    yield "list.csv.gz", gzip.compress(plain, mtime=0)
    yield "list.zip", _zip("list.csv", plain)
    yield "list.xlsx", _workbook()
    yield "list.parquet", _parquet()
