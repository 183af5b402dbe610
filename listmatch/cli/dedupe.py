"""`listmatch dedupe`: one list in, its clusters of duplicates out."""

from pathlib import Path
from typing import Annotated

import typer

from listmatch.cli.choices import Choices, chooses
from listmatch.cli.reading import reads
from listmatch.cli.running import run_request
from listmatch.cli.summary import print_dedupe
from listmatch.cli.terminal import JsonOption, QuietOption
from listmatch.domain.reading import ReadOptions
from listmatch.domain.verdicts import MatchMode


@reads("")
@chooses
def dedupe(
    records: Annotated[Path, typer.Argument(metavar="LIST", help="The list: CSV, TSV, XLSX, JSON or Parquet.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for results and reports.")],
    *,
    choices: Choices,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    reading: ReadOptions,
) -> None:
    """Find the duplicates in LIST: clusters, a representative for each, the rows to remove.

    Example: listmatch dedupe contacts.csv -o out/
    """
    request = choices.request(records, mode=MatchMode.DEDUPE, source_reading=reading)
    run_request(request, out=out, as_json=as_json, quiet=quiet, show=print_dedupe)
