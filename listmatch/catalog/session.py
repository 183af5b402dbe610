"""Connections to the catalog database: engines, transactions, and the error that an outage becomes."""

import json
import math
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DBAPIError,
    InterfaceError,
    InvalidatePoolError,
    NoSuchModuleError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from listmatch.catalog.migrations.upgrade import upgrade
from listmatch.errors import CatalogUnavailable, InputError
from listmatch.settings import Settings

BUSY_TIMEOUT_MS = 30_000
"""How long a writer waits for another one on SQLite; ordinary transactions take milliseconds."""

SWITCH_PAUSE_S = 0.02
"""Between two attempts to switch a new SQLite file to write-ahead logging."""

TURN_TIMEOUT_S = 30.0
"""How long a thread waits for the other writing threads of its process on SQLite."""

CONNECTIONS = 16
"""Kept open by one process at most: opening another one under load costs more than the request it is for."""

CONNECT_TIMEOUT_S = 5
REST_S = 1.0
"""A connection that lay unused for longer may have been cut and is asked first."""

OUTAGE_CURE = "Check LISTMATCH_CATALOG_URL and that the database runs and has space."
DAMAGED_CURE = (
    "Its file is damaged: put back a copy of it (catalog.db under LISTMATCH_HOME, unless LISTMATCH_CATALOG_URL says "
    "otherwise)."
)


class Catalog:
    """The catalog behind one SQLAlchemy URL (``sqlite:///file`` or ``postgresql+psycopg://…``)."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._reader = _reader(self.engine)
        self._beside = list[Engine]()
        self._turn = turn_of(self.engine)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction: committed on a clean exit, rolled back on any error; raises ``CatalogUnavailable``.

        On SQLite it takes the write lock at once, so that what it read still holds when it writes; keep it short.
        """
        writing = Session(self.engine, expire_on_commit=False)
        with translated(), taking_turns(self._turn), writing as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A read-only session that never waits for a lock; raises ``CatalogUnavailable``."""
        with translated(), Session(self._reader, autoflush=False) as session:
            yield session

    def upgrade(self) -> None:
        """Bring the tables up to this version of listmatch; does nothing, quickly, when they are."""
        with translated():
            upgrade(self.engine)

    def engine_with(self, setting: str) -> Engine:
        """Further connections to the same PostgreSQL, with a setting; each statement is a transaction."""
        self._beside.append(_statement_engine(self.engine, setting))
        return self._beside[-1]

    def close(self) -> None:
        """Give back all connections."""
        for engine in (self.engine, self._reader, *self._beside):
            engine.dispose()


def open_catalog(settings: Settings) -> Catalog:
    """The catalog of the settings, its folder made when it is SQLite; raises ``InputError`` for an unusable URL."""
    try:
        url = make_url(settings.database_url)
        if url.get_backend_name() == "sqlite" and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        return Catalog(settings.database_url)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise InputError(
            "the catalog's address is not understood, or its driver is not installed.",
            place="LISTMATCH_CATALOG_URL",
            cure="Use sqlite:///file or postgresql+psycopg://user:password@host/database.",
        ) from error
    except OSError as error:
        raise CatalogUnavailable(
            f"the catalog's folder cannot be made ({error.strerror}).",
            place=str(settings.home),
            cure="Set LISTMATCH_HOME to a folder that you may write to.",
        ) from error


@contextmanager
def translated() -> Iterator[None]:
    """Turn an outage of the database within the block into ``CatalogUnavailable``."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise _unavailable(error) from error
    except DBAPIError as error:
        if type(error) is DatabaseError:  # of SQLite alone
            raise _unavailable(error, cure=DAMAGED_CURE) from error
        if error.connection_invalidated:
            raise _unavailable(error) from error
        raise


def _unavailable(error: Exception, *, cure: str = OUTAGE_CURE) -> CatalogUnavailable:
    reason = str(getattr(error, "orig", None) or type(error).__name__).strip().partition("\n")[0]
    return CatalogUnavailable(f"the catalog database cannot be used ({reason}).", cure=cure)


def _engine(url: str) -> Engine:
    # NaN is not JSON: PostgreSQL refuses it, and SQLite must not be more lenient.
    serializer = partial(json.dumps, allow_nan=False)
    pool = {**_kept(), "json_serializer": serializer}
    if make_url(url).get_backend_name() != "sqlite":
        engine = create_engine(url, connect_args={"connect_timeout": CONNECT_TIMEOUT_S}, **pool)
        ping_after_rest(engine)
        return engine
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}, **pool)
    event.listen(engine, "connect", prepare_sqlite)
    event.listen(engine, "begin", _begin_writing)
    return engine


def _reader(engine: Engine) -> Engine:
    """An engine with connections of its own, which need no switching and refuse to write.

    Each statement is a transaction: it sees what is committed, as in a longer one, for fewer calls.
    """
    if engine.dialect.name == "postgresql":
        return _statement_engine(engine, "default_transaction_read_only=on")
    reader = create_engine(
        engine.url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}, isolation_level="AUTOCOMMIT", **_kept()
    )
    event.listen(reader, "connect", prepare_sqlite)
    event.listen(reader, "connect", lambda connection, _: connection.execute("pragma query_only = on"))
    return reader


def _statement_engine(engine: Engine, setting: str) -> Engine:
    own = create_engine(
        engine.url,
        connect_args={"connect_timeout": CONNECT_TIMEOUT_S, "options": f"-c {setting}"},
        isolation_level="AUTOCOMMIT",
        **_kept(),
    )
    ping_after_rest(own)
    return own


def _kept() -> dict[str, Any]:
    """How the connections of an engine are kept."""
    return {"pool_size": CONNECTIONS, "max_overflow": 0}


def ping_after_rest(engine: Engine) -> None:
    """Ask a connection for a sign of life before it is used again, unless it was used within `REST_S`.

    SQLAlchemy's own ``pool_pre_ping`` asks each time, which is one round trip of every three.
    """

    def rests(_connection: Any, record: Any) -> None:
        record.info["since"] = time.monotonic()

    def ping(connection: Any, record: Any, _proxy: Any) -> None:
        if time.monotonic() - record.info.get("since", -math.inf) < REST_S:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error

    event.listen(engine, "checkin", rests)
    event.listen(engine, "checkout", ping)


@contextmanager
def taking_turns(turn: "Lock | None") -> Iterator[None]:
    """Take turns with the other threads of this process that write to the same SQLite file; None: there is no need.

    Whoever finds the file locked sleeps there, for up to 100 ms at a time (`sqliteDefaultBusyCallback`), and is not
    woken when it is free: a few busy threads made some requests wait for hundreds of ms. Raises ``CatalogUnavailable``
    when the turn does not come within `TURN_TIMEOUT_S`.
    """
    if turn is None:
        yield
        return
    if not turn.acquire(timeout=TURN_TIMEOUT_S):
        raise CatalogUnavailable("the catalog database is locked.", cure="End the program that holds the lock.")
    try:
        yield
    finally:
        turn.release()


def turn_of(engine: Engine) -> "Lock | None":
    """What the writing threads of a process take turns by; None where the database lets them write side by side."""
    return Lock() if engine.dialect.name == "sqlite" else None


def prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    """Set up a new SQLite connection."""
    # The driver's own BEGIN comes too late, and never before DDL; the engines do it (SQLAlchemy, "pysqlite").
    connection.isolation_level = None
    connection.execute("pragma foreign_keys = on")
    _use_write_ahead_log(connection)


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Switch a new file to write-ahead logging.

    The file is locked while another process does so, and SQLite does not apply the connection's timeout to this
    statement.
    """
    deadline = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("pragma journal_mode = wal")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(SWITCH_PAUSE_S)


def _begin_writing(connection: Connection) -> None:
    connection.exec_driver_sql("begin immediate")
