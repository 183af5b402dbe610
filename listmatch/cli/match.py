"""`listmatch match`: two lists in, a folder of results out."""

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
from listmatch.cli.summary import print_match
from listmatch.cli.terminal import JsonOption, QuietOption
from listmatch.domain.reading import ReadOptions
from listmatch.domain.verdicts import MatchMode
from listmatch.errors import InputError


@reads("source", "master")
def match(
    source: Annotated[Path, typer.Argument(help="The list to check: CSV, TSV, XLSX, JSON or Parquet.")],
    master: Annotated[Path, typer.Option("--master", "-m", help="The list to check against, your CRM export.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for results and reports.")],
    profile: Annotated[
        Path | None,
        typer.Option("--profile", "-p", help="A match profile (YAML); by default one is proposed from the lists."),
    ] = None,
    profile_type: TypeOption = None,
    mode: Annotated[
        MatchMode, typer.Option(help="best_match: one line per source row; all_candidates: every candidate.")
    ] = MatchMode.BEST_MATCH,
    threshold: Annotated[
        float | None, typer.Option(min=0, max=100, help="Score from which a row counts as matched; 85 by default.")
    ] = None,
    max_wrong: MaxWrongOption = None,
    one_to_one: Annotated[
        bool, typer.Option("--one-to-one", help="Match each master row to at most one source row.")
    ] = False,
    engine: EngineOption = None,
    formats: FormatsOption = None,
    only: OnlyOption = None,
    title: Annotated[str, typer.Option(help="Title of the report.")] = "",
    pivots: PivotsOption = None,
    neutralise_formulas: NeutraliseOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    *,
    source_reading: ReadOptions,
    master_reading: ReadOptions,
) -> None:
    """Give every row of SOURCE a verdict against the master list: matched, review or unmatched.

    Example: listmatch match leads.csv --master crm.csv -o out/
    """
    from listmatch.workflows.match_lists import MatchRequest
    from listmatch.workflows.matches.jobs import ALL_FORMATS

    if mode is MatchMode.DEDUPE:
        raise InputError("a dedupe takes one list.", place="--mode", cure="Use `listmatch dedupe LIST -o OUT`.")
    request = MatchRequest(
        source=source,
        master=master,
        profile=profile,
        profile_type=profile_type,
        mode=mode,
        threshold=threshold,
        max_wrong=parse_share(max_wrong),
        one_to_one=one_to_one,
        engine=engine,
        formats=tuple(formats or ALL_FORMATS),
        results_only=only is Only.RESULTS,
        title=title,
        pivots=tuple(pivots or ()),
        neutralise_formulas=neutralise_formulas,
        source_reading=source_reading,
        master_reading=master_reading,
    )
    run_request(request, out=out, as_json=as_json, quiet=quiet, show=print_match)
