"""A fresh SQLite catalog for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from listmatch.catalog import Catalog


@pytest.fixture
def catalog(tmp_path: Path, migrated: Path) -> Iterator[Catalog]:
    path = tmp_path / "catalog.db"
    path.write_bytes(migrated.read_bytes())
    catalog = Catalog(f"sqlite:///{path}")
    yield catalog
    catalog.close()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog that has its tables, to be copied: migrating costs a third of a second."""
    path = tmp_path_factory.mktemp("catalog") / "catalog.db"
    catalog = Catalog(f"sqlite:///{path}")
    catalog.upgrade()
    catalog.close()
    return path
