"""How often Python looks for unreachable cycles.

By default it looks after every 700 new objects, which suits programs that make few. Starting one of our processes makes
a million that stay (Dagster, SQLAlchemy, pandas, Splink): looking at them again and again took 1.1 s of the 15.8 s of a
match of 5,000 against 500,000 rows. Lists are held by DuckDB and Arrow, whose memory is freed by reference counts.
"""

import gc

NEW_OBJECTS = 50_000
YOUNGER_LOOKS = 20


def look_seldom() -> None:
    """For the start of a process of ours; its peak of memory was the same."""
    gc.set_threshold(NEW_OBJECTS, YOUNGER_LOOKS, YOUNGER_LOOKS)


def keep_for_good() -> None:
    """For the end of a server's start: what exists now is there to stay and never looked at again."""
    gc.collect()
    gc.freeze()
