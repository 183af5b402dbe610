"""The Dagster instance of this installation, whose home folder is initialised once, by one process."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml
from dagster import DagsterInstance, Failure
from dagster._core.instance.ref import InstanceRef
from dagster._serdes import ConfigurableClassData
from sqlalchemy.exc import InterfaceError, OperationalError

from listmatch.errors import CatalogUnavailable, ListmatchError
from listmatch.settings import CHECKOUT, Settings
from pipelines.event_log import PooledEventLogStorage
from pipelines.located_instance import LocatedInstance

CONFIGURATION = "dagster.yaml"
DATABASES = ("schedules", "history")
"""Folders in which the embedded storages keep their files."""


def open_instance(settings: Settings) -> DagsterInstance:
    """The instance under the settings' home, with the checkout's dagster.yaml.

    First use of an empty home must happen in one process, hence the lock.
    """
    home = settings.dagster_home
    home.mkdir(parents=True, exist_ok=True)
    with (home / ".first-use.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _install_configuration(home)
        if "storage" in yaml.safe_load((home / CONFIGURATION).read_text()):
            return DagsterInstance.from_ref(_located(InstanceRef.from_dir(str(home))))
        _make_databases(home)
        return DagsterInstance.from_ref(_located(InstanceRef.from_dir(str(home), overrides=_event_log(home))))


def _make_databases(home: Path) -> None:
    """Create the SQLite files of an instance in a temporary folder and move them in when they are complete.

    Dagster creates them in place, and would use a file without tables, left by a killed process, for ever after. The
    event log lies within the folder that is moved last.
    """
    if (home / DATABASES[-1]).exists():
        return
    aside = home / ".first-use"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    _install_configuration(aside)
    DagsterInstance.from_ref(InstanceRef.from_dir(str(aside))).dispose()
    for folder in DATABASES:
        if not (home / folder).exists():
            (aside / folder).rename(home / folder)
    shutil.rmtree(aside)


def _event_log(home: Path) -> dict[str, Any]:
    """The override that keeps connections of the embedded event log open."""
    shipped = InstanceRef.config_defaults(str(home))["event_log_storage"]
    assert shipped is not None
    kind = {"module": PooledEventLogStorage.__module__, "class": PooledEventLogStorage.__name__}
    return {"event_log_storage": {**kind, "config": dict(shipped.config_dict)}}


def _located(ref: InstanceRef) -> InstanceRef:
    kind = ConfigurableClassData(LocatedInstance.__module__, LocatedInstance.__name__, "{}")
    return ref._replace(custom_instance_class_data=kind)


@contextmanager
def storage_outage_named() -> Iterator[None]:
    """Turn an outage of the instance's own storage within the block into ``CatalogUnavailable``.

    It usually is a database of the same server, and it passes like an outage of the catalog.
    """
    try:
        yield
    except (Failure, ListmatchError):
        raise
    except Exception as error:
        behind: BaseException | None = error
        while behind is not None:
            if isinstance(behind, (OperationalError, InterfaceError)):
                raise CatalogUnavailable(
                    "Dagster's storage cannot be used.", cure="Check that its database runs and has space."
                ) from error
            behind = behind.__cause__
        raise


def _install_configuration(home: Path) -> None:
    shipped, installed = CHECKOUT / CONFIGURATION, home / CONFIGURATION
    if not installed.exists() or installed.read_bytes() != shipped.read_bytes():
        shutil.copyfile(shipped, installed)
