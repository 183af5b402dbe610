"""Real servers for the integration tests: PostgreSQL and Swift's S3 interface, started once, on loopback, in folders of
their own. Both are Debian packages (see ``.ci``); where they are missing the tests fail rather than pass unseen.
"""

import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from listmatch.catalog import Catalog
from listmatch.settings import CHECKOUT


def free_ports(count: int) -> int:
    """The first of *count* consecutive ports that nobody uses, anywhere in a range, lest two test runs choose alike."""
    starts = (random.randrange(20_000, 30_000) for _ in range(1000))
    return next(start for start in starts if all(map(is_free, range(start, start + count))))


def is_free(port: int) -> bool:
    """Whether a port of the loopback interface can be bound."""
    with socket.socket() as candidate:
        try:
            candidate.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@pytest.fixture(scope="session")
def server_folder() -> Iterator[Path]:
    """A folder that other users may enter, since PostgreSQL refuses to run as root."""
    folder = Path(tempfile.mkdtemp(prefix="listmatch-servers-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


class S3Server:
    """Swift with its S3 interface, which can be stopped and started again with what it holds."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, free_ports(4)
        self._process: subprocess.Popen[str] | None = None
        self.endpoint = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it; returns when it answers."""
        command = [sys.executable, str(CHECKOUT / ".ci" / "swift.py"), str(self._folder), str(self._port)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        assert self._process.stdout.readline().strip() == "ready", "Swift did not start; are its packages installed?"

    def stop(self) -> None:
        """Stop it; from then on nobody listens there."""
        assert self._process is not None
        with self._process as process:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


@pytest.fixture(scope="session")
def s3_server(server_folder: Path) -> Iterator[S3Server]:
    """A running S3 server."""
    server = S3Server(server_folder / "swift")
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def s3_endpoint(s3_server: S3Server) -> str:
    """The address of a running S3 server."""
    return s3_server.endpoint


@pytest.fixture
def s3_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """The credentials of the S3 server, where AWS's tools look for them."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test:tester")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


def postgres_program(name: str) -> str:
    """The full path of one of PostgreSQL's programs; Debian keeps them off the PATH."""
    found = [*sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True), shutil.which(name)]
    return str(next(path for path in found if path))


def as_postgres(*command: str) -> list[str]:
    """A command as the user postgres where we are root, else as it is."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else list(command)


class PostgresServer:
    """PostgreSQL, which can be stopped and started again with what it holds."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, free_ports(1)
        data = folder / "data"
        folder.mkdir()
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(folder, user.pw_uid, user.pw_gid)
        initdb = [postgres_program("initdb"), "-D", str(data), "-U", "listmatch", "-A", "trust", "-N", "-E", "UTF8"]
        self._run(*initdb, "--locale=C")
        self._control = [postgres_program("pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
        self.url = f"postgresql+psycopg://listmatch@127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it; returns when it answers."""
        options = f"-p {self._port} -k {self._folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run(*self._control, "-o", options, "start")

    def stop(self) -> None:
        """Stop it at once, whoever is connected."""
        self._run(*self._control, "-m", "immediate", "stop")

    @staticmethod
    def _run(*command: str) -> None:
        subprocess.run(as_postgres(*command), check=True, stdout=subprocess.DEVNULL, cwd="/")


@pytest.fixture(scope="session")
def postgres_server(server_folder: Path) -> Iterator[PostgresServer]:
    """A running PostgreSQL."""
    server = PostgresServer(server_folder / "postgres")
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres_url(postgres_server: PostgresServer) -> str:
    """The address of a running PostgreSQL without its database name, which each test makes."""
    return postgres_server.url


@contextmanager
def database(postgres_url: str, *, template: str) -> Iterator[str]:
    """The address of a new PostgreSQL database that begins as a copy of *template*."""
    import psycopg

    name = f"test_{uuid.uuid4().hex}"
    server = f"{postgres_url.replace('+psycopg', '')}/postgres"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name} template {template}")
    yield f"{postgres_url}/{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")


@pytest.fixture
def empty_database(postgres_url: str) -> Iterator[str]:
    """The address of an empty database."""
    with database(postgres_url, template="template0") as url:
        yield url


@pytest.fixture(scope="session")
def migrated_template(postgres_url: str) -> Iterator[str]:
    """The name of a database that has the catalog's tables, to be copied."""
    with database(postgres_url, template="template0") as url:
        catalog = Catalog(url)
        catalog.upgrade()
        catalog.close()
        yield url.rpartition("/")[2]


@pytest.fixture
def catalog(postgres_url: str, migrated_template: str) -> Iterator[Catalog]:
    """A catalog without rows on PostgreSQL."""
    with database(postgres_url, template=migrated_template) as url:
        catalog = Catalog(url)
        yield catalog
        catalog.close()
