"""What a use case works with: settings, catalog, object store and compute, opened together."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from listmatch.catalog import Catalog, open_catalog
from listmatch.catalog.queries import owners
from listmatch.domain.engines import SparkPlace
from listmatch.duck import Compute
from listmatch.errors import StorageUnavailable
from listmatch.settings import Settings
from listmatch.storage import ObjectStore, open_store


@dataclass(frozen=True, slots=True)
class Services:
    """Settings, catalog, store and compute of one process; cheap to pass, closed by the one who opened them."""

    settings: Settings
    catalog: Catalog
    store: ObjectStore
    compute: Compute

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """A scratch folder for half-made output, removed afterwards."""
        with self.compute.folder() as path:
            yield path

    @contextmanager
    def kept(self) -> Iterator["Services"]:
        """The same for several pieces of work of one thread, one after the other (`Compute.kept`)."""
        with self.compute.kept() as compute:
            yield replace(self, compute=compute)


def open_services(settings: Settings) -> Services:
    """Open everything that *settings* name; the catalog is migrated to the newest schema first.

    Raises CatalogUnavailable or StorageUnavailable.
    """
    _make_folder(settings.home)
    catalog = open_catalog(settings)
    catalog.upgrade()
    return Services(settings=settings, catalog=catalog, store=open_store(settings), compute=compute_of(settings))


def _make_folder(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageUnavailable(
            f"the folder of this installation cannot be made ({error.strerror}).",
            place=str(home),
            cure="Set LISTMATCH_HOME to a folder that you may write to.",
        ) from error


def open_own_services(settings: Settings) -> Services:
    """The services of the local user; creates the settings' owner if needed."""
    services = open_services(settings)
    with services.catalog.session() as session:
        owners.ensure(session, settings.owner)
    return services


def compute_of(settings: Settings) -> Compute:
    """The part of the machine that one piece of work may use."""
    return Compute(
        scratch=settings.scratch,
        threads=settings.threads,
        memory_limit_mb=settings.memory_limit_mb,
        spark=SparkPlace(settings.spark_master, settings.spark_staging, settings.spark_conf),
    )
