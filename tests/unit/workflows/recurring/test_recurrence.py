"""Slots: none lost and none doubled when clocks change; missed ones collapse."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listmatch.errors import InputError
from listmatch.workflows.recurring.recurrence import Interval, Recurrence
from listmatch.workflows.recurring.slots import due_slot

ZONES = ["UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "America/Havana"]
START = datetime(2025, 12, 31, 12, tzinfo=UTC)


def slots(rule: Recurrence, *, since: datetime, until: datetime) -> list[datetime]:
    found = []
    while (since := rule.next_after(since)) <= until:
        found.append(since)
    return found


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", [0, 1, 2, 3, 23])
def test_a_daily_rule_has_one_slot_on_every_local_day_of_the_year(zone: str, hour: int) -> None:
    rule = Recurrence(Interval.DAILY, timezone=zone, hour_local=hour)
    until = START + timedelta(days=366)
    days = [slot.astimezone(ZoneInfo(zone)).date() for slot in slots(rule, since=START, until=until)]
    expected = {(START + timedelta(days=number)).astimezone(ZoneInfo(zone)).date() for number in range(2, 365)}
    assert len(days) == len(set(days))
    assert expected <= set(days)


def test_an_hourly_rule_has_a_slot_for_every_hour_that_passes() -> None:
    rule = Recurrence(Interval.HOURLY, timezone="Europe/Berlin")
    found = slots(rule, since=datetime(2026, 10, 24, 12, 30, tzinfo=UTC), until=datetime(2026, 10, 25, 12, tzinfo=UTC))
    assert len(found) == 24


@pytest.mark.parametrize(
    ("rule", "after", "expected"),
    [
        pytest.param(
            Recurrence(Interval.DAILY, "Europe/Berlin", 2),
            "2026-03-28T12:00",
            "2026-03-29T01:00",
            id="left out: after it",
        ),
        pytest.param(
            Recurrence(Interval.DAILY, "Europe/Berlin", 2),
            "2026-10-24T12:00",
            "2026-10-25T00:00",
            id="twice: the first",
        ),
        pytest.param(Recurrence(Interval.WEEKLY, "UTC", 6), "2026-01-05T06:00", "2026-01-12T06:00", id="Mondays"),
        pytest.param(Recurrence(Interval.MONTHLY, "UTC", 6), "2026-01-31T00:00", "2026-02-01T06:00", id="the first"),
        pytest.param(
            Recurrence(Interval.CRON, "America/New_York", cron="30 6 * * 1-5"),
            "2026-01-02T12:00",
            "2026-01-05T11:30",
            id="weekdays",
        ),
    ],
)
def test_the_next_slot(rule: Recurrence, after: str, expected: str) -> None:
    found = rule.next_after(datetime.fromisoformat(after).replace(tzinfo=UTC))
    assert found == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "rule",
    [
        Recurrence(Interval.DAILY, "Mars/Olympus"),
        Recurrence(Interval.CRON, cron="every day"),
        Recurrence(Interval.CRON),
    ],
)
def test_a_rule_that_cannot_be_followed_is_refused(rule: Recurrence) -> None:
    with pytest.raises(InputError):
        rule.check()


RULES = st.one_of(
    st.builds(Recurrence, st.just(Interval.HOURLY)),
    st.builds(
        Recurrence,
        st.sampled_from([Interval.DAILY, Interval.WEEKLY, Interval.MONTHLY]),
        st.sampled_from(ZONES),
        st.integers(0, 23),
    ),
    st.builds(
        Recurrence, st.just(Interval.CRON), st.sampled_from(ZONES), cron=st.sampled_from(["*/20 * * * *", "5 4 * * 0"])
    ),
)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(rule=RULES, hours=st.lists(st.integers(0, 24 * 40), min_size=1, max_size=6))
def test_however_late_the_clock_looks_each_slot_runs_once_and_the_last_missed_one_for_all(
    rule: Recurrence, hours: list[int]
) -> None:
    now, following, ran = START, rule.next_after(START), []
    for step in hours:
        now += timedelta(hours=step)
        due = due_slot(rule, next_run_at=following, now=now)
        if due is not None:
            ran.append(due.slot_at)
            following = due.next_run_at
            assert due.slot_at <= now < due.next_run_at == rule.next_after(due.slot_at)
        assert following > now
    assert ran == sorted(set(ran))


def test_a_rule_of_every_minute_that_slept_for_a_year_is_caught_up_with_at_once() -> None:
    rule = Recurrence(Interval.CRON, cron="* * * * *")
    due = due_slot(rule, next_run_at=START, now=START + timedelta(days=365, seconds=30))
    assert due is not None
    assert due.slot_at == START + timedelta(days=365)
