"""Homes in which lists are prepared once, for tests whose subject begins after that.

A list is known again by its bytes, so whoever matches it in a copy of such a home begins with the candidate pairs.
Preparing a list of a few rows takes half a second of processor time, matching two of them as long as preparing one.
"""

import shutil
from pathlib import Path

from listmatch.domain.files import Purpose
from listmatch.settings import Settings
from listmatch.workflows.lists.files import prepare_path
from listmatch.workflows.services import Services, open_own_services

LOOP = "listmatch.workflows.running.runner:LoopRunner"


def services_of(home: Path) -> Services:
    """The services of the local user of *home*, who runs everything in this process."""
    return open_own_services(Settings(home=home, runner=LOOP, threads=2))


def prepare_home(home: Path, *lists: Path) -> Path:
    """Make *home*, in which *lists* are prepared and nothing has run."""
    services = services_of(home)
    for path in lists:
        prepare_path(services, path, owner_id=services.settings.owner, purpose=Purpose.SOURCE)
    services.catalog.close()
    return home


def copied_services(prepared: Path, home: Path) -> Services:
    """The services of *home*, a copy of a *prepared* one."""
    shutil.copytree(prepared, home)
    return services_of(home)
