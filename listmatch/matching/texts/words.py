"""Words by which titles tell things apart: which of them has no fellow in the other of two titles.

"Granola Strawberry" and "Granola Cherry" are as near to each other as one title written by two shops. Which words tell
them apart no word list knows, but the lists do: nearly every row of a list is a thing of its own, so a word by which
two of its titles differ while they agree in all else (strawberry and cherry; pro; live at the arena) is a word that
tells. "New" and "free shipping" are not: no list has one title with and without them.
"""

from collections.abc import Sequence

import duckdb

from listmatch.domain.columns import ROW_ID
from listmatch.duck import literal
from listmatch.lexicon.units import folded_quantity
from listmatch.lexicon.variants import folded_ordinal, variant_words
from listmatch.matching.texts.codes import IS_CODE

OFTEN = 0.2
"""share of a word's rows that another row equals but for this word, from which it tells"""
SPECIFIC = 3
"""words of a title that is about one thing and not a kind of thing, whatever one of them is"""
ALIKE = 0.92
"""Jaro-Winkler similarity of a word to itself, mistyped"""
NUMBER = "^[a-z]?[1-9][0-9]{0,2}$"
"""10 and 11, X3 and X4: tells where the other title has another one behind the same word. Longer ones are years and
model numbers; other numbers that the other title has not are what shops add (abt-buy: F1 .87, with all of them .86)."""
YEAR = "^(19[5-9]|20[0-4])[0-9]$"
"""2015 and 2016: of two titles that have one each it is a vintage, a volume, a version"""
ABBREVIATED = 3
"""letters of an abbreviation"""
NOT_BY_CHANCE = 5
"""letters from which a word is looked for in the other text without its blanks (black water, blackwater)"""


def create_plain(connection: duckdb.DuckDBPyConnection, name: str, *, table: str) -> None:
    """Create the table *name* of the rows of *table* (SQL after ``from``) that have a title: ``row_id``, ``title``,
    ``attributes``, ``text`` (all that it says), its words ``in_order`` without quantities and parts,
    and its distinct ``words``, without those of variants either: other kinds of evidence read those."""
    plain = "title"
    for pattern in (folded_quantity(), folded_ordinal()):
        plain = f"regexp_replace({plain}, {literal(pattern)}, ' ', 'g')"
    is_read = f"list_contains({sorted(variant_words())}, w) or w = ''"
    connection.execute(f"""
        create or replace temp table {name} as
        with stated as (select *, string_split({plain}, ' ') as stated from {table} where title is not null)
        select {ROW_ID} as row_id, title, attributes, concat_ws(' ', title, detail, year) as text,
          list_filter(stated, lambda w: w <> '') as in_order,
          list_sort(list_distinct(list_filter(stated, lambda w: not ({is_read})))) as words
        from stated
    """).fetchall()


def create_telling(connection: duckdb.DuckDBPyConnection, name: str, *, plain: Sequence[str], is_dedupe: bool) -> None:
    """Create the table *name*: every ``word`` that tells within one of the lists *plain* (``create_plain``).

    Where copies are what is looked for, a word that one title has more may be all that its copy is written with: there
    only words that stand in place of each other tell.
    """
    found = " union ".join(f"({_telling(table, is_dedupe=is_dedupe)})" for table in plain)
    connection.execute(f"create or replace temp table {name} as {found}").fetchall()


def _telling(plain: str, *, is_dedupe: bool) -> str:
    added = "" if is_dedupe else f"union all {_added(plain)}"
    return f"""
        with differing as ({_replaced(plain)} {added}),
        rows_of as (select word, count(*) as n from (select unnest(words) as word from {plain}) group by word)
        select word from differing join rows_of using (word)
        group by word, n having count(distinct row_id) >= {OFTEN} * n"""


def _replaced(plain: str) -> str:
    """SQL of row and word, where another title has another word in its place and all other words in common."""
    rests = f"""select row_id, word, list_filter(words, lambda w: w <> word) as rest
        from (select row_id, words, unnest(words) as word from {plain} where len(words) >= {SPECIFIC})"""
    return f"""select row_id, word from ({rests}) join (
          select rest from ({rests}) group by rest
          having min(word) <> max(word) and jaro_winkler_similarity(min(word), max(word)) < {ALIKE}
        ) using (rest)"""


def _added(plain: str) -> str:
    """SQL of row and word, where a title goes on with it after another ends that says the same of the variant."""
    return f"""select row_id, unnest(list_filter(spoken[length + 1:], lambda w: list_contains(words, w))) as word
        from (select *, unnest(range(1, len(spoken))) as length
          from (select row_id, attributes, words, string_split(title, ' ') as spoken from {plain})) longer
        semi join {plain} shorter on shorter.title = array_to_string(spoken[:length], ' ')
          and shorter.attributes is not distinct from longer.attributes"""


def create_words(
    connection: duckdb.DuckDBPyConnection, name: str, *, plain: str, other: str, wanted: str, telling: str
) -> None:
    """Create the table *name* of the rows of *plain* that the SQL *wanted* selects: ``row_id``, their ``words`` that
    are in the table *telling*; the ``numbers`` of the title with the word before each (``bare``: without those of
    quantities), its ``amounts`` and ``years``; the words that the list *other* does not have (``strange``), and where
    the other row's are looked for: all that is ``said``, its letters ``joined``, the words of the title as they are
    ``spelled``."""
    named = f"list_filter(words, lambda w: not ({IS_CODE}))"
    mine, spoken = (
        f"(select row_id, unnest({words}) as word from {plain} where row_id in ({wanted}))"
        for words in (named, "words")
    )
    connection.execute(f"""
        create or replace temp table {name} as
        with kept as ({_listed(f"{mine} semi join {telling} using (word)")}),
        unheard as ({_listed(f"{spoken} anti join (select unnest(words) as word from {other}) using (word)")})
        select row_id, coalesce(kept.words, []) as words,
          {_numbers("string_split(title, ' ')")} as numbers, {_numbers("in_order")} as bare,
          list_filter(string_split(coalesce(attributes, ''), ' '), lambda a: regexp_matches(a, '[0-9]')) as amounts,
          list_filter(in_order, lambda w: regexp_matches(w, {literal(YEAR)})) as years,
          list_filter(coalesce(unheard.words, []), lambda w: length(w) >= {ABBREVIATED}) as strange,
          string_split(text, ' ') as said,
          replace(text, ' ', '') as joined, string_split(title, ' ') as spelled
        from {plain} plain left join kept using (row_id) left join unheard using (row_id) where row_id in ({wanted})
    """).fetchall()


def _listed(rows: str) -> str:
    """SQL of the ``words`` of each row of *rows*, which hold one ``word`` each."""
    return f"select row_id, list(word order by word) as words from {rows} group by row_id"


def word_match(left: str, right: str) -> str:
    """SQL of the agreement of two rows of such tables, by their aliases: 2 no word that tells is without its fellow,
    1 those of one row are, 0 those of both, or they differ in a number or year; NULL where a side has no title."""
    lonely = [f"len({_without_fellow(*sides)}) > 0" for sides in ((left, right), (right, left))]
    return f"""case when {left}.row_id is null or {right}.row_id is null then null
        when {_other_number(left, right)} or {_other_year(left, right)} then 0
        else 2 - ({lonely[0]})::integer - ({lonely[1]})::integer end"""


def _without_fellow(mine: str, theirs: str) -> str:
    """SQL of the words of *mine* that *theirs* has not: as they are, parted otherwise, mistyped or abbreviated.

    Suppositories are "supp." in another shop; a word that the other list has as well (grape, grapefruit) is its own.
    """
    absent = (
        f"list_filter({mine}.words, lambda w: not list_contains({theirs}.said, w) "
        f"and not (length(w) >= {NOT_BY_CHANCE} and contains({theirs}.joined, w)))"
    )
    mistyped = f"jaro_winkler_similarity(v, w) >= {ALIKE} and not regexp_matches(w, '[0-9]')"
    cut = f"(list_contains({mine}.strange, w) and starts_with(v, w))"
    whole = f"(list_contains({theirs}.strange, v) and starts_with(w, v))"
    is_fellow = f"({mistyped}) or {cut} or {whole}"
    return f"list_filter({absent}, lambda w: len(list_filter({theirs}.spelled, lambda v: {is_fellow})) = 0)"


def _numbers(spoken: str) -> str:
    """SQL of the numbers among the words *spoken*, each with the word before it."""
    return f"""list_transform(list_filter(range(2, len({spoken}) + 1),
        lambda i: regexp_matches({spoken}[i], {literal(NUMBER)})),
        lambda i: {{'after': {spoken}[i - 1], 'number': {spoken}[i]}})"""


def _other_number(left: str, right: str) -> str:
    """SQL of whether both rows have a number behind one word, and each one that the other has nowhere.

    Where they agree in an amount (200 cm and 2 m) its figures are no such numbers.
    """
    said, bare = (_differing(left, right, numbers) for numbers in ("numbers", "bare"))
    return f"case when list_has_any({left}.amounts, {right}.amounts) then {bare} else {said} end"


def _differing(left: str, right: str, numbers: str) -> str:
    mine, theirs = (
        f"list_filter({one}.{numbers}, lambda n: not list_contains({other}.said, n.number))"
        for one, other in ((left, right), (right, left))
    )
    return f"list_has_any(list_transform({mine}, lambda n: n.after), list_transform({theirs}, lambda n: n.after))"


def _other_year(left: str, right: str) -> str:
    """SQL of whether both titles have a year, and none in common."""
    return f"(len({left}.years) > 0 and len({right}.years) > 0 and not list_has_any({left}.years, {right}.years))"
