"""First and last names for a CRM, cut out of whole names as they are written.

Which words are the first name and which the last was found out when the list was prepared (`standard.parquet`, folded);
here the words themselves are looked up: "Dr. Jane van Houten Jr." gives Jane and van Houten Jr.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from listmatch.duck import literal
from listmatch.lexicon.folding import fold
from listmatch.lexicon.words import folded_forms

_WORD = re.compile(r"[^\s,;()\[\]]+")
_AND = "and "
"""what the middle name of a couple begins with"""

_NOWHERE = range(0)

PART_ROWS = 50_000
"""rows whose names are held at a time"""


@dataclass(frozen=True, slots=True)
class NameRead:
    """A name as preparation read it: folded words, empty where there are none."""

    first: str = ""
    middle: str = ""
    last: str = ""
    generation: str = ""


@dataclass(frozen=True, slots=True)
class WholeNames:
    """The whole names of one list among the results."""

    row: str
    """SQL of the row's number in its list"""
    cell: str
    """SQL of the cell, trimmed"""
    standard: Path


def create_split_names(connection: duckdb.DuckDBPyConnection, table: str, names: WholeNames | None) -> None:
    """Create the temporary *table* (``row_id``, ``first``, ``last``) of the whole names in the table ``lines``.

    Names of two plain words are not in it, nor those whose words are not the ones that were read.
    """
    connection.execute(f"create temp table {table} (row_id bigint, first varchar, last varchar)").fetchall()
    for part in _names_read(connection, names) if names else ():
        split = [(row, *parts) for row, text, name in part if (parts := split_name(text, name))]
        if split:
            rows, firsts, lasts = map(list, zip(*split, strict=True))
            connection.execute(
                f"insert into {table} select unnest($rows), unnest($firsts::varchar[]), unnest($lasts)",
                {"rows": rows, "firsts": firsts, "lasts": lasts},
            ).fetchall()


def _names_read(connection: duckdb.DuckDBPyConnection, names: WholeNames) -> Iterator[list[tuple[int, str, NameRead]]]:
    """The names in parts, each with the number of its row and as it was read."""
    [(last,)] = connection.execute(f"select coalesce(max({names.row}), 0) from lines").fetchall()  # noqa: S608
    query = (
        f"select distinct {names.row}, {names.cell}, s.first, s.middle, s.last, s.generation "  # noqa: S608
        f"from lines join read_parquet({literal(names.standard)}) s on s._lmg_row_id = {names.row} "
        f"where {names.row} between $first and $last and s._lmg_row_id between $first and $last "
        f"and {names.cell} is not null "
        f"and (lower({names.cell}) <> concat_ws(' ', s.first, s.last) or contains(s.last, ' '))"
    )
    for first in range(1, last + 1, PART_ROWS):
        found = connection.execute(query, {"first": first, "last": first + PART_ROWS - 1}).fetchall()
        yield [(row, text, NameRead(*(word or "" for word in words))) for row, text, *words in found]


def split_name(text: str, read: NameRead) -> tuple[str | None, str] | None:
    """The first and the last name as *text* writes them; None where its words are not those that were read.

    A generation (Jr., III) stays with the last name; titles, degrees and what is in brackets are left out.
    """
    words = _WORD.findall(text)
    spoken = [fold(word).replace(" ", "") for word in words]
    family = _place(spoken, read.last, is_last="," not in text)
    given = next(filter(None, (_place(spoken, form, beside=family) for form in _given_forms(read))), _NOWHERE)
    if (read.last and not family) or (read.first and not given):
        return None
    if not family:
        family, given = given, _NOWHERE
    last = [*_at(words, family), *_generation(words, spoken, read.generation, beside=(*family, *given))]
    return (" ".join(_at(words, given)) or None, " ".join(last)) if family else None


def _given_forms(read: NameRead) -> Iterator[str]:
    """The given names with as much as may stand beside the first: a middle name, a partner."""
    if read.first:
        yield from (read.first + read.middle, read.first + read.middle.removeprefix(_AND), read.first)


def _place(spoken: Sequence[str], wanted: str, *, is_last: bool = False, beside: range = _NOWHERE) -> range:
    """Where the words stand that make up *wanted*, its last or first occurrence; an empty range where nowhere."""
    name = wanted.replace(" ", "")
    starts = [start for start, word in enumerate(spoken) if word and name.startswith(word)]
    for start in reversed(starts) if is_last else starts:
        said = ""
        for end in range(start, len(spoken)):
            said += spoken[end]
            if end in beside or not name.startswith(said):
                break
            if said == name:
                return range(start, end + 1)
    return _NOWHERE


def _generation(words: Sequence[str], spoken: Sequence[str], generation: str, *, beside: Sequence[int]) -> list[str]:
    """The word for the generation that was read, if it is one; a number alone says little behind a name."""
    forms = folded_forms("generations")
    found = (
        word
        for at, (word, sound) in enumerate(zip(words, spoken, strict=True))
        if generation and at not in beside and not sound.isdigit() and forms.get(sound) == generation
    )
    return list(found)[:1]


def _at(words: Sequence[str], place: range) -> Sequence[str]:
    return words[place.start : place.stop]
