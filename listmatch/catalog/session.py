"""Transactions of the catalog database: who may write when, and the error that an outage becomes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DBAPIError,
    InterfaceError,
    NoSuchModuleError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from listmatch.catalog.engines import reading_engine, statement_engine, writing_engine
from listmatch.catalog.migrations.upgrade import upgrade
from listmatch.errors import CatalogUnavailable, InputError
from listmatch.settings import Settings

TURN_TIMEOUT_S = 30.0
"""How long a thread waits for the other writing threads of its process on SQLite."""

OUTAGE_CURE = "Check LISTMATCH_CATALOG_URL and that the database runs and has space."
DAMAGED_CURE = (
    "Its file is damaged: put back a copy of it (catalog.db under LISTMATCH_HOME, unless LISTMATCH_CATALOG_URL says "
    "otherwise)."
)


class Catalog:
    """The catalog behind one SQLAlchemy URL (``sqlite:///file`` or ``postgresql+psycopg://…``)."""

    def __init__(self, url: str) -> None:
        self.engine = writing_engine(url)
        self._reader = reading_engine(self.engine)
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
        self._beside.append(statement_engine(self.engine, setting))
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
