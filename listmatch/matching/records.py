"""Rows that are to be compared: the candidate rows of a list, with everything a comparison reads about one side.

The standard columns say what a row contains; here stands what follows from them (nicknames, initials, how many people
share a phone). Only candidate rows are fetched, but sharing is counted over the whole master.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import duckdb

from listmatch.domain.columns import ROW_ID
from listmatch.domain.verdicts import ProfileType
from listmatch.matching.evidence import EvidenceTables

RECORDS = "records"
"""table of candidate rows of both lists; ``unique_id`` is the row id in the source, its negative in the master"""

JOINED = "regexp_replace(regexp_replace({}, '\\band\\b', '', 'g'), ' +', '', 'g')"
INITIALS = "list_aggregate(list_transform(str_split({}, ' '), lambda word: left(word, 1)), 'string_agg', '')"


def derived_columns() -> Mapping[str, str]:
    """Column -> SQL over the standard columns of one row; standard columns themselves are not listed.

    ``company_share`` and ``last_share`` are the shares of further master rows that have the same, ``namesakes`` the
    number of further rows that would have the name if first and last names were paired at random. A phone is compared
    by its last nine digits: country code, trunk zero and extension are written as people please.
    """
    spoken = "regexp_replace({}, '\\band ', '', 'g')"
    return {
        "initial": "left(middle, 1)",
        "nicknames": "nicknames.stands_for",
        "surnames": "list_filter(str_split(last, ' '), lambda part: length(part) > 2)",
        "mailbox": "split_part(email, '@', 1)",
        "is_role_email": "email_class = 'role'",
        "phone": "right(regexp_replace(phone, '[^0-9]', '', 'g'), 9)",
        "phone_2": "right(regexp_replace(phone_2, '[^0-9]', '', 'g'), 9)",
        "company_joined": JOINED.format("company"),
        "company_head": "split_part(company, ' ', 1)",
        "company_words": "list_filter(str_split(company, ' '), lambda word: length(word) > 1)",
        "company_initials": INITIALS.format(spoken.format("company")),
        "domain_name": "replace(split_part(domain, '.', 1), '-', '')",
        "email_people": "coalesce(shared_email.n, 1)",
        "phone_people": "coalesce(shared_phone.n, 1)",
        "domain_names": "coalesce(shared_domain.n, 1)",
        "last_share": "coalesce(rows_last.n - 1, 0) / total.n",
        "company_share": "coalesce(rows_company.n - 1, 0) / total.n",
        "namesakes": "coalesce((rows_first.n - 1) * (rows_last.n - 1), 0) / total.n",
    }


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists to compare, as SQL (a table or a read of a parquet file); without a master, one list with itself."""

    source: str
    master: str | None

    @property
    def counted(self) -> str:
        """The list over which sharing is counted."""
        return self.master or self.source


def columns_read(tables: EvidenceTables) -> frozenset[str]:
    """The columns that kinds need and that the conditions of their levels read, without their side."""
    conditions = [kind.unknown for kind in tables.kinds]
    conditions += [level.when for kind in tables.kinds for level in kind.levels]
    needed = {column for kind in tables.kinds for group in kind.needs for column in group}
    return frozenset(needed.union(re.findall(r"\b(\w+)_[lr]\b", " ".join(conditions))))


def load_records(connection: duckdb.DuckDBPyConnection, lists: Lists, *, pairs: str, tables: EvidenceTables) -> None:
    """Create ``records``: one line per row of *pairs* (source_row_id, master_row_id) with the columns to compare.

    ``completeness`` counts the values a row has; it breaks ties later.
    """
    _load_rows(connection, lists, pairs=pairs)
    _load_nicknames(connection)
    who = _who(tables.type)
    for column, key in (("email", "email"), ("phone", derived_columns()["phone"]), ("domain", "domain")):
        _count_sharing(connection, lists, name=f"shared_{column}", key=key, who=who)
    for column in ("first", "last", "company"):
        _count_rows(connection, lists, column=column)
    connection.execute(f"create or replace temp table total as select count(*) as n from {lists.counted}").fetchall()
    wanted = columns_read(tables)
    derived = derived_columns()
    columns = [f"{derived.get(name, 'rows.' + name)} as {name}" for name in sorted(wanted)]
    connection.execute(
        f"""create or replace temp table {RECORDS} as select unique_id, {", ".join(columns)} from rows
        left join nicknames on nicknames.name = split_part(rows.first, ' ', 1)
        left join shared_email on shared_email.key = rows.email
        left join shared_phone on shared_phone.key = {derived["phone"]}
        left join shared_domain on shared_domain.key = rows.domain
        left join rows_first on rows_first.key = rows.first left join rows_last on rows_last.key = rows.last
        left join rows_company on rows_company.key = rows.company cross join total"""
    ).fetchall()


def _who(profile_type: ProfileType) -> str:
    """SQL of what counts as one when the sharers of a phone or e-mail are counted; spellings of a first name do not."""
    if profile_type is ProfileType.COMPANY:
        return "company"
    return "last" if profile_type is ProfileType.HOUSEHOLD else "coalesce(last, '') || left(coalesce(first, ''), 1)"


def _load_rows(connection: duckdb.DuckDBPyConnection, lists: Lists, *, pairs: str) -> None:
    parts = [
        f"select {ROW_ID} as unique_id, * from {lists.source} where {ROW_ID} in (select source_row_id from {pairs})",
        f"select -{ROW_ID} as unique_id, * from {lists.counted} where {ROW_ID} in (select master_row_id from {pairs})",
    ]
    connection.execute(f"create or replace temp table rows as {' union all by name '.join(parts)}").fetchall()


def _count_sharing(connection: duckdb.DuckDBPyConnection, lists: Lists, *, name: str, key: str, who: str) -> None:
    """Create a table key -> number of people (companies) behind it, for keys of candidate rows that several share."""
    connection.execute(
        f"""create or replace temp table {name} as
        select {key} as key, count(distinct {who}) as n from {lists.counted}
        where {key} in (select {key} from rows) group by 1 having n > 1"""
    ).fetchall()


def _count_rows(connection: duckdb.DuckDBPyConnection, lists: Lists, *, column: str) -> None:
    """Create a table rows_<column>: value -> number of master rows that have it, for values of candidate rows."""
    connection.execute(
        f"""create or replace temp table rows_{column} as
        select {column} as key, count(*) as n from {lists.counted}
        where {column} in (select {column} from rows) group by 1 having n > 1"""
    ).fetchall()


@cache
def _nicknames() -> tuple[tuple[str, str], ...]:
    """(name, what it may stand for), each name standing for itself too. Source: PyPI ``nicknames`` (Apache-2.0)."""
    lines = (resources.files("nicknames") / "names.csv").read_text(encoding="utf-8").splitlines()[1:]
    found = {(row[2], row[0]) for row in csv.reader(lines) if len(row) > 2}
    return tuple(sorted(found | {(name, name) for pair in found for name in pair}))


def _load_nicknames(connection: duckdb.DuckDBPyConnection) -> None:
    _register(connection, "nickname_pairs", ("name", "stands_for"), _nicknames())
    connection.execute(
        """create or replace temp table nicknames as
        select name, list_sort(list(stands_for)) as stands_for from nickname_pairs
        where name in (select split_part(first, ' ', 1) from rows) group by name"""
    ).fetchall()


def _register(
    connection: duckdb.DuckDBPyConnection, name: str, columns: tuple[str, ...], lines: Iterable[tuple[str, ...]]
) -> None:
    import pyarrow as pa

    values = list(zip(*lines, strict=True))
    connection.register(name, pa.table(dict(zip(columns, map(list, values), strict=True))))
