"""Rows that are to be compared: the candidate rows of a list, with everything a comparison reads about one side.

The standard columns say what a row contains; here stands what follows from them (nicknames, initials, how many people
share a phone). Only candidate rows are fetched, but sharing is counted over the whole master.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from listmatch.domain.columns import ROW_ID
from listmatch.duck import literal
from listmatch.lexicon.folding import vowels_sql
from listmatch.matching.engines.engine import Engine
from listmatch.matching.evidence import EvidenceTables
from listmatch.matching.sharing import PHONE, Counting, countings, frequencies, sharing_counts
from listmatch.tables import STANDARD_COLUMNS

if TYPE_CHECKING:
    from listmatch.matching.index import MasterIndex

RECORDS = "records"
"""table of candidate rows of both lists; ``unique_id`` is the row id in the source, its negative in the master"""

WANTED = "wanted"
"""table of the candidate rows of the source: only values that they have can agree"""

COUNTED = "counted"
"""table of what an index counted of the source's values: name of the counting, key, n"""

JOINED = "regexp_replace(regexp_replace({}, '\\band\\b', '', 'g'), ' +', '', 'g')"
INITIALS = "array_to_string(list_transform(str_split({}, ' '), lambda word: left(word, 1)), '')"


NAME_FORMS = """case when first is not null and last is not null then [first || replace(last, ' ', ''),
    left(first, 1) || replace(last, ' ', ''), first || left(last, 1), replace(last, ' ', '') || first] end"""
"""a name as people make mailboxes of it"""


GIVEN = """case when first is not null then regexp_replace(first || case
    when length(first) > 1 and length(middle) = 1 or contains(' ' || middle || ' ', ' and ') then ''
    else coalesce(middle, '') end, '[ -]', '', 'g') end"""
"""all given names as one word: hans-peter and hans peter are one, jo n. and jon are not"""


PARTNER = """case when starts_with(middle, 'and ') then split_part(middle, ' ', 2)
    when contains(middle, ' and ') then split_part(split_part(middle, ' and ', 2), ' ', 1) end"""
"""given name of the other one of a couple in one row ("john a and mary b smith")"""


LANDMARK = r"^([0-9][^ ]* .+?) (?:between|near|off|at|opposite|behind|corner) .*$"
"""what follows a street and its number only says how to find it ("2450 broadway between 90th and 91st sts")"""

DOOR = "^(?:apt|flat|ste|rm) "
"""a door is its number, whatever the one list calls it ("apt 4", "#4"); a floor or a building is not a door"""

ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
"""numbers of streets in words"""

STREET_WORDS = ("ul", "ulica", "ulitsa")
"""the Slavic words for street, which as many leave out"""

HOUSE = (
    "case when regexp_matches(street, '[0-9] [a-z]$') then left(street, length(street) - 2) || right(street, 1) "
    "else street end"
)
"""the street with its house number as one word: 3 a is 3a"""


def _street() -> str:
    """SQL of a street as it is compared. Plain replacements, since Spark writes what a pattern found in another way."""
    text = f"' ' || coalesce(nullif(regexp_extract({HOUSE}, '{LANDMARK}', 1), ''), {HOUSE}) || ' '"
    forms = {word: str(number) for number, word in enumerate(ORDINALS.split(), 1)}
    for word, form in (forms | dict.fromkeys(STREET_WORDS, "")).items():
        text = f"replace({text}, ' {word} ', '{f' {form} ' if form else ' '}')"
    for ending in ("1st", "2nd", "3rd", *(f"{digit}th" for digit in range(10))):
        text = f"replace({text}, '{ending} ', '{ending[0]} ')"
    return f"trim({text})"


def derived_columns() -> Mapping[str, str]:
    """Column -> SQL over the standard columns of one row; standard columns themselves are not listed.

    ``company_share`` and ``last_share`` are the shares of further master rows that have the same, ``namesakes`` the
    number of further rows that would have the name if first and last names were paired at random. A phone is compared
    by its last nine digits: country code, trunk zero and extension are written as people please. New York City is
    New York, streets are compared without what tells the way to them, units without the word for them.
    """
    spoken = "regexp_replace({}, '\\band ', '', 'g')"
    return {
        "initial": "case when not starts_with(middle, 'and ') then left(middle, 1) end",
        "given": GIVEN,
        "partner": PARTNER,
        "nicknames": "nicknames.stands_for",
        "family": "coalesce(last, first)",
        "surnames": "list_filter(str_split(last, ' '), lambda part: length(part) > 2)",
        "mailbox": "split_part(email, '@', 1)",
        "mailbox_letters": "nullif(regexp_replace(split_part(email, '@', 1), '[^a-z]', '', 'g'), '')",
        "name_forms": NAME_FORMS,
        "is_role_email": "email_class = 'role'",
        "city": "regexp_replace(city, ' city$', '', 'g')",
        "street": _street(),
        "unit": f"regexp_replace(unit, '{DOOR}', '', 'g')",
        "phone": PHONE,
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
    index: "MasterIndex | None" = None
    """spares the counts over the master"""
    fetched: str = ""
    """the candidate rows of the master, where an index spares to look for them"""

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


def load_records(engine: Engine, lists: Lists, *, pairs: str, tables: EvidenceTables) -> None:
    """Create ``records``: one line per row of *pairs* (source_row_id, master_row_id) with the columns to compare."""
    _load_rows(engine, lists, pairs=pairs)
    _load_nicknames(engine)
    if lists.index:
        _look_counts_up(engine, lists.index, countings(tables.type))
    for each in sharing_counts(tables.type):
        _count_sharing(engine, lists, each)
    for each in frequencies():
        _create_counts(engine, each, [_counted_in_master(each, lists)])
    total = str(lists.index.filled.rows) if lists.index else f"(select count(*) from {lists.counted})"
    engine.run(f"create or replace temp table total as select {total} as n")
    derived = derived_columns()
    columns = [f"{derived.get(name, 'rows.' + name)} as {name}" for name in sorted(columns_read(tables))]
    counted = [f"left join {each.name} on {each.name}.key = {each.key}" for each in countings(tables.type)]
    engine.run(
        f"""create or replace temp table {RECORDS} as select unique_id, {", ".join(columns)} from rows
        left join nicknames on nicknames.name = split_part(rows.first, ' ', 1)
        {" ".join(counted)} cross join total"""
    )


def _load_rows(engine: Engine, lists: Lists, *, pairs: str) -> None:
    """The table ``wanted``: candidate rows of the source, whose values alone can agree; and ``rows``: those of both."""
    columns = ", ".join(STANDARD_COLUMNS)
    candidates = f"where {ROW_ID} in (select {{}}_row_id from {pairs})"
    master = lists.fetched or f"{lists.counted} {candidates.format('master')}"
    engine.run(
        f"""create or replace temp table {WANTED} as
        select {ROW_ID} as unique_id, {columns} from {lists.source} {candidates.format("source")}"""
    )
    engine.run(
        f"""create or replace temp view rows as
        select * from {WANTED} union all select -{ROW_ID} as unique_id, {columns} from {master}"""
    )


def _look_counts_up(engine: Engine, index: "MasterIndex", counted: Sequence[Counting]) -> None:
    """The table ``counted``: whatever the index counted of a value of the source; its file is read once."""
    values = ", ".join(each.key for each in counted)
    engine.run(
        f"""create or replace temp table {COUNTED} as select name, key, n from {index.shared}
        where key in (select unnest([{values}]) from {WANTED} as rows)"""
    )


def _count_sharing(engine: Engine, lists: Lists, each: Counting) -> None:
    """Create a table key -> number of people (companies) behind it, for keys of candidate rows that several share.

    The list in which more share it decides: two tenants of a building may both be in the source and one in the master.
    In a list compared with itself the pair itself is among them, perhaps written in two ways, so one is taken off:
    else every duplicate with a nickname makes its own phone a shared one (recall of a dedupe .76 instead of .97).
    """
    if lists.master is None:
        counts = [f"select key, n - 1 as n from ({each.query(lists.source, among=WANTED)}) where n > 2"]
    else:
        counts = [_counted_in_master(each, lists), each.query(lists.source, among=WANTED)]
    _create_counts(engine, each, counts)


def _counted_in_master(each: Counting, lists: Lists) -> str:
    """SQL of a counting over the whole master, which an index has done already."""
    if lists.index is None:
        return each.query(lists.counted, among=WANTED)
    return f"""select key, n from {COUNTED}
        where name = '{each.name}' and key in (select {each.key} from {WANTED} as rows)"""


def _create_counts(engine: Engine, each: Counting, counts: Sequence[str]) -> None:
    """A table key -> n; where several counts know a value, the largest."""
    engine.run(
        f"""create or replace temp table {each.name} as
        select key, max(n) as n from ({" union all ".join(counts)}) group by key"""
    )


def _load_nicknames(engine: Engine) -> None:
    """The table ``nicknames``: first name -> names it may stand for, itself included; folded, as first names are.

    Sources: PyPI ``nicknames`` (Apache-2.0), lines of name, relation, nickname; of other languages the lexicon.
    """
    with (
        resources.as_file(resources.files("nicknames") / "names.csv") as english,
        resources.as_file(resources.files("listmatch.lexicon") / "data" / "nicknames.csv") as others,
    ):
        engine.local.execute(
            f"""create or replace temp table nicknames as
            with written as (
                select name, nickname from read_csv({literal(english)}, header = true,
                    columns = {{name: 'varchar', relation: 'varchar', nickname: 'varchar'}})
                union all from read_csv({literal(others)}, header = true,
                    columns = {{name: 'varchar', nickname: 'varchar'}})),
            pairs as (select {vowels_sql("name")} as name, {vowels_sql("nickname")} as nickname from written),
            meanings as (
                select nickname as name, name as stands_for from pairs
                union select name, name from pairs union select nickname, nickname from pairs)
            select name, list_sort(list(stands_for)) as stands_for from meanings group by name"""
        ).fetchall()
    engine.send("nicknames")
