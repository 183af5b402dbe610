"""The small tables and Python functions that the cleansing query looks things up in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from importlib import resources

import duckdb

from listmatch.cleansing.contacts.emails import RENAMED, check_international
from listmatch.cleansing.contacts.phones import parse_national
from listmatch.cleansing.forms import changed_words
from listmatch.cleansing.locations.whole_addresses import read_address, read_place
from listmatch.cleansing.values.attributes import read_attributes
from listmatch.cleansing.values.dates import read_odd_date
from listmatch.lexicon.folding import fold, to_ascii
from listmatch.lexicon.loud_families import family_by_comma
from listmatch.lexicon.mail_providers import mail_providers, providers_that_ignore_plus, providers_without_sites
from listmatch.lexicon.name_kinds import name_kind
from listmatch.lexicon.native_names import family_first, family_reading
from listmatch.lexicon.romanised_names import family_ahead, romanised_families, romanised_family, romanised_given
from listmatch.lexicon.words import folded_forms, read_table

_REMEMBERED = 100_000
"""values that a callback remembers: a list repeats its odd values, and memory stays bounded at about 20 MB"""


@contextmanager
def installed(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Make the lookup tables and callbacks known to *connection* within the block.

    A callback is one of the whole DuckDB, which other connections may outlive and must not find it then.
    """
    with ExitStack() as callbacks:
        for name, function, arguments in _CALLBACKS:
            remembered = lru_cache(maxsize=_REMEMBERED)(function)
            connection.create_function(  # type: ignore[call-overload]  # the stub knows the enum, not its name
                name, remembered, ["VARCHAR"] * arguments, "VARCHAR", null_handling="special"
            )
            callbacks.callback(connection.remove_function, name)
        for name, table in _tables().items():
            cells = ", ".join(f"unnest(${column}) as {column}" for column in table)
            connection.execute(f"create temp table {name} as select {cells}", table).fetchall()
        yield


_CALLBACKS: tuple[tuple[str, Callable[..., str | None], int], ...] = (
    ("lmg_to_ascii", to_ascii, 1),
    ("lmg_check_email", check_international, 1),
    ("lmg_parse_phone", parse_national, 2),
    ("lmg_read_date", read_odd_date, 1),
    ("lmg_read_address", read_address, 1),
    ("lmg_read_place", read_place, 1),
    ("lmg_name_kind", name_kind, 1),
    ("lmg_family_ahead", family_ahead, 1),
    ("lmg_family_by_comma", family_by_comma, 1),
    ("lmg_family_first", family_first, 2),
    ("lmg_family_reading", family_reading, 1),
    ("lmg_romanised_given", romanised_given, 2),
    ("lmg_romanised_family", romanised_family, 1),
    ("lmg_read_attributes", read_attributes, 1),
)


_Columns = Mapping[str, Sequence[object]]


@lru_cache
def _tables() -> Mapping[str, _Columns]:
    """The columns of every lookup table by its name in the query; made once, as that takes longer than to look up."""
    street_words = {word: form for word, form in folded_forms("street_words").items() if " " not in word}
    suffixes = _public_suffixes()
    families = romanised_families()
    cities = folded_forms("city_names")
    return {
        "countries": _text_table("countries", ("name", "code")),
        "states": _text_table("states", ("country", "name", "code")),
        "city_names": {"name": list(cities), "city": list(map(fold, cities.values()))},
        "street_words": {"word": list(street_words), "form": list(street_words.values())},
        **{f"{name}_forms": _forms(name) for name in ("street_words", "unit_words", "company_words")},
        "mail_hosts": _mail_hosts(),
        "mail_providers": _kinds(mail_providers()),
        "providers_without_sites": _kinds(providers_without_sites()),
        "given_sexes": _text_table("given_sexes", ("name", "sex")),
        "public_suffixes": {"suffix": suffixes, "is_public": [True] * len(suffixes)},
        "phone_plans": _phone_plans(),
        "romanised_families": {"family": families, "is_known": [True] * len(families)},
    }


def _text_table(name: str, columns: tuple[str, ...]) -> _Columns:
    rows = read_table(name)
    return {column: [row[n] for row in rows] for n, column in enumerate(columns)}


def _forms(name: str) -> _Columns:
    """One row: a map from each word to its form."""
    forms = changed_words(name)
    return {"forms": [{"key": list(forms), "value": list(forms.values())}]}


def _kinds(of: Mapping[str, str]) -> _Columns:
    return {"domain": list(of), "kind": list(of.values())}


def _mail_hosts() -> _Columns:
    """Host of an address -> the provider it stands for, which is another where it is mistyped or renamed."""
    meant = {row[0]: row[1] for row in read_table("mail_typos")}
    hosts = list(dict.fromkeys([*meant, *RENAMED, *mail_providers()]))
    named = [meant.get(host, host) for host in hosts]
    provider = [RENAMED.get(host, host) for host in named]
    return {
        "host": hosts,
        "meant": [meant.get(host) for host in hosts],
        "provider": provider,
        "kind": [mail_providers().get(host) for host in provider],
        "plus": [host in providers_that_ignore_plus() for host in provider],
    }


def _phone_plans() -> _Columns:
    country, code, trunk, is_simple, lengths = zip(*read_table("phone_plans"), strict=True)
    possible = [sum(1 << int(length) for length in row.split()) for row in lengths]
    simple = [word == "yes" for word in is_simple]
    return {"country": country, "code": code, "trunk": trunk, "is_simple": simple, "lengths": possible}


def _public_suffixes() -> list[str]:
    """Suffixes of two labels under which anybody can register a name (publicsuffix.org, ICANN section)."""
    text = resources.files("publicsuffixlist").joinpath("public_suffix_list.dat").read_text(encoding="utf-8")
    icann = text.split("===BEGIN ICANN DOMAINS===")[1].split("===END ICANN DOMAINS===")[0]
    lines = {line.strip() for line in icann.splitlines()}
    return [line for line in sorted(lines) if line.count(".") == 1 and line[0] not in "*!/" and line.isascii()]
