"""`listmatch estimate`: what a match will cost, before it runs."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from listmatch.cli.choices import ProfileOption
from listmatch.cli.reading import reads
from listmatch.cli.summary import counted
from listmatch.cli.terminal import JsonOption, QuietOption, open_local_services, print_json, progress_bar
from listmatch.domain.reading import ReadOptions

if TYPE_CHECKING:
    from listmatch.workflows.matches.estimate import Assumptions, Estimate, PassThatCannotRun

_SIDES: tuple[tuple[str, Literal["sourceLacks", "masterLacks"]], ...] = (
    ("source", "sourceLacks"),
    ("master", "masterLacks"),
)


@reads("source", "master")
def estimate(
    source: Annotated[Path, typer.Argument(help="The list to check: CSV, TSV, XLSX, JSON or Parquet.")],
    master: Annotated[
        Path | None, typer.Option("--master", "-m", help="The list to check against; if omitted, SOURCE is deduped.")
    ] = None,
    profile: ProfileOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    *,
    source_reading: ReadOptions,
    master_reading: ReadOptions,
) -> None:
    """Predict pairs, time, memory and disk of a match, and what would slow it down. Prepares both lists.

    Example: listmatch estimate leads.csv --master crm.csv
    """
    from listmatch.workflows.matches.estimate import estimate as estimate_match
    from listmatch.workflows.matches.open_lists import LocalLists

    services = open_local_services()
    lists = LocalLists(
        source=source,
        master=master,
        profile=profile,
        source_reading=source_reading,
        master_reading=master_reading,
    )
    with progress_bar(quiet=quiet or as_json) as progress:
        predicted = estimate_match(services, lists, progress=progress)
    if as_json:
        print_json(predicted)
    else:
        _print(predicted, is_dedupe=master is None)


def _print(predicted: "Estimate", *, is_dedupe: bool) -> None:
    pairs = counted(predicted["candidatePairs"], "candidate pair")
    found = pairs if predicted["isExact"] else f"about {pairs} (from a sample of {predicted['sampledRows']:,} rows)"
    against = "" if is_dedupe else f" × {predicted['masterRows']:,}"
    sides = f"{predicted['sourceRows']:,}{against} rows, compared as {predicted['profileType']}"
    typer.echo(f"{sides}: {found}")
    typer.echo(
        f"About {predicted['seconds']:.0f} s to results.csv, {predicted['secondsWithReport']:.0f} s with all reports; "
        f"{predicted['memoryMb']:,} MB of memory, {predicted['diskMb']:,.0f} MB of disk. Engine: {predicted['engine']}"
    )
    for each in predicted["passes"]:
        typer.echo(f"  {each['pass']:<20}{each['pairs']:>12,} pairs{each['sourceRows']:>12,} source rows")
    for hot in predicted["hotValues"]:
        columns = ", ".join(hot["columns"])
        typer.echo(
            f"Very common: some values of {columns} ({hot['pass']}) are in up to {hot['rowsOfTheMostFrequent']:,} "
            "rows; they count only together with another column."
        )
    _print_idle(predicted["idlePasses"], is_dedupe=is_dedupe)
    for line in filter(None, (predicted["note"], *predicted["advice"], _assumed(predicted["assumed"]))):
        typer.echo(line)


def _print_idle(passes: list["PassThatCannotRun"], *, is_dedupe: bool) -> None:
    """What cannot run for want of a column in one list, a line each; what no list has columns for, in one."""
    named, lacking = ("the list has", "the list lacks") if is_dedupe else ("both lists have", "neither list has")
    neither = []
    for idle in passes:
        lacks = [f"the {side} lacks {', '.join(idle[key])}" for side, key in _SIDES if idle[key]]
        if len(lacks) == len(_SIDES):
            neither.append(idle["pass"])
        else:
            typer.echo(f"Cannot run: {idle['pass']} ({'; '.join(lacks) or f'not needed, as {named} names'})")
    if neither:
        typer.echo(f"Cannot run, as {lacking} the columns: {', '.join(neither)}")


def _assumed(by: "Assumptions") -> str:
    index = {
        "none": "",
        "built": ", and that the master's index is built",
        "read": ", and that the master's index is reused",
    }
    return (
        f"Assumes that both lists stay prepared, as they are now{index[by['index']]}; the sample took "
        f"{by['probeSeconds']:.1f} s, so this machine counts as {_speed(by['slowness'])} two free cores."
    )


def _speed(slowness: float) -> str:
    times = max(slowness, 1 / slowness)
    return "as fast as" if times < 1.05 else f"{times:.1f} times {'slower' if slowness > 1 else 'faster'} than"
