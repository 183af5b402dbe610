"""Which slot of a schedule is to run now: a pure decision over its rule, its next slot and the present instant."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from listmatch.workflows.recurring.recurrence import Recurrence

_WINDOWS = tuple(timedelta(minutes=minutes) for minutes in (1, 60, 24 * 60, 8 * 24 * 60, 32 * 24 * 60, 400 * 24 * 60))
"""Looked at in turn for the last slot: the first window that has one has few, so that years need no long count."""


@dataclass(frozen=True, slots=True)
class Due:
    """The slot to run and the one after it."""

    slot_at: datetime
    next_run_at: datetime


def due_slot(rule: Recurrence, *, next_run_at: datetime, now: datetime) -> Due | None:
    """The slot to run at *now*, None while the next one lies ahead. Missed slots collapse into the last of them.

    Raises InputError for a rule that never comes due again.
    """
    if next_run_at > now:
        return None
    slot = _last_slot(rule, since=next_run_at, until=now)
    return Due(slot, rule.next_after(now))


def _last_slot(rule: Recurrence, *, since: datetime, until: datetime) -> datetime:
    for window in _WINDOWS:
        start = max(since, until - window)
        slot = since if start == since else rule.next_after(start)
        if slot <= until:
            while (following := rule.next_after(slot)) <= until:
                slot = following
            return slot
    return since
