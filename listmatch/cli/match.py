"""`listmatch match`: two lists in, a folder of results out."""

from pathlib import Path
from typing import Annotated

import typer

from listmatch.cli.choices import Choices, chooses
from listmatch.cli.reading import reads
from listmatch.cli.running import run_request
from listmatch.cli.summary import print_match
from listmatch.cli.terminal import JsonOption, QuietOption
from listmatch.domain.reading import ReadOptions
from listmatch.domain.verdicts import MatchMode
from listmatch.errors import InputError


@reads("source", "master")
@chooses
def match(
    source: Annotated[Path, typer.Argument(help="The list to check: CSV, TSV, XLSX, JSON or Parquet.")],
    master: Annotated[Path, typer.Option("--master", "-m", help="The list to check against, your CRM export.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for results and reports.")],
    mode: Annotated[
        MatchMode, typer.Option(help="best_match: one line per source row; all_candidates: every candidate.")
    ] = MatchMode.BEST_MATCH,
    one_to_one: Annotated[
        bool, typer.Option("--one-to-one", help="Match each master row to at most one source row.")
    ] = False,
    *,
    choices: Choices,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    source_reading: ReadOptions,
    master_reading: ReadOptions,
) -> None:
    """Give every row of SOURCE a verdict against the master list: matched, review or unmatched.

    Example: listmatch match leads.csv --master crm.csv -o out/
    """
    if mode is MatchMode.DEDUPE:
        raise InputError("a dedupe takes one list.", place="--mode", cure="Use `listmatch dedupe LIST -o OUT`.")
    request = choices.request(
        source,
        master,
        mode=mode,
        one_to_one=one_to_one,
        source_reading=source_reading,
        master_reading=master_reading,
    )
    run_request(request, out=out, as_json=as_json, quiet=quiet, show=print_match)
