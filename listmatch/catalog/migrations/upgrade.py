"""Bringing a catalog up to date from within the program, safely from several processes at once."""

import threading
from pathlib import Path

from sqlalchemy import Column, Connection, Engine, MetaData, PrimaryKeyConstraint, String, Table, inspect, select, text

VERSIONS = Path(__file__).resolve().parent / "versions"

_ADVISORY_LOCK = 0x6C6973746D61
"""Key of the PostgreSQL advisory lock under which one process migrates and the others wait ("listma")."""

_ONE_THREAD = threading.Lock()


def head_revision() -> str:
    """The newest revision, read from the file names: importing Alembic costs 0.3 s and is seldom needed."""
    return max(path.stem.partition("_")[0] for path in VERSIONS.glob("[0-9]*.py"))


def current_revision(connection: Connection) -> str | None:
    """The revision of a database; None if it has no tables yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(select(_version().c.version_num)).scalar()


def upgrade(engine: Engine) -> None:
    """Make the tables, or run the revisions that they lack, in one transaction that other processes wait for."""
    with engine.connect().execution_options(listmatch_read_only=True) as connection:
        if current_revision(connection) == head_revision():
            return
    # Alembic keeps its context in a global, hence the first lock; the second one is SQLite's BEGIN IMMEDIATE.
    with _ONE_THREAD, engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        current = current_revision(connection)
        if current is None:
            create(connection)
        elif current != head_revision():
            migrate(connection)


def create(connection: Connection) -> None:
    """The tables of a new catalog, as the newest revision has them: without Alembic and its half CPU second.

    Raises what the database raises when one of them exists.
    """
    from listmatch.catalog.models import Base

    Base.metadata.create_all(connection, checkfirst=False)
    version = _version()
    version.create(connection)
    connection.execute(version.insert().values(version_num=head_revision()))


def _version() -> Table:
    """Alembic's own table, as it makes it."""
    number = Column("version_num", String(32), nullable=False)
    return Table("alembic_version", MetaData(), number, PrimaryKeyConstraint("version_num", name="alembic_version_pkc"))


def migrate(connection: Connection) -> None:
    """Run the revisions that a database lacks, all of them on an empty one: it then has the tables of a new one."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
