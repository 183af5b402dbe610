"""The Dagster instance of this installation: its home folder made ready once, by one process."""

import fcntl
import shutil
from pathlib import Path

from dagster import DagsterInstance

from listmatch.settings import CHECKOUT, Settings

CONFIGURATION = "dagster.yaml"


def open_instance(settings: Settings) -> DagsterInstance:
    """The instance under the settings' home, with the checkout's dagster.yaml.

    First use of an empty home must happen in one process (DESIGN 3), hence the lock.
    """
    home = settings.dagster_home
    home.mkdir(parents=True, exist_ok=True)
    with (home / ".first-use.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _install_configuration(home)
        return DagsterInstance.from_config(str(home))


def _install_configuration(home: Path) -> None:
    shipped, installed = CHECKOUT / CONFIGURATION, home / CONFIGURATION
    if not installed.exists() or installed.read_bytes() != shipped.read_bytes():
        shutil.copyfile(shipped, installed)
