"""The lists as every peer gets them: columns under common names, values cleaned with plain SQL; and pairs written."""

import csv
import sys
from collections.abc import Iterable
from pathlib import Path

import duckdb

HEADERS = {
    "badge name": "full_name", "full_name": "full_name", "name": "full_name",
    "first_name": "first", "given_name": "first", "vorname": "first", "nombre": "first",
    "last_name": "last", "surname": "last", "nachname": "last", "apellidos": "last",
    "middle_name": "middle", "suffix": "suffix", "birth_date": "birth", "date_of_birth": "birth", "dob": "birth",
    "email": "email", "mail": "email", "e-mail": "email", "correo": "email",
    "phone": "phone", "tel": "phone", "telefon": "phone", "movil": "phone",
    "company": "company", "organisation": "company", "account": "company", "account_name": "company",
    "firma": "company", "empresa": "company", "domain": "domain", "website": "domain", "web": "domain",
    "street": "street", "straße": "street", "direccion": "street", "address_1": "street", "addr": "street",
    "city": "city", "ort": "city", "ciudad": "city", "suburb": "city", "state": "state",
    "zip": "zip", "postcode": "zip", "plz": "zip", "codigo_postal": "zip",
}  # fmt: skip
"""header (lower case) -> common name; a person tells every peer this, listmatch finds out itself"""

COLUMNS = (
    "first",
    "middle",
    "last",
    "suffix",
    "birth",
    "email",
    "phone",
    "company",
    "domain",
    "street",
    "city",
    "state",
    "zip",
)

FREE_MAIL = "('gmail.com', 'yahoo.com', 'hotmail.com', 'outlook.com', 'icloud.com', 'aol.com')"
LEGAL = "inc|incorporated|llc|l l c|corp|corporation|ltd|limited|co|company|gmbh|plc"
STREETS = {
    "street": "st",
    "avenue": "ave",
    "road": "rd",
    "drive": "dr",
    "lane": "ln",
    "court": "ct",
    "boulevard": "blvd",
}


def load(connection: duckdb.DuckDBPyConnection, table: str, path: Path) -> list[str]:
    """Create *table* (row and COLUMNS, NULL where the list does not say); the columns that are filled are returned."""
    raw = f"read_csv('{path}', all_varchar = true)"
    headers = connection.sql(f"select * from {raw} limit 0").columns
    known = {HEADERS[header.strip().lower()]: header for header in headers if header.strip().lower() in HEADERS}
    texts = [
        f"nullif(trim(\"{known[name]}\"), '') as {name}" if name in known else f"null::varchar as {name}"
        for name in (*COLUMNS, "full_name")
    ]
    street = _plain("street")
    for word, short in STREETS.items():
        street = f"regexp_replace({street}, '\\b{word}\\b', '{short}')"
    connection.execute(f"""
        create or replace table {table} as
        with raw as (select row_number() over () as row, {", ".join(texts)} from {raw}),
        named as (
          select *, string_split({_untitled(_plain(TURNED_NAME))}, ' ') as words, lower(email) as mail,
            right(regexp_replace(phone, '[^0-9]', '', 'g'), 10) as digits,
            regexp_replace(regexp_replace(lower(domain), '^(https?://)?(www\\.)?', ''), '/.*$', '') as site
          from raw
        )
        select row, coalesce({_untitled(_plain("first"))}, words[1]) as first, left({_plain("middle")}, 1) as middle,
          coalesce({_untitled(_plain("last"))}, case when len(words) > 1 then words[-1] end) as last,
          {_plain("suffix")} as suffix,
          strftime(try_strptime(birth, ['%Y-%m-%d', '%m/%d/%Y', '%Y%m%d']), '%Y-%m-%d') as birth,
          mail as email, nullif(digits, '') as phone,
          trim(regexp_replace({_plain("replace(company, '&', ' and ')")}, ' ({LEGAL})$', '')) as company,
          coalesce(site, case when split_part(mail, '@', 2) not in {FREE_MAIL} then split_part(mail, '@', 2) end)
            as domain,
          {street} as street, {_plain("city")} as city, lower(state) as state, left(zip, 5) as zip
        from named order by row
    """).fetchall()
    counts = connection.execute(f"select {', '.join(f'count({name})' for name in COLUMNS)} from {table}").fetchall()[0]
    return [name for name, count in zip(COLUMNS, counts, strict=True) if count]


TURNED_NAME = """case when contains(full_name, ',') and not regexp_matches(full_name, ', *PhD$')
    then split_part(full_name, ',', 2) || ' ' || split_part(full_name, ',', 1) else full_name end"""


def _plain(column: str) -> str:
    """SQL: lower case, no accents, everything but letters and digits to a blank."""
    return f"trim(regexp_replace(lower(strip_accents({column})), '[^a-z0-9]+', ' ', 'g'))"


def _untitled(column: str) -> str:
    """SQL: without titles and degrees."""
    return f"regexp_replace(regexp_replace({column}, '^(mr|ms|mrs|dr) ', ''), ' (phd|md|jr|sr|ii|iii)$', '')"


def arguments() -> tuple[Path, Path | None, Path]:
    """SOURCE, MASTER (None for ``-``) and OUT of the command line."""
    source, master, out = sys.argv[1:4]
    return Path(source), None if master == "-" else Path(master), Path(out)


def load_both(connection: duckdb.DuckDBPyConnection) -> tuple[list[str], bool, Path]:
    """Tables ``source`` and ``master``; the columns that both fill, whether it is a dedupe, and OUT."""
    source, master, out = arguments()
    filled = load(connection, "source", source)
    if master is None:
        connection.execute("create view master as from source").fetchall()
        return filled, True, out
    other = load(connection, "master", master)
    return [name for name in filled if name in other], False, out


def write_pairs(out: Path, pairs: Iterable[tuple[int, int, float]]) -> None:
    with out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("source_row", "master_row", "score"))
        writer.writerows((left, right, f"{score:.6f}") for left, right, score in pairs)


def blocked_pairs(connection: duckdb.DuckDBPyConnection, filled: list[str], *, is_dedupe: bool) -> str:
    """Create the table ``blocked`` (left_row, right_row): pairs that agree on one of the usual keys; its name."""
    keys = [
        "email",
        "phone",
        "domain || first",
        "domain || last",
        "first || last",
        "last || zip",
        "left(last, 4) || left(first, 3) || city",
    ]
    if "last" not in filled:
        keys = [
            "domain",
            "phone",
            "company",
            "left(company, 5) || city",
            "left(company, 5) || left(zip, 3)",
            "street || city",
        ]
    order = "where l.row < r.row" if is_dedupe else ""
    parts = [
        f"""select l.row as left_row, r.row as right_row from (select row, {key} as k from source) l
        join (select row, {key} as k from master) r using (k) {order}"""
        for key in keys
    ]
    connection.execute(f"create table blocked as select distinct * from ({' union all '.join(parts)})").fetchall()
    return "blocked"
