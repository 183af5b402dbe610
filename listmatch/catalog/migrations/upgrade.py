"""Bringing a catalog up to date from within the program, safely from several processes at once."""

import threading
from pathlib import Path

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, inspect, select, text

VERSIONS = Path(__file__).resolve().parent / "versions"

_ADVISORY_LOCK = 0x6C6973746D61
"""Key of the PostgreSQL advisory lock under which one process migrates and the others wait ("listma")."""

_ONE_THREAD = threading.Lock()


def head_revision() -> str:
    """The newest revision, read from the file names: importing Alembic costs 0.3 s and is seldom needed."""
    return max(path.stem.partition("_")[0] for path in VERSIONS.glob("[0-9]*.py"))


def current_revision(connection: Connection) -> str | None:
    """The revision of a database; None: it has no tables of ours yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version = Table("alembic_version", MetaData(), Column("version_num", String(32)))
    return connection.execute(select(version.c.version_num)).scalar()


def upgrade(engine: Engine) -> None:
    """Run the revisions that a database lacks, in one transaction that other processes wait for."""
    with engine.connect().execution_options(listmatch_read_only=True) as connection:
        if current_revision(connection) == head_revision():
            return
    # Alembic keeps its context in a global, hence the first lock; the second one is SQLite's BEGIN IMMEDIATE.
    with _ONE_THREAD, engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        if current_revision(connection) != head_revision():
            _run(connection)


def _run(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
