"""The small tables and Python functions that the cleansing query looks things up in."""

from collections.abc import Callable
from functools import lru_cache
from importlib import resources

import duckdb

from listmatch.cleansing.dates import read_odd_date
from listmatch.cleansing.emails import check_international
from listmatch.cleansing.forms import changed_words
from listmatch.cleansing.phones import parse_national
from listmatch.lexicon.folding import to_ascii
from listmatch.lexicon.phone_plans import phone_plans
from listmatch.lexicon.words import folded_forms, read_table

_REMEMBERED = 100_000
"""values that a callback remembers: a list repeats its odd values, and memory stays bounded at about 20 MB"""


def install(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the lookup tables and callbacks on *connection*; they go when it closes."""
    for name, function, arguments in _CALLBACKS:
        remembered = lru_cache(maxsize=_REMEMBERED)(function)
        connection.create_function(  # type: ignore[call-overload]  # the stub knows the enum, not its name
            name, remembered, ["VARCHAR"] * arguments, "VARCHAR", null_handling="special"
        )
    _create(connection, "countries", ("name varchar", "code varchar"), list(read_table("countries")))
    _create(connection, "states", ("country varchar", "name varchar", "code varchar"), list(read_table("states")))
    words = [(word, form) for word, form in folded_forms("street_words").items() if " " not in word]
    _create(connection, "street_words", ("word varchar", "form varchar"), list(words))
    for name in ("street_words", "unit_words", "company_words"):
        forms = changed_words(name)
        _create(
            connection, f"{name}_forms", ("words varchar[]", "forms varchar[]"), [(list(forms), list(forms.values()))]
        )
    _create(connection, "mail_typos", ("domain varchar", "meant varchar"), list(read_table("mail_typos")))
    _create(connection, "mail_providers", ("domain varchar", "kind varchar", "plus boolean"), _mail_providers())
    _create(connection, "public_suffixes", ("suffix varchar", "is_public boolean"), _public_suffixes())
    plan_columns = ("country varchar", "code varchar", "trunk varchar", "is_simple boolean", "lengths integer[]")
    _create(connection, "phone_plans", plan_columns, phone_plans())


_CALLBACKS: tuple[tuple[str, Callable[..., str | None], int], ...] = (
    ("lmg_to_ascii", to_ascii, 1),
    ("lmg_check_email", check_international, 1),
    ("lmg_parse_phone", parse_national, 2),
    ("lmg_read_date", read_odd_date, 1),
)


def _create(
    connection: duckdb.DuckDBPyConnection, table: str, columns: tuple[str, ...], rows: list[tuple[object, ...]]
) -> None:
    import pyarrow as pa

    names = [column.split(" ")[0] for column in columns]
    arrow = pa.table({name: [row[n] for row in rows] for n, name in enumerate(names)})
    typed = ", ".join(f"{column.split(' ')[0]}::{column.split(' ')[1]} as {column.split(' ')[0]}" for column in columns)
    connection.register("lmg_loading", arrow)
    connection.execute(f"create temp table {table} as select {typed} from lmg_loading").fetchall()
    connection.unregister("lmg_loading")


def _mail_providers() -> list[tuple[object, ...]]:
    from disposable_email_domains import blocklist

    free = {row[0]: (row[0], row[1], row[2] == "yes") for row in read_table("mail_providers")}
    return [*free.values(), *((domain, "disposable", False) for domain in sorted(blocklist) if domain not in free)]


def _public_suffixes() -> list[tuple[object, ...]]:
    """Suffixes of two labels under which anybody can register a name (publicsuffix.org, ICANN section)."""
    text = resources.files("publicsuffixlist").joinpath("public_suffix_list.dat").read_text(encoding="utf-8")
    icann = text.split("===BEGIN ICANN DOMAINS===")[1].split("===END ICANN DOMAINS===")[0]
    lines = {line.strip() for line in icann.splitlines()}
    return [(line, True) for line in sorted(lines) if line.count(".") == 1 and line[0] not in "*!/" and line.isascii()]
