"""`listmatch dedupe`: one list in, its clusters of duplicates out."""

from pathlib import Path
from typing import Annotated

import typer

from listmatch.cli.output import (
    EngineOption,
    FormatsOption,
    MaxWrongOption,
    NeutraliseOption,
    Only,
    OnlyOption,
    PivotsOption,
    TypeOption,
    parse_share,
)
from listmatch.cli.reading import reads
from listmatch.cli.running import run_request
from listmatch.cli.summary import print_dedupe
from listmatch.cli.terminal import JsonOption, QuietOption
from listmatch.domain.reading import ReadOptions
from listmatch.domain.verdicts import MatchMode


@reads("")
def dedupe(
    records: Annotated[Path, typer.Argument(metavar="LIST", help="The list: CSV, TSV, XLSX, JSON or Parquet.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for results and reports.")],
    profile: Annotated[
        Path | None,
        typer.Option("--profile", "-p", help="A match profile (YAML); by default one is proposed from the list."),
    ] = None,
    profile_type: TypeOption = None,
    threshold: Annotated[
        float | None, typer.Option(min=0, max=100, help="Score from which two rows count as the same; 85 by default.")
    ] = None,
    max_wrong: MaxWrongOption = None,
    engine: EngineOption = None,
    formats: FormatsOption = None,
    only: OnlyOption = None,
    title: Annotated[str, typer.Option(help="Title of the report.")] = "",
    pivots: PivotsOption = None,
    neutralise_formulas: NeutraliseOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    *,
    reading: ReadOptions,
) -> None:
    """Find the duplicates in LIST: clusters, a representative for each, the rows to remove.

    Example: listmatch dedupe contacts.csv -o out/
    """
    from listmatch.workflows.match_lists import MatchRequest
    from listmatch.workflows.matches.jobs import ALL_FORMATS

    request = MatchRequest(
        source=records,
        master=None,
        profile=profile,
        profile_type=profile_type,
        mode=MatchMode.DEDUPE,
        threshold=threshold,
        max_wrong=parse_share(max_wrong),
        engine=engine,
        formats=tuple(formats or ALL_FORMATS),
        results_only=only is Only.RESULTS,
        title=title,
        pivots=tuple(pivots or ()),
        neutralise_formulas=neutralise_formulas,
        source_reading=reading,
    )
    run_request(request, out=out, as_json=as_json, quiet=quiet, show=print_dedupe)
