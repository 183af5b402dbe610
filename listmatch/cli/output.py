"""The options by which a match and a dedupe say what they are to write."""

from enum import StrEnum
from typing import Annotated

import typer

from listmatch.domain.jobs import ExportFormat


class Only(StrEnum):
    """What to confine a job to."""

    RESULTS = "results"


OnlyOption = Annotated[
    Only | None, typer.Option(help="`results`: no report, only results.csv and results.parquet; the fastest.")
]
FormatsOption = Annotated[
    list[ExportFormat] | None, typer.Option("--format", "-f", help="Report format; may be repeated. All unless told.")
]
