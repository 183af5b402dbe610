"""What companies say they do: the words of trade in their names, of a dozen languages, as the trades they stand for.

Cedarpath Media and Cedarpath Energy share a rare word and are two companies; Cedarpath Bau and Cedarpath Construction
say the same in two languages. Words that any firm may carry (services, solutions, group) stand for no trade.
"""

import pyarrow as pa

from listmatch.lexicon.folding import fold
from listmatch.lexicon.words import folded_forms, read_table
from listmatch.matching.engines.engine import Engine

COMPANY_TRADES = "company_trades"
"""table: key, a company name, and the ``trades`` that its words stand for, each once; names without any are left out"""

_WORDS = "trades"


def load_trades(engine: Engine) -> None:
    """The table ``trades``: word and trade; words are in the form that prepared names have them in."""
    forms = folded_forms("company_words")
    known = {
        (forms.get(word, word), trade) for trade, _, words in read_table("trades") for word in map(fold, words.split())
    }
    words, trades = zip(*sorted(known), strict=True)
    engine.local.register("trades_read", pa.table({"word": pa.array(words), "trade": pa.array(trades)}))
    engine.local.execute(f"create or replace temp table {_WORDS} as from trades_read").fetchall()
    engine.local.unregister("trades_read")
    engine.send(_WORDS)


def create_company_trades(engine: Engine, rows: str) -> None:
    """The table ``company_trades`` of the companies of *rows*."""
    engine.run(
        f"""create or replace temp table {COMPANY_TRADES} as
        select key, list_sort(list(distinct trade)) as trades
        from (select distinct company as key, unnest(str_split(company, ' ')) as word from {rows}) words
        join {_WORDS} using (word) group by key"""
    )
