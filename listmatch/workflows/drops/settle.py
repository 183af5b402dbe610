"""Settling: what was noted becomes a file and, where the rule says so, a job; both in one transaction with the drop."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from listmatch.catalog.queries import drops as drop_rows
from listmatch.catalog.queries import profiles as profile_rows
from listmatch.catalog.records import DropRecord, FileRecord
from listmatch.domain.drops import Action
from listmatch.domain.files import Purpose
from listmatch.domain.verdicts import MatchMode
from listmatch.errors import InputError, NotFound, NotReady, StorageUnavailable
from listmatch.workflows.drops.lists import Arrival, fetch, register, resolve
from listmatch.workflows.drops.places import Place, Replaced, open_place
from listmatch.workflows.drops.rules import DropRule
from listmatch.workflows.lists.reading import keep_options
from listmatch.workflows.matches.jobs import JobOptions, JobPlan, write_job
from listmatch.workflows.matches.profiles import read_profile
from listmatch.workflows.services import Services

LOGGER = logging.getLogger("listmatch.drops")


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one drop; without a file it could not be used."""

    drop_id: str
    uri: str
    file_id: str | None = None
    job_id: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Settling:
    """What was settled, and rule name -> why its drops have to wait."""

    settled: Sequence[Settled]
    waiting: Mapping[str, str]


class _TakenByAnother(Exception):
    """Another process settled the drop in the meantime; the transaction must be rolled back."""


def settle(services: Services, rules: Iterable[DropRule], *, is_over: Callable[[], bool]) -> Settling:
    """Settle what was noted, the rules in turn and the oldest of each first, until the time is over.

    A drop whose bytes cannot be had just now waits for the next time and keeps nobody waiting; so do all of a rule
    whose master or profile cannot be had.
    """
    plans = {rule.name: _Plan(services, rule) for rule in rules}
    with services.catalog.reading() as session:
        # A drop without a rule is another process's (listmatch watch), or its rule will be written again.
        waiting = drop_rows.unsettled(session, rules=plans.keys())
    done, problems = list[Settled](), dict[str, str]()
    for drop in waiting:
        if drop.rule in problems:
            continue
        try:
            done += _attempt(services, plans[drop.rule], drop)
        except NotReady as error:
            LOGGER.warning("rule %s waits: %s", drop.rule, error)
            problems[drop.rule] = str(error)
        if is_over():
            break
    return Settling(done, problems)


def _attempt(services: Services, plan: "_Plan", drop: DropRecord) -> list[Settled]:
    """Settle one drop, if that can be done now. Raises NotReady."""
    try:
        return [_settle_one(services, plan, drop)]
    except StorageUnavailable as error:
        LOGGER.warning("drop %s of rule %s waits: %s", drop.id, drop.rule, error)
    except _TakenByAnother:
        LOGGER.info("drop %s was settled by another process", drop.id)
    return []


class _Plan:
    """A rule with its master and profile, both looked up once for all drops of one call."""

    def __init__(self, services: Services, rule: DropRule) -> None:
        self._services, self.rule = services, rule
        self.owner_id = rule.owner or services.settings.owner

    @cached_property
    def place(self) -> Place:
        """Where the rule's lists lie."""
        return open_place(self._services.settings, self.rule.prefix)

    @cached_property
    def master(self) -> FileRecord | None:
        """The master list. Raises NotReady while there is none yet."""
        if self.rule.master is None:
            return None
        try:
            return resolve(self._services, self.rule.master, owner_id=self.owner_id, purpose=Purpose.MASTER)
        except NotFound as error:
            raise NotReady("the master list is not there.", place=error.place, cure=error.cure) from error
        except InputError as error:
            raise NotReady(f"the master list cannot be used: {error}", place=f"rule {self.rule.name}") from error

    @cached_property
    def profile(self) -> dict[str, object] | None:
        """The profile's content. Raises NotReady while it cannot be read: that is no fault of the list."""
        try:
            return profile_content(self._services, self.rule.profile, owner_id=self.owner_id, mode=self.rule.job_mode)
        except (InputError, NotFound) as error:
            raise NotReady(f"the profile cannot be used: {error}", place=f"rule {self.rule.name}") from error


def _settle_one(services: Services, plan: _Plan, drop: DropRecord) -> Settled:
    master, content = plan.master, plan.profile
    arrival = Arrival(place=plan.place, owner_id=drop.owner_id, uri=drop.uri, etag=drop.etag)
    try:
        size = fetch(services, arrival)
    except (InputError, Replaced) as error:
        return _unusable(services, drop, str(error))
    except NotFound:
        return _unusable(services, drop, "the list was removed before it could be read.")
    keep_options(services, plan.rule.read.options, owner_id=drop.owner_id, file_id=arrival.file_id)
    with services.catalog.session() as session:
        file = register(session, arrival, size=size, purpose=plan.rule.purpose)
        job_id = None
        if plan.rule.action is not Action.PREPARE:
            options = JobOptions(formats=plan.rule.formats)
            job_plan = JobPlan(file, master, content, mode=plan.rule.job_mode, options=options)
            job_id = write_job(session, job_plan).id
        if not drop_rows.settle(session, drop_id=drop.id, file_id=file.id, job_id=job_id):
            raise _TakenByAnother
    return Settled(drop.id, drop.uri, file.id, job_id)


def _unusable(services: Services, drop: DropRecord, message: str) -> Settled:
    with services.catalog.session() as session:
        if not drop_rows.settle(session, drop_id=drop.id, error=message):
            raise _TakenByAnother
    return Settled(drop.id, drop.uri, error=message)


def profile_content(services: Services, named: str, *, owner_id: str, mode: MatchMode) -> dict[str, object] | None:
    """A profile by the path of a YAML file or the id of a saved one; None for none. Raises ProfileInvalid, NotFound."""
    if not named:
        return None
    if named.endswith((".yaml", ".yml")):
        content = read_profile(Path(named)).to_dict()
    else:
        with services.catalog.reading() as session:
            content = profile_rows.get(session, owner_id=owner_id, profile_id=named).content
    return content | {"mode": mode}
