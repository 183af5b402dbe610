"""Which rows of a list must not be contacted, by an exclusion list."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from listmatch.duck import Compute, literal

EXCLUDED = "excluded.parquet"

Known = tuple[str, str]
"""How a contact or organisation is known: ``email``, ``phone`` or ``domain``, and its value in standard.parquet."""


def exclusions_of(standard: Path, *, compute: Compute) -> list[Known]:
    """What the rows of an exclusion list exclude, in order, from its standard.parquet.

    A row is known by its e-mail addresses; without one by its phone numbers, and without either by its website, which
    excludes the organisation. By its phone as well, a row would exclude everybody who shares its switchboard.
    """
    with compute.connect() as connection:
        return connection.execute(
            """
            select distinct known.kind, known.value from (
                select unnest(case
                    when email is not null then [{kind: 'email', value: email}, {kind: 'email', value: email_2}]
                    when phone is not null then [{kind: 'phone', value: phone}, {kind: 'phone', value: phone_2}]
                    else [{kind: 'domain', value: domain}]
                end) as known
                from read_parquet(?)
            )
            where known.value is not null
            order by all
            """,
            [str(standard)],
        ).fetchall()


def find_excluded(standard: Path, *, exclusions: Mapping[str, Sequence[str]], into: Path, compute: Compute) -> Path:
    """Write ``excluded.parquet`` into *into* and return it: ``_lmg_row_id`` of a list's excluded rows, in order.

    *exclusions*: kind -> values. A row is excluded by any of its e-mail addresses and phone numbers, by its website,
    and by the domain of its first e-mail address.
    """
    with compute.connect() as connection:
        connection.execute(
            "create temp table excluded as select unnest(?::varchar[]) as kind, unnest(?::varchar[]) as value",
            [
                [kind for kind, values in exclusions.items() for _ in values],
                [value for values in exclusions.values() for value in values],
            ],
        ).fetchall()
        connection.execute(
            f"""
            copy (
                select _lmg_row_id
                from read_parquet({literal(standard)})
                where email in (select value from excluded where kind = 'email')
                    or email_2 in (select value from excluded where kind = 'email')
                    or phone in (select value from excluded where kind = 'phone')
                    or phone_2 in (select value from excluded where kind = 'phone')
                    or domain in (select value from excluded where kind = 'domain')
                    or split_part(email, '@', 2) in (select value from excluded where kind = 'domain')
                order by _lmg_row_id
            ) to {literal(into / EXCLUDED)} (format parquet)
            """  # noqa: S608 - paths are quoted
        ).fetchall()
    return into / EXCLUDED
