"""Engines of the catalog database: how connections are opened, set up, kept and asked whether they still live."""

import json
import math
import sqlite3
import time
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import InvalidatePoolError

BUSY_TIMEOUT_MS = 30_000
"""How long a writer waits for another one on SQLite; ordinary transactions take milliseconds."""

SWITCH_PAUSE_S = 0.02
"""Between two attempts to switch a new SQLite file to write-ahead logging."""

CONNECTIONS = 16
"""Kept open by one process at most: opening another one under load costs more than the request it is for."""

CONNECT_TIMEOUT_S = 5
REST_S = 1.0
"""A connection that lay unused for longer may have been cut and is asked first."""


def writing_engine(url: str) -> Engine:
    """The engine of transactions."""
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


def reading_engine(engine: Engine) -> Engine:
    """An engine with connections of its own, which need no switching and refuse to write.

    Each statement is a transaction: it sees what is committed, as in a longer one, for fewer calls.
    """
    if engine.dialect.name == "postgresql":
        return statement_engine(engine, "default_transaction_read_only=on")
    reader = create_engine(
        engine.url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}, isolation_level="AUTOCOMMIT", **_kept()
    )
    event.listen(reader, "connect", prepare_sqlite)
    event.listen(reader, "connect", lambda connection, _: connection.execute("pragma query_only = on"))
    return reader


def statement_engine(engine: Engine, setting: str) -> Engine:
    """Further connections to the PostgreSQL of *engine*, with a setting; each statement is a transaction."""
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
