"""When a schedule is next due: local wall-clock rules turned into UTC instants.

A slot that falls into the hour that a clock change leaves out runs right after the gap; one in the hour that comes
twice runs in the first of the two. So a daily rule has exactly one slot on every day of the year.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from listmatch.errors import InputError


class Interval(StrEnum):
    """How often a schedule runs."""

    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    CRON = "cron"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The rule of a schedule.

    Hourly rules run at every full hour (UTC); daily, weekly (Mondays) and monthly (the 1st) ones at ``hour_local``;
    cron rules as their five fields say, in local time.
    """

    interval: Interval
    timezone: str = "UTC"
    hour_local: int = 0
    cron: str = ""

    def check(self) -> None:
        """Raise InputError, which names the option, when the rule cannot be followed."""
        from croniter import croniter

        try:
            ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            cure = "Use a name like America/New_York."
            raise InputError("there is no such time zone.", place="timezone", cure=cure) from error
        if self.interval is Interval.CRON and (len(self.cron.split()) != 5 or not croniter.is_valid(self.cron)):
            cure = "Write minute, hour, day, month, weekday: 30 6 * * 1-5."
            raise InputError("this is not a cron expression.", place="cron", cure=cure)

    def next_after(self, instant: datetime) -> datetime:
        """The first slot after an instant, in UTC. Raises InputError for a rule that never comes due."""
        if self.interval is Interval.HOURLY:
            return instant.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        return _next_local(self._expression(), zone=ZoneInfo(self.timezone), after=instant)

    def _expression(self) -> str:
        expressions = {
            Interval.DAILY: f"0 {self.hour_local} * * *",
            Interval.WEEKLY: f"0 {self.hour_local} * * 1",
            Interval.MONTHLY: f"0 {self.hour_local} 1 * *",
        }
        return expressions.get(self.interval, self.cron)


def _next_local(expression: str, *, zone: ZoneInfo, after: datetime) -> datetime:
    from croniter import CroniterError, croniter

    # From a day before, since the wall clock may have been set back: then later slots have earlier readings.
    reading = after.astimezone(zone).replace(tzinfo=None) - timedelta(days=1)
    readings = croniter(expression, reading)
    try:
        while True:
            slot = _instant(readings.get_next(datetime), zone)
            if slot > after:
                return slot
    except CroniterError as error:
        raise InputError("this rule never comes due.", place="cron", cure="Name a day that exists.") from error


def _instant(reading: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which local clocks first show *reading*, or, if they leave it out, the end of the gap."""
    first = reading.replace(tzinfo=zone, fold=0)
    instant = first.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == reading:
        return instant
    # The gap: the offset before it (fold 0) leads past its end by as much as the reading is past its start.
    before, after = first.utcoffset(), reading.replace(tzinfo=zone, fold=1).utcoffset()
    if before is None or after is None:
        return instant
    return _gap_end(instant - abs(after - before), instant, zone)


def _gap_end(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The minute between two instants at which the offset of a zone changes."""
    offset = high.astimezone(zone).utcoffset()
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            high = middle
        else:
            low = middle
    return high.replace(second=0, microsecond=0)
