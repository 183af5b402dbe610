"""Counting requests per window, exactly and for all processes of the API together.

One guarded statement per request on a table: PostgreSQL's of the catalog, or one in an SQLite file of its own. Neither
waits for the disk, since its content may be lost: requests of one caller come one after the other here, and 5 ms for
each would be a limit of 200 a second. The statement is a transaction by itself; a begin and a commit around it would
double its cost.
"""

import time
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, TextClause, create_engine, delete, event, text
from sqlalchemy.schema import CreateTable

from listmatch.catalog.engines import CONNECTIONS, prepare_sqlite
from listmatch.catalog.models import RateWindow
from listmatch.catalog.session import Catalog, taking_turns, translated, turn_of

AUTOCOMMIT: Final = "AUTOCOMMIT"

BUSY_TIMEOUT_S = 5.0
"""How long one process waits for another on SQLite; the statement takes less than a millisecond."""

FORGET_EVERY_S = 60.0
"""How often windows that are over are deleted: every address that ever called without a key leaves one."""


class RateCounter:
    """Counts the requests of callers in fixed windows that begin with a caller's first request."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = turn_of(engine)
        self._statement = _counting()

    def hit(self, caller: str, *, window_s: float, now: float) -> tuple[int, float]:
        """Count one request; returns how many the window has now, this one included, and when it ends (Unix seconds).

        Raises CatalogUnavailable.
        """
        values = {"caller": caller, "now": now, "ends_at": now + window_s}
        with translated(), taking_turns(self._turn), self._engine.connect() as connection:
            requests, ends_at = connection.execute(self._statement, values).one()
        return requests, ends_at

    def forget(self) -> None:
        """Delete the windows that were over a while ago by anybody's clock. Raises CatalogUnavailable."""
        is_past = RateWindow.ends_at < time.time() - FORGET_EVERY_S
        with translated(), taking_turns(self._turn), self._engine.connect() as connection:
            connection.execute(delete(RateWindow).where(is_past))


def _counting() -> TextClause:
    """Built once: composing it from expressions costs 1 ms, five times its execution."""
    table = RateWindow.__tablename__
    is_over = f"{table}.ends_at <= :now"
    return text(
        f"insert into {table} (caller, ends_at, requests) values (:caller, :ends_at, 1)"  # noqa: S608 - our own names
        f" on conflict (caller) do update set"
        f" requests = case when {is_over} then 1 else {table}.requests + 1 end,"
        f" ends_at = case when {is_over} then excluded.ends_at else {table}.ends_at end"
        f" returning requests, ends_at"
    )


def open_counter(catalog: Catalog) -> RateCounter:
    """The counter that all processes on this catalog share."""
    if catalog.engine.dialect.name == "postgresql":
        return RateCounter(catalog.engine_with("synchronous_commit=off"))
    path = Path(catalog.engine.url.database or "").with_name("rates.db")
    engine = create_engine(
        f"sqlite:///{path}",
        isolation_level=AUTOCOMMIT,
        connect_args={"timeout": BUSY_TIMEOUT_S},
        pool_size=CONNECTIONS,
        max_overflow=0,
    )
    event.listen(engine, "connect", prepare_sqlite)
    event.listen(engine, "connect", lambda connection, _: connection.execute("pragma synchronous = off"))
    table = RateWindow.metadata.tables[RateWindow.__tablename__]
    with translated(), engine.connect() as connection:
        connection.execute(CreateTable(table, if_not_exists=True))
    return RateCounter(engine)
