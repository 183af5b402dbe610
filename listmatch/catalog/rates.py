"""Counting requests per window, exactly and for all processes of the API together.

One guarded statement per request on a table: PostgreSQL's of the catalog, or one in an SQLite file of its own, whose
content may be lost, so that it need not wait for the disk (0.1 ms instead of some ms).
"""

from pathlib import Path

from sqlalchemy import Engine, case, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite

from listmatch.catalog.models import RateWindow
from listmatch.catalog.session import Catalog, begin_sqlite, prepare_sqlite, translated


class RateCounter:
    """Counts the requests of callers in fixed windows that begin with a caller's first request."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._insert = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert

    def hit(self, caller: str, *, window_s: float, now: float) -> tuple[int, float]:
        """Count one request; returns how many the window has now, this one included, and when it ends (Unix seconds).

        Raises CatalogUnavailable.
        """
        is_over = RateWindow.ends_at <= now
        statement = (
            self._insert(RateWindow)
            .values(caller=caller, ends_at=now + window_s, requests=1)
            .on_conflict_do_update(
                index_elements=[RateWindow.caller],
                set_={
                    "requests": case((is_over, 1), else_=RateWindow.requests + 1),
                    "ends_at": case((is_over, now + window_s), else_=RateWindow.ends_at),
                },
            )
            .returning(RateWindow.requests, RateWindow.ends_at)
        )
        with translated(), self._engine.begin() as connection:
            requests, ends_at = connection.execute(statement).one()
        return requests, ends_at


def open_counter(catalog: Catalog) -> RateCounter:
    """The counter that all processes on this catalog share."""
    if catalog.engine.dialect.name == "postgresql":
        return RateCounter(catalog.engine)
    path = Path(catalog.engine.url.database or "").with_name("rates.db")
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 5})
    event.listen(engine, "connect", prepare_sqlite)
    event.listen(engine, "connect", lambda connection, _: connection.execute("pragma synchronous = off"))
    event.listen(engine, "begin", begin_sqlite)
    with translated():
        RateWindow.metadata.create_all(engine, tables=[RateWindow.metadata.tables[RateWindow.__tablename__]])
    return RateCounter(engine)
