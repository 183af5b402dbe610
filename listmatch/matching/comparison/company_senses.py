"""What words in names of companies stand for: what a company does, and where.

Cedarpath Media and Cedarpath Energy share a rare word and are two companies, and so are Norvane UK and Norvane Ireland,
or two branches of one. Cedarpath Bau and Cedarpath Construction, Mirasol Germany and Mirasol Deutschland say the same
in two languages. Words that any firm may carry (services, solutions, group) stand for nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from listmatch.duck import Compute
from listmatch.lexicon.folding import fold
from listmatch.lexicon.words import folded_forms, read_table
from listmatch.matching.arrays import load_arrays
from listmatch.matching.engines.engine import Engine

SHORTEST_COUNTRY, SHORTEST_STATE = 4, 5
"""letters of a country's or a state's name; what is shorter is a code, and a word of many languages ("in", "de")"""

Meanings = Iterable[tuple[str, str]]
"""words, folded, and what each stands for; a word may stand for several"""


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that names tell by their words.

    It makes a table of its ``name``: key, a value of the standard column ``column``; ``meanings``, what its words stand
    for, each once; ``put``, its words with every meaning in one form. Names without any are left out.
    """

    name: str
    column: str
    meanings: Callable[[], Meanings]

    @property
    def words(self) -> str:
        """The table of words and their meanings."""
        return f"{self.name}_words"


def load_senses(engine: Engine, compute: Compute, senses: Iterable[Sense]) -> None:
    """The tables of words of *senses*: word and meaning."""
    for sense in senses:
        words, meanings = zip(*sorted(set(sense.meanings())), strict=True)
        load_arrays(engine.local, compute, sense.words, {"word": words, "meaning": meanings})
        engine.send(sense.words)


def create_senses(engine: Engine, senses: Iterable[Sense], rows: str) -> None:
    """The tables of *senses*, about the companies of *rows*."""
    for sense in senses:
        engine.run(
            f"""create or replace temp table {sense.name} as
            select key, list_sort(list_distinct(list(meaning))) as meanings,
                list_sort(list(distinct coalesce(meaning, word))) as put
            from (select distinct {sense.column} as key, unnest(str_split({sense.column}, ' ')) as word
                from {rows}) told
            left join {sense.words} using (word) group by key having count(meaning) > 0"""
        )


def _trades() -> Meanings:
    """Words of trade; in the form that prepared names have them in."""
    forms = folded_forms("company_words")
    for trade, _, words in read_table("trades"):
        yield from ((forms.get(word, word), trade) for word in map(fold, words.split()))


def _places() -> Meanings:
    """Countries, regions and states, in many languages, and parts of a town."""
    for place, words in read_table("company_places"):
        yield from ((fold(word), place) for word in words.split())
    yield from ((name, code) for name, code in read_table("countries") if _is_word(name, SHORTEST_COUNTRY))
    for _, name, code in read_table("states"):
        if _is_word(name, SHORTEST_STATE):
            yield name, f"state {code}"


def _is_word(name: str, shortest: int) -> bool:
    return " " not in name and len(name) >= shortest


TRADES = Sense("company_trades", "company", _trades)
PLACES = Sense("company_places", "company", _places)
NOTED_PLACES = Sense("company_noted_places", "company_full", _places)
"""with what stands in brackets: Tavora (UK) Ltd"""

SENSES = (TRADES, PLACES, NOTED_PLACES)
