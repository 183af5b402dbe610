"""Rows that are to be compared: the candidate rows of a list, with everything a comparison reads about one side.

The standard columns say what a row contains; here stands what follows from them (nicknames, initials, how many people
share a phone). Only candidate rows are fetched, but sharing is counted over the whole master.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

import duckdb

from listmatch.domain.columns import ROW_ID
from listmatch.domain.verdicts import ProfileType
from listmatch.duck import literal
from listmatch.matching.evidence import EvidenceTables

RECORDS = "records"
"""table of candidate rows of both lists; ``unique_id`` is the row id in the source, its negative in the master"""

JOINED = "regexp_replace(regexp_replace({}, '\\band\\b', '', 'g'), ' +', '', 'g')"
INITIALS = "list_aggregate(list_transform(str_split({}, ' '), lambda word: left(word, 1)), 'string_agg', '')"


NAME_FORMS = """case when first is not null and last is not null then [first || replace(last, ' ', ''),
    left(first, 1) || replace(last, ' ', ''), first || left(last, 1), replace(last, ' ', '') || first] end"""
"""a name as people make mailboxes of it"""


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
        "mailbox_letters": "nullif(regexp_replace(split_part(email, '@', 1), '[^a-z]', '', 'g'), '')",
        "name_forms": NAME_FORMS,
        "is_role_email": "email_class = 'role'",
        "phone": "right(ltrim(phone, '+'), 9)",
        "phone_2": "right(ltrim(phone_2, '+'), 9)",
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
    """Create ``records``: one line per row of *pairs* (source_row_id, master_row_id) with the columns to compare."""
    _load_rows(connection, lists, pairs=pairs)
    _load_nicknames(connection)
    for column, key in _shared_keys().items():
        _count_sharing(connection, lists, name=f"shared_{column}", key=key, who=_who(tables.type))
    for column in ("first", "last", "company"):
        _count_rows(connection, lists, column=column)
    connection.execute(f"create or replace temp table total as select count(*) as n from {lists.counted}").fetchall()
    derived = derived_columns()
    columns = [f"{derived.get(name, 'rows.' + name)} as {name}" for name in sorted(columns_read(tables))]
    shared = [f"left join shared_{name} on shared_{name}.key = {key}" for name, key in _shared_keys().items()]
    counted = [f"left join rows_{name} on rows_{name}.key = rows.{name}" for name in ("first", "last", "company")]
    connection.execute(
        f"""create or replace temp table {RECORDS} as select unique_id, {", ".join(columns)} from rows
        left join nicknames on nicknames.name = split_part(rows.first, ' ', 1)
        {" ".join(shared)} {" ".join(counted)} cross join total"""
    ).fetchall()


def _shared_keys() -> Mapping[str, str]:
    """What people may share without being the same, as SQL over standard columns."""
    return {"email": "email", "phone": derived_columns()["phone"], "domain": "domain"}


def _who(profile_type: ProfileType) -> str:
    """SQL of what counts as one when the sharers of a phone or e-mail are counted; spellings of a first name do not."""
    if profile_type is ProfileType.COMPANY:
        return "company"
    return "last" if profile_type is ProfileType.HOUSEHOLD else "coalesce(last, '') || left(coalesce(first, ''), 1)"


def _load_rows(connection: duckdb.DuckDBPyConnection, lists: Lists, *, pairs: str) -> None:
    """The table ``rows``: candidate rows of both sides, and ``wanted``: the source's values, which alone can agree."""
    parts = [
        f"select {ROW_ID} as unique_id, * from {lists.source} where {ROW_ID} in (select source_row_id from {pairs})",
        f"select -{ROW_ID} as unique_id, * from {lists.counted} where {ROW_ID} in (select master_row_id from {pairs})",
    ]
    connection.execute(f"create or replace temp table rows as {' union all by name '.join(parts)}").fetchall()
    connection.execute("create or replace temp view wanted as select * from rows where unique_id > 0").fetchall()


def _count_sharing(connection: duckdb.DuckDBPyConnection, lists: Lists, *, name: str, key: str, who: str) -> None:
    """Create a table key -> number of people (companies) behind it, for keys of candidate rows that several share.

    The list in which more share it decides: two tenants of a building may both be in the source and one in the master.
    In a list compared with itself the pair itself is among them, perhaps written in two ways, so one is taken off:
    else every duplicate with a nickname makes its own phone a shared one (recall of a dedupe .76 instead of .97).
    """
    own = 1 if lists.master is None else 0
    per_list = " union all ".join(
        f"""select {key} as key, count(distinct {who}) - {own} as n from {rows}
        where {key} in (select {key} from wanted) group by 1"""
        for rows in dict.fromkeys((lists.counted, lists.source))
    )
    connection.execute(
        f"""create or replace temp table {name} as
        select key, max(n) as n from ({per_list}) group by key having max(n) > 1"""
    ).fetchall()


def _count_rows(connection: duckdb.DuckDBPyConnection, lists: Lists, *, column: str) -> None:
    """Create a table rows_<column>: value -> number of master rows that have it, for values of candidate rows."""
    connection.execute(
        f"""create or replace temp table rows_{column} as
        select {column} as key, count(*) as n from {lists.counted}
        where {column} in (select {column} from wanted) group by 1 having n > 1"""
    ).fetchall()


def _load_nicknames(connection: duckdb.DuckDBPyConnection) -> None:
    """The table ``nicknames``: first name -> names it may stand for, itself included.

    Source: PyPI ``nicknames`` (Apache-2.0), lines of name, relation, nickname.
    """
    with resources.as_file(resources.files("nicknames") / "names.csv") as path:
        connection.execute(
            f"""create or replace temp table nicknames as
            with pairs as (from read_csv({literal(path)}, header = true,
                columns = {{name: 'varchar', relation: 'varchar', nickname: 'varchar'}})),
            meanings as (
                select nickname as name, name as stands_for from pairs
                union select name, name from pairs union select nickname, nickname from pairs)
            select name, list_sort(list(stands_for)) as stands_for from meanings
            where name in (select split_part(first, ' ', 1) from rows) group by name"""
        ).fetchall()
