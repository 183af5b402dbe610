"""`listmatch train`: the model that fits your lists, learned once and pinned."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from listmatch.cli.choices import ProfileOption
from listmatch.cli.reading import reads
from listmatch.cli.terminal import JsonOption, QuietOption, open_local_services, print_json, progress_bar
from listmatch.domain.reading import ReadOptions

if TYPE_CHECKING:
    from listmatch.workflows.learning.training import Trained


@reads("source", "master")
def train(
    source: Annotated[Path, typer.Argument(help="A typical list: CSV, TSV, XLSX, JSON or Parquet.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The model (JSON); its content goes under `model:`.")],
    master: Annotated[
        Path | None, typer.Option("--master", "-m", help="The list to match against; if omitted, learn for dedupes.")
    ] = None,
    profile: ProfileOption = None,
    pin: Annotated[
        Path | None, typer.Option(help="Also write the profile with the model in it, ready for --profile.")
    ] = None,
    labels: Annotated[
        Path | None,
        typer.Option(
            help="Labelled pairs: a CSV of source_row, master_row, is_match, or of keys (source.COLUMN, "
            "master.COLUMN), or a report.xlsx filled in."
        ),
    ] = None,
    with_decisions: Annotated[
        bool, typer.Option("--decisions/--no-decisions", help="Also learn from review decisions.")
    ] = True,
    splink: Annotated[
        Path | None,
        typer.Option(help="A model saved by Splink 4 or 5 (JSON), whose m and u probabilities are used."),
    ] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    *,
    source_reading: ReadOptions,
    master_reading: ReadOptions,
) -> None:
    """Learn match weights from your lists, so that every later match is scored alike; no labels needed.

    Example: listmatch train leads.csv --master crm.csv -o model.json --pin profile.yaml
    """
    from listmatch.workflows.learning.training import TrainingRequest
    from listmatch.workflows.learning.training import train as fit
    from listmatch.workflows.matches.open_lists import LocalLists

    lists = LocalLists(
        source=source,
        master=master,
        profile=profile,
        source_reading=source_reading,
        master_reading=master_reading,
    )
    request = TrainingRequest(
        lists=lists, out=out, pin=pin, labels=labels, with_decisions=with_decisions, splink=splink
    )
    with progress_bar(quiet=quiet or as_json) as progress:
        trained = fit(open_local_services(), request, progress=progress)
    if as_json:
        print_json(trained.to_dict())
    else:
        _print(trained, pin=pin)


def _print(trained: "Trained", *, pin: Path | None) -> None:
    typer.echo(f"Learned from {trained.pairs:,} pairs: {', '.join(trained.kinds)}. Model in {trained.path}")
    if trained.from_splink.taken:
        typer.echo(f"Rates of the Splink model taken over: {', '.join(trained.from_splink.taken)}")
    for reason in trained.from_splink.left_out:
        typer.echo(f"Note: not taken over: {reason}")
    told = trained.refined
    if told.labels or told.decisions:
        by = f"{told.labels:,} labels and {told.decisions:,} decisions"
        typer.echo(f"Calibrated by {by}: log loss {told.loss_before:.3f} → {told.loss_after:.3f}")
    if told.unreached:
        typer.echo(f"Note: {told.unreached:,} of these pairs share no key, so they taught nothing.")
    for reservation in trained.fallbacks:
        typer.echo(f"Note: {reservation}")
    if pin is not None:
        typer.echo(f"Profile with the model in {pin}")
