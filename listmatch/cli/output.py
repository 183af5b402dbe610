"""The options by which a match and a dedupe say where they compute and what they are to write."""

from enum import StrEnum
from typing import Annotated

import typer

from listmatch.domain.engines import EngineName
from listmatch.domain.jobs import ExportFormat


class Only(StrEnum):
    """What to confine a job to."""

    RESULTS = "results"


OnlyOption = Annotated[
    Only | None, typer.Option(help="`results`: no report, only results.csv and results.parquet; the fastest.")
]
EngineOption = Annotated[
    EngineName | None,
    typer.Option(help="Where pairs are found and compared: this machine, or Apache Spark; the verdicts are the same."),
]
PivotsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--pivot", help="Break the report down by this column of the list; may be repeated. Chosen unless told."
    ),
]
NeutraliseOption = Annotated[
    bool,
    typer.Option(
        "--neutralise-formulas", help="Put ' before cells of results.csv that a spreadsheet would run as a formula."
    ),
]
FormatsOption = Annotated[
    list[ExportFormat] | None, typer.Option("--format", "-f", help="Report format; may be repeated. All unless told.")
]
