"""Attributes of titles (``capacity:500 colour:black``): whether those of two rows agree, differ, or one row says more.

Measured values agree within ``NEAR``, because 27 inches are sold as 69 cm and a terabyte as 1,024 gigabytes. Of several
values of one attribute (8 GB and 500 GB) one row may leave some out.
"""

import duckdb

from listmatch.domain.columns import ROW_ID

NEAR = 0.97
"""smaller to larger value of two that mean the same"""
COUNTED = ("count", "part", "volume", "edition", "condition", "recording", "generation", "notice")
"""what is one where nothing is said: a single bottle, the first part, the only edition, new, the song as it came out,
the work itself and no comment on it"""


def create_attributes(connection: duckdb.DuckDBPyConnection, name: str, *, table: str) -> None:
    """Create the table *name*: ``row_id`` and what its title says, for the rows of *table* that say anything.

    *table* is SQL that can stand after ``from``.
    """
    pair = "{'kind': split_part(word, ':', 1), 'value': split_part(word, ':', 2)}"
    number = "{'kind': p.kind, 'value': p.value, 'number': try_cast(p.value as double)}"
    connection.execute(f"""
        create or replace temp table {name} as
        with words as (select {ROW_ID} as row_id, string_split(attributes, ' ') as words
            from {table} where attributes is not null),
        pairs as (select row_id, list_transform(words, lambda word: {pair}) as pairs from words)
        select row_id, list_transform(pairs, lambda p: {number}) as said,
            list_distinct(list_transform(pairs, lambda p: p.kind)) as kinds,
            list_transform(list_filter(pairs, lambda p: p.kind in {COUNTED} and p.value <> '1'), lambda p: p.kind)
                as several
        from pairs
    """).fetchall()


def attribute_match(left: str, right: str) -> str:
    """SQL of the agreement of two rows of such tables, by their aliases: 4 they say the same, 3 one says more, 2 one
    says nothing that can be compared, 1 one is of several or a further part and the other does not say, 0 they differ;
    NULL where neither says anything."""
    lonely, other = _without_fellow(left, right), _without_fellow(right, left)
    differ = f"list_has_any({lonely}, {other})"
    hidden = "len(list_filter({0}.several, lambda k: not list_contains(coalesce({1}.kinds, []), k))) > 0"
    return f"""case when {left}.kinds is null and {right}.kinds is null then null
        when coalesce({differ}, false) then 0
        when coalesce({hidden.format(left, right)}, false) or coalesce({hidden.format(right, left)}, false) then 1
        when not coalesce(list_has_any({left}.kinds, {right}.kinds), false) then 2
        when len({left}.said) = len({right}.said) and len({lonely}) = 0 and len({left}.kinds) = len({right}.kinds)
            and list_has_all({left}.kinds, {right}.kinds) then 4
        else 3 end"""


def _without_fellow(mine: str, theirs: str) -> str:
    """SQL of the attributes of *mine* that *theirs* speaks of too, but not with this value."""
    is_same = (
        f"a.kind = b.kind and (a.value = b.value or coalesce("
        f"least(a.number, b.number) >= {NEAR} * greatest(a.number, b.number), false))"
    )
    lonely = (
        f"list_filter({mine}.said, lambda a: list_contains({theirs}.kinds, a.kind) "
        f"and len(list_filter({theirs}.said, lambda b: {is_same})) = 0)"
    )
    return f"list_transform({lonely}, lambda p: p.kind)"
