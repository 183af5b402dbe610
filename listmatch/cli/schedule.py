"""`listmatch schedule`: matches and dedupes that run again and again."""

from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from listmatch.catalog.records import ScheduleRecord
from listmatch.cli.terminal import ACTOR, JsonOption, open_local_services, print_json
from listmatch.domain.verdicts import MatchMode
from listmatch.errors import InputError
from listmatch.workflows.recurring.recurrence import Interval, Recurrence
from listmatch.workflows.services import Services

schedule = typer.Typer(help="Run matches and dedupes hourly, daily, weekly, monthly or by cron.", no_args_is_help=True)

ScheduleArgument = Annotated[
    str, typer.Argument(metavar="NAME", help="Name of the schedule, or its id, as `schedule list` shows them.")
]


@schedule.command("create")
def create(
    name: Annotated[str, typer.Argument(help="What to call it.")],
    source: Annotated[
        str, typer.Option("--source", "-s", help="A list, or a folder or prefix whose newest list is used.")
    ],
    master: Annotated[
        str | None, typer.Option("--master", "-m", help="The same for the master; if omitted, dedupe.")
    ] = None,
    every: Annotated[
        Interval | None, typer.Option(help="How often; daily by default, or cron if --cron is given.")
    ] = None,
    hour: Annotated[int, typer.Option(min=0, max=23, help="Local hour of daily, weekly and monthly runs.")] = 6,
    cron: Annotated[str, typer.Option(help="Minute, hour, day, month, weekday in local time: '30 6 * * 1-5'.")] = "",
    timezone: Annotated[str, typer.Option(help="Time zone of the hour.")] = "UTC",
    profile: Annotated[
        Path | None, typer.Option("--profile", "-p", help="A match profile (YAML), read again at each run.")
    ] = None,
    mode: Annotated[
        MatchMode, typer.Option(help="One line per source row, or every candidate.")
    ] = MatchMode.BEST_MATCH,
    as_json: JsonOption = False,
) -> None:
    """Create a schedule. Its jobs run under `make up` or `listmatch serve`.

    Example: listmatch schedule create nightly --source exports/ --master crm.csv --every daily --hour 3
    """
    from listmatch.cli.addresses import list_source
    from listmatch.workflows.recurring import schedules

    every = every or (Interval.CRON if cron else Interval.DAILY)
    if cron and every is not Interval.CRON:
        raise InputError(f"--every {every} takes no cron expression.", place="cron", cure="Leave one of them out.")
    services = open_local_services()
    lists = {"source": list_source(source)} | ({"master": list_source(master)} if master else {})
    made = schedules.create_schedule(
        services,
        schedules.ScheduleRequest(
            name=name,
            source_file_id=None,
            master_file_id=None,
            profile_id=None,
            mode=mode if master else MatchMode.DEDUPE,
            recurrence=Recurrence(every, timezone=timezone, hour_local=hour, cron=cron),
            lists=lists,
            profile=str(profile.absolute()) if profile else "",
        ),
        owner_id=services.settings.owner,
        actor=ACTOR,
    )
    _show(made, as_json=as_json)
    if not as_json:
        typer.echo("Its runs begin while Dagster runs (make up).", err=True)


@schedule.command("list")
def list_schedules(as_json: JsonOption = False) -> None:
    """List the schedules, newest first, with their next and last run.

    Example: listmatch schedule list --json
    """
    from listmatch.workflows.paging import Page
    from listmatch.workflows.recurring import schedules

    services = open_local_services()
    found = schedules.list_schedules(services, owner_id=services.settings.owner, page=Page(200))
    if as_json:
        print_json([_to_dict(each) for each in found])
        return
    if not found:
        typer.echo("There are no schedules. Make one with: listmatch schedule create NAME --source LIST")
    for each in found:
        _show(each, as_json=False)


@schedule.command("pause")
def pause(name: ScheduleArgument, as_json: JsonOption = False) -> None:
    """Pause a schedule until it is resumed.

    Example: listmatch schedule pause nightly
    """
    from listmatch.workflows.recurring import schedules

    services = open_local_services()
    found = _found(services, name)
    paused = schedules.pause_schedule(services, owner_id=found.owner_id, schedule_id=found.id, actor=ACTOR)
    _show(paused, as_json=as_json)


@schedule.command("resume")
def resume(name: ScheduleArgument, as_json: JsonOption = False) -> None:
    """Resume a schedule from its next slot on.

    Example: listmatch schedule resume nightly
    """
    from listmatch.workflows.recurring import schedules

    services = open_local_services()
    found = _found(services, name)
    resumed = schedules.resume_schedule(services, owner_id=found.owner_id, schedule_id=found.id, actor=ACTOR)
    _show(resumed, as_json=as_json)


@schedule.command("delete")
def delete(name: ScheduleArgument) -> None:
    """Delete a schedule; its jobs are kept.

    Example: listmatch schedule delete nightly
    """
    from listmatch.workflows.recurring import schedules

    services = open_local_services()
    found = _found(services, name)
    schedules.delete_schedule(services, owner_id=found.owner_id, schedule_id=found.id, actor=ACTOR)
    typer.echo(f"The schedule {found.name} is deleted.", err=True)


@schedule.command("run-now")
def run_now(name: ScheduleArgument, as_json: JsonOption = False) -> None:
    """Queue a job at once, outside the regular slots.

    Example: listmatch schedule run-now nightly
    """
    from listmatch.workflows.recurring import dispatch

    services = open_local_services()
    found = _found(services, name)
    done = dispatch.run_now(services, owner_id=found.owner_id, schedule_id=found.id, actor=ACTOR)
    if as_json:
        print_json({"scheduleId": found.id, "jobId": done.job_id, "slotAt": done.slot_at.isoformat()})
    else:
        typer.echo(f"Job {done.job_id} is queued. See it with: listmatch runs")


@schedule.command("history")
def history(
    name: ScheduleArgument,
    limit: Annotated[int, typer.Option(min=1, max=500, help="How many, newest first.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """Show past slots, newest first, with their jobs or the reason why there is none.

    Example: listmatch schedule history nightly
    """
    from listmatch.workflows.recurring import schedules

    services = open_local_services()
    found = _found(services, name)
    slots = schedules.history(services, owner_id=found.owner_id, schedule_id=found.id, limit=limit)
    if as_json:
        print_json([{"slotAt": each.slot_at.isoformat(), "jobId": each.job_id, "error": each.error} for each in slots])
        return
    for each in slots:
        typer.echo(f"{each.slot_at:%Y-%m-%d %H:%M} UTC  {each.job_id or each.error}")


def _found(services: Services, name: str) -> ScheduleRecord:
    """The schedule of this installation's owner with that name or id. Raises NotFound, InputError."""
    from listmatch.workflows.recurring.schedules import find_schedule

    return find_schedule(services, name, owner_id=services.settings.owner)


def _show(found: ScheduleRecord, *, as_json: bool) -> None:
    if as_json:
        print_json(_to_dict(found))
        return
    zone = found.timezone
    following = f"next {_local(found.next_run_at, zone)}" if found.next_run_at else "no next run"
    last = f", last {_local(found.last_run_at, zone)}" if found.last_run_at else ""
    typer.echo(f"{found.id}  {found.status:<7} {found.interval_type:<8} {found.name}: {following}{last}")


def _local(moment: datetime, zone: str) -> str:
    """A time as it was asked for: by the clocks of the schedule's zone, or UTC where this machine does not know it."""
    try:
        return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}"
    except (ZoneInfoNotFoundError, ValueError):
        return f"{moment:%Y-%m-%d %H:%M} UTC"


def _to_dict(found: ScheduleRecord) -> dict[str, object]:
    return {
        "scheduleId": found.id,
        "name": found.name,
        "status": str(found.status),
        "mode": str(found.mode),
        "interval": found.interval_type,
        "cron": found.cron,
        "hourLocal": found.hour_local,
        "timezone": found.timezone,
        "lists": found.options.get("lists", {}),
        "nextRunAt": found.next_run_at.isoformat() if found.next_run_at else None,
        "lastRunAt": found.last_run_at.isoformat() if found.last_run_at else None,
        "lastJobId": found.last_job_id,
    }
